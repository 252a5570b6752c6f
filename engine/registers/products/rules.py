"""What must hold between the columns of a product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.execution.step import Step
from engine.kernel.errors import Problem
from engine.registers.products.tables import DRAFT
from engine.registers.shared import references
from engine.registers.shared.check_digits import is_gtin14
from engine.registers.shared.entering import Found, Row
from engine.registers.shared.product_kinds import CATEGORIES, DRUGS, device_class

MEDICINES = frozenset({"drug", "biologic"})
# Goods for which 3 % may be chosen: biologics and listed drugs (增值税, simplified method).
SIMPLE_RATE, SIMPLE = "0.03", frozenset({"drug", "biologic", "ivd_drug"})
_OTHER_ISSUERS = re.compile(r"(MA|AHM).{1,62}")


def rules(step: Step, row: Row) -> Iterator[Found]:
    yield from _of_its_kind(row)
    yield from _packing(row)
    yield from _codes(row)
    yield from _prices(row)
    yield from _certificate(step, row)


def _of_its_kind(row: Row) -> Iterator[Found]:
    is_medicine = row["category"] in MEDICINES
    if is_medicine and not row["dosage_form"]:
        yield "dosage_form", Problem("required")
    if row["is_rx"] and not is_medicine:
        yield "is_rx", Problem("drugs_only")
    if row["tax_rate"] == SIMPLE_RATE and row["category"] not in SIMPLE:
        yield (
            "tax_rate",
            Problem("tax_rate_not_for_category", facts={"category": CATEGORIES[row["category"]]}),
        )


def _packing(row: Row) -> Iterator[Found]:
    for name in ("pack_qty", "shelf_life_months", "mid_pack_qty"):
        if row[name] is not None and row[name] < 1:
            yield name, Problem("must_be_positive")
    for name in ("carton_l_cm", "carton_w_cm", "carton_h_cm", "gross_weight_kg"):
        if row[name] is not None and row[name] <= 0:
            yield name, Problem("must_be_positive")
    if row["mid_pack_qty"] and row["pack_qty"] % row["mid_pack_qty"]:
        yield "mid_pack_qty", Problem("must_divide", facts={"whole": row["pack_qty"]})
    if not 0 <= row["min_remaining_pct"] <= 100:
        yield "min_remaining_pct", Problem("not_a_percentage")


def _codes(row: Row) -> Iterator[Found]:
    udi, trace, tax = row["udi_di"], row["nmpa_trace_code"], row["tax_code"]
    if not udi and row["category"] in {"device_3", "ivd_3"}:
        yield "udi_di", Problem("required")
    if udi and not is_gtin14(udi) and not _OTHER_ISSUERS.fullmatch(udi):
        yield "udi_di", Problem("udi_malformed", facts={"code": udi})
    if trace and not re.fullmatch(r"\d{7}", trace):
        yield "nmpa_trace_code", Problem("must_have_digits", facts={"count": 7})
    if trace and row["category"] not in MEDICINES:
        yield "nmpa_trace_code", Problem("drugs_only")
    if tax and not re.fullmatch(r"\d{19}", tax):
        yield "tax_code", Problem("must_have_digits", facts={"count": 19})


def _prices(row: Row) -> Iterator[Found]:
    listed, floor = row["list_price"], row["floor_price"]
    if row["status"] != DRAFT:
        for name in ("list_price", "floor_price"):
            if row[name] is None:
                yield name, Problem("price_needed_for_sale")
    if listed is not None and listed <= 0:
        yield "list_price", Problem("must_be_positive")
    if floor is not None and floor <= 0:
        yield "floor_price", Problem("must_be_positive")
    if listed is not None and floor is not None and floor > listed:
        yield "floor_price", Problem("floor_above_list")


def _certificate(step: Step, row: Row) -> Iterator[Found]:
    """The certificate's number says of which class the product is."""
    number, category = row["registration"], row["category"]
    if number is None:
        if category != "other":
            yield "registration", Problem("required")
        return
    found: Any = references.row_of(step, "certificates", number)
    fits = found is not None and (
        found["kind"] in {"drug_approval", "import_drug"}
        if category in DRUGS
        else category == "other" or found["device_class"] == device_class(category)
    )
    if not fits:
        facts = {"cert_no": number, "category": CATEGORIES[category]}
        yield "registration", Problem("certificate_of_other_class", facts=facts)
