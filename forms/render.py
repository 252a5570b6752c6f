"""Binds a form for a page: values, typed texts, errors and conditions become the objects of `forms.views`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import feel
from forms import expressions, markdown
from forms.binding import Cell, Row, Rows
from forms.bound import settle
from forms.components import Component, DynamicList, Field, Form, Group, Image, Plain, Table, Text
from forms.context import Context
from forms.display import shown
from forms.drafts import from_draft
from forms.field_views import FieldViews
from forms.form_classes import form_class
from forms.posted import take
from forms.problems import FieldProblem
from forms.sentences import sentence, word
from forms.settling import Settling
from forms.submission import Submission
from forms.views import BlockView, FieldView, FormView, GroupView, ListView, RowView
from forms.words import Words, said

__all__ = ["bind", "form_class", "show"]

_WORDS = ("choose", "none", "required", "add_row", "no_rows", "drop", "keep_file", "yes", "no")
_TABLE_ROWS = 200


def bind(
    form: Form, context: Context, draft: Mapping[str, Any] | None = None, posted: Any = None
) -> FormView:
    """The form for a page that was not submitted: from a stored draft or a post (a row button), else the
    values.
    """
    typed = take(posted) if posted is not None else from_draft(draft)
    return _Page(form, settle(form, context, typed), {}).view()


def show(submission: Submission) -> FormView:
    """The form of a refused submission: everything typed and a sentence at every field that needs one."""
    return _Page(submission.form, submission.settled, submission.errors).view()


class _Page:
    def __init__(self, form: Form, settled: Settling, errors: Mapping[str, list[FieldProblem]]) -> None:
        self.form, self.settled, self.errors = form, settled, errors
        self.context = settled.context
        self.fields = FieldViews(form, settled, errors)

    def view(self) -> FormView:
        items = self.items(self.form.components, self.settled.root, ())
        language = self.context.language
        view = FormView(self.form.id, items, [], {name: word(f"ui_{name}", language) for name in _WORDS})
        view.problems = [("", "", sentence(p, language)) for p in self.errors.get("", [])]
        view.problems += list(self.problems(items))
        return view

    def problems(self, items: list[Any]) -> Any:
        for item in items:
            if isinstance(item, FieldView | ListView):
                yield from ((item.id, item.label, error) for error in item.errors)
            if isinstance(item, GroupView):
                yield from self.problems(item.items)
            if isinstance(item, ListView):
                for row in item.rows:
                    yield from self.problems(row.items)

    def items(self, components: tuple[Component, ...], row: Row, path: tuple[str, ...]) -> list[Any]:
        """The views of the components that the person may see; what a condition hides keeps its place."""
        cells = {id(cell.definition): cell for cell in row.cells}
        lists = {id(rows.definition): rows for rows in row.lists}
        found: list[Any] = []
        for component in components:
            if not component.access.may_see(self.context.audience):
                continue
            if isinstance(component, Field):
                found.append(self.field(cells[id(component)]))
            elif isinstance(component, DynamicList):
                found.append(self.rows(lists[id(component)], path))
            elif isinstance(component, Group):
                found.append(self.group(component, row, path))
            else:
                found.append(self.block(component, row, path))
        return found

    def field(self, cell: Cell) -> FieldView:
        return self.fields.view(cell, shown(cell, self.settled))

    def group(self, group: Group, row: Row, path: tuple[str, ...]) -> GroupView:
        hidden = self.settled.hides(group, row, path)
        items = [] if hidden else self.items(group.components, row, group.path)
        label = self.words(group.label, row, path)
        return GroupView("group", self.id(row, group), label, hidden, self.fields.depends(group, row), items)

    def rows(self, rows: Rows, path: tuple[str, ...]) -> ListView:
        definition, language = rows.definition, self.context.language
        fields = [c for c in definition.components if c.access.may_see(self.context.audience)]
        views = [] if rows.hidden else [self.row(rows, row, language) for row in rows.rows]
        return ListView(
            "dynamiclist",
            f"f-{rows.name}",
            rows.name,
            self.words(definition.label, rows.row, path),
            rows.hidden,
            self.fields.depends(definition, rows.row),
            [sentence(problem, language) for problem in self.errors.get(rows.name, [])],
            views,
            [self.words(c.label, rows.row, path) for c in fields],
            rows.name if rows.open and len(rows.rows) < definition.max_rows else "",
            {
                name: word(f"ui_{name}", language)
                for name in ("add_row", "no_rows", "row_number", "row_action")
            },
            all(isinstance(c, Field) for c in fields),
        )

    def row(self, rows: Rows, row: Row, language: str) -> RowView:
        name = row.prefix[:-1]
        return RowView(
            name,
            row.number,
            word("ui_row", language, number=row.number),
            word("ui_remove_row", language, number=row.number) if rows.open else "",
            self.items(rows.definition.components, row, ()),
        )

    def block(self, component: Component, row: Row, path: tuple[str, ...]) -> BlockView:
        hidden = self.settled.hides(component, row, path)
        view = BlockView(
            component.kind, self.id(row, component), self.words(component.label, row, path), hidden
        )
        view.depends = self.fields.depends(component, row)
        if hidden:
            return view
        scope, functions = self.settled.scope(row, path), self.context.feel_functions
        if isinstance(component, Text):
            filled = component.text.fill(scope, functions, self.translated(component.text))
            view.content = markdown.as_text(filled) if component.kind == "html" else markdown.render(filled)
        elif isinstance(component, Image):
            view.label = self.words(component.alt, row, path)
            source = component.source.fill(scope, functions).plain()
            view.source = source if _is_safe_picture(source) else ""
        elif isinstance(component, Table):
            self.table(component, view, scope)
        elif isinstance(component, Plain) and not component.supported:
            view.kind = "unsupported"
            view.note = word("ui_unsupported", self.context.language, type=component.kind)
        return view

    def table(self, table: Table, view: BlockView, scope: Mapping[str, Any]) -> None:
        data = self.value(table.data, scope)
        columns = [(c.key, self.translated(c.label) or c.key) for c in table.columns_shown]
        for column in self.value(table.columns_expression, scope) or []:
            if isinstance(column, Mapping):
                columns.append((said(column.get("key")), said(column.get("label") or column.get("key"))))
        view.heads = [label for _, label in columns]
        for line in data[:_TABLE_ROWS] if isinstance(data, list) else []:
            cells = line if isinstance(line, Mapping) else {}
            view.lines.append([said(cells.get(key)) for key, _ in columns])

    def value(self, expression: feel.Expression | None, scope: Mapping[str, Any]) -> Any:
        try:
            return expressions.value(expression, scope, self.context.feel_functions) if expression else None
        except feel.FeelError:
            return None

    def words(self, words: Words, row: Row, path: tuple[str, ...]) -> str:
        if not words.source:
            return ""
        scope = self.settled.scope(row, path)
        return words.fill(scope, self.context.feel_functions, self.translated(words)).plain()

    def translated(self, words: Words) -> str:
        return self.context.translate(words.where, words.attribute, words.source) if words.source else ""

    def id(self, row: Row, component: Component) -> str:
        return f"f-{row.prefix}{component.id}".replace(".", "-").replace(":", "-")


def _is_safe_picture(source: str) -> bool:
    """A place inside the product, or a picture in the text itself that is no SVG."""
    if source.startswith("data:"):
        return source.startswith(
            tuple(f"data:image/{kind};base64," for kind in ("png", "jpeg", "gif", "webp"))
        )
    return source.startswith("/") and not source.startswith(("//", "/\\"))
