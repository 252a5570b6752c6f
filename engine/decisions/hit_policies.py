"""Which of the matching rules count, and what they give together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import feel
from engine.decisions.faults import DecisionFault
from engine.decisions.frame import Frame
from engine.decisions.model import Rule

if TYPE_CHECKING:
    from engine.decisions.table import Table

_SAME = feel.parse("a = b")
AGGREGATIONS = ("", "SUM", "MIN", "MAX", "COUNT")


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matches, with its results."""

    rule: Rule
    results: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The value, and the hits that gave it."""

    value: Any
    hits: tuple[Hit, ...]


def choose(table: Table, hits: list[Hit], frame: Frame) -> Chosen:
    """Apply the table's hit policy to at least one hit. Raises DecisionFault."""
    return POLICIES[table.hit_policy](table, hits, frame)


def nothing(table: Table) -> Any:
    """The value without a hit and without a default: what is collected is an empty list, and its count 0."""
    if table.hit_policy != "COLLECT" or table.aggregation not in ("", "COUNT"):
        return None
    return table.shaped(tuple(Decimal(0) for _ in table.outputs)) if table.aggregation else []


def _unique(table: Table, hits: list[Hit], frame: Frame) -> Chosen:
    if len(hits) > 1:
        raise _fault("several_rules_match", hits, frame)
    return _single(table, hits[0])


def _first(table: Table, hits: list[Hit], _frame: Frame) -> Chosen:
    return _single(table, hits[0])


def _any(table: Table, hits: list[Hit], frame: Frame) -> Chosen:
    if not all(_same(hits[0], hit, table, frame) for hit in hits[1:]):
        raise _fault("rules_disagree", hits, frame)
    return Chosen(table.shaped(hits[0].results), tuple(hits))


def _same(one: Hit, other: Hit, table: Table, frame: Frame) -> bool:
    if one.results == other.results:
        return True
    names = {"a": list(one.results), "b": list(other.results)}
    return frame.below(names).run(_SAME, table.element) is True


def _priority(table: Table, hits: list[Hit], frame: Frame) -> Chosen:
    return _single(table, _by_priority(table, hits, frame)[0])


def _output_order(table: Table, hits: list[Hit], frame: Frame) -> Chosen:
    return _all(table, _by_priority(table, hits, frame))


def _rule_order(table: Table, hits: list[Hit], _frame: Frame) -> Chosen:
    return _all(table, hits)


def _collect(table: Table, hits: list[Hit], frame: Frame) -> Chosen:
    chosen = _all(table, hits)
    if not table.aggregation:
        return chosen
    total = _TOTALS[table.aggregation]
    columns = zip(*(hit.results for hit in hits), strict=True)
    totals = [frame.below({"hits": list(column)}).run(total, table.element) for column in columns]
    return Chosen(table.shaped(tuple(totals)), tuple(hits))


_TOTALS = {name: feel.parse(f"{name.lower()}(hits)") for name in AGGREGATIONS if name}


def _single(table: Table, hit: Hit) -> Chosen:
    return Chosen(table.shaped(hit.results), (hit,))


def _all(table: Table, hits: list[Hit]) -> Chosen:
    return Chosen([table.shaped(hit.results) for hit in hits], tuple(hits))


def _by_priority(table: Table, hits: list[Hit], frame: Frame) -> list[Hit]:
    """By the place of each output in its list of values, the first column first; stable."""
    orders = [
        None if output.values is None else frame.run(output.values, output.id) for output in table.outputs
    ]

    def places(hit: Hit) -> tuple[int, ...]:
        return tuple(
            0 if not isinstance(order, list) else order.index(value) if value in order else len(order)
            for order, value in zip(orders, hit.results, strict=True)
        )

    return sorted(hits, key=places)


def _fault(reason: str, hits: list[Hit], frame: Frame) -> DecisionFault:
    return DecisionFault(
        decision=frame.trace.decision, reason=reason, rules=tuple(hit.rule.id for hit in hits)
    )


POLICIES: dict[str, Callable[[Table, list[Hit], Frame], Chosen]] = {
    "UNIQUE": _unique,
    "FIRST": _first,
    "ANY": _any,
    "PRIORITY": _priority,
    "OUTPUT ORDER": _output_order,
    "RULE ORDER": _rule_order,
    "COLLECT": _collect,
}
