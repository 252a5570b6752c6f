"""Messages find who waits for them, in each process once; early ones are kept; some start cases."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest

from engine.execution.commands.publish_message import PublishMessage
from engine.execution.tables import MESSAGE, MESSAGE_RECEIPT, PROCESS_INSTANCE, SUBSCRIPTION, TIMER
from engine.jobs import messages
from engine.kernel.errors import Conflict, InvalidInput, PermissionDenied
from engine.processes.cancel import CancelCase
from engine.processes.start import StartProcess
from engine.processes.startable import startable
from tests.engine.bpmn import kit
from tests.engine.bpmn.event_kit import event_subprocess, receive
from tests.support.models import catch, message, message_definition, task, throw

PAID = message_definition("payment_in", "=order", "Message_PaymentIn")
ORDER = kit.script("fill", '="HT-7"', "order")
AN_HOUR = timedelta(hours=1)


def waiting(company, process="P", body=None, links="s>fill fill>wait wait>a a>e"):
    """A case that waits for the payment of its order, then opens task `a`."""
    body = ORDER + catch("wait", "Message_PaymentIn") + task("a") if body is None else body
    company.draw(body, links, process, after=PAID)
    return company.start(process)


def publish(company, key="HT-7", who="hewen", **more):
    return company.execute(PublishMessage("payment_in", key, {"amount": 5}, **more), who)


def test_a_message_from_outside_reaches_the_case_that_waits_for_its_key(company):
    first, answer = waiting(company), publish(company, "HT-8")
    assert (answer["instances"], answer["state"]) == ([], "dropped")
    assert publish(company)["instances"] == [first]
    assert company.open(first) == ["a"]
    assert company.variables(first)["amount"] == 5
    assert company.rows(SUBSCRIPTION) == []


def test_a_message_that_a_case_sends_reaches_another_in_the_same_step(company):
    receiver = waiting(company, "R")
    company.draw(
        ORDER + throw("tell", "Message_PaymentIn", "=order") + task("b"),
        "s>fill fill>tell tell>b b>e",
        after=PAID,
    )
    company.start()

    assert company.open(receiver) == ["a"]
    [row] = company.rows(MESSAGE)
    assert (row["state"], row["receiver_instance"]) == ("correlated", receiver)


def test_of_one_process_one_case_takes_it_and_of_each_other_process_one_too(company):
    first, second = waiting(company), company.start("P")
    other = waiting(company, "Q")
    assert publish(company)["instances"] == [first, other]
    assert company.open(second) == []
    assert publish(company)["instances"] == [second]


def test_an_early_message_waits_for_who_comes_and_goes_to_each_process_once(company):
    company.draw(
        ORDER + catch("wait", "Message_PaymentIn") + task("a"), "s>fill fill>wait wait>a a>e", after=PAID
    )
    company.draw(
        ORDER + catch("wait", "Message_PaymentIn") + task("a"), "s>fill fill>wait wait>a a>e", "Q", after=PAID
    )
    assert publish(company, time_to_live=AN_HOUR)["state"] == "waiting"
    first, second, third = company.start("P"), company.start("P"), company.start("Q")
    assert [company.open(case) for case in (first, second, third)] == [["a"], [], ["a"]]
    assert [row["process_id"] for row in company.rows(MESSAGE_RECEIPT)] == ["P", "Q"]
    assert company.rows(MESSAGE)[0]["receiver_instance"] == first


def test_the_oldest_kept_message_comes_first_and_an_expired_one_not_at_all(company):
    company.draw(
        ORDER + catch("wait", "Message_PaymentIn") + task("a"), "s>fill fill>wait wait>a a>e", after=PAID
    )
    for minutes, amount in ((5, 1), (90, 2), (90, 3)):
        company.execute(
            PublishMessage("payment_in", "HT-7", {"amount": amount}, timedelta(minutes=minutes)), "hewen"
        )
    company.clock.move_by(AN_HOUR)
    assert company.variables(company.start())["amount"] == 2
    assert company.variables(company.start())["amount"] == 3


def test_a_message_without_time_to_live_is_not_kept(company):
    company.draw(
        ORDER + catch("wait", "Message_PaymentIn") + task("a"), "s>fill fill>wait wait>a a>e", after=PAID
    )
    assert publish(company)["state"] == "dropped"
    assert company.open(company.start()) == []


def test_an_id_is_taken_for_as_long_as_its_message_is_kept(company):
    company.draw(
        ORDER + catch("wait", "Message_PaymentIn") + task("a"), "s>fill fill>wait wait>a a>e", after=PAID
    )
    publish(company, time_to_live=AN_HOUR, message_id="bank-17")
    with pytest.raises(Conflict):
        publish(company, time_to_live=AN_HOUR, message_id="bank-17")
    assert publish(company, "HT-8", time_to_live=AN_HOUR, message_id="bank-17")["state"] == "waiting"
    company.clock.move_by(AN_HOUR)
    messages.expire_due(company.engine)
    assert publish(company, time_to_live=AN_HOUR, message_id="bank-17")["state"] == "waiting"


def test_who_may_not_and_what_cannot_be_published_is_refused(company):
    with pytest.raises(PermissionDenied):
        publish(company, who="linxiaolan")
    with pytest.raises(InvalidInput):
        publish(company, time_to_live=timedelta(days=366))
    with pytest.raises(InvalidInput):
        company.execute(PublishMessage(""), "hewen")


def test_a_boundary_message_that_does_not_interrupt_takes_all_that_come(company):
    body = ORDER + task("a") + kit.boundary("note", "a", message("Message_PaymentIn"), False) + task("b")
    company.draw(body, "s>fill fill>a a>e note>b b>e", after=PAID)
    publish(company, time_to_live=AN_HOUR)
    publish(company, time_to_live=AN_HOUR)
    case = company.start()
    assert company.open(case) == ["a", "b", "b"]
    publish(company)
    assert company.open(case) == ["a", "b", "b", "b"]
    company.complete(case, "a", "linxiaolan")
    assert company.rows(SUBSCRIPTION) == []


def test_behind_an_event_gateway_the_message_closes_the_timer_and_the_timer_the_message(company):
    body = ORDER + kit.gateway("eventBased", "g") + catch("wait", "Message_PaymentIn") + task("a") + task("b")
    body += kit.element("intermediateCatchEvent", "late", kit.timer("Duration", "PT2H"))
    case = waiting(company, body=body, links="s>fill fill>g g>wait g>late wait>a late>b a>e b>e")
    publish(company)
    assert company.open(case) == ["a"]
    assert [row["state"] for row in company.rows(TIMER)] == ["canceled"]
    second = company.start()
    company.clock.move_by(timedelta(hours=3))
    company.fire()
    assert (company.open(second), company.rows(SUBSCRIPTION)) == (["b"], [])


def test_a_receive_task_and_an_event_subprocess_wait_in_the_same_way(company):
    handler = event_subprocess("h", message("Message_Void"), task("n"), "h_s>n")
    body = ORDER + receive("wait", "Message_PaymentIn") + task("a") + handler
    void = message_definition("void", "=order", "Message_Void")
    company.draw(body, "s>fill fill>wait wait>a a>e", after=PAID + void)
    # The subprocess listens from the start event on, when the order is not known yet.
    assert [row["code"] for row in company.incidents(company.start())] == ["correlation_key_missing"]
    case = company.start(who="system:seed", values={"order": "HT-9"})
    assert len(company.rows(SUBSCRIPTION, instance_key=case)) == 2
    company.execute(PublishMessage("void", "HT-9"), "hewen")
    assert (company.open(case), company.rows(SUBSCRIPTION, instance_key=case)) == (["n"], [])


STARTED = kit.element("startEvent", "s", message("Message_PaymentIn")) + task("a")


def test_a_message_starts_a_case_of_the_version_in_force(company):
    company.draw(STARTED, "s>a a>e", after=PAID)
    company.draw(STARTED + task("b"), "s>b b>a a>e", after=PAID)
    [case] = publish(company, "")["instances"]
    assert company.open(case) == ["b"]
    assert company.variables(case) == {"amount": 5, "starter": "hewen"}
    assert company.rows(PROCESS_INSTANCE, key=case)[0]["version"] == 2


def test_while_a_case_of_the_key_runs_the_next_message_waits_for_its_end(company):
    company.draw(STARTED, "s>a a>e", after=PAID)
    [first] = publish(company)["instances"]
    assert publish(company)["instances"] == []
    kept = publish(company, time_to_live=AN_HOUR)
    assert kept["state"] == "waiting"
    [other] = publish(company, "HT-8")["instances"]
    company.complete(first, "a", "linxiaolan")
    cases = [row["key"] for row in company.rows(PROCESS_INSTANCE)]
    assert len(cases) == 3
    [third] = set(cases) - {first, other}
    assert (company.open(third), company.state(first)) == (["a"], "completed")
    company.execute(CancelCase(third, "customer left"), "hewen")
    assert len(publish(company)["instances"]) == 1


def test_a_message_that_came_before_the_process_was_deployed_starts_no_case_of_it(company):
    """As in Camunda 8; neither at the deployment nor when the case of a younger message ends."""
    waiting(company, "Q")
    early = publish(company, "HT-9", time_to_live=AN_HOUR)
    assert early["state"] == "waiting"
    company.draw(STARTED, "s>a a>e", after=PAID)
    assert company.rows(PROCESS_INSTANCE, process_id="P") == []

    [first] = publish(company, "HT-9")["instances"]
    company.complete(first, "a", "linxiaolan")
    assert [row["key"] for row in company.rows(PROCESS_INSTANCE, process_id="P")] == [first]


def test_a_message_of_the_version_before_starts_a_case_of_the_version_in_force(company):
    company.draw(STARTED, "s>a a>e", after=PAID)
    [first] = publish(company)["instances"]
    publish(company, time_to_live=AN_HOUR)
    company.draw(STARTED + task("b"), "s>b b>a a>e", after=PAID)
    company.complete(first, "a", "linxiaolan")

    assert [row["version"] for row in company.rows(PROCESS_INSTANCE)] == [1, 2]


def test_a_case_that_catches_takes_what_came_before_its_process_was_deployed(company):
    waiting(company, "Q", ORDER.replace("HT-7", "HT-1") + catch("wait", "Message_PaymentIn") + task("a"))
    publish(company, time_to_live=AN_HOUR)

    assert company.open(waiting(company)) == ["a"]


def test_a_case_may_send_what_starts_another_in_the_name_of_its_starter(company):
    company.draw(STARTED, "s>a a>e", "R", after=PAID)
    company.draw(ORDER + throw("tell", "Message_PaymentIn", "=order"), "s>fill fill>tell tell>e", after=PAID)
    company.start()
    [row] = company.rows(PROCESS_INSTANCE, process_id="R")
    assert row["started_by"] == "linxiaolan"


def test_whoever_begins_to_wait_while_the_message_is_published_gets_it(company):
    """Each of two nodes looks before the other has written, unless one of them lets the other go first."""
    company.draw(
        kit.script("fill", "=number", "order") + catch("wait", "Message_PaymentIn") + task("a"),
        "s>fill fill>wait wait>a a>e",
        after=PAID,
    )
    other, cases, faults = company.another_node(), [], []

    def begin(number):
        try:
            command = StartProcess("P", values={"number": str(number)})
            cases.append(int(other.execute(command, company.actor("system:seed"))["instance_key"]))
        except Exception as fault:
            faults.append(fault)

    for number in range(15):
        beginning = Thread(target=begin, args=(number,))
        beginning.start()
        publish(company, str(number), time_to_live=AN_HOUR)
        beginning.join()
    other.close()
    assert faults == []
    assert [company.open(case) for case in cases] == [["a"]] * 15


def test_nobody_is_offered_a_process_that_only_messages_start(company):
    company.draw(STARTED, "s>a a>e", after=PAID)
    company.draw(task("a"), "s>a a>e", process="Q")

    with company.engine.read() as reader:
        offered = startable(reader, company.actor("linxiaolan"))
    assert [one.id for one in offered] == ["Q"]
