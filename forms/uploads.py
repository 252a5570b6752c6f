"""Files of a form: those kept from before and those that came with this post."""

from __future__ import annotations

import re
from typing import Any

from forms import limits
from forms.binding import Cell
from forms.components import FileField
from forms.context import Context
from forms.file_kinds import ending, fits, size_of
from forms.kept_files import name_of, unseal
from forms.posted import Posted
from forms.problems import FieldProblem, Refused

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def attach(cell: Cell, posted: Posted, files: dict[str, list[Any]], context: Context) -> None:
    """Gives a file cell what was kept and what came along; nothing is stored yet."""
    if not isinstance(cell.definition, FileField) or cell.wt.raw_data is None:
        return
    cell.files = files.get(cell.name, [])
    texts = posted.getlist(name_of(cell.name))[: limits.FILES]
    kept = [unseal(context, cell.definition.ref, text) for text in dict.fromkeys(texts)]
    cell.wt.data = [file for file in kept if file is not None]


def store(cell: Cell, context: Context) -> list[FieldProblem]:
    """Checks and stores the new files of an open file cell; its value is then the list of all its files.

    A good file is stored although another of the same field is refused, so that it need not be sent again.
    """
    definition = cell.definition
    if not isinstance(definition, FileField):
        return []
    kept, problems = list(cell.wt.data), []
    if cell.files and not definition.multiple:
        # One file: the new one takes the place of the kept one.
        kept, cell.files = [], cell.files[:1]
    for upload in cell.files:
        try:
            if len(kept) >= limits.FILES:
                raise Refused("too_many_files", max=limits.FILES)
            kept.append(_stored(upload, definition, context))
        except Refused as refused:
            problems.append(refused.problem)
    cell.wt.data = cell.value = kept
    return problems


def _stored(upload: Any, definition: FileField, context: Context) -> dict[str, Any]:
    name = safe_name(str(upload.filename))
    stream = getattr(upload, "stream", upload)
    size = size_of(stream)
    if context.store is None:
        raise Refused("files_not_taken", name=name)
    if definition.accept and ending(name) not in definition.accept:
        raise Refused("file_kind", name=name, accept=", ".join(definition.accept))
    if size == 0:
        raise Refused("file_empty", name=name)
    if size > definition.max_bytes:
        raise Refused("file_too_big", name=name, size=size, max=definition.max_bytes)
    if not fits(stream, name, size):
        raise Refused("file_not_what_it_says", name=name, ending=ending(name))
    return dict(context.store(stream, name))


def safe_name(filename: str) -> str:
    """The last part of a path, without control and direction characters, at most 200 characters, its
    ending kept.
    """
    name = _UNSAFE.sub("", re.split(r"[/\\]", filename)[-1]).strip(" .")
    if len(name) > 200:
        end = ending(name)[:20]
        name = name[: 200 - len(end)] + end
    return name or "file"
