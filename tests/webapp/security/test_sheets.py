"""Excel files hold what people typed as text, whatever it was, and are always readable."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from engine.execution.tables import AUDIT
from engine.kernel import exact_json
from forms import values
from forms.problems import Refused
from webapp.sheet import workbook


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", '=HYPERLINK("http://evil.example")']
)
def test_nothing_typed_becomes_a_formula(typed):
    out = io.BytesIO()
    workbook("=t[]", [typed], ["text"], [[typed]], out)
    sheet = load_workbook(out).active

    assert [(cell.value, cell.data_type) for row in sheet.rows for cell in row] == [(typed, "s")] * 2


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_a_sign_that_xml_does_not_hold_spoils_no_file(sign):
    out = io.BytesIO()
    workbook("t", [f"a{sign}"], ["text"], [[f"b{sign}c"]], out)

    assert [row[0].value for row in load_workbook(out).active.rows] == ["a", "bc"]


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff"])
def test_nor_can_it_be_typed(sign):
    with pytest.raises(Refused):
        values.clean_text(f"a{sign}b")


def test_an_export_is_written_down_before_it_goes_out(company, browser_of):
    browser_of("hewen").post("/registers/employees/export", {"q": "林", "f.unknown": "x"})

    [row] = company.rows(AUDIT, chain="exports")
    assert (row["actor"], row["action"], row["object"]) == ("hewen", "register.export", "register:employees")
    assert exact_json.loads(row["detail"]) == {"register": "employees", "filters": {"q": "林"}, "rows": 1}


def test_an_export_that_is_refused_leaves_no_row(company, browser_of):
    assert browser_of("hewen").post("/registers/nothing/export").status_code == 404
    assert company.rows(AUDIT, chain="exports") == []
