"""The register of tenders (招标信息台账)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engine.execution.ports import Register
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.shared import rows
from engine.registers.shared.plain import Rows
from engine.registers.tenders.actions import ACTIONS, DESK
from engine.registers.tenders.columns import COLUMNS
from engine.registers.tenders.tables import CAPTURED, TENDER
from engine.registers.tenders.write import NAME, write

SEE = DESK | {
    "regional_manager", "salesperson", "sales_manager", "general_manager", "finance_manager", "cashier",
    "accountant", "legal_reviewer", "qa_officer", "seal_keeper", "commerce_clerk", "auditor",
}  # fmt: skip
Row = Mapping[str, Any]


def _told(_reader: Any, found: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    return [{**row, "label": f"{row['tender_internal_no']} {row['title']}"} for row in found]


_ROWS = Rows(
    TENDER,
    COLUMNS,
    number="tender_internal_no",
    searched=("tender_internal_no", "tender_no", "title", "tenderer"),
    told=_told,
)


def _find(reader: Any, values: Row) -> Row | None:
    """By our number, or by agency, tender number and package, as a notice has them."""
    if values.get("tender_internal_no"):
        return _ROWS.find(reader, values)
    same = [TENDER.c[name] == (values.get(name) or "") for name in ("agency", "tender_no", "package_no")]
    row = (
        reader.connection.execute(select(TENDER).where(*same, TENDER.c.is_void.is_(False))).mappings().first()
    )
    return None if row is None else {str(name): row[name] for name in row}


def _void(step: Step, key: int, reason: str) -> None:
    """Only one for which nothing was begun."""
    row = rows.locked(step, TENDER, key)
    if row["status"] != CAPTURED:
        raise OperationRefused(
            reason="row_in_other_state", number=row["tender_internal_no"], state=row["status"]
        )
    rows.void(step, TENDER, NAME, key, reason)


REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "招标信息台账", "en": "Tenders"},
    columns=COLUMNS,
    list=_ROWS.list,
    one=_ROWS.one,
    see=SEE,
    reference=("tender_internal_no", "label"),
    icon="flag",
    entry=Path(__file__).parent / "entry.form",
    write=write,
    edit=DESK,
    find=_find,
    void=_void,
    actions=ACTIONS,
)
