"""What the papers of a bid are told of products, licences and neighbours."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.documents.templates import render
from engine.kernel.errors import OperationRefused
from tests.engine.documents.bids import rows, template, text
from tests.engine.registers.conftest import Operate

PAPER = "register.bids.paper"
LINES = [
    {"product": "QL-1001", "qty": Decimal(3), "quoted_price": Decimal("1180.005")},
    {"product": "QL-2003", "qty": Decimal(400), "quoted_price": Decimal("9.8")},
]
SOON = "2026-05-29T09:30:00+08:00"


def test_a_line_is_told_with_its_product_and_certificate_and_without_the_floor(operate: Operate) -> None:
    line = operate(PAPER, lines=LINES, bid_deadline=SOON)["lines"][0]

    assert line == {
        **LINES[0],
        "name": "降钙素原测定试剂盒(化学发光法)",
        "spec": "50人份",
        "unit": "盒",
        "list_price": Decimal("1180.0000"),
        "amount": Decimal("3540.02"),
        "cert_no": "苏械注准20232409901",
        "cert_valid_to": "2028-05-10",
        "manufacturer": "青澜生物技术(演示)有限公司",
        "storage": "冷藏（2–8℃）",
        "shelf_life_months": 12,
    }


def test_a_line_without_a_quantity_has_no_amount(operate: Operate) -> None:
    assert (
        operate(PAPER, lines=[{"product": "QL-1001", "quoted_price": Decimal(1)}])["lines"][0]["amount"]
        is None
    )


def test_own_licences_are_those_that_hold_at_the_deadline(operate: Operate) -> None:
    now = {one["name"] for one in operate(PAPER, lines=[], bid_deadline=SOON)["papers"]}
    later = operate(PAPER, lines=[], bid_deadline="2026-09-16T09:00:00+08:00")["papers"]

    assert now >= {"营业执照", "医疗器械生产许可证", "医疗器械经营许可证"}
    assert now - {one["name"] for one in later} == {"医疗器械经营许可证"}


def test_a_deviation_is_told_with_the_requirement_it_departs_from(operate: Operate) -> None:
    asked = [{"clause_no": "4.2", "requirement": "速度", "kind": "technical", "response_doc": "OWN-02"}]
    told = operate(
        PAPER,
        lines=[],
        req_lines=asked,
        deviation_lines=[{"clause_no": "4.2", "ours": "240"}, {"clause_no": "9"}],
    )

    assert told["req_lines"][0]["response_name"] == "医疗器械生产许可证"
    assert [one["kind"] for one in told["deviation_lines"]] == ["technical", None]
    assert told["deviation_lines"][0]["requirement"] == "速度"


def test_only_makers_other_than_the_company_are_told(operate: Operate) -> None:
    makers = operate(PAPER, lines=LINES)["makers"]

    assert [one["products"] for one in makers] == [["一次性使用静脉留置针"]]


def test_nobody_distributes_where_nobody_is_named(operate: Operate) -> None:
    told = operate(PAPER, lines=[], distributor="A03")

    assert told["distributor"]["name"] == "岭川医药(演示)有限公司"
    assert operate(PAPER, lines=[])["distributor"] is None


def test_an_unknown_product_is_refused(operate: Operate) -> None:
    with pytest.raises(OperationRefused):
        operate(PAPER, lines=[{"product": "QL-9999"}])


def test_what_is_told_fills_the_bid_document(operate: Operate) -> None:
    told = operate(PAPER, lines=LINES, distributor="A03", bid_deadline=SOON)
    total = sum(line["amount"] for line in told["lines"])
    document = render(
        template("bid_document"),
        {**told, "price_lines": told["lines"], "price_total": total, "company": "青澜"},
    )

    assert total == Decimal("7460.02")
    assert "人民币柒仟肆佰陆拾元零贰分" in text(document)
    assert ["1", "降钙素原测定试剂盒(化学发光法)\n50人份", "3\n盒", "1,180.005", "3,540.02",
            "苏械注准20232409901\n青澜生物技术(演示)有限公司"] in rows(document)  # fmt: skip
