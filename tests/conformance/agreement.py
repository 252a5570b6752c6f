"""When a computed value counts as the expected one, and the floor that a set of cases must not fall below."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import feel

FLOORS = Path(__file__).with_name("floors.json")


def agrees(got: Any, expected: Any) -> bool:
    """Numbers within 1e-8 (1e-12 of great ones), lists in order, temporals by fields or instant."""
    if isinstance(expected, bool) or expected is None:
        return got is expected
    if isinstance(expected, Decimal):
        return isinstance(got, Decimal) and abs(got - expected) <= max(
            Decimal("1e-8"), abs(expected) * Decimal("1e-12")
        )
    if isinstance(expected, list):
        return isinstance(got, list) and len(got) == len(expected) and all(map(agrees, got, expected))
    if isinstance(expected, dict):
        same_keys = isinstance(got, dict) and got.keys() == expected.keys()
        return same_keys and all(agrees(got[key], value) for key, value in expected.items())
    if type(got) is not type(expected):
        return False
    return (
        same_moment(got, expected) if isinstance(expected, dt.datetime | dt.time) else bool(got == expected)
    )


def same_moment(got: dt.datetime | dt.time, expected: dt.datetime | dt.time) -> bool:
    """By fields and offset, or by instant."""
    return feel.evaluate("a = b", {"a": got, "b": expected}) is True


def temporal(kind: str, text: str) -> Any:
    """The value of a typed text of the expectations; a text that cannot be read agrees with nothing."""
    value = _read(kind, text)
    return f"unreadable {text}" if value is None else value


def _read(kind: str, text: str) -> Any:
    if kind == "date":
        return feel.read_date(text)
    if kind == "time":
        return feel.read_time(text)
    if kind in ("date and time", "dateTime"):
        return feel.read_date_time(text)
    return feel.read_duration(text)


@dataclass(frozen=True)
class Case:
    """One case of a set of others: what it is about, whether it passed, and what was seen."""

    feature: str
    name: str
    expects_null: bool
    ok: bool
    seen: str = ""


@dataclass
class Tally:
    """Passes and totals of one set, value-expecting and null-expecting cases apart."""

    passed: dict[str, int] = field(default_factory=lambda: {"value": 0, "null": 0})
    total: dict[str, int] = field(default_factory=lambda: {"value": 0, "null": 0})
    failures: list[str] = field(default_factory=list)

    def count(self, case: Case) -> None:
        """One case more."""
        kind = "null" if case.expects_null else "value"
        self.total[kind] += 1
        self.passed[kind] += case.ok
        if not case.ok:
            self.failures.append(f"{case.name}: {case.seen}")

    def summary(self) -> str:
        """Counts of both kinds in one line."""
        return ", ".join(f"{kind} {self.passed[kind]}/{self.total[kind]}" for kind in ("value", "null"))


def tally_of(cases: Iterable[Case]) -> Tally:
    """All cases of a set counted."""
    tally = Tally()
    for case in cases:
        tally.count(case)
    return tally


def hold_floor(name: str, tally: Tally) -> None:
    """Fail, listing the cases by name, when a set passes fewer cases than its committed floor."""
    print(f"\n{name}: {tally.summary()}")
    floor = json.loads(FLOORS.read_text(encoding="utf-8"))[name]
    fallen = [kind for kind, least in floor.items() if tally.passed[kind] < least]
    assert not fallen, f"{name} fell below {floor}: {tally.summary()}\n" + "\n".join(tally.failures)
