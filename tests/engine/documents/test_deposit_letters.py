"""The letters by which a deposit is asked back: complete with all data, readable with none, never a brace."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document

from engine.documents.authoring import deposit_letters
from engine.documents.templates import render
from tests.engine.documents.kit import parts

DRAW = {
    deposit_letters.APPLICATION: deposit_letters.draw_application,
    deposit_letters.REMINDER: deposit_letters.draw_reminder,
}
FACTS: dict[str, Any] = {
    "company": "青澜生物技术(演示)有限公司",
    "number": "DP-2026-0001-4",
    "letter_no": "DP-2026-0001-4",
    "issued_on": "2026-04-29",
    "payee_name": "滨江省药械招标中心(演示)",
    "title": "滨江省2026年检验试剂集中采购",
    "tender_no": "BJ-YY-2026-003",
    "package_no": "2",
    "bid_no": "BD-2026-0003",
    "amount": "80000.00",
    "outstanding": "80000.00",
    "total": "80007.45",
    "interest": "7.45",
    "interest_from": "2026-02-20",
    "interest_days": 68,
    "annual_rate_pct": "0.05",
    "claims_interest": True,
    "claim_text": "投标保证金本金及银行同期存款利息",
    "legal_basis": "《中华人民共和国招标投标法实施条例》第五十七条。",
    "paid_on": "2026-02-20",
    "bank_ref": "YH-220",
    "receipt_no": "SJ-0003",
    "pay_from_account": "990101200001（基本户）",
    "refund_due_on": "2026-04-14",
    "days_overdue": 15,
    "reply_by": "2026-05-08",
    "contact": "周子墨",
}


def text_of(name: str, facts: dict[str, Any]) -> str:
    document = Document(io.BytesIO(render((deposit_letters.FOLDER / f"{name}.docx").read_bytes(), facts)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    lines += [paragraph.text for paragraph in document.sections[0].footer.paragraphs]
    return "\n".join(lines)


@pytest.mark.parametrize("name", DRAW)
def test_the_shipped_letter_is_what_its_script_draws(name: str) -> None:
    drawn, shipped = parts(DRAW[name]()), parts((deposit_letters.FOLDER / f"{name}.docx").read_bytes())

    assert drawn.keys() == shipped.keys()
    assert [part for part in drawn if drawn[part] != shipped[part]] == []


@pytest.mark.parametrize("name", DRAW)
@pytest.mark.parametrize("facts", [FACTS, {}], ids=["all", "nothing"])
def test_no_field_is_left_unmerged(name: str, facts: dict[str, Any]) -> None:
    template = (deposit_letters.FOLDER / f"{name}.docx").read_bytes()
    for part, content in parts(render(template, facts)).items():
        assert b"{{" not in content, part
        assert b"{%" not in content, part


@pytest.mark.parametrize("name", DRAW)
def test_a_letter_says_sum_law_account_and_day(name: str) -> None:
    text = text_of(name, FACTS)

    for wanted in (
        "人民币 80,000.00 元（大写：捌万元整）",
        "第五十七条",
        "990101200001（基本户）（与付款账户一致）",
        "2026年4月14日",
        "招标编号 BJ-YY-2026-003，包号 2",
        "SJ-0003",
        "函号：DP-2026-0001-4",
    ):
        assert wanted in text, wanted


def test_the_second_reminder_claims_the_interest() -> None:
    text = text_of(deposit_letters.REMINDER, FACTS)

    assert "共 68 日，按年利率 0.05%（实际天数/365）计息 7.45 元" in text
    assert "本息合计人民币 80,007.45 元（大写：捌万零柒元肆角伍分）" in text
    assert "已逾期 15 日" in text


def test_the_first_reminder_claims_it_in_words() -> None:
    text = text_of(deposit_letters.REMINDER, {**FACTS, "claims_interest": False})

    assert "请一并支付投标保证金本金及银行同期存款利息" in text
    assert "计息" not in text
