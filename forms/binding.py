"""A form bound to values and to what was posted: cells (fields), rows (of lists), and what each may see of
the others.

Names: `key`, `group-key`, `list-0-key`. The number of a row is its place in the list that the case already
holds, so rows keep their identity when one before them is taken away; a row posted with a new number is a
new row.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms import limits
from forms.components import Component, DynamicList, ExpressionField, Field, Form, Group
from forms.context import Context
from forms.form_classes import ScopeForm, form_class
from forms.inputs import Input
from forms.posted import Posted

_MISSING = object()
_ROW = re.compile(r"([0-9]{1,6})(?:-|$)")


@dataclass(eq=False)
class Cell:
    """One field of the form or of one row.

    seen       the person may see it; editable: may edit it and the form does not fix it
    hidden     a condition hides it; readonly: the form says so, for these values
    value      what conditions and computed fields see
    """

    definition: Field
    guards: tuple[Group, ...]
    row: Row
    wt: Input
    name: str
    seen: bool
    editable: bool
    hidden: bool = False
    readonly: bool = False
    value: Any = None
    files: list[Any] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """True where what was posted counts."""
        return self.seen and self.editable and not self.hidden and not self.readonly


@dataclass(eq=False)
class Rows:
    """One list of the form, with its rows."""

    definition: DynamicList
    guards: tuple[Group, ...]
    row: Row
    name: str
    seen: bool
    editable: bool
    rows: list[Row] = field(default_factory=list)
    hidden: bool = False
    too_many: bool = False

    @property
    def open(self) -> bool:
        """True where rows may be added and taken away."""
        return self.seen and self.editable and not self.hidden and self.definition.may_add


@dataclass(eq=False)
class Row:
    """A scope: the form itself (prefix "") or one row of a list (prefix "list-0-").

    base       what the case already holds; place: number in the name; number: 1-based place on the page
    """

    prefix: str
    base: Mapping[str, Any]
    form: ScopeForm
    parent: Row | None = None
    place: int = 0
    number: int = 1
    cells: list[Cell] = field(default_factory=list)
    lists: list[Rows] = field(default_factory=list)

    def data(self) -> dict[str, Any]:
        """The values as they stand: what the case holds, over it what was typed and computed, hidden ones
        left out.
        """
        result = dict(self.base)
        for cell in self.cells:
            if cell.hidden:
                drop(result, cell.definition.path)
            else:
                put(result, cell.definition.path, cell.value)
        for rows in self.lists:
            if rows.hidden:
                drop(result, rows.definition.path)
            else:
                put(result, rows.definition.path, [row.data() for row in rows.rows])
        return result

    def all_cells(self) -> Iterator[Cell]:
        """Cells of this scope and of all rows below."""
        yield from self.cells
        for rows in self.lists:
            for row in rows.rows:
                yield from row.all_cells()

    def all_lists(self) -> Iterator[Rows]:
        """Lists of this scope and of all rows below."""
        for rows in self.lists:
            yield rows
            for row in rows.rows:
                yield from row.all_lists()


def lookup(
    row: Row, group_path: tuple[str, ...], data: Mapping[str, Any], above: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The names that FEEL sees in a scope: the members of its groups, its own, then those around it."""
    maps: list[Any] = []
    inner: Any = data
    for part in group_path:
        inner = inner.get(part) if isinstance(inner, Mapping) else None
        if isinstance(inner, Mapping):
            maps.insert(0, dict(inner))
    specials = {} if row.parent is None else {"this": data, "parent": above, "i": row.number}
    return ChainMap(*maps, dict(data), specials, dict(above))


class Binder:
    """Builds the rows of a form, counting its fields."""

    def __init__(self, context: Context, posted: Posted | None) -> None:
        self._context = context
        self._posted = posted
        self._places = _places(posted)
        self._count = 0

    def form(self, form: Form) -> Row:
        """The whole form."""
        return self._row(form, "", self._context.values, None, self._posted is not None)

    def _row(
        self,
        scope: Form | DynamicList,
        prefix: str,
        base: Mapping[str, Any],
        parent: Row | None,
        posted: bool,
        place: int = 0,
        number: int = 1,
        access: tuple[bool, bool] = (True, True),
    ) -> Row:
        row = Row(prefix, base, form_class(scope)(prefix, self._context.zone), parent, place, number)
        self._add(row, scope.components, (), access)
        self._process(row, posted)
        self._count += len(row.cells)
        for rows in row.lists:
            self._fill(rows, posted)
        return row

    def _add(
        self,
        row: Row,
        components: tuple[Component, ...],
        guards: tuple[Group, ...],
        access: tuple[bool, bool],
    ) -> None:
        roles = self._context.audience
        for component in components:
            seen = access[0] and component.access.may_see(roles)
            edits = access[1] and component.access.may_edit(roles)
            if isinstance(component, Group):
                self._add(row, component.components, (*guards, component), (seen, edits))
            elif isinstance(component, DynamicList):
                name = row.prefix + component.name
                row.lists.append(Rows(component, guards, row, name, seen, seen and edits))
            elif isinstance(component, Field):
                fixed = component.readonly is True or isinstance(component, ExpressionField)
                wt = row.form[component.name]
                row.cells.append(
                    Cell(component, guards, row, wt, wt.name, seen, seen and edits and not fixed)
                )

    def _process(self, row: Row, posted: bool) -> None:
        """Lets WTForms read what was posted for the fields that the person may edit, and only those."""
        for cell in row.cells:
            held = get(row.base, cell.definition.path)
            start = cell.definition.default if held is _MISSING else held
            cell.wt.process(self._posted if posted and cell.editable else None, start)
            cell.readonly = cell.definition.readonly is True

    def _fill(self, rows: Rows, posted: bool) -> None:
        held = get(rows.row.base, rows.definition.path)
        bases = (
            [item if isinstance(item, Mapping) else {"value": item} for item in held]
            if isinstance(held, list)
            else []
        )
        for number, place in enumerate(self._places_of(rows, bases, held is _MISSING, posted), 1):
            base = bases[place] if place < len(bases) else {}
            rows.rows.append(
                self._row(
                    rows.definition,
                    f"{rows.name}-{place}-",
                    base,
                    rows.row,
                    posted and rows.editable,
                    place,
                    number,
                    (rows.seen, rows.editable),
                )
            )

    def _places_of(self, rows: Rows, bases: list[Any], unknown: bool, posted: bool) -> list[int]:
        most = max(rows.definition.max_rows, len(bases))
        if posted and rows.editable and rows.definition.may_add:
            places = self._places.get(rows.name, [])
        elif unknown and rows.editable:
            places = list(range(rows.definition.default_rows))
        else:
            places = list(range(len(bases)))
        room = limits.FIELDS_BOUND - self._count
        fields = max(1, len(rows.definition.components))
        most = min(most, max(0, room // fields))
        rows.too_many = len(places) > most
        return places[:most]


def _places(posted: Posted | None) -> dict[str, list[int]]:
    """For every possible list name, the row numbers posted under it, ascending."""
    found: dict[str, set[int]] = {}
    for name in posted or ():
        for at, mark in enumerate(name):
            match = _ROW.match(name, at + 1) if mark == "-" else None
            if match:
                found.setdefault(name[:at], set()).add(int(match[1]))
    return {name: sorted(places) for name, places in found.items()}


def get(data: Any, path: tuple[str, ...]) -> Any:
    """The value at a path, or a mark (see `is_missing`) where there is none."""
    for part in path:
        if not isinstance(data, Mapping) or part not in data:
            return _MISSING
        data = data[part]
    return data


def is_missing(value: Any) -> bool:
    """True for what `get` answers where nothing is."""
    return value is _MISSING


def put(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Sets a value at a path; objects on the way are copied, never changed in place."""
    for part in path[:-1]:
        inner = data.get(part)
        data[part] = dict(inner) if isinstance(inner, Mapping) else {}
        data = data[part]
    data[path[-1]] = value


def drop(data: dict[str, Any], path: tuple[str, ...]) -> None:
    """Takes the value at a path away, copying objects on the way."""
    for part in path[:-1]:
        if not isinstance(data.get(part), Mapping):
            return
        data[part] = dict(data[part])
        data = data[part]
    data.pop(path[-1], None)
