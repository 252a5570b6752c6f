"""What the papers of a bid print of its neighbours: products by name, own licences, makers, distributor.

A diagram asks before it fills a template. Floor prices and numbers of identity cards are never told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import feel
from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.registers.shared import references
from engine.registers.shared.values import Values

Row = Mapping[str, Any]
_CENT = Decimal("0.01")
_LICENCES = "qualifications"
_COMPANY = "company"
_BUSINESS_LICENCE = "business_licence"


def _run(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """Raises OperationRefused for a product that is not there."""
    values = Values(call.variables, step.services.zone)
    day = _day(step, values)
    lines = [_line(step, line) for line in values.contexts("lines")]
    asked = [_requirement(step, line) for line in values.contexts("req_lines")]
    papers = _papers(step, day, [str(line["response_doc"]) for line in asked if line.get("response_doc")])
    agent = values.text_or_none("agent")
    return {
        "lines": lines,
        "req_lines": asked,
        "deviation_lines": _deviations(values.contexts("deviation_lines"), asked),
        "papers": [_paper(step, row) for row in papers],
        "makers": _makers(step, lines),
        "distributor": _customer(step, values.text_or_none("distributor")),
        "agent_name": (_customer(step, agent) or {}).get("name"),
        "bidder": {"uscc": _licence_number(papers)},
    }


def _day(step: Step, values: Values) -> date:
    moment = values.moment_or_none("bid_deadline")
    return step.services.calendar.local_date(step.now if moment is None else moment)


def _line(step: Step, line: Row) -> dict[str, Any]:
    """The line as it was given, with what the product and its certificate say."""
    product = references.required(step, "products", str(line.get("product") or ""))
    number = product["registration"]
    certificate = (references.row_of(step, "certificates", number) if number else None) or {}
    return {
        **line,
        "name": product["generic_name"],
        "spec": product["spec"],
        "unit": product["unit"],
        "list_price": feel.to_json(product["list_price"]),
        "amount": _amount(line),
        "cert_no": number,
        "cert_valid_to": feel.to_json(certificate.get("valid_to")),
        "manufacturer": product["manufacturer"],
        "storage": _word(step, "products", "storage_cond", product["storage_cond"]),
        "shelf_life_months": product["shelf_life_months"],
    }


def _amount(line: Row) -> Decimal | None:
    """Rounded per line; none where quantity or price is open."""
    qty, price = line.get("qty"), line.get("quoted_price", line.get("estimated_price"))
    if qty is None or price is None:
        return None
    return (Decimal(qty) * Decimal(price)).quantize(_CENT, ROUND_HALF_UP)


def _requirement(step: Step, line: Row) -> dict[str, Any]:
    number = line.get("response_doc")
    row = references.row_of(step, _LICENCES, str(number)) if number else None
    return {**line, "response_name": _paper(step, row)["name"] if row else number}


def _deviations(lines: Sequence[Row], asked: Sequence[Row]) -> list[dict[str, Any]]:
    """Each with the kind and the words of the requirement that it departs from."""
    known = {line.get("clause_no"): line for line in asked}
    found = []
    for line in lines:
        clause = known.get(line.get("clause_no"), {})
        told = {name: clause.get(name) for name in ("kind", "requirement", "is_starred")}
        found.append({**told, **line})
    return found


def _papers(step: Step, day: date, named: Sequence[str]) -> list[Row]:
    """The company's papers that hold on that day: those that anybody may see, and those that are named."""
    rows = references.rows_of(step, _LICENCES, owner_type=_COMPANY, owner_id=_COMPANY)
    return [row for row in rows if _holds(row, day) and (row["is_public"] or row["doc_no"] in named)]


def _holds(row: Row, day: date) -> bool:
    begins, ends = row["valid_from"], row["valid_to"]
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def _paper(step: Step, row: Row) -> dict[str, Any]:
    return {
        "doc_no": row["doc_no"],
        "name": _word(step, _LICENCES, "doc_kind", row["doc_kind"]),
        "cert_no": row["cert_no"],
        "issuer": row["issuer"],
        "valid_to": feel.to_json(row["valid_to"]),
    }


def _licence_number(papers: Sequence[Row]) -> str | None:
    """The number of a business licence is the company's credit code."""
    return next((row["cert_no"] for row in papers if row["doc_kind"] == _BUSINESS_LICENCE), None)


def _makers(step: Step, lines: Sequence[Row]) -> list[dict[str, Any]]:
    """Who makes what the company itself does not, in the order of the lines."""
    made: dict[str, list[str]] = {}
    for line in lines:
        if line["manufacturer"] != step.services.company:
            made.setdefault(line["manufacturer"], []).append(line["name"])
    return [{"name": name, "products": list(dict.fromkeys(products))} for name, products in made.items()]


def _customer(step: Step, code: str | None) -> dict[str, Any] | None:
    if code is None:
        return None
    row = references.required(step, "customers", code)
    return {name: row.get(name) for name in ("name", "uscc", "address")}


def _word(step: Step, register: str, column: str, code: Any) -> Any:
    """The Chinese word of a code: legal papers are in Simplified Chinese."""
    columns = step.services.registers[register].columns
    options = next((one.options for one in columns if one.key == column), {})
    return options[code]["zh-Hans"] if code in options else code


OPERATION = Operation(
    "register.bids.paper",
    _run,
    inputs={
        "lines": "list",
        "req_lines": "list?",
        "deviation_lines": "list?",
        "distributor": "text?",
        "agent": "text?",
        "bid_deadline": "text?",
    },
    outputs={
        "lines": "list",
        "req_lines": "list",
        "deviation_lines": "list",
        "papers": "list",
        "makers": "list",
        "distributor": "context?",
        "agent_name": "text?",
        "bidder": "context",
    },
    reads_only=True,
)
