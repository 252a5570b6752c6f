"""Drafts: what was typed, kept word for word and unchecked, so that the page can show it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms import limits, uploads
from forms.bound import retyped, settle
from forms.components import Form
from forms.context import Context
from forms.names import known
from forms.posted import ADD_ROW, REMOVE_ROW, Posted, take, take_files

_FIRST_NEW_PLACE = 100_000
"""New rows get numbers behind every row that a case can hold, so that they never take the place of one."""


def draft(form: Form, posted: Any, files: Any = None, context: Context | None = None) -> dict[str, Any]:
    """What to keep of a half filled form: `{"texts": {name: [text, ...]}}`, ready for JSON.

    Only names that the form knows are kept, and 500,000 characters at most; what does not fit is left out
    whole. Lone surrogates become question marks, since no database takes them. Files that came along are
    stored when a context is given, so that they are not lost; refused ones are left out.
    """
    taken, uploaded = take(posted), take_files(files)
    kept = _kept_files(form, taken, uploaded, context) if context else {}
    texts: dict[str, list[str]] = {}
    room = limits.DRAFT_CHARACTERS
    for name, values in {**taken.texts, **kept}.items():
        size = len(name) + sum(len(value) for value in values)
        if known(form, name) and size <= room:
            room -= size
            texts[name] = [value.encode("utf-8", "replace").decode() for value in values]
    return {"texts": texts}


def _kept_files(
    form: Form, posted: Posted, files: dict[str, list[Any]], context: Context
) -> dict[str, list[str]]:
    root = settle(form, context, posted, files).root
    for cell in root.all_cells():
        if cell.open:
            uploads.store(cell, context)
    return {name: t for name, t in retyped(root, posted, context).items() if name.endswith(".kept")}


def from_draft(stored: Mapping[str, Any] | None) -> Posted | None:
    """The texts of a stored draft as if they were posted again; None where there is none or it is no
    draft.
    """
    texts = stored.get("texts") if isinstance(stored, Mapping) else None
    if not isinstance(texts, Mapping):
        return None
    kept = {
        str(name): [value for value in values if isinstance(value, str)]
        for name, values in texts.items()
        if isinstance(values, list)
    }
    return Posted(kept)


def press_row_button(form: Form, posted: Any) -> Posted | None:
    """What the page holds after "add row" or "remove row", None where neither was pressed.

    The buttons are `_add_row` with a list's name (`bid_lines`) and `_remove_row` with a row's
    (`bid_lines-2`).
    """
    taken = take(posted)
    adds, removes = taken.getlist(ADD_ROW)[:1], taken.getlist(REMOVE_ROW)[:1]
    if not adds and not removes:
        return None
    texts = {name: values for name, values in taken.texts.items() if name not in (ADD_ROW, REMOVE_ROW)}
    for row in removes:
        texts = {n: v for n, v in texts.items() if n != row and not n.startswith(row + "-")}
    for rows in adds:
        places = [int(n[len(rows) + 1 :]) for n in texts if _is_row_of(n, rows)]
        new = f"{rows}-{max([_FIRST_NEW_PLACE - 1, *places]) + 1}"
        if known(form, new):
            texts[new] = ["1"]
    return Posted(texts)


def _is_row_of(name: str, rows: str) -> bool:
    place = name[len(rows) + 1 :]
    return name.startswith(rows + "-") and place.isascii() and place.isdigit() and len(place) <= 6
