"""What messages, signals, workers and starts bring: refused by the name of what is wrong, or kept as it came.

Whatever is refused leaves nothing behind, and nothing fails in a way that nobody foresaw.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from engine.execution.commands.broadcast_signal import BroadcastSignal
from engine.execution.commands.complete_job import CompleteJob
from engine.execution.commands.jobs import LeaseJobs
from engine.execution.commands.publish_message import PublishMessage
from engine.execution.commands.throw_error import ThrowError
from engine.execution.tables import MESSAGE, PROCESS_INSTANCE
from engine.kernel.actor import Actor
from engine.kernel.errors import InvalidInput
from engine.kernel.outside import KEY_CHARACTERS
from engine.processes.start import StartProcess
from engine.processes.view import variables
from tests.engine.bpmn import kit
from tests.support import hostile
from tests.support.models import catch, message, message_definition, process, task

WORKER = Actor.system("worker")
PAID = message_definition("paid", "=given", "m_paid")
BEGIN = '<bpmn:message id="Message_Begin" name="begin"/>'


@pytest.fixture
def begun(company):
    """A message `begin` starts a case, which goes on to a task."""
    start = kit.element("startEvent", "s", message("Message_Begin"))
    company.deploy(("Q/process.bpmn", process(start + task("a"), "s>a a>e", "Q", after=BEGIN)))


def publish(company, **given: Any) -> Any:
    wanted = {"name": "begin", "time_to_live": timedelta(days=1), **given}
    return company.execute(PublishMessage(**wanted), "hewen")


def seen(company, instance: int) -> dict[str, Any]:
    with company.engine.read() as reader:
        return variables(reader, company.actor("hewen"), instance)


def refused(door: Callable[[], Any]) -> set[str]:
    """The names that an answer refuses; none where it was taken. Any other fault is one."""
    try:
        door()
    except InvalidInput as error:
        return set(error.facts["fields"])
    return set()


def test_a_value_of_a_message_is_refused_by_its_name_or_kept_as_it_came(company, begun):
    for name, value in hostile.VALUES.items():
        count = company.count(MESSAGE)
        fields = refused(lambda value=value: publish(company, variables={"good": 1, "bad": value}))
        if fields:
            assert (fields, company.count(MESSAGE)) == ({"bad"}, count), name
        else:
            instance = company.rows(PROCESS_INSTANCE)[-1]["key"]
            assert seen(company, instance)["bad"] == value, name


def test_what_must_be_refused_is(company, begun):
    for name in (
        "NUL", "lone surrogate", "deep list", "deep object", "huge decimal", "tiny decimal", "decimal NaN",
        "float infinity", "float NaN", "long integer", "many names", "NUL inside", "names of members",
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            publish(company, variables={"bad": hostile.VALUES[name]})


@pytest.mark.parametrize("name", ["", "#", "#in", "a\0", "a\nb", "\ud800", "x" * 201, "x" * 1_000_000])
def test_a_name_that_no_case_keeps_is_refused_and_named(company, begun, name):
    [shown] = refused(lambda: publish(company, variables={name: 1}))
    assert "\0" not in shown.encode().decode()


@pytest.mark.parametrize("part", ["name", "correlation_key", "message_id"])
def test_a_key_of_a_message_is_refused_by_its_name_or_found_again(company, part):
    for name, text in hostile.TEXTS.items():
        fields = refused(lambda text=text: publish(company, **{part: text}))
        assert fields <= {part}, name
        if not fields and part != "message_id":
            assert company.rows(MESSAGE)[-1][part] == text, name
    publish(company, **{part: "好" * KEY_CHARACTERS})


def test_a_hostile_key_reaches_who_waits_for_it_or_is_an_incident_there(company):
    company.draw(catch("wait", "m_paid") + task("z"), "s>wait wait>z z>e", after=PAID)
    for name, text in hostile.TEXTS.items():
        if "\0" in text:
            continue
        instance = company.start(who="system:seed", values={"given": text})
        if refused(lambda text=text: publish(company, name="paid", correlation_key=text)):
            assert [one["code"] for one in company.incidents(instance)] == ["key_not_usable"], name
        else:
            assert company.open(instance) == ["z"], name


def test_values_of_signals_starts_and_jobs_are_refused_by_their_names(company):
    company.draw(kit.service("work", "outside") + task("z"), "s>work work>z z>e")
    for name, value in hostile.VALUES.items():
        given = {"bad": value}
        for command, who in (
            (BroadcastSignal("x", given), company.actor("hewen")),
            (StartProcess("P", values=given), WORKER),
        ):
            assert refused(lambda c=command, w=who: company.execute(c, w)) <= {"bad"}, name
        assert _answered(company, given) <= {"bad"}, name


def test_a_hostile_code_of_an_error_is_refused_or_makes_an_incident(company):
    company.draw(kit.service("work", "outside") + task("z"), "s>work work>z z>e")
    for name, text in hostile.TEXTS.items():
        instance = company.start()
        key = _leased(company)
        fields = refused(lambda k=key, t=text: company.engine.execute(ThrowError(k, "w", t), WORKER))
        if fields:
            assert fields == {"code"}, name
            company.engine.execute(CompleteJob(key, "w"), WORKER)
        else:
            [incident] = company.incidents(instance)
            assert (incident["code"], incident["facts"]["error_code"]) == ("error_not_caught", text)


def _leased(company) -> int:
    [row] = company.engine.execute(LeaseJobs(("outside",), "w", most=1), WORKER)
    return int(row["key"])


def _answered(company, given: dict[str, Any]) -> set[str]:
    """A refused answer leaves the job to the worker, who then says something else."""
    company.start()
    key = _leased(company)
    fields = refused(lambda: company.engine.execute(CompleteJob(key, "w", given), WORKER))
    if fields:
        company.engine.execute(CompleteJob(key, "w"), WORKER)
    return fields
