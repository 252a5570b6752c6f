"""The register of bids (投标台账)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.execution.ports import Register
from engine.execution.step import Step
from engine.registers.bids.actions import ACTIONS
from engine.registers.bids.columns import COLUMNS, PRICES
from engine.registers.bids.open import PREFIX
from engine.registers.bids.row import NAME, follow, of_tender
from engine.registers.bids.tables import BID
from engine.registers.shared.entering import Entered
from engine.registers.shared.plain import Rows

SEE = PRICES | {
    "salesperson", "cashier", "accountant", "legal_reviewer", "qa_officer", "seal_keeper", "commerce_clerk",
}  # fmt: skip
Row = Mapping[str, Any]


def _ready(step: Step, row: Row) -> dict[str, Any]:
    return {"bid_no": row["bid_no"] or step.number(PREFIX), "package": row["package"] or ""}


ENTERED = Entered(
    NAME,
    BID,
    COLUMNS,
    required=("tender", "status", "preparer"),
    defaults={"checks_failed": 0, "package": ""},
    ready=_ready,
)


def write(step: Step, key: int | None, values: Row) -> int:
    """Bids come from their process; only the house enters those of the day before it had one."""
    entered = ENTERED.write(step, key, {name: one for name, one in values.items() if name != "bid_no"})
    follow(step, str(values["tender"]), None)
    return entered


def _told(_reader: Any, found: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    return [{**row, "label": f"{row['bid_no']} {row['tender']}"} for row in found]


_ROWS = Rows(BID, COLUMNS, number="bid_no", searched=("bid_no", "tender"), told=_told)


def _find(reader: Any, values: Row) -> Row | None:
    """By our number, or by tender and bidder, of which no two bids that count are the same."""
    if values.get("bid_no"):
        return _ROWS.find(reader, values)
    bids = of_tender(reader, str(values.get("tender")))
    same = (values.get("bidder_entity"), values.get("agent"))
    return next((row for row in bids if (row["bidder_entity"], row["agent"]) == same), None)


REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "投标台账", "en": "Bids"},
    columns=COLUMNS,
    list=_ROWS.list,
    one=_ROWS.one,
    see=SEE,
    reference=("bid_no", "label"),
    icon="file-text",
    write=write,
    find=_find,
    actions=ACTIONS,
)
