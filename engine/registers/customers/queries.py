"""The register of customers, and how its rows are entered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.execution.ports import Register
from engine.execution.step import Step
from engine.kernel.errors import Problem
from engine.registers.customers.columns import COLUMNS
from engine.registers.customers.tables import CUSTOMER, PROSPECT
from engine.registers.shared import references, rows
from engine.registers.shared.check_digits import is_uscc
from engine.registers.shared.entering import Entered, Found, Row
from engine.registers.shared.groups import MASTER_DATA
from engine.registers.shared.plain import Rows

NAME, PREFIX = "customers", "KH"
BANK = ("bank_name", "bank_account")
EDIT = frozenset({"sales_assistant", "sales_assistant_lead", "sales_manager", "finance_manager"})
WHOLESALE = frozenset({"agent", "dealer", "distributor"})
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MOBILE = re.compile(r"1\d{10}")


def _ready(_step: Step, row: Row) -> dict[str, Any]:
    """Invoices go to the customer's own name and number, where nothing else is said."""
    return {
        "invoice_title": row["invoice_title"] or row["name"],
        "tax_no": row["tax_no"] or row["uscc"],
        "licence_scope": row["licence_scope"] or [],
        "contacts": row["contacts"] or [],
    }


def _rules(_step: Step, row: Row) -> Iterator[Found]:
    for name in ("uscc", "tax_no"):
        if not is_uscc(row[name]):
            yield name, Problem("uscc_wrong", facts={"code": row[name]})
    if row["kind"] in WHOLESALE and not row["warehouse_address"]:
        yield "warehouse_address", Problem("required")
    if row["credit_days"] is not None and not 0 <= row["credit_days"] <= 180:
        yield "credit_days", Problem("credit_days_out_of_bounds", facts={"most": 180})
    if row["credit_limit"] is not None and row["credit_limit"] < Decimal(0):
        yield "credit_limit", Problem("must_not_be_negative")
    if row["bank_account"] and not re.fullmatch(r"\d{8,30}", row["bank_account"]):
        yield "bank_account", Problem("bank_account_malformed")
    if row["invoice_email"] and not _EMAIL.fullmatch(row["invoice_email"]):
        yield "invoice_email", Problem("email_malformed")
    for contact in row["contacts"]:
        mobile = contact.get("mobile")
        if mobile and not _MOBILE.fullmatch(str(mobile)):
            yield "contacts", Problem("mobile_malformed", facts={"mobile": mobile})


ENTERED = Entered(
    NAME,
    CUSTOMER,
    COLUMNS,
    required=("name", "uscc", "kind", "ownership", "territory", "address", "salesperson", "status"),
    defaults={"status": PROSPECT},
    fixed=("customer_code",),
    unique=(("customer_code",), ("name",), ("uscc",)),
    lengths={"name": 120, "customer_code": 20, "legal_rep": 40, "address": 200, "warehouse_address": 200},
    rules=_rules,
    ready=_ready,
)


def write(step: Step, key: int | None, values: Mapping[str, Any]) -> int:
    """Key of the row; a new one without a code gets the next number.

    Raises InvalidInput with every column that is wrong.
    """
    if key is None and not values.get("customer_code"):
        values = {**values, "customer_code": step.number(PREFIX)}
    return ENTERED.write(step, key, values)


def _told(reader: Any, found: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """With the regional manager of the territory."""
    codes = {row["territory"] for row in found}
    territories = {code: references.row_of(reader, "territories", code) for code in codes}
    return [
        {
            **row,
            "label": f"{row['customer_code']} {row['name']}",
            "regional_manager": (territories[row["territory"]] or {}).get("regional_manager"),
        }
        for row in found
    ]


_ROWS = Rows(
    CUSTOMER, COLUMNS, number="customer_code", searched=("customer_code", "name", "uscc"), told=_told
)
REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "客户", "en": "Customers"},
    columns=COLUMNS,
    list=_ROWS.list,
    one=_ROWS.one,
    reference=("customer_code", "label"),
    icon="building-2",
    group=MASTER_DATA,
    entry=Path(__file__).parent / "entry.form",
    write=write,
    edit=EDIT,
    find=_ROWS.find,
    void=lambda step, key, reason: rows.void(step, CUSTOMER, NAME, key, reason),
    needs_second=lambda _row, changes: any(name in changes for name in BANK),
)
