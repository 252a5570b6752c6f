"""What was typed outlives a task that is taken away, where the drawing says by what it is known."""

from __future__ import annotations

import pytest

from engine.execution.commands.publish_message import PublishMessage
from engine.kernel.actor import Actor
from engine.user_tasks.complete import CompleteTask
from engine.user_tasks.save_draft import SaveDraft
from engine.user_tasks.view import task_view
from tests.engine.bpmn import kit
from tests.support.models import field, form, message_definition, task

TYPED = {"subject": ["对方说下周付款"]}
MOVED = message_definition("moved", "=order", "Message_Moved")
EVENT = '<bpmn:messageEventDefinition messageRef="Message_Moved"/>'


def draw(company, **rules):
    """Task a of one stage; a message takes it away and opens it again."""
    company.draw(
        kit.script("fill", '="HT-7"', "order")
        + kit.script("plan", "=4", "stage")
        + task("a", form="P.a", **rules)
        + kit.boundary("away", "a", EVENT)
        + task("b"),
        "s>fill fill>plan plan>a a>b b>e away>a",
        forms=[form("P.a", field("subject"))],
        after=MOVED,
    )


def started(company):
    instance = company.start()
    company.claim(instance, "a", "zhouzimo")
    company.execute(SaveDraft(company.task(instance, "a")["key"], TYPED), "zhouzimo")
    return instance


def move(company):
    company.execute(PublishMessage("moved", "HT-7"), Actor.system("test"))


def seen(company, instance, who="zhouzimo"):
    key = company.task(instance, "a")["key"]
    with company.engine.read() as reader:
        view = task_view(reader, company.actor(who), key)
    return view.task["assignee"], view.draft


@pytest.mark.parametrize("times", [1, 3])
def test_the_draft_stands_in_the_task_that_takes_its_place(company, times):
    draw(company, draftKey="=stage")
    instance = started(company)
    first = company.task(instance, "a")["key"]
    for _ in range(times):
        move(company)

    assert company.task(instance, "a")["key"] != first
    assert seen(company, instance) == ("zhouzimo", TYPED)
    assert seen(company, instance, "linxiaolan")[1] is None


def test_without_a_key_it_is_gone_with_its_task(company):
    draw(company)
    instance = started(company)
    move(company)

    assert seen(company, instance) == (None, None)


def test_what_is_known_by_another_key_is_another_draft(company):
    draw(company, draftKey='=if order = "HT-7" then string(now()) else null')
    instance = started(company)
    company.clock.move_to("2026-05-21T01:00:00+00:00")
    move(company)

    assert seen(company, instance) == (None, None)


def test_what_was_completed_comes_back_in_no_other_task(company):
    company.draw(
        kit.script("plan", "=4", "stage") + task("a", form="P.a", draftKey="=stage"),
        "s>plan plan>a a>a",
        forms=[form("P.a", field("subject"))],
    )
    instance = started(company)
    company.execute(CompleteTask(company.task(instance, "a")["key"], TYPED), "zhouzimo")

    assert seen(company, instance) == (None, None)
