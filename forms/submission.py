"""Reads what was posted to a form: values for the process, or problems at their fields, and nothing in
between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms import limits, uploads
from forms.binding import Row, get, is_missing, put
from forms.bound import retyped, settle
from forms.checks import Checker
from forms.components import DynamicList, ExpressionField, FileField, Form, Scope, in_scope
from forms.context import Context
from forms.drafts import draft, from_draft
from forms.form_classes import ScopeForm
from forms.kept_files import name_of
from forms.posted import Posted, take, take_files
from forms.problems import FieldProblem
from forms.settling import Settling

__all__ = ["Submission", "draft", "from_draft", "read", "stored_files"]


@dataclass
class Submission:
    """The outcome of one reading.

    values   variables by name: open fields, computed fields, whole lists and objects; hidden ones are absent
    errors   problems by field name (`bid_lines-0-qty`, a list's name, "" for the post as a whole)
    ignored  posted names that were no open field, for the log (at most 100)
    wtform   the WTForms form of the top scope; settled: the bound form for `forms.render`
    typed    the texts to show again, with references to the files already stored
    """

    form: Form
    values: dict[str, Any]
    errors: dict[str, list[FieldProblem]]
    ignored: list[str]
    wtform: ScopeForm
    settled: Settling
    typed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """True where nothing was refused."""
        return not self.errors


def read(form: Form, posted: Any, files: Any, context: Context) -> Submission:
    """Reads a post. Never raises for what a client can send.

    1. Takes at most 10,000 parameters. 2. Binds those that the person may edit. 3. Settles conditions,
    fixed and computed fields. 4. Stores good files. 5. Checks every open field. 6. Collects the values.
    """
    taken, uploaded = take(posted), take_files(files)
    settled = settle(form, context, taken, uploaded)
    root = settled.root
    errors: dict[str, list[FieldProblem]] = {}
    checker = Checker(settled)
    if taken.too_many:
        errors[""] = [FieldProblem("too_many_parameters", {"max": limits.PARAMETERS})]
    for cell in root.all_cells():
        if cell.open:
            note(errors, cell.name, uploads.store(cell, context))
    # A rule may compare a file's hash, which is known only now.
    settled.renew()
    for cell in root.all_cells():
        if cell.open and cell.name not in errors:
            note(errors, cell.name, checker.cell(cell))
        cell.wt.errors = errors.get(cell.name, [])
    for rows in root.all_lists():
        if rows.seen and rows.editable and not rows.hidden:
            note(errors, rows.name, checker.rows(rows))
    return Submission(
        form,
        _values(root),
        errors,
        list(ignored(root, taken, uploaded, context)),
        root.form,
        settled,
        retyped(root, taken, context),
    )


def note(errors: dict[str, list[FieldProblem]], name: str, problems: list[FieldProblem]) -> None:
    """Keeps the problems of a field, if there are any."""
    if problems:
        errors.setdefault(name, []).extend(problems)


def _values(root: Row) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for cell in root.cells:
        computed = isinstance(cell.definition, ExpressionField) and not cell.hidden
        if cell.open or computed:
            _put(values, root.base, cell.definition.path, cell.value)
    for rows in root.lists:
        if rows.seen and rows.editable and not rows.hidden:
            _put(values, root.base, rows.definition.path, [_row_values(row) for row in rows.rows])
    return values


def _row_values(row: Row) -> dict[str, Any]:
    """A row is the whole object: what the case held of it, over it what was typed, without what is hidden.

    What was posted for a field that is not open never got into its cell, so nothing forged can come
    through here.
    """
    return row.data()


def _put(values: dict[str, Any], base: Mapping[str, Any], path: tuple[str, ...], value: Any) -> None:
    if len(path) > 1 and path[0] not in values:
        # The variable is replaced whole, so members that this form does not show must stay in it.
        held = get(base, path[:1])
        if not is_missing(held) and isinstance(held, Mapping):
            values[path[0]] = dict(held)
    put(values, path, value)


def ignored(root: Row, posted: Posted, files: dict[str, list[Any]], context: Context) -> Iterator[str]:
    """Posted names that meant nothing here: no such field, hidden, fixed, or not this person's to edit."""
    expected = set(context.reserved)
    for cell in root.all_cells():
        # Without scripts a browser also sends the empty inputs that a condition hides.
        unseen = cell.hidden and cell.seen and cell.editable and not any(posted.getlist(cell.name))
        if cell.open or unseen:
            expected.add(cell.name)
            if isinstance(cell.definition, FileField):
                expected.add(name_of(cell.name))
    for rows in root.all_lists():
        if rows.open:
            expected.update(row.prefix[:-1] for row in rows.rows)
    left = limits.IGNORED_NAMED
    for name in (*posted, *files):
        if name not in expected and left:
            left -= 1
            yield name[:100]


def stored_files(form: Form, values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every file among the values of a submission with its field's address, in groups and rows too."""
    yield from _files_of(form, values)


def _files_of(scope: Scope, values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for component in in_scope(scope.components):
        if not isinstance(component, FileField | DynamicList):
            continue
        held = get(values, component.path)
        for item in held if isinstance(held, list) else []:
            if isinstance(item, Mapping) and isinstance(component, DynamicList):
                yield from _files_of(component, item)
            elif isinstance(item, Mapping):
                yield component.ref, dict(item)
