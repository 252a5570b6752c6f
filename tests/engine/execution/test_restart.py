"""A new process on the same database goes on where the old one stopped, at any wait state."""

from __future__ import annotations

from datetime import timedelta

from engine.execution.commands.jobs import LeaseJobs
from engine.kernel.actor import Actor
from tests.engine.bpmn import kit
from tests.support.models import field, form, task


def test_open_tasks_are_completed_after_a_restart_before_every_step(company):
    inner = kit.subprocess("part", task("b"), "part_s>b")
    company.draw(task("a") + inner + task("c", assignee="=starter"), "s>a a>part part>c c>e")
    instance = company.start()
    for element, who in (("a", "zhouzimo"), ("b", "chenjing"), ("c", "linxiaolan")):
        company.restart()
        company.complete(instance, element, who)

    assert company.state(instance) == "completed"


def test_timers_keep_their_due_instant_over_a_restart(company):
    company.draw(kit.element("intermediateCatchEvent", "wait", kit.timer("Duration", "P1D")), "s>wait wait>e")
    instance = company.start()
    company.clock.move_by(timedelta(hours=23))
    company.restart()
    assert company.fire() == 0

    company.clock.move_by(timedelta(hours=1, seconds=1))
    assert company.fire() == 1
    assert company.state(instance) == "completed"


def test_jobs_and_parallel_branches_wait_over_a_restart(company):
    body = kit.gateway("parallel", "fork", "join") + kit.service("job", "letters") + task("a")
    company.draw(body, "s>fork fork>job fork>a job>join a>join join>e")
    instance = company.start()
    company.restart()

    assert len(company.execute(LeaseJobs(("letters",), "one"), Actor.system("worker"))) == 1
    company.complete(instance, "a", "zhouzimo")
    assert company.state(instance) == "active"


def test_numbers_typed_before_a_restart_keep_every_digit(company):
    company.draw(
        task("a", form="P.a") + kit.script("add", "=price + 0.20", "total"),
        "s>a a>add add>e",
        forms=[form("P.a", field("price", "number", decimalDigits=2))],
    )
    instance = company.start()
    company.restart()
    company.complete(instance, "a", "zhouzimo", price="1280.10")

    assert str(company.variables(instance)["total"]) == "1280.30"
