"""An error says what the person can do, by its class, its code and its facts."""

from __future__ import annotations

import inspect

import pytest

from engine.kernel import errors
from engine.kernel.errors import BusinessError, DefinitionRejected, EngineError, Problem

CLASSES = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, EngineError)]


@pytest.mark.parametrize(
    ("error", "code", "family"),
    [
        (errors.NotFound(kind="user_task"), "not_found", EngineError),
        (errors.FourEyes(step="a"), "four_eyes", errors.PermissionDenied),
        (errors.AlreadyClaimed(by="linxiaolan"), "already_claimed", errors.Conflict),
        (errors.TaskNotOpen(), "task_not_open", errors.Conflict),
        (errors.TimerDueFirst(), "timer_due_first", errors.Conflict),
        (errors.ConcurrentChange(), "concurrent_change", errors.Conflict),
        (errors.IdempotencyMismatch(), "idempotency_mismatch", errors.Conflict),
        (errors.InvalidInput(fields={}), "invalid_input", EngineError),
        (errors.NotCorrelated(), "not_correlated", EngineError),
        (errors.OperationRefused(reason="sold_out"), "operation_refused", EngineError),
        (errors.CommitInDoubt(), "commit_in_doubt", EngineError),
        (errors.ProcessFault(element_id="a"), "process_fault", EngineError),
    ],
)
def test_the_code_is_the_class_and_the_family_is_the_answer(error, code, family):
    assert error.code == code
    assert isinstance(error, family)


def test_no_two_errors_share_a_code():
    given = {DefinitionRejected: ([],), BusinessError: ("BAD",)}
    codes = [each(*given.get(each, ())).code for each in CLASSES]

    assert len(codes) == len(set(codes))


def test_facts_are_kept_as_they_were_given():
    assert errors.AlreadyClaimed(task_key=7, by="zhouzimo").facts == {"task_key": 7, "by": "zhouzimo"}
    assert str(errors.AlreadyClaimed(by="zhouzimo")) == "already_claimed: {'by': 'zhouzimo'}"
    assert str(errors.NotFound()) == "not_found"


def test_a_rejected_definition_carries_every_problem():
    problems = [Problem("form_not_found", "a.bpmn", "t", 3), Problem("id_used_twice", "b.bpmn")]

    assert DefinitionRejected(problems).problems == tuple(problems)
