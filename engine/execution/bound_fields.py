"""Form fields whose value lives in a register and not in the case (`bind`, ruling 5).

`bind: "seals.note"` is the input `note` of the operation `register.seals.write`. It writes at completion and
answers the row's key, which the case keeps as `seals_key`; with that variable the same row is shown and
written by every later form. The operation is recorded like that of a service task, so cancelling undoes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import feel
from engine.execution.operation_calls import note_call
from engine.execution.ports import OperationCall
from engine.execution.step import Reader, Step
from engine.kernel.errors import InvalidInput, OperationRefused, Problem
from forms.schema import Form

KEY = "key"


@dataclass(frozen=True)
class Place:
    """Where a form was filled in."""

    instance_key: int
    token_key: int
    element_id: str
    entry: str
    started_by: str


def operation_of(register: str) -> str:
    """The operation that writes the register's bound fields."""
    return f"register.{register}.write"


def key_variable(register: str) -> str:
    """The variable of the case that keeps the row."""
    return f"{register}_key"


def targets(form: Form) -> dict[str, dict[str, str]]:
    """Register -> column -> key of the field that is bound to it."""
    found: dict[str, dict[str, str]] = {}
    for field in form.fields():
        register, _, column = field.bind.partition(".")
        if column and "." not in field.ref:
            found.setdefault(register, {})[column] = field.key
    return found


def with_rows(reader: Reader | Step, form: Form | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The variables that a form sees, with what the registers hold in place of those that are bound."""
    seen = dict(values)
    for register, columns in targets(form).items() if form is not None else ():
        key = values.get(key_variable(register))
        kept = reader.services.registers.get(register)
        row = kept.one(reader, int(key)) if kept is not None and isinstance(key, str) else None
        if row is not None:
            seen |= {field: feel.to_json(row[column]) for column, field in columns.items() if column in row}
    return seen


def write(
    step: Step, form: Form | None, values: Mapping[str, Any], *, known: Mapping[str, Any], where: Place
) -> dict[str, Any]:
    """Writes what is bound; gives the values that become variables. Raises InvalidInput at the fields.

    known   the variables before the form
    """
    left = dict(values)
    for register, columns in targets(form).items() if form is not None else ():
        told = {column: left.pop(field) for column, field in columns.items() if field in left}
        if told:
            given = {**told, KEY: known.get(key_variable(register))}
            left[key_variable(register)] = _written(step, register, columns, given, where)
    return left


def _written(
    step: Step, register: str, columns: Mapping[str, str], given: Mapping[str, Any], where: Place
) -> Any:
    operation = step.services.operations[operation_of(register)]
    call = OperationCall(
        instance_key=where.instance_key,
        token_key=where.token_key,
        element_id=where.element_id,
        idempotency_key=f"{where.entry}:{register}",
        variables=given,
        headers={},
        started_by=where.started_by,
    )
    # What is wrong is said at the field of that column, else at the first that is bound to the register.
    first = next(iter(columns.values()))
    try:
        results = operation.run(step, call)
    except InvalidInput as wrong:
        told = {columns.get(column, first): found for column, found in wrong.facts["fields"].items()}
        raise InvalidInput(fields=told) from wrong
    except OperationRefused as refused:
        field = columns.get(str(refused.facts.get("input")), first)
        problem = Problem(refused.facts["reason"], facts=refused.facts)
        raise InvalidInput(fields={field: [problem]}) from refused
    note_call(step, call, operation, results)
    return results[KEY]
