"""The forms of a register's rows in the reader's language: a new row, a change, a fact to record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import g, request

from engine.execution.ports import Action, Register
from engine.kernel.actor import Actor
from engine.register_rows.entry_forms import english_at, form_at
from engine.register_rows.form_context import form_context
from forms import render
from forms.components import Form
from forms.context import Context, Translate
from forms.drafts import press_row_button
from forms.views import FormView
from webapp import forms_shown, traditional, web


@dataclass(frozen=True)
class RowForm:
    """A form and what it is shown with. key, row: None for a new row."""

    register: Register
    path: Path | None
    key: int | None = None
    row: Mapping[str, Any] | None = None

    @property
    def form(self) -> Form:
        return form_at(self.path)

    def context(self) -> Context:
        found = form_context(web.reader(), web.actor(), self.register, self.key, self.row)
        return replace(found, translate=_translation(self.register, self.path, found.translate))

    def blank(self) -> FormView:
        """With what the row holds."""
        return render.bind(self.form, self.context())

    def again(self, refused: forms_shown.Refused | None = None) -> FormView:
        """As it was posted, with a sentence at every field that needs one; its files are kept."""
        return forms_shown.again(self.form, self.context(), refused)

    def settled(self) -> FormView:
        """Conditions and computed fields anew for what is typed; nothing is kept."""
        return forms_shown.concerned(render.bind(self.form, self.context(), posted=web.posted(request.form)))

    def with_row_pressed(self) -> FormView | None:
        """The page after "add row" or "remove row" without script; None when neither was pressed."""
        pressed = press_row_button(self.form, web.posted(request.form))
        return None if pressed is None else render.bind(self.form, self.context(), posted=pressed)


def posted() -> dict[str, list[str]]:
    """What the form itself posted, without what the page adds."""
    return {name: texts for name, texts in web.posted(request.form).items() if name not in ("version",)}


def may_edit(register: Register, actor: Actor) -> bool:
    """Enters and changes rows by page and by file."""
    is_open = register.entry is not None and register.write is not None
    return is_open and bool(register.edit & actor.roles)


def may_act(action: Action, row: Mapping[str, Any], actor: Actor) -> bool:
    return bool(action.roles & actor.roles) and not row.get("is_void") and action.when(row)


def _translation(register: Register, path: Path | None, as_written: Translate) -> Translate:
    if g.language == "zh-Hant":
        return lambda _ref, _attribute, text: traditional.shown(text)
    return english(register, path) if g.language == "en" else as_written


def english(register: Register, path: Path | None) -> Translate:
    """The words beside the form; a field without any is called as its column is, and so are its options."""
    words = english_at(path)
    columns = {column.key: column for column in register.columns}
    columns |= {f"{one.key}.{inner.key}": inner for one in register.columns for inner in one.columns}

    def translate(ref: str, attribute: str, text: str) -> str:
        known = words.get(ref if attribute == "label" else f"{ref}.{attribute}")
        column = columns.get(ref)
        if known is not None or column is None:
            return known if known is not None else text
        if attribute == "label":
            return column.label.get("en", text)
        kind, _, code = attribute.partition(".")
        return column.options.get(code, {}).get("en", text) if kind == "option" else text

    return translate
