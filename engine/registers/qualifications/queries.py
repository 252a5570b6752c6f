"""The register of qualification papers, and how its rows are entered. State is that of the day of reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engine.execution.ports import Register
from engine.execution.step import Step
from engine.kernel.errors import Problem
from engine.registers.qualifications import states
from engine.registers.qualifications.columns import COLUMNS
from engine.registers.qualifications.tables import COMPANY, CUSTOMER, PRODUCT, QUALIFICATION
from engine.registers.shared import references, rows
from engine.registers.shared.entering import Entered, Found, Row
from engine.registers.shared.groups import MASTER_DATA
from engine.registers.shared.listing import Condition
from engine.registers.shared.plain import Rows

NAME = "qualifications"
# Whose codes an owner's are; the company has no code.
OWNERS = {CUSTOMER: "customers", PRODUCT: "products"}


def _ready(_step: Step, row: Row) -> dict[str, Any]:
    file: Mapping[str, Any] = next(iter(row["scan"] or ()), {})
    owner = COMPANY if row["owner_type"] == COMPANY else row["owner_id"]
    return {"owner_id": owner, "sha256": file.get("sha256")}


def _rules(step: Step, row: Row) -> Iterator[Found]:
    begins, ends = row["valid_from"], row["valid_to"]
    if ends is None and not row["no_expiry"]:
        yield "valid_to", Problem("expiry_or_none")
    if ends is not None and row["no_expiry"]:
        yield "no_expiry", Problem("expiry_or_none")
    if begins is not None and ends is not None and ends < begins:
        yield "valid_to", Problem("ends_before_it_begins", facts={"begins": begins})
    register = OWNERS.get(row["owner_type"])
    if register is not None and references.row_of(step, register, row["owner_id"]) is None:
        title = step.services.registers[register].title
        yield "owner_id", Problem("row_not_there", facts={"register": title, "code": row["owner_id"]})
    if row["supersedes"] is not None:
        yield from _superseded(step, row)


def _superseded(step: Step, row: Row) -> Iterator[Found]:
    """A paper takes the place of one of the same owner and kind."""
    old = references.row_of(step, NAME, row["supersedes"])
    same = ("owner_type", "owner_id", "doc_kind")
    if old is not None and (old["doc_no"] == row["doc_no"] or any(old[name] != row[name] for name in same)):
        yield "supersedes", Problem("supersedes_another", facts={"number": row["supersedes"]})


ENTERED = Entered(
    NAME,
    QUALIFICATION,
    COLUMNS,
    required=("doc_no", "owner_type", "owner_id", "doc_kind", "paper_location", "confidentiality"),
    defaults={"no_expiry": False, "is_public": False, "confidentiality": "normal"},
    fixed=("doc_no", "owner_type", "owner_id", "doc_kind"),
    unique=(("doc_no",), ("supersedes",)),
    lengths={"doc_no": 40, "cert_no": 60, "issuer": 120, "paper_location": 120},
    rules=_rules,
    ready=_ready,
)


def _told(reader: Any, found: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    today = reader.now.astimezone(reader.services.zone).date()
    numbers = [row["doc_no"] for row in found]
    query = select(QUALIFICATION.c.doc_no).where(
        QUALIFICATION.c.doc_no.in_(numbers), states.is_replaced(today)
    )
    replaced = set(reader.connection.scalars(query))
    return [
        {**row, "status": states.state(row, today, is_replaced=row["doc_no"] in replaced)} for row in found
    ]


def _conditions(reader: Any) -> Mapping[str, Condition]:
    today = reader.now.astimezone(reader.services.zone).date()
    return {"status": lambda text: states.condition(text, today)}


_ROWS = Rows(
    QUALIFICATION,
    COLUMNS,
    number="doc_no",
    searched=("doc_no", "owner_id", "cert_no", "issuer"),
    told=_told,
    conditions=_conditions,
)
REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "资质", "en": "Qualifications"},
    columns=COLUMNS,
    list=_ROWS.list,
    one=_ROWS.one,
    reference=("doc_no", "doc_no"),
    icon="shield-check",
    group=MASTER_DATA,
    entry=Path(__file__).parent / "entry.form",
    write=ENTERED.write,
    edit=frozenset({"qa_officer", "commerce_clerk", "sales_assistant_lead"}),
    find=_ROWS.find,
    void=lambda step, key, reason: rows.void(step, QUALIFICATION, NAME, key, reason),
)
