"""What the step itself finds out for a token: an answer that does not fit its element takes the step back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from engine.bpmn.faults import FAULTS, describe
from engine.execution.cases import Case, load_case
from engine.execution.step import Step
from engine.kernel.errors import ProcessFault


def answer(
    step: Step,
    case: Case,
    token_key: int,
    element_id: str,
    values: Mapping[str, Any],
    *,
    has_waited: bool = False,
) -> None:
    """The token goes on with the values. Raises ProcessFault where the element cannot take them.

    has_waited   True where it waited for them since an earlier step
    """
    give = case.instance.complete if has_waited else case.instance.answer
    with standing_at(step, case, token_key, element_id):
        give(token_key, values)


@contextmanager
def standing_at(step: Step, case: Case, token_key: int, element_id: str) -> Iterator[None]:
    """A fault of the model inside says where it stands, so that it becomes an incident there."""
    try:
        yield
    except FAULTS as error:
        reason, facts = describe(error)
        raise fault_at(step, case, token_key, element_id, reason, **facts) from error


def fault_at(
    step: Step, case: Case, token_key: int, element_id: str, reason: str, **facts: Any
) -> ProcessFault:
    """The step will be rolled back, so the incident stands at the element of the nearest case that stays."""
    at = case
    while at.revision is None and at.parent_key is not None:
        token_key, element_id = at.parent_token or 0, at.parent_element or ""
        at = load_case(step, at.parent_key)
    place = {"instance_key": at.key, "token_key": token_key, "element_id": element_id}
    return ProcessFault(**{**facts, **place, "reason": reason})
