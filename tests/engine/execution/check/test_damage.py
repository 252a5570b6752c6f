"""Rows that are damaged by hand: each kind is found, named at its place, and nothing else beside it."""

from __future__ import annotations

import io
import os
from datetime import timedelta

import pytest

from engine.execution import check
from engine.execution import tables as t
from engine.execution.commands.publish_message import PublishMessage
from engine.processes.cancel import CancelCase
from tests.engine.bpmn import kit
from tests.engine.execution.test_audit import tamper
from tests.support.models import catch, message_definition, task

PAID = message_definition("payment_in", '="HT-7"', "Message_PaymentIn")
SIGNAL = '<bpmn:signalEventDefinition signalRef="Signal_Alarm"/>'
NAMES = ("task", "job", "timer", "message", "signal")


@pytest.fixture
def instance(company):
    """One case that waits for a person, a worker, a time, a message, a signal and a part, each by itself."""
    company.draw(task("x"), "s>x x>e", "part", startableBy="")
    waits = (
        task("task") + kit.service("job", "letters") + catch("message", "Message_PaymentIn")
        + kit.element("intermediateCatchEvent", "timer", kit.timer("Duration", "PT1H"))
        + kit.element("intermediateCatchEvent", "signal", SIGNAL) + kit.call("call", "part")
    )  # fmt: skip
    links = " ".join(f"fork>{name} {name}>join" for name in (*NAMES, "call"))
    company.draw(kit.gateway("parallel", "fork", "join") + waits, f"s>fork {links} join>e", after=PAID)
    return company.start()


def found(company) -> list[tuple[str, int | None, str | None]]:
    everything = check.findings(company.engine.read, company.clock.now())
    return [(one.code, one.case, one.element) for one in everything]


def change(company, statement):
    with company.engine.database.begin() as connection:
        assert connection.execute(statement).rowcount


def token_of(company, instance, element):
    [row] = company.rows(t.ELEMENT_INSTANCE, instance_key=instance, element_id=element)
    return row["token_key"]


def part_of(company, instance):
    return company.rows(t.PROCESS_INSTANCE, parent_key=instance)[0]["key"]


def test_a_case_that_waits_for_everything_is_in_order(company, instance):
    assert found(company) == []


def test_a_case_that_has_ended_is_in_order(company, instance):
    company.execute(CancelCase(instance, "not needed"), "linxiaolan")

    assert found(company) == []


@pytest.mark.parametrize(
    ("table", "element", "code"),
    [
        (t.USER_TASK, "task", "task_missing"),
        (t.JOB, "job", "job_missing"),
        (t.TIMER, "timer", "event_missing"),
        (t.SUBSCRIPTION, "message", "event_missing"),
        (t.SIGNAL_SUBSCRIPTION, "signal", "event_missing"),
        (t.ELEMENT_INSTANCE, "task", "element_missing"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_token_without_its_row_is_found(company, instance, table, element, code):
    change(company, table.delete().where(table.c.instance_key == instance, table.c.element_id == element))

    assert found(company) == [(code, instance, element)]


@pytest.mark.parametrize(
    ("table", "element"),
    [
        (t.USER_TASK, "task"),
        (t.JOB, "job"),
        (t.TIMER, "timer"),
        (t.SUBSCRIPTION, "message"),
        (t.SIGNAL_SUBSCRIPTION, "signal"),
        (t.ELEMENT_INSTANCE, "task"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_row_without_its_token_is_found(company, instance, table, element):
    mine = (table.c.instance_key == instance, table.c.element_id == element)
    change(company, table.update().where(*mine).values(token_key=99))

    assert ("token_gone", instance, element) in found(company)
    assert len(found(company)) == 2


def test_a_variable_of_a_scope_that_has_gone_is_found(company, instance):
    row = {"instance_key": instance, "scope": 99, "name": "left", "value": "1"}
    change(company, t.VARIABLE.insert().values(**row))

    assert found(company) == [("token_gone", instance, None)]


def test_a_case_that_waits_for_nothing_is_found_once(company):
    company.draw(task("a"), "s>a a>e")
    instance = company.start()
    change(company, t.USER_TASK.update().values(state="canceled"))

    assert found(company) == [("waits_for_nothing", instance, "a")]


def test_a_case_without_tokens_that_is_said_to_run_is_found(company):
    company.draw(task("a"), "s>a a>e")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")
    change(company, t.PROCESS_INSTANCE.update().values(state="active"))

    assert found(company) == [("waits_for_nothing", instance, None)]


def test_a_state_that_cannot_be_read_is_found(company, instance):
    mine = t.PROCESS_INSTANCE.c.key == instance
    change(company, t.PROCESS_INSTANCE.update().where(mine).values(tokens='{"format": 99}'))

    assert found(company) == [("case_unreadable", instance, None)]


def test_what_is_left_of_a_case_that_was_ended_by_hand_is_found(company, instance):
    change(company, t.PROCESS_INSTANCE.update().values(state="terminated"))
    found_ = found(company)

    assert {("case_ended", instance, name) for name in NAMES} <= set(found_)
    assert {code for code, *_ in found_} == {"case_ended"}


def test_what_is_left_of_a_case_that_is_not_there_is_found(company):
    company.draw(task("a"), "s>a a>e")
    instance = company.start()
    change(company, t.PROCESS_INSTANCE.delete())

    elements = [row["element_id"] for row in company.rows(t.ELEMENT_INSTANCE) if row["left_at"] is None]
    assert sorted(found(company), key=str) == sorted(
        [
            ("case_gone", instance, "a"),
            *(("case_gone", instance, one) for one in elements),
            ("case_gone", instance, None),
        ],
        key=str,
    )


# Calls.


def test_a_call_whose_part_has_gone_is_found(company, instance):
    part = part_of(company, instance)
    change(company, t.PROCESS_INSTANCE.update().where(t.PROCESS_INSTANCE.c.key == part).values(parent_key=1))

    assert found(company) == [("called_missing", instance, "call"), ("caller_gone", part, None)]


def test_a_part_whose_caller_has_ended_is_found(company, instance):
    part = part_of(company, instance)
    mine = t.PROCESS_INSTANCE.c.key == instance
    change(company, t.PROCESS_INSTANCE.update().where(mine).values(state="completed"))

    assert ("caller_ended", part, None) in found(company)


def test_a_part_that_no_token_waits_for_is_found(company, instance):
    part = part_of(company, instance)
    elsewhere = t.PROCESS_INSTANCE.update().where(t.PROCESS_INSTANCE.c.key == part)
    change(company, elsewhere.values(parent_token=token_of(company, instance, "task")))

    assert found(company) == [("caller_elsewhere", part, None), ("called_missing", instance, "call")]


def test_a_part_that_is_counted_to_another_case_is_found(company, instance):
    part = part_of(company, instance)
    mine = t.PROCESS_INSTANCE.c.key == part
    change(company, t.PROCESS_INSTANCE.update().where(mine).values(root_key=part))

    assert ("caller_of_another_case", part, None) in found(company)


# Incidents and what goes on later.


def test_an_incident_that_was_struck_out_by_hand_is_found(company):
    body = kit.gateway("parallel", "fork", "join") + task("a") + task("b", assignee="ghost")
    company.draw(body, "s>fork fork>a fork>b a>join b>join join>e")
    instance = company.start()
    assert found(company) == []
    change(company, t.INCIDENT.update().values(resolved_at=company.clock.now()))

    assert found(company) == [("incident_missing", instance, "b")]


def test_a_job_without_a_try_and_without_an_incident_is_found(company, instance):
    change(company, t.JOB.update().values(retries=0))

    assert found(company) == [("job_missing", instance, "job")]


def test_a_continuation_that_was_lost_is_found(company):
    loop = kit.script("count", "=if n = null then 1 else n + 1", "n")
    loop += kit.gateway("exclusive", "more", default="more_join") + kit.gateway("parallel", "fork", "join")
    links = "s>fork fork>a fork>count count>more more>count?n~<~1200 more>join a>join join>e"
    company.draw(loop + task("a"), links)
    instance = company.start()
    assert found(company) == []
    change(company, t.JOB.delete())

    [(code, case, _)] = found(company)
    assert (code, case) == ("continuation_missing", instance)


# What is kept.


def test_a_message_that_nothing_lets_expire_is_found(company, instance):
    company.execute(PublishMessage("payment_in", "HT-8", time_to_live=timedelta(hours=1)), "hewen")
    company.clock.move_by(timedelta(hours=1, minutes=9))
    assert ("message_overdue", None, None) not in found(company)

    company.clock.move_by(timedelta(minutes=2))
    assert ("message_overdue", None, None) in found(company)


def test_a_changed_record_is_found(company, instance):
    row = t.AUDIT.update().where(t.AUDIT.c.chain == f"instance:{instance}")
    tamper(company, row.values(actor="somebody"))

    assert found(company) == [("audit_broken", instance, None)]


@pytest.fixture
def kept(company, instance):
    """A file that the case names."""
    file = company.engine.files.keep(io.BytesIO(b"%PDF-1.4"), "a.pdf")
    row = {
        "key": 1, "instance_key": instance, "task_key": None, "source": "upload", "filename": "合同.pdf",
        "media_type": "application/pdf", "size": 8, "sha256": file["sha256"], "added_by": "linxiaolan",
        "added_at": company.clock.now(),
    }  # fmt: skip
    change(company, t.ATTACHMENT.insert().values(**row))
    return file["sha256"]


def path_of(company, sha256):
    return company.folder / "files" / sha256[:2] / sha256


def test_a_file_that_is_named_and_missing_is_found(company, instance, kept):
    assert found(company) == []
    path_of(company, kept).unlink()

    assert found(company) == [("file_missing", instance, None)]


def test_a_file_of_a_variable_that_is_missing_is_found(company, instance):
    value = '[{"file_key": "0", "name": "a.pdf", "sha256": "' + "0" * 64 + '"}]'
    row = {"instance_key": instance, "scope": 1, "name": "file", "value": value}
    change(company, t.VARIABLE.insert().values(**row))

    assert found(company) == [("file_missing", instance, None)]


def test_a_file_that_nothing_names_is_found_when_the_sweep_had_its_time(company, instance, kept):
    change(company, t.ATTACHMENT.delete())
    assert found(company) == []

    day_before = (company.clock.now() - timedelta(hours=26)).timestamp()
    os.utime(path_of(company, kept), (day_before, day_before))
    assert found(company) == [("file_unnamed", None, None)]


def test_more_cases_than_fit_into_one_look_are_all_looked_at(company, monkeypatch):
    monkeypatch.setattr(check.cases, "BATCH", 2)
    company.draw(task("a"), "s>a a>e")
    keys = [company.start() for _ in range(5)]
    change(company, t.USER_TASK.update().values(state="canceled"))

    assert found(company) == [("waits_for_nothing", key, "a") for key in keys]
