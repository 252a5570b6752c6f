"""The forms by which rows are entered and facts recorded, and the row as such a form sees it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import feel
from engine.execution.ports import Register
from forms.schema import Form, read_form

NO_FORM = Form("nothing", 19, ())


@lru_cache(maxsize=256)
def form_at(path: Path | None) -> Form:
    """The form of a file that is shipped with the register; without a file the form that asks for nothing."""
    return NO_FORM if path is None else read_form(path.read_bytes(), path.name)


@lru_cache(maxsize=256)
def english_at(path: Path | None) -> Mapping[str, str]:
    """The English words of a form: `<name>.en.json` beside it, in the shape of a process's catalogue."""
    beside = None if path is None else path.with_suffix(".en.json")
    if beside is None or not beside.is_file():
        return {}
    words: dict[str, str] = json.loads(beside.read_text("utf-8"))
    return words


def seen_by_form(register: Register, row: Mapping[str, Any] | None) -> dict[str, Any]:
    """The row's columns as the variables of a form, without what is secret; nothing for a new row."""
    if row is None:
        return {}
    return {name: as_variable(value) for name, value in row.items() if name not in register.secret}


def as_variable(value: Any) -> Any:
    """A value of a column as a process would hold it."""
    return feel.to_json(value)


def subject_of(register: str, key: int | None) -> str:
    """What a file that is kept while the form is filled in belongs to."""
    return f"register:{register}:{'new' if key is None else key}"
