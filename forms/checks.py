"""What a typed value must fulfil, field by field. Every refusal is a FieldProblem with facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import feel
from forms import expressions, limits
from forms.binding import Cell, Rows
from forms.components import (
    CheckboxField,
    ChoiceField,
    DateTimeField,
    Field,
    FileField,
    NumberField,
    Rule,
    TextField,
)
from forms.problems import FieldProblem, Refused
from forms.settling import Settling

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_PHONE = re.compile(r"(?:\+|00)?[0-9][0-9 ()./-]{3,30}(?: ?(?:x|ext\.?|转|轉) ?[0-9]{1,8})?")


class Checker:
    """Checks the cells of one settled form."""

    def __init__(self, settled: Settling) -> None:
        self._settled = settled
        self._functions = settled.context.feel_functions

    def cell(self, cell: Cell) -> list[FieldProblem]:
        """The problems of one open field; a text that could not be read has no others."""
        if cell.wt.process_errors:
            return [self._named(error) for error in cell.wt.process_errors]
        scope = self._settled.cell_scope(cell)
        unticked = isinstance(cell.definition, CheckboxField) and cell.value is False
        if is_empty(cell.value) or unticked:
            problems = self._unknown_choices(cell, scope) or self._missing(cell.definition, scope)
            # Nothing typed breaks no rule, but a box left empty is an answer that a rule may refuse.
            if problems or not unticked:
                return problems
        try:
            self._kind(cell, scope)
        except Refused as refused:
            return [refused.problem]
        return self._rules(cell.definition.rules, {**_own(cell), **scope})

    def rows(self, rows: Rows) -> list[FieldProblem]:
        """The problems of a list as a whole."""
        definition, count = rows.definition, len(rows.rows)
        if rows.too_many:
            return [FieldProblem("rows_too_many", {"max": min(definition.max_rows, max(count, 1))})]
        if count < definition.min_rows:
            return [FieldProblem("rows_too_few", {"min": definition.min_rows})]
        scope = self._settled.scope(rows.row, rows.guards[-1].path if rows.guards else ())
        return self._rules(definition.rules, scope)

    def _named(self, error: Any) -> FieldProblem:
        return error if isinstance(error, FieldProblem) else FieldProblem("value_malformed")

    def _missing(self, definition: Field, scope: Mapping[str, Any]) -> list[FieldProblem]:
        needed = definition.required or (
            definition.required_if is not None
            and expressions.holds(definition.required_if, scope, self._functions)
        )
        if not needed:
            return []
        code = {
            CheckboxField: "checkbox_required",
            ChoiceField: "choice_required",
            FileField: "file_required",
        }
        return [FieldProblem(code.get(type(definition), "required"))]

    def _unknown_choices(self, cell: Cell, scope: Mapping[str, Any]) -> list[FieldProblem]:
        if not isinstance(cell.definition, ChoiceField):
            return []
        for text in cell.wt.data or ():
            if self._settled.choices.find(cell.definition, text, scope) is None:
                return [FieldProblem("choice_unknown", {"value": text[:100]})]
        return []

    def _kind(self, cell: Cell, scope: Mapping[str, Any]) -> None:
        definition = cell.definition
        if isinstance(definition, TextField):
            self._text(definition, cell.value, scope)
        elif isinstance(definition, NumberField):
            self._number(definition, cell.wt.data, scope)
        elif isinstance(definition, DateTimeField) and definition.not_in_the_past:
            self._not_past(cell.wt.data)
        elif unknown := self._unknown_choices(cell, scope):
            raise Refused(unknown[0].code, **unknown[0].facts)

    def _text(self, definition: TextField, text: str, scope: Mapping[str, Any]) -> None:
        least = self._bound(definition.min_length, scope)
        most = self._bound(definition.max_length, scope)
        if least is not None and len(text) < least:
            raise Refused("text_too_short", min=least, length=len(text))
        if most is not None and len(text) > most:
            raise Refused("text_too_long", max=most, length=len(text))
        if definition.validation_type == "email" and not _is_email(text):
            raise Refused("email_malformed")
        if definition.validation_type == "phone" and not _PHONE.fullmatch(text):
            raise Refused("phone_malformed")
        if definition.pattern is None:
            return
        if len(text) > limits.PATTERN_SUBJECT:
            raise Refused("text_too_long", max=limits.PATTERN_SUBJECT, length=len(text))
        if not definition.pattern.found_in(text):
            raise Refused("pattern_mismatch", message=self._said(definition.pattern_message))

    def _number(self, definition: NumberField, value: Decimal, scope: Mapping[str, Any]) -> None:
        least, most = self._bound(definition.min, scope), self._bound(definition.max, scope)
        exponent = value.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        if definition.decimals is not None and places > definition.decimals:
            code = "number_too_many_decimals" if definition.decimals else "number_not_whole"
            raise Refused(code, max=definition.decimals)
        if least is not None and value < least:
            raise Refused("number_too_small", min=least)
        if most is not None and value > most:
            raise Refused("number_too_large", max=most)
        if definition.digits is not None:
            whole = definition.digits - (definition.decimals or 0)
            if abs(value) >= Decimal(10) ** whole:
                raise Refused("number_too_many_digits", max=whole)

    def _bound(self, bound: Any, scope: Mapping[str, Any]) -> Any:
        if not isinstance(bound, feel.Expression):
            return bound
        try:
            value = expressions.value(bound, scope, self._functions)
        except feel.FeelError:
            return None
        return value if isinstance(value, Decimal) else None

    def _not_past(self, value: Any) -> None:
        local = self._settled.context.now.astimezone(self._settled.context.zone)
        passed = (
            value < local
            if isinstance(value, datetime)
            else value < local.date()
            if isinstance(value, date)
            else value < local.time()
            if isinstance(value, time)
            else False
        )
        if passed:
            raise Refused("date_in_the_past")

    def _rules(self, rules: tuple[Rule, ...], scope: Mapping[str, Any]) -> list[FieldProblem]:
        for rule in rules:
            if not expressions.holds(rule.expression, scope, self._functions):
                code = rule.code or ("rule_message" if rule.message.source else "rule_broken")
                words = rule.message.fill(scope, self._functions, self._translated(rule.message)).plain()
                return [FieldProblem(code, {"message": words} if words else {})]
        return []

    def _translated(self, words: Any) -> str:
        return (
            self._settled.context.translate(words.where, words.attribute, words.source)
            if words.source
            else ""
        )

    def _said(self, words: Any) -> str:
        return words.fill({}, self._functions, self._translated(words)).plain() if words.source else ""


def is_empty(value: Any) -> bool:
    """Nothing typed, nothing chosen, no file."""
    return value is None or value in ("", [], ())


def _own(cell: Cell) -> dict[str, Any]:
    """`value` in a field's own rule is what was typed there."""
    return {"value": cell.value}


def _is_email(text: str) -> bool:
    if not _EMAIL.fullmatch(text) or ".." in text:
        return False
    local, _, domain = text.rpartition("@")
    return (
        not local.startswith(".")
        and not local.endswith(".")
        and all(
            0 < len(label) < 64 and not label.startswith("-") and not label.endswith("-")
            for label in domain.split(".")
        )
    )
