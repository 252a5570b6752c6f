"""Conditions, fixed fields and computed values, evaluated until they no longer change (at most eight rounds).

A hidden value is as absent for the others as one never typed. Where conditions chase each other in a
circle, the last round counts, so that the same post always gives the same result.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import feel
from forms import expressions, limits
from forms.binding import Cell, Row, get, is_missing, lookup
from forms.choices import Choices
from forms.components import (
    CheckboxField,
    ChoiceField,
    DynamicList,
    ExpressionField,
    FileField,
    Group,
    NumberField,
)
from forms.context import Context
from forms.words import said

Lookups = dict[Row, Mapping[str, Any]]


class Settling:
    """The state of one bound form; `scopes` are the names that FEEL sees, by row and group path."""

    def __init__(self, root: Row, context: Context, choices: Choices) -> None:
        self.root, self.context, self.choices = root, context, choices
        self._scopes: dict[tuple[int, tuple[str, ...]], Mapping[str, Any]] = {}
        self._data: dict[int, tuple[Mapping[str, Any], Mapping[str, Any]]] = {}

    def settle(self) -> None:
        """Runs the rounds; afterwards every cell's hidden, readonly and value are final."""
        # Conditions first see every value that is there, so that one that speaks of its own field does not
        # hide it.
        self._begin_round()
        for cell in self.root.all_cells():
            cell.value = self._value(cell)
        before: list[Any] = []
        for _ in range(limits.ROUNDS):
            self._begin_round()
            now = self._round(self.root, False)
            if now == before:
                break
            before = now
        self._begin_round()

    def renew(self) -> None:
        """Lets expressions see values that changed after the form was settled: files, once they are kept."""
        self._begin_round()

    def scope(self, row: Row, group_path: tuple[str, ...] = ()) -> Mapping[str, Any]:
        """The names that FEEL sees there, as of the last round."""
        key = (id(row), group_path)
        if key not in self._scopes:
            data, above = self._data[id(row)]
            self._scopes[key] = lookup(row, group_path, data, above)
        return self._scopes[key]

    def cell_scope(self, cell: Cell) -> Mapping[str, Any]:
        """The names that a field's own expressions see."""
        return self.scope(cell.row, cell.guards[-1].path if cell.guards else ())

    def hides(self, component: Any, row: Row, path: tuple[str, ...]) -> bool:
        """True where the component's own condition hides it."""
        return component.hide is not None and expressions.holds(
            component.hide, self.scope(row, path), self.context.feel_functions
        )

    def guarded(self, guards: tuple[Group, ...], row: Row) -> bool:
        """True where one of the groups around is hidden."""
        return any(self.hides(g, row, guards[at - 1].path if at else ()) for at, g in enumerate(guards))

    def _begin_round(self) -> None:
        self._scopes.clear()
        self._data.clear()
        self._remember(self.root, self.root.data(), {})

    def _remember(self, row: Row, data: Mapping[str, Any], above: Mapping[str, Any]) -> None:
        self._data[id(row)] = (data, above)
        for rows in row.lists:
            held = get(data, rows.definition.path)
            # A hidden list is not in the data, yet its rows still need names to decide about themselves.
            items = [r.data() for r in rows.rows] if is_missing(held) else held
            around = self.scope(row, rows.guards[-1].path if rows.guards else ())
            for inner, item in zip(rows.rows, items, strict=True):
                self._remember(inner, item, around)

    def _round(self, row: Row, above_hidden: bool) -> list[Any]:
        seen: list[Any] = []
        for cell in row.cells:
            path = cell.guards[-1].path if cell.guards else ()
            cell.hidden = (
                above_hidden or self.guarded(cell.guards, row) or self.hides(cell.definition, row, path)
            )
            if isinstance(cell.definition.readonly, feel.Expression):
                cell.readonly = expressions.holds(
                    cell.definition.readonly, self.scope(row, path), self.context.feel_functions
                )
            cell.value = self._value(cell)
            seen.append((cell.hidden, cell.readonly, cell.value))
        for rows in row.lists:
            rows.hidden = (
                above_hidden or self.guarded(rows.guards, row) or self._list_hides(rows.definition, rows, row)
            )
            seen.append(rows.hidden)
            for inner in rows.rows:
                seen.extend(self._round(inner, rows.hidden))
        return seen

    def _list_hides(self, definition: DynamicList, rows: Any, row: Row) -> bool:
        return self.hides(definition, row, rows.guards[-1].path if rows.guards else ())

    def _value(self, cell: Cell) -> Any:
        definition = cell.definition
        if isinstance(definition, ExpressionField):
            try:
                return expressions.value(
                    definition.expression, self.cell_scope(cell), self.context.feel_functions
                )
            except feel.FeelError:
                return None
        if not cell.editable or cell.readonly or cell.wt.raw_data is None:
            return self._held(cell)
        if isinstance(definition, FileField):
            return cell.wt.data + [{"name": said(getattr(f, "filename", ""))} for f in cell.files]
        if isinstance(definition, ChoiceField):
            return self._chosen(cell, definition)
        return as_variable(cell.wt.data, isinstance(definition, NumberField) and definition.as_text)

    def _held(self, cell: Cell) -> Any:
        """What the case holds, else the default, else what the field is when nobody touched it, as in
        form-js.
        """
        held = get(cell.row.base, cell.definition.path)
        if not is_missing(held):
            return held
        if cell.definition.default is not None:
            return cell.definition.default
        if isinstance(cell.definition, CheckboxField):
            return False
        several = isinstance(cell.definition, ChoiceField) and cell.definition.multiple
        return [] if several else None

    def _chosen(self, cell: Cell, definition: ChoiceField) -> Any:
        scope = self.cell_scope(cell)
        found = [self.choices.find(definition, text, scope) for text in cell.wt.data or ()]
        values = [option.value for option in found if option is not None]
        if definition.multiple:
            return values
        return values[0] if values else None


def as_variable(value: Any, as_text: bool = False) -> Any:
    """A parsed value as a process variable holds it: temporals as ISO text, numbers as Decimal or as text."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return said(value) if as_text and value is not None else value
