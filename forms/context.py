"""What the caller knows when a form is shown or read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any, BinaryIO, Protocol

from forms.access import audience_of
from forms.components import Option
from forms.expressions import Functions


class Lookup(Protocol):
    """References to registers and people, asked with the actor's own rights."""

    def options(self, source: str, search: str, limit: int) -> Sequence[Option]:
        """At most `limit` choices of "employees?status=active" whose words hold the search text."""
        ...

    def resolve(self, source: str, id: str) -> Option | None:
        """The choice with this id, None where it does not exist, does not fit the source or may not be
        seen.
        """
        ...


Store = Callable[[BinaryIO, str], Mapping[str, Any]]
"""Keeps a checked file: (stream, file name) -> {"name", "size", "sha256", "media_type", "file_key"}."""

Translate = Callable[[str, str, str], str]
"""(ref, attribute, Simplified text) -> text in the reader's language."""


def as_written(ref: str, attribute: str, text: str) -> str:
    """The text as it stands in the form."""
    return text


def from_catalogue(catalogue: Mapping[str, str]) -> Translate:
    """Looks a text up by `ref` (labels) or `ref.attribute` (`bid_lines.qty.description`,
    `decision.option.approved`).
    """

    def translate(ref: str, attribute: str, text: str) -> str:
        return catalogue.get(ref if attribute == "label" else f"{ref}.{attribute}", text)

    return translate


@dataclass(frozen=True, kw_only=True)
class Context:
    """One showing or reading of a form.

    now         aware instant of the step; zone: the company's zone, in which datetimes are typed
    values      the variables the form sees (prefill, conditions, lists of options)
    roles       role codes of the person, for `see` and `edit`
    takes_part  the person is one of those whom `std` means (starter, lanes, desk); false for a mere onlooker
    functions   host functions for FEEL; `now()` and `today()` are given here where they are absent
    lookups     answers references (`source`); without it no reference can be chosen
    store       keeps uploaded files; without it files are refused
    secret      signs references to kept files; without it kept files are not taken back from a page
    subject     what a kept file belongs to ("task:41"), so that a reference does not work elsewhere
    reserved    posted names that are the page's own and no field
    """

    now: datetime
    zone: tzinfo
    values: Mapping[str, Any] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    takes_part: bool = True
    language: str = "zh-Hans"
    functions: Functions = field(default_factory=dict)
    lookups: Lookup | None = None
    store: Store | None = None
    secret: bytes = b""
    subject: str = ""
    reserved: frozenset[str] = frozenset({"csrf_token", "idempotency_key", "revision", "action"})
    translate: Translate = as_written

    @cached_property
    def audience(self) -> frozenset[str]:
        """The words of `see` and `edit` that mean this person."""
        return audience_of(self.roles, self.takes_part)

    @cached_property
    def feel_functions(self) -> Functions:
        """The host functions with the clock of this context."""
        local = self.now.astimezone(self.zone)
        return {"now": lambda: local, "today": lambda: local.date(), **self.functions}
