"""Trying something inside a step so that a refusal, or a mere trial, leaves nothing of it behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from engine.execution.step import Step


@contextmanager
def attempt(step: Step, *, is_trial: bool = False) -> Iterator[None]:
    """What happens inside is undone when it raises, and in any case when it is a trial.

    The database goes back to a savepoint, and what the step has gathered goes back to what it held.
    """
    savepoint = step.connection.begin_nested()
    mark, gathered = step.writes.mark(), _gathered(step)
    try:
        yield
    except BaseException:
        savepoint.rollback()
        _back_to(step, mark, gathered)
        raise
    if is_trial:
        savepoint.rollback()
        _back_to(step, mark, gathered)
    else:
        savepoint.commit()


def _gathered(step: Step) -> dict[str, Any]:
    held = {one.name: getattr(step, one.name) for one in fields(step)}
    return {name: value.copy() for name, value in held.items() if isinstance(value, list | dict)}


def _back_to(step: Step, mark: Any, gathered: dict[str, Any]) -> None:
    step.writes.back_to(mark)
    for name, value in gathered.items():
        setattr(step, name, value)
