"""The register of products, and how its rows are entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.execution.ports import Register
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput
from engine.registers.products.columns import COLUMNS
from engine.registers.products.rules import rules
from engine.registers.products.tables import DRAFT, PRODUCT
from engine.registers.shared import floor, rows
from engine.registers.shared.entering import Entered
from engine.registers.shared.floor import SEES_FLOOR
from engine.registers.shared.groups import MASTER_DATA
from engine.registers.shared.plain import Rows

NAME = "products"
PRICES = ("list_price", "floor_price")
EDIT = frozenset({"sales_assistant_lead", "qa_officer", "production_manager"}) | SEES_FLOOR
ENTERED = Entered(
    NAME,
    PRODUCT,
    COLUMNS,
    required=(
        "product_code", "generic_name", "category", "control_class", "spec", "unit", "pack_qty",
        "storage_cond", "shelf_life_months", "min_remaining_pct", "manufacturer", "mah_registrant",
        "tax_rate", "status",
    ),
    defaults={
        "control_class": "none", "is_rx": False, "min_remaining_pct": Decimal(50), "tax_rate": "0.13",
        "status": DRAFT,
    },
    fixed=("product_code",),
    unique=(("product_code",), ("generic_name", "unit", "spec")),
    lengths={
        "product_code": 20, "generic_name": 120, "trade_name": 80, "dosage_form": 30, "spec": 80,
        "manufacturer": 120, "mah_registrant": 120, "udi_di": 64, "med_insurance_code": 30,
    },
    rules=rules,
)  # fmt: skip


def write(step: Step, key: int | None, values: Mapping[str, Any]) -> int:
    """Key of the row. Raises InvalidInput with every column that is wrong."""
    problems = list(floor.not_yours(step, values, PRICES))
    if problems:
        raise InvalidInput(fields={name: [problem] for name, problem in problems})
    return ENTERED.write(step, key, values)


def label(row: Mapping[str, Any]) -> str:
    return f"{row['product_code']} {row['generic_name']} {row['spec']}"


def _told(_reader: Any, found: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    return [{**row, "label": label(row)} for row in found]


_ROWS = Rows(
    PRODUCT,
    COLUMNS,
    number="product_code",
    searched=("product_code", "generic_name", "trade_name", "spec", "registration"),
    told=_told,
)
REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "产品", "en": "Products"},
    columns=COLUMNS,
    list=_ROWS.list,
    one=_ROWS.one,
    reference=("product_code", "label"),
    icon="flask-conical",
    group=MASTER_DATA,
    entry=Path(__file__).parent / "entry.form",
    write=write,
    edit=EDIT,
    find=_ROWS.find,
    void=lambda step, key, reason: rows.void(step, PRODUCT, NAME, key, reason),
    needs_second=lambda _row, changes: any(name in changes for name in PRICES),
)
