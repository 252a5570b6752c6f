"""What an operation announces reaches who waits for it in the same transaction, and nobody too early."""

from __future__ import annotations

from engine.execution.commands.expire_message import ExpireMessage
from engine.execution.ports import Operation
from engine.execution.tables import MESSAGE
from engine.kernel.actor import Actor
from engine.kernel.errors import OperationRefused
from tests.engine.bpmn import kit
from tests.support.models import message_definition, task

NEWS = message_definition("news", "=order", "Message_News")
EVENT = '<bpmn:messageEventDefinition messageRef="Message_News"/>'


def announcing(time_to_live=""):
    def run(step, call):
        step.announce("news", str(call.variables["order"]), {"said": "到账"}, time_to_live=time_to_live)
        return {}

    return Operation("test.announce", run)


def listener(company, order="HT-7"):
    """A case that waits for news of the order beside its task."""
    beside = kit.boundary("heard", "a", EVENT)
    company.draw(
        kit.script("fill", f'="{order}"', "order") + task("a") + beside + task("b"),
        "s>fill fill>a a>e heard>b b>e",
        "Listener",
        after=NEWS,
    )
    return company.start("Listener")


def speaker(company, time_to_live="", after=""):
    company.offer(announcing(time_to_live))
    company.draw(
        kit.script("fill", '="HT-7"', "order") + kit.service("say", "test.announce") + task("c") + after,
        "s>fill fill>say say>c c>e",
        "Speaker",
    )
    return company.start("Speaker")


def test_who_waits_goes_on_with_what_was_said(company):
    waiting, other = listener(company), listener(company, "HT-8")
    speaker(company)

    assert company.open(waiting) == ["b"]
    assert company.variables(waiting)["said"] == "到账"
    assert company.open(other) == ["a"]


def test_the_case_itself_hears_of_it_once_it_stands_still(company):
    company.offer(announcing())
    beside = kit.boundary("heard", "c", EVENT)
    company.draw(
        kit.script("fill", '="HT-7"', "order")
        + kit.service("say", "test.announce")
        + task("c")
        + beside
        + task("b"),
        "s>fill fill>say say>c c>e heard>b b>e",
        after=NEWS,
    )
    instance = company.start()

    assert company.open(instance) == ["b"]


def test_without_a_time_to_live_it_is_for_those_who_wait_now(company):
    first = listener(company)
    company.complete(first, "a", "zhouzimo")
    speaker(company)
    late = listener(company)

    assert [row["state"] for row in company.rows(MESSAGE, name="news")] == ["dropped"]
    assert company.open(late) == ["a"]


def test_with_one_it_is_kept_and_its_end_is_no_incident(company):
    first = listener(company)
    company.complete(first, "a", "zhouzimo")
    instance = speaker(company, "P1D")
    [kept] = company.rows(MESSAGE, name="news")
    assert kept["state"] == "waiting"

    late = listener(company)
    assert company.open(late) == ["b"]

    other = speaker(company, "P1D")
    [kept] = company.rows(MESSAGE, name="news", state="waiting")
    company.execute(ExpireMessage(kept["key"]), Actor.system("messages"))
    assert company.incidents(instance) == company.incidents(other) == []


def test_an_operation_that_refuses_has_said_nothing(company):
    waiting = listener(company)

    def run(step, _call):
        step.announce("news", "HT-7")
        raise OperationRefused(reason="sold_out")

    company.offer(Operation("test.announce", run))
    company.draw(kit.service("say", "test.announce"), "s>say say>e", "Speaker")
    speaking = company.start("Speaker")

    assert company.incidents(speaking) != []
    assert company.open(waiting) == ["a"]
    assert company.rows(MESSAGE, name="news") == []
