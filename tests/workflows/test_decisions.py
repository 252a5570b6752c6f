"""What the decision tables say, row by row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine import decisions
from engine.decisions import Decision
from tests.workflows.conftest import WORKFLOWS


def table(stem: str) -> Decision:
    (path,) = WORKFLOWS.rglob(f"{stem}.dmn")
    (decision,) = decisions.read(path.read_bytes(), path.name)
    return decision


def chain(**facts: Any) -> tuple[list[str] | None, list[Any]]:
    outcome = decisions.evaluate(table("approval_level"), facts, {})
    return (outcome.value["approval_chain"] if outcome.value else None), list(outcome.matched)


def roles(*codes: str) -> list[str]:
    return [f"role:{code}" for code in codes]


SM, FM, GM, LG = "sales_manager", "finance_manager", "general_manager", "legal_reviewer"
RM, QA, SL = "regional_manager", "qa_officer", "sales_assistant_lead"
UP = "manager:applicant"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"doc_type": "contract", "below_floor": True, "amount": 2_000_000}, roles(SM, FM, GM)),
        ({"doc_type": "contract", "amount": 1_000_000}, roles(SM, FM, LG, GM)),
        ({"doc_type": "contract", "amount": 10, "max_discount_pct": 30}, roles(SM, FM, LG, GM)),
        ({"doc_type": "contract", "amount": 10, "credit_days": 91}, roles(SM, FM, LG, GM)),
        ({"doc_type": "contract", "amount": Decimal("999999.99")}, roles(SM, LG, FM)),
        ({"doc_type": "contract", "amount": 300_000}, roles(SM, LG, FM)),
        ({"doc_type": "contract", "amount": 10, "max_discount_pct": 15}, roles(SM, LG, FM)),
        ({"doc_type": "contract", "amount": 10, "credit_days": 61}, roles(SM, LG, FM)),
        ({"doc_type": "contract", "amount": 10, "credit_days": 90}, roles(SM, LG, FM)),
        ({"doc_type": "contract", "amount": 10, "template_modified": True}, roles(SM, LG, FM)),
        ({"doc_type": "contract", "amount": Decimal("299999.99"), "credit_days": 60}, roles(SM)),
        ({"doc_type": "award_contract", "deviation_list": ["付款"]}, roles(LG, SM, GM)),
        ({"doc_type": "award_contract", "deviation_list": []}, roles(SM, LG)),
        ({"doc_type": "bid", "below_floor": True}, roles(SM, FM, GM)),
        ({"doc_type": "bid", "amount": 3_000_000}, roles(SM, FM, GM)),
        ({"doc_type": "bid", "amount": 2_999_999}, roles(SM)),
        ({"doc_type": "authorization", "exclusive": True}, roles(SM, LG)),
        ({"doc_type": "authorization", "level": "province"}, roles(SM, LG)),
        ({"doc_type": "authorization", "purpose": "bid_project", "level": "city"}, roles(SM, LG)),
        ({"doc_type": "authorization", "level": "city", "exclusive": False}, roles(SM)),
        ({"doc_type": "release", "all_public": True}, []),
        ({"doc_type": "release", "any_confidential": True, "any_price": True}, roles(QA, SM)),
        ({"doc_type": "release", "any_price": True}, roles(SM)),
        ({"doc_type": "order_price", "below_floor": True}, roles(SM, GM)),
        ({"doc_type": "order_price", "discount_over_contract_pct": 5}, roles(RM)),
        ({"doc_type": "order_price", "discount_over_contract_pct": 6}, roles(SM)),
        ({"doc_type": "promo", "amount": 4_999}, roles(RM)),
        ({"doc_type": "expense", "amount": 5_000}, roles(RM, SM, FM)),
        ({"doc_type": "promo", "amount": 50_000}, roles(RM, SM, FM, GM)),
        ({"doc_type": "sample", "amount": 999}, roles(SL)),
        ({"doc_type": "sample", "amount": 1_000, "control_class": "none"}, roles(SM)),
        ({"doc_type": "sample", "amount": 5_000}, roles(SM, GM)),
        ({"doc_type": "seal", "seals": ["company"]}, [UP, *roles(GM)]),
        ({"doc_type": "seal", "seals": ["contract", "legal_rep"]}, [UP, *roles(GM)]),
        ({"doc_type": "seal", "seals": ["finance"]}, [UP, *roles(GM)]),
        ({"doc_type": "seal", "seals": ["contract"]}, roles(SM)),
        ({"doc_type": "seal", "seals": ["dept"]}, [UP]),
        ({"doc_type": "seal", "seals": ["quality", "outbound"]}, [UP]),
    ],
)
def test_approval_chain(facts: dict[str, Any], expected: list[str]) -> None:
    found, rules = chain(**facts)

    assert found == expected
    assert len(rules) == 1


def test_a_controlled_sample_is_refused_and_not_waved_through() -> None:
    outcome = decisions.evaluate(
        table("approval_level"), {"doc_type": "sample", "amount": 10, "control_class": "narcotic"}, {}
    )

    assert outcome.value == {"approval_chain": [], "is_refused": True}


@pytest.mark.parametrize(
    "facts", [{"doc_type": "seal", "seals": []}, {"doc_type": "release"}, {"doc_type": "gift"}]
)
def test_what_no_rule_covers_has_no_chain(facts: dict[str, Any]) -> None:
    assert chain(**facts) == (None, [])


@pytest.mark.parametrize(
    ("doc_types", "seals", "cross_page"),
    [
        ("sales_contract award_contract purchase_contract transport_contract", ["contract"], True),
        ("authorization", ["company", "legal_rep"], False),
        ("bid_document", ["company", "legal_rep"], True),
        ("qualification_copy first_customer_pack quality_agreement", ["company"], False),
        ("inspection_report_copy", ["quality"], False),
        ("accompanying_note", ["outbound"], False),
        ("reminder_letter refund_letter", ["company"], False),
        ("receipt statement confirmation_letter", ["finance"], False),
        ("paper_invoice", ["invoice"], False),
        ("digital_invoice internal_loan internal_expense", [], False),
        ("daily_material", ["dept"], False),
    ],
)
def test_seals_of_a_document(doc_types: str, seals: list[str], cross_page: bool) -> None:
    for doc_type in doc_types.split():
        outcome = decisions.evaluate(table("seal_type"), {"doc_type": doc_type}, {})
        assert outcome.value == {"seals": seals, "cross_page_required": cross_page}


def test_an_unknown_document_is_not_sealed_by_guess() -> None:
    outcome = decisions.evaluate(table("seal_type"), {"doc_type": "love_letter"}, {})

    assert outcome.value is None


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Decimal("0.01"), roles(SL, FM)),
        (5_000, roles(SL, FM)),
        (Decimal("5000.01"), roles(SM, FM)),
        (50_000, roles(SM, FM)),
        (Decimal("50000.01"), roles(SM, FM, GM)),
        (200_000, roles(SM, FM, GM)),
        (Decimal("200000.01"), roles(GM, LG)),
    ],
)
def test_who_approves_a_loan_follows_its_amount(amount: Any, expected: list[str]) -> None:
    assert decisions.evaluate(table("loan_limit"), {"amount": amount}, {}).value == expected
