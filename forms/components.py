"""A form as plain data: what the file says, checked, with its expressions parsed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from feel import Expression
from forms.access import OPEN, Access
from forms.patterns import Pattern
from forms.problems import FormProblem
from forms.words import EMPTY_SOURCE as EMPTY
from forms.words import Words


@dataclass(frozen=True, kw_only=True, eq=False)
class Component:
    """kind: the form-js type; ref: address for catalogues (`bid_lines.qty`, else the id); hide: true hides
    it.
    """

    kind: str
    id: str
    line: int = 0
    ref: str = ""
    label: Words = EMPTY
    hide: Expression | None = None
    columns: int | None = None
    row: str = ""
    access: Access = OPEN
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Rule:
    """FEEL that must be true of the typed value, and the words or the code for where it is not."""

    expression: Expression
    message: Words = EMPTY
    code: str = ""


@dataclass(frozen=True, eq=False)
class Check:
    """An operation of the house that may refuse the field, and FEEL for each of its inputs."""

    operation: str
    inputs: Mapping[str, Expression] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Field(Component):
    """key: as in the file; path: inside its scope (the form or a list row), group paths before it.

    warnings      FEEL that is true where the person is told something; nothing is refused
    blind_until   FEEL over the case; while it is not true, what was typed is shown to nobody
    """

    key: str
    path: tuple[str, ...]
    description: Words = EMPTY
    default: Any = None
    readonly: bool | Expression = False
    required: bool = False
    required_if: Expression | None = None
    rules: tuple[Rule, ...] = ()
    warnings: tuple[Rule, ...] = ()
    blind_until: Expression | None = None
    check: Check | None = None
    bind: str = ""
    widget: str = ""
    mask: str = ""

    @property
    def name(self) -> str:
        """Name inside its scope, `-` between the parts."""
        return "-".join(self.path)


@dataclass(frozen=True, kw_only=True, eq=False)
class TextField(Field):
    """textfield or textarea. min_length, max_length: characters; validation_type: "", "email", "phone"."""

    multiline: bool = False
    min_length: int | Expression | None = None
    max_length: int | Expression | None = None
    pattern: Pattern | None = None
    pattern_message: Words = EMPTY
    validation_type: str = ""
    prefix: Words = EMPTY
    suffix: Words = EMPTY


@dataclass(frozen=True, kw_only=True, eq=False)
class NumberField(Field):
    """decimals: digits behind the point, None = up to six; digits: digits in all, None = no own limit."""

    decimals: int | None = None
    digits: int | None = None
    as_text: bool = False
    min: Decimal | Expression | None = None
    max: Decimal | Expression | None = None
    increment: Decimal | None = None
    prefix: Words = EMPTY
    suffix: Words = EMPTY


@dataclass(frozen=True, kw_only=True, eq=False)
class DateTimeField(Field):
    """subtype: "date", "time" or "datetime"."""

    subtype: str = "date"
    not_in_the_past: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class CheckboxField(Field):
    """True or false; required means that it must be true, as in form-js."""


@dataclass(frozen=True)
class Option:
    """One choice: the value it leaves, the words it shows."""

    value: Any
    label: str
    disabled: bool = False


@dataclass(frozen=True)
class OptionSource:
    """Exactly one of: the options themselves, a variable, an expression, a register searched on the
    server.
    """

    values: tuple[Option, ...] = ()
    key: str = ""
    expression: Expression | None = None
    register: Words | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class ChoiceField(Field):
    """radio, select (one value), checklist, taglist (a list of values)."""

    multiple: bool = False
    source: OptionSource = OptionSource()


@dataclass(frozen=True, kw_only=True, eq=False)
class FileField(Field):
    """accept: lower-case endings with the dot (".pdf"), empty = any; max_bytes: of each file."""

    accept: tuple[str, ...] = ()
    multiple: bool = False
    max_bytes: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class ExpressionField(Field):
    """Computed by the server from what was posted; what a browser sends for it is ignored."""

    expression: Expression


@dataclass(frozen=True, kw_only=True, eq=False)
class Text(Component):
    """kind "text" (markdown-lite) or "html" (shown as text)."""

    text: Words


@dataclass(frozen=True, kw_only=True, eq=False)
class Image(Component):
    """source: an address inside the product or a data: picture; alt: the words for it."""

    source: Words
    alt: Words


@dataclass(frozen=True)
class Column:
    """A column of a table: words and the key in each row."""

    key: str
    label: Words


@dataclass(frozen=True, kw_only=True, eq=False)
class Table(Component):
    """Rows of a list, read only."""

    data: Expression | None
    columns_shown: tuple[Column, ...] = ()
    columns_expression: Expression | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Group(Component):
    """Components under one heading; a path makes their values members of an object."""

    path: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class DynamicList(Component):
    """Rows of the same fields; the value is a list of objects."""

    key: str
    path: tuple[str, ...]
    components: tuple[Component, ...] = ()
    default_rows: int = 1
    may_add: bool = True
    min_rows: int = 0
    max_rows: int = 0
    rules: tuple[Rule, ...] = ()

    @property
    def name(self) -> str:
        """Name inside its scope, `-` between the parts."""
        return "-".join(self.path)


@dataclass(frozen=True, kw_only=True, eq=False)
class Plain(Component):
    """separator, spacer, button (ours come from the page), or a type that is not supported and says so."""

    supported: bool = True


@dataclass(frozen=True, eq=False)
class Form:
    """A form file, read whole."""

    id: str
    schema_version: int
    components: tuple[Component, ...]
    file: str = ""
    warnings: tuple[FormProblem, ...] = ()

    def fields(self) -> list[Field]:
        """Every field in file order, those of lists and groups too."""
        return [c for c in walk(self.components) if isinstance(c, Field)]

    def files(self) -> list[str]:
        """The addresses of the file fields, `lines.scan` for one in a list."""
        return [f.ref for f in self.fields() if isinstance(f, FileField)]

    def field(self, ref: str) -> Field | None:
        """The field of an address, None where there is none."""
        return next((f for f in self.fields() if f.ref == ref), None)


Scope = Form | DynamicList


def walk(components: tuple[Component, ...]) -> Iterator[Component]:
    """Every component, parents before children."""
    for component in components:
        yield component
        if isinstance(component, Group | DynamicList):
            yield from walk(component.components)


def in_scope(components: tuple[Component, ...]) -> Iterator[Component]:
    """Every component of a scope: into groups, not into the rows of lists."""
    for component in components:
        yield component
        if isinstance(component, Group):
            yield from in_scope(component.components)
