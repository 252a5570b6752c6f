"""A form bound and settled, and the texts to put back into its page."""

from __future__ import annotations

from typing import Any

from forms import uploads
from forms.binding import Binder, Row
from forms.choices import Choices
from forms.components import DynamicList, FileField, Form
from forms.context import Context
from forms.kept_files import name_of, seal
from forms.posted import Posted
from forms.settling import Settling


def settle(
    form: Form, context: Context, posted: Posted | None, files: dict[str, list[Any]] | None = None
) -> Settling:
    """Binds the form to a post (None: only to the values of the context) and settles it."""
    root = Binder(context, posted).form(form)
    if posted is not None:
        for cell in root.all_cells():
            uploads.attach(cell, posted, files or {}, context)
    settled = Settling(root, context, Choices(context))
    settled.settle()
    return settled


def retyped(root: Row, posted: Posted, context: Context) -> dict[str, list[str]]:
    """The texts of every field that the person may edit, hidden ones too: a condition may show them again."""
    texts: dict[str, list[str]] = {}
    for cell in root.all_cells():
        if not cell.editable:
            continue
        if isinstance(cell.definition, FileField):
            texts[name_of(cell.name)] = [
                token for file in cell.wt.data or [] if (token := seal(context, cell.definition.ref, file))
            ]
        elif cell.name in posted:
            texts[cell.name] = list(posted.getlist(cell.name))
    for rows in root.all_lists():
        if rows.seen and rows.editable and isinstance(rows.definition, DynamicList):
            texts.update({row.prefix[:-1]: ["1"] for row in rows.rows})
    return texts
