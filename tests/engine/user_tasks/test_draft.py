"""What was typed is kept until the task is done, and hinders nobody."""

from __future__ import annotations

import pytest

from engine.execution.tables import AUDIT, USER_TASK
from engine.kernel.errors import InvalidInput, PermissionDenied, TaskNotOpen
from engine.processes.view import case_view, open_tasks
from engine.user_tasks.complete import CompleteTask
from engine.user_tasks.inbox import inbox
from engine.user_tasks.save_draft import LARGEST, SaveDraft
from engine.user_tasks.view import task_view
from tests.support.models import field, form, task

TYPED = {"subject": ["印章 3 次"]}


@pytest.fixture
def claimed(company):
    company.draw(task("a", form="P.a"), "s>a a>e", forms=[form("P.a", field("subject", required=True))])
    instance = company.start()
    company.claim(instance, "a", "zhouzimo")
    return company.task(instance, "a")["key"]


def draft(company, who, key):
    with company.engine.read() as reader:
        return task_view(reader, company.actor(who), key).draft


def test_a_draft_is_shown_again_to_who_typed_it(company, claimed):
    company.execute(SaveDraft(claimed, TYPED), "zhouzimo")
    company.restart()

    assert draft(company, "zhouzimo", claimed) == TYPED


def test_a_draft_is_nobody_elses(company, claimed):
    company.execute(SaveDraft(claimed, TYPED), "zhouzimo")

    assert draft(company, "linxiaolan", claimed) is None
    with pytest.raises(PermissionDenied):
        company.execute(SaveDraft(claimed, TYPED), "linxiaolan")


def test_the_inbox_marks_a_task_with_a_draft(company, claimed):
    company.execute(SaveDraft(claimed, TYPED), "zhouzimo")
    with company.engine.read() as reader:
        assert [row.has_draft for row in inbox(reader, company.actor("zhouzimo")).rows] == [True]


def test_a_draft_leaves_the_revision_so_that_another_window_can_still_complete(company, claimed):
    company.execute(SaveDraft(claimed, TYPED), "zhouzimo")
    company.execute(CompleteTask(claimed, TYPED, revision=2), "zhouzimo")

    assert draft(company, "zhouzimo", claimed) is None


def test_a_draft_is_kept_when_the_completion_is_refused(company, claimed):
    company.execute(SaveDraft(claimed, TYPED), "zhouzimo")
    with pytest.raises(InvalidInput):
        company.execute(CompleteTask(claimed, {"subject": [""]}), "zhouzimo")

    assert draft(company, "zhouzimo", claimed) == TYPED


def test_drafts_leave_no_line_in_the_audit(company, claimed):
    before = company.count(AUDIT)
    company.execute(SaveDraft(claimed, TYPED), "zhouzimo")

    assert company.count(AUDIT) == before


def test_a_draft_of_more_than_a_megabyte_is_refused(company, claimed):
    with pytest.raises(InvalidInput) as refused:
        company.execute(SaveDraft(claimed, {"subject": ["x" * LARGEST]}), "zhouzimo")

    assert [problem.code for problem in refused.value.facts["fields"][""]] == ["draft_too_large"]


def test_a_completed_task_takes_no_draft(company, claimed):
    company.execute(CompleteTask(claimed, TYPED), "zhouzimo")

    with pytest.raises(TaskNotOpen):
        company.execute(SaveDraft(claimed, TYPED), "zhouzimo")


def test_the_lists_of_a_case_carry_no_draft(company, claimed):
    company.execute(SaveDraft(claimed, TYPED), "zhouzimo")
    instance = company.rows(USER_TASK, key=claimed)[0]["instance_key"]

    with company.engine.read() as reader:
        rows = [
            *open_tasks(reader, [instance]),
            *case_view(reader, company.actor("linxiaolan"), instance).open_tasks,
        ]
        others = task_view(reader, company.actor("linxiaolan"), claimed).task
    assert len(rows) == 2
    assert all("draft" not in row for row in rows)
    assert others["draft"] is None
