"""A task opens for someone, or an operator is told: never silence."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.execution.tables import HISTORY, NOTICE, OUTBOX, PROCESS_INSTANCE, USER_TASK, USER_TASK_CANDIDATE
from engine.organisation.tables import PERSON
from tests.engine.bpmn import kit
from tests.support.models import form, task


def opened(company, body):
    company.draw(body, "s>a a>e")
    instance = company.start()
    return instance, company.task(instance, "a")


def test_a_group_sees_its_task_and_nobody_has_it_yet(company):
    _, row = opened(company, task("a", '=["sales_assistant", "seal_keeper"]'))

    assert (row["assignee"], row["candidate_groups"]) == (None, ["sales_assistant", "seal_keeper"])
    assert sorted(one["who"] for one in company.rows(USER_TASK_CANDIDATE)) == [
        "g:sales_assistant",
        "g:seal_keeper",
    ]


def test_groups_and_persons_may_be_a_text_with_commas(company):
    _, row = opened(company, task("a", "sales_assistant, seal_keeper ,sales_assistant"))

    assert row["candidate_groups"] == ["sales_assistant", "seal_keeper"]


def test_an_assigned_task_is_its_persons_alone_who_is_told(company):
    _, row = opened(company, task("a", assignee="=manager(starter)", title="批准"))

    assert row["assignee"] == "sunlixing"
    assert company.rows(USER_TASK_CANDIDATE) == []
    assert [(one["person"], one["kind"]) for one in company.rows(NOTICE)] == [("sunlixing", "task_assigned")]
    assert [one["payload"]["to"] for one in company.rows(OUTBOX)] == ["sunlixing"]


def test_nobody_is_told_what_he_does_himself(company):
    opened(company, task("a", assignee="=starter"))

    assert company.rows(NOTICE) == company.rows(OUTBOX) == []


def test_a_due_day_ends_with_its_working_hours(company):
    _, row = opened(company, task("a", due='="2026-05-21"'))

    assert row["due_at"] == company.engine.services.calendar.end_of_workday(
        datetime(2026, 5, 21, tzinfo=UTC).date()
    )


@pytest.mark.parametrize(
    "due",
    ['="2026-05-21T10:00:00+08:00"', '=date and time("2026-05-21T10:00:00+08:00")', '="2026-05-21T10:00:00"'],
)
def test_a_due_instant_is_kept_in_utc(company, due):
    _, row = opened(company, task("a", due=due))

    assert row["due_at"] == datetime(2026, 5, 21, 2, tzinfo=UTC)


def test_history_tells_that_it_opened_and_for_whom(company):
    instance, _ = opened(company, task("a", title="盖章"))

    [line] = company.rows(HISTORY, instance_key=instance, kind="task_opened")
    assert (line["facts"]["name"], line["facts"]["groups"]) == ("盖章", ["sales_assistant"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (task("a", "invoice_clerk"), "nobody_may_do_it"),
        (task("a", users='=["nobody"]'), "nobody_may_do_it"),
        (task("a", "=[]"), "nobody_may_do_it"),
        (task("a", assignee='="nobody"'), "assignee_unknown"),
        (task("a", assignee="=17"), "assignee_not_text"),
        (task("a", "=17"), "candidates_not_a_list"),
        (task("a", "=[1, 2]"), "candidates_not_a_list"),
        (task("a", due='="tomorrow"'), "due_date_not_readable"),
        (task("a", due="=[1]"), "due_date_not_readable"),
        (task("a", form="=which"), "form_not_deployed"),
    ],
)
def test_a_task_that_cannot_open_is_an_incident_and_never_silence(company, body, code):
    company.draw(body, "s>a a>e")
    instance = company.start()

    assert [(row["code"], row["element_id"]) for row in company.incidents(instance)] == [(code, "a")]
    assert company.rows(USER_TASK) == []


@pytest.mark.parametrize(("priority", "kept"), [("=70", 70), ("=1000", 100), ("=-5", 0), ("20", 20)])
def test_a_priority_stays_between_0_and_100(company, priority, kept):
    more = f'<zeebe:priorityDefinition priority="{priority}"/>'
    _, row = opened(company, task("a", more=more))

    assert row["priority"] == kept


def test_a_priority_that_is_no_number_is_an_incident(company):
    company.draw(task("a", more='<zeebe:priorityDefinition priority="=&quot;high&quot;"/>'), "s>a a>e")
    instance = company.start()

    assert [row["code"] for row in company.incidents(instance)] == ["priority_not_a_number"]


def test_a_form_that_is_not_in_force_is_an_incident(company):
    company.draw(
        task("a") + kit.script("x", '="nowhere"', "which") + task("b", form="=which"),
        "s>a a>x x>b b>e",
        forms=[form("P.a")],
    )
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")

    assert [row["facts"] for row in company.incidents(instance)] == [{"form": "nowhere"}]


def test_a_person_who_has_left_is_no_candidate(company):
    with company.engine.database.begin() as connection:
        connection.execute(PERSON.update().where(PERSON.c.user_id == "mahuifang").values(status="left"))
    company.draw(task("a", "seal_keeper"), "s>a a>e")
    instance = company.start()

    assert [row["code"] for row in company.incidents(instance)] == ["nobody_may_do_it"]


def test_a_task_may_have_a_title_of_its_own_that_stands_in_the_lists(company):
    titled = task("a", more=kit.properties(title='="合同 " + number'))
    company.draw(kit.script("fill", '="HT-7"', "number") + titled + task("b"), "s>fill fill>a a>b b>e")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")

    assert company.task(instance, "a")["title"] == "合同 HT-7"
    assert company.task(instance, "b")["title"] == company.rows(PROCESS_INSTANCE, key=instance)[0]["title"]


def test_a_title_that_cannot_be_said_is_an_incident(company):
    company.draw(task("a", more=kit.properties(title="=10 ** 40")), "s>a a>e")
    instance = company.start()

    assert [row["code"] for row in company.incidents(instance)] == ["expression_failed"]
