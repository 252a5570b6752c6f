"""What the templates draw: plain objects with everything decided, no logic left for the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

_NOTHING = Markup("")


@dataclass
class OptionView:
    """One choice: value attribute, words, chosen or not."""

    value: str
    label: str
    chosen: bool = False
    disabled: bool = False


@dataclass
class FileView:
    """One kept file: its description and the reference that the page sends back.

    href   where the page lends it, "" where it does not
    """

    name: str
    size: str
    token: str
    file: dict[str, Any]
    href: str = ""


@dataclass
class FieldView:
    """One field.

    kind       textfield, textarea, number, datetime, checkbox, radio, select, checklist, taglist,
    filepicker, expression
    hidden     a condition hides it: draw only its place; depends: names whose change may show it
    value      text to put into the input; display: text to read; wt: the WTForms field
    """

    kind: str
    key: str
    ref: str
    name: str
    id: str
    label: str
    help: str
    required: bool
    readonly: bool
    hidden: bool
    value: str
    display: str
    errors: list[str]
    wt: Any
    options: list[OptionView] = field(default_factory=list)
    columns: int | None = None
    row: str = ""
    wide: bool = False
    depends: str = ""
    widget: str = ""
    input_type: str = "text"
    input_mode: str = ""
    max_length: int | None = None
    prefix: str = ""
    suffix: str = ""
    source: str = ""
    multiple: bool = False
    accept: str = ""
    limit_words: str = ""
    files: list[FileView] = field(default_factory=list)
    kept_name: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def described_by(self) -> str:
        """Value of aria-describedby: error and warning before the help, as the page reads."""
        ids = [f"{self.id}-error"] if self.errors else []
        ids += [f"{self.id}-warning"] if self.warnings else []
        return " ".join([*ids, f"{self.id}-help"] if self.help else ids)


@dataclass
class BlockView:
    """What only shows: text, html, image, table, separator, spacer, unsupported."""

    kind: str
    id: str
    label: str = ""
    hidden: bool = False
    depends: str = ""
    content: Markup = _NOTHING
    source: str = ""
    heads: list[str] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)
    note: str = ""


@dataclass
class GroupView:
    """Components under one heading."""

    kind: str
    id: str
    label: str
    hidden: bool
    depends: str
    items: list[Any]


@dataclass
class RowView:
    """One row of a list; name is the hidden marker that keeps an empty row alive."""

    name: str
    number: int
    label: str
    remove: str
    items: list[Any]


@dataclass
class ListView:
    """Rows of the same fields. add: value of the button that adds one, "" where the person may not."""

    kind: str
    id: str
    name: str
    label: str
    hidden: bool
    depends: str
    errors: list[str]
    rows: list[RowView]
    heads: list[str]
    add: str
    words: dict[str, str]
    flat: bool = True


@dataclass
class FormView:
    """The whole form. problems: (id of the input, label, sentence) in page order, for the summary at the
    top.
    """

    id: str
    items: list[Any]
    problems: list[tuple[str, str, str]]
    words: dict[str, str]

    def concerned(self, changed: Iterable[str]) -> list[Any]:
        """What a change of these inputs may alter: whole lists, and of groups only the parts."""
        return list(_concerned(self.items, frozenset(changed)))

    def fields(self) -> list[FieldView]:
        """Every field in page order, those in groups and rows too."""
        return list(_fields(self.items))


def _concerned(items: list[Any], changed: frozenset[str]) -> Iterator[Any]:
    for item in items:
        if _depends(item, changed):
            yield item
        elif isinstance(item, GroupView):
            yield from _concerned(item.items, changed)
        elif isinstance(item, ListView) and any(_within(row.items, changed) for row in item.rows):
            yield item


def _within(items: list[Any], changed: frozenset[str]) -> bool:
    return next(_concerned(items, changed), None) is not None


def _depends(item: Any, changed: frozenset[str]) -> bool:
    """A list is read whole: `lines` is concerned by a change of `lines-0-qty`."""
    names = set(item.depends.split())
    return any(name in names or not names.isdisjoint(name.split("-")) for name in changed)


def _fields(items: list[Any]) -> Any:
    for item in items:
        if isinstance(item, FieldView):
            yield item
        elif isinstance(item, GroupView):
            yield from _fields(item.items)
        elif isinstance(item, ListView):
            for row in item.rows:
                yield from _fields(row.items)
