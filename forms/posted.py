"""What a browser or a client sent, brought to one shape: name -> list of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from forms import limits

ADD_ROW, REMOVE_ROW = "_add_row", "_remove_row"
_LONGEST_NAME = 1_000


class Posted:
    """A multi-dict of texts; `too_many` is set where parameters were left unread.

    WTForms asks `in` and `getlist`, and takes False for "nothing was posted": a post without parameters is
    a post.
    """

    def __init__(self, texts: Mapping[str, list[str]] | None = None) -> None:
        self.texts: dict[str, list[str]] = dict(texts or {})
        self.too_many = False

    def __contains__(self, name: object) -> bool:
        return name in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def __bool__(self) -> bool:
        return True

    def getlist(self, name: str) -> list[str]:
        """All texts of a name, in the order sent."""
        return self.texts.get(name, [])


def take(posted: Any) -> Posted:
    """Reads a werkzeug MultiDict, a mapping of texts or of lists of texts. Values that are no text are
    left out.
    """
    if isinstance(posted, Posted):
        return posted
    taken = Posted()
    left = limits.PARAMETERS
    for name, values in _pairs(posted):
        if left <= 0:
            taken.too_many = True
            break
        if not isinstance(name, str) or len(name) > _LONGEST_NAME:
            left -= 1
            continue
        texts = [value for value in values[:left] if isinstance(value, str)]
        taken.too_many = taken.too_many or len(values) > left
        left -= max(len(values), 1)
        taken.texts[name] = texts
    return taken


def take_files(files: Any) -> dict[str, list[Any]]:
    """Uploaded files by name; the empty entries that browsers send for an unused input are left out."""
    taken: dict[str, list[Any]] = {}
    for name, values in _pairs(files):
        real = [value for value in values if getattr(value, "filename", None)]
        if real and len(taken) < limits.FIELDS_BOUND:
            taken[name] = real[: limits.FILES + 1]
    return taken


def _pairs(source: Any) -> Iterable[tuple[Any, list[Any]]]:
    if source is None:
        return []
    if hasattr(source, "lists"):
        return ((name, list(values)) for name, values in source.lists())
    return ((name, list(v) if isinstance(v, list | tuple) else [v]) for name, v in source.items())
