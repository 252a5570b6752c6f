"""The papers of a loan say what the register says, and nothing of their templates is left in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from engine.bootstrap import Engine
from engine.documents.chinese_amount import cn_upper
from engine.execution.tables import ATTACHMENT
from engine.kernel.clock import FixedClock
from engine.seeds.scenarios.play import play
from engine.seeds.scenarios.read import read_scenario
from tests.workflows.conftest import WORKFLOWS

SETTLED = WORKFLOWS / "loan_settlement" / "scenarios" / "settled_in_parts.yaml"
OVERRIDDEN = WORKFLOWS / "bid_cost_loan" / "scenarios" / "bad_payments.yaml"


def papers(engine: Engine) -> dict[str, str]:
    """File name -> the text of the rendered document, its footer included."""
    rendered = ATTACHMENT.select().where(ATTACHMENT.c.source.startswith("document:"))
    with engine.read() as reader:
        rows = reader.connection.execute(rendered).mappings().all()
    found = {}
    for row in rows:
        with engine.files.open(row["sha256"]) as file:
            found[row["filename"]] = "\n".join(_texts(Document(BytesIO(file.read()))))
    return found


def _texts(document: Any) -> Iterator[str]:
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            yield " | ".join(dict.fromkeys(cell.text for cell in row.cells))
    yield from (paragraph.text for paragraph in document.sections[0].footer.paragraphs)


def loan(engine: Engine, number: str) -> dict[str, Any]:
    register = engine.services.registers["loans"]
    with engine.read() as reader:
        return dict(next(row for row in register.list(reader, {}).rows if row["loan_no"] == number))


@pytest.fixture
def settled(engine: Engine, clock: FixedClock) -> Engine:
    play(engine, clock, read_scenario(SETTLED))
    return engine


def test_nothing_of_a_template_is_left(settled: Engine) -> None:
    for name, text in papers(settled).items():
        assert not re.search("[{}%]{2}", text), name


def test_the_loan_form_says_amounts_people_and_pages(settled: Engine) -> None:
    row = loan(settled, "JK-2026-0005")
    text = papers(settled)["借款单 JK-2026-0005.docx"]

    assert f"人民币{cn_upper(row['amount'])}" in text
    assert f"¥ {row['amount']:,.2f}" in text
    assert "周子墨 | 林晓岚 |  | 冯雅琴 | 段红" in text
    assert "编号 JK-2026-0005　版本 A/0　签发日期 2026年5月20日" in text
    assert row["bank_ref"] in text


def test_the_loan_form_of_somebody_who_owes_names_what_he_owes(engine: Engine, clock: FixedClock) -> None:
    play(engine, clock, read_scenario(OVERRIDDEN))
    text = papers(engine)["借款单 JK-2026-0006.docx"]

    assert "JK-2026-0003（逾期） | 3,800.00 | 2,600.00 | 2026年4月28日" in text
    assert "逾期放行 | 投标截止在即，准予放行" in text


def test_each_part_has_its_paper_whose_sums_are_the_registers(settled: Engine) -> None:
    row = loan(settled, "JK-2026-0005")
    first = papers(settled)["平账单 JK-2026-0005-1.docx"]
    last = papers(settled)["平账单 JK-2026-0005-2.docx"]

    assert "此前已平 | ¥ 0.00 | 累计已平 | ¥ 1,200.50" in first
    assert "未平账余额 | ¥ 800.00　（人民币捌佰元整）" in first
    assert f"累计已平 | ¥ {row['settled']:,.2f}" in last
    assert f"¥ {row['open']:,.2f}　（人民币零元整）　已结清" in last
    assert "其中：报销 | ¥ 500.00 | 其中：退款 | ¥ 300.00" in last
    assert [number for number in row["invoice_nos"] if number in first + last] == row["invoice_nos"]
