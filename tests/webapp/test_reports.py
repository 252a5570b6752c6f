"""Reports show what a person may open, added up, as a picture, a table and an Excel file."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from engine.execution.ports import OperationCall
from engine.registers import package
from engine.registers.tenders.tables import TENDER
from tests.engine.registers.conftest import step_of
from tests.webapp.conftest import Browser

PAID = {
    "legal_regime": "bidding_law",
    "form": "transfer",
    "payee_name": "滨江省招标中心(演示)",
    "payee_account": "990101000001",
    "preparer": "zhouzimo",
}


TERRITORY = {"code": "990000", "name": "演示省", "level": "province"}


@pytest.fixture(autouse=True)
def with_registers(company):
    """The company of these tests has none by itself."""
    company.engine.services.registers.update({one.name: one for one in package.REGISTERS})
    company.engine.services.operations.update({one.name: one for one in package.OPERATIONS})


@pytest.fixture
def deposits(company):
    """One 36 days overdue, one that is not due yet, as on 20 May 2026."""

    def operate(name, **inputs):
        with step_of(company.engine, "zhouzimo") as step:
            call = OperationCall(1, step.keys.next(), "Step_1", str(step.keys.next()), inputs, {}, "zhouzimo")
            return company.engine.services.operations[name].run(step, call)

    late = operate(
        "register.deposits.open", bid_no="BD-2026-0003", tender="TB-2026-0003", title="检验试剂集中采购",
        amount=Decimal("80000"), paid_on="2026-02-20", **PAID,
    )  # fmt: skip
    due = {
        "deposit_no": late["deposit_no"],
        "refund_due_on": "2026-04-14",
        "refund_basis": "award_notice_estimate",
    }
    operate("register.deposits.set_refund_due", **due)
    operate(
        "register.deposits.open", bid_no="BD-2026-0011", tender="TB-2026-0011", title="采血耗材",
        amount=Decimal("10000"), paid_on="2026-05-12", **PAID,
    )  # fmt: skip
    return operate


@pytest.fixture
def clerk(app, deposits):
    browser = Browser(app)
    browser.sign_in("zhouzimo")
    return browser


def bars(page):
    """What a bar is of -> what it says."""
    return dict(re.findall(r'<dt>([^<]*)</dt><dd><svg.*?</svg></dd><dd class="num">([^<]*)</dd>', page, re.S))


def test_ages_of_deposits_are_added_up_and_drawn(clerk):
    page = clerk.get("/reports/deposit_aging").text

    assert page.index("检验试剂集中采购") < page.index("采血耗材"), "the oldest first"
    assert bars(page) == {
        "未到期": "10,000.00 · 1 笔",
        "0–30 天": "0.00 · 0 笔",
        "31–60 天": "80,000.00 · 1 笔",
        "61–90 天": "0.00 · 0 笔",
        "90 天以上": "0.00 · 0 笔",
    }
    assert "90,000.00" in page


def test_the_excel_file_holds_numbers_and_their_sum(clerk):
    clerk.get("/reports/deposit_aging")
    answer = clerk.post("/reports/deposit_aging/export")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    rows = list(sheet.iter_rows(values_only=True))

    place = list(rows[0]).index("未退金额")
    assert [row[place] for row in rows[1:]] == [80000, 10000, 90000]
    assert rows[-1][0] == "合计"


def test_only_reports_of_registers_that_one_may_open_are_shown(app, clerk):
    assert "/reports/deposit_aging" in clerk.get("/reports").text
    keeper = Browser(app)
    keeper.sign_in("wanglei")

    assert "/reports/deposit_aging" not in keeper.get("/reports").text
    assert keeper.get("/reports/deposit_aging").status_code == 404
    assert keeper.post("/reports/deposit_aging/export").status_code == 404
    assert clerk.get("/reports/nothing").status_code == 404


@pytest.fixture
def tender(company):
    """Number of a tender whose notice came on 15 May 2026."""
    then = company.clock.now() + timedelta(days=30)
    values = {
        "agency": "AG-01", "tender_no": "ZB-1", "package_no": "1", "title": "生化试剂采购",
        "tenderer": "滨江省医院", "procurement_kind": "open", "legal_regime": "bidding_law",
        "notice_on": date(2026, 5, 15), "bid_deadline": then, "opening_at": then, "bid_validity_days": 90,
    }  # fmt: skip
    agency = {"agency_code": "AG-01", "name": "滨江省医药采购中心(演示)", "kind": "provincial_platform"}
    agency |= {"territory": "990000", "deposit_regime": "bidding_law"}
    with step_of(company.engine, "zhouzimo") as step:
        company.engine.services.registers["territories"].write(step, None, TERRITORY)
        company.engine.services.registers["agencies"].write(step, None, agency)
        key = company.engine.services.registers["tenders"].write(step, None, values)
    return company.rows(TENDER, key=key)[0]


def test_a_report_of_a_period_takes_only_its_days(clerk, tender):
    assert "生化试剂采购" in clerk.get("/reports/tender_digest").text
    assert "生化试剂采购" in clerk.get("/reports/tender_digest?from=2026-05-15&to=2026-05-15").text
    assert "生化试剂采购" not in clerk.get("/reports/tender_digest?from=2026-05-16&to=soon").text
    assert "生化试剂采购" in clerk.get("/reports/bid_deadlines").text


def test_what_hangs_on_a_tender_stands_on_its_page(clerk, deposits, tender):
    deposits(
        "register.deposits.open", bid_no="BD-2026-0020", tender=tender["tender_internal_no"],
        amount=Decimal("20000"), paid_on="2026-05-19", **PAID,
    )  # fmt: skip
    page = clerk.get(f"/registers/tenders/{tender['key']}").text

    assert 'class="dates"' in page
    assert "投标保证金台账" in page
    assert "20,000.00" in page
