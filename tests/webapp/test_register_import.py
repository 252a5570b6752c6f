"""Rows come as an Excel file: a verdict for each line first, then the good ones; twice is as once."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from engine.execution.tables import AUDIT
from engine.registers.seals.queries import REGISTER
from engine.registers.seals.tables import SEAL
from tests.support.registers import ADMIN, GOOD, lively
from tests.support.sheets import workbook

HEAD = ["印章编号", "种类", "保管人", "存放地点"]
PLACE = "/registers/seals/import"
MANY = ["A-1", "dept", "mahuifang", "柜"]


@pytest.fixture(autouse=True)
def register(company):
    company.engine.services.registers["seals"] = REGISTER


@pytest.fixture
def admin(browser_of):
    return browser_of(ADMIN)


def judge(browser, *lines, name="印章.xlsx", data=None):
    browser.get(PLACE)
    return browser.post(PLACE, {"file": (data or workbook(*lines), name)}, buffered=True)


def go(browser, page):
    kept = re.search(r'name="kept" value="([^"]+)"', page.text)[1]
    return browser.post(PLACE, {"kept": kept})


def verdicts(page):
    """Row number -> verdict, as the page tells them."""
    rows = re.findall(r"<tr><td class=\"num\".*?</tr>", page.text)
    return {
        int(re.search(r">(\d+)<", row)[1]): re.search(r'class="tag[^"]*">([^<]+)', row)[1] for row in rows
    }


def codes(company):
    return {row["seal_code"]: row for row in company.rows(SEAL)}


def test_the_template_has_the_headings_and_says_how_each_is_filled_in(admin):
    answer = admin.get(f"{PLACE}/template")
    book = load_workbook(io.BytesIO(answer.data))

    first, second = book.worksheets
    assert [cell.value for cell in first[1]] == [
        "印章编号*",
        "种类*",
        "保管人*",
        "备用保管人",
        "存放地点",
        "说明",
    ]
    told = {row[0].value: row for row in second.iter_rows(min_row=2)}
    assert "dept = 部门章" in told["种类"][4].value
    assert "员工" in told["保管人"][2].value


def test_each_line_gets_its_verdict_and_nothing_is_written_before_the_word(company, admin):
    admin.get("/registers/seals/new")
    admin.post("/registers/seals/new", GOOD)
    lines = [
        HEAD,
        ["S-77", "部门章", "马会芳", None],
        ["S-78", "dept", "mahuifang", "二号柜"],
        ["S-79", "wax", "mahuifang", None],
        ["S-80", "公章", "没有此人", None],
        ["S-78", "dept", "xujing", "三号柜"],
        [None, None, None, None],
        [None, "公章", "马会芳", None],
    ]

    page = judge(admin, *lines)

    assert verdicts(page) == {2: "相同", 3: "新增", 4: "不导入", 5: "不导入", 6: "更新", 8: "不导入"}
    assert set(codes(company)) == {"S-77"}
    done = go(admin, page)
    assert "导入结果" in done.text
    assert verdicts(done) == verdicts(page)
    assert codes(company)["S-78"]["keeper"] == "xujing"
    key = codes(company)["S-78"]["key"]
    assert [row["action"] for row in company.rows(AUDIT, chain=f"register:seals:{key}")] == [
        "register.write"
    ] * 2


def test_the_same_file_again_changes_nothing(company, admin):
    go(admin, judge(admin, HEAD, MANY))
    before = codes(company)

    again = judge(admin, HEAD, MANY)

    assert verdicts(again) == {2: "相同"}
    assert 'name="kept"' not in again.text
    assert codes(company) == before


def test_what_a_file_does_not_mention_stays(company, admin):
    go(admin, judge(admin, HEAD, MANY))

    go(admin, judge(admin, ["Code", "说明"], ["A-1", "新刻"]))

    row = codes(company)["A-1"]
    assert (row["location"], row["note"], row["kind"]) == ("柜", "新刻", "dept")


def test_a_csv_file_of_excel_in_china_is_read(company, admin):
    text = "印章编号,种类,保管人\nA-2,部门章,马会芳\nA-3,部门章,=cmd|'/c calc'!A0\n"

    page = judge(admin, name="印章.csv", data=io.BytesIO(text.encode("gb18030")))

    assert verdicts(page) == {2: "新增", 3: "不导入"}
    assert "公式" in page.text


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([["甲", "乙"], ["1", "2"]], "没有一个认得"),
        ([[*HEAD, "种类"], [*MANY, "dept"]], "出现了两次"),
        ([HEAD], "没有可导入的行"),
        ([], "没有可导入的行"),
    ],
)
def test_a_file_that_means_nothing_is_refused_with_a_sentence(admin, lines, words):
    answer = judge(admin, *lines)

    assert answer.status_code == 422
    assert words in answer.text


def test_a_heading_that_is_unknown_is_named_and_not_read(admin):
    page = judge(admin, [*HEAD, "颜色"], [*MANY, "红"])

    assert "颜色" in page.text
    assert verdicts(page) == {2: "新增"}


def test_formulas_and_errors_are_refused_at_their_cell(admin):
    page = judge(admin, HEAD, ["A-1", "dept", "mahuifang", "=1+1"], ["A-2", "dept", "mahuifang", "#N/A"])

    assert verdicts(page) == {2: "不导入", 3: "不导入"}
    assert "存放地点" in page.text


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    stream.seek(0)
    return stream


def far_row():
    """A good file whose one row claims to be the ten thousand millionth."""
    good, stream = zipfile.ZipFile(workbook(HEAD, MANY)), io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in good.namelist():
            package.writestr(name, good.read(name).replace(b'<row r="2"', b'<row r="9999999999"'))
    stream.seek(0)
    return stream


def entity():
    good, stream = zipfile.ZipFile(workbook(HEAD, MANY)), io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in good.namelist():
            doctype = b'<!DOCTYPE a [<!ENTITY x "y">]>'
            package.writestr(name, good.read(name).replace(b"<worksheet", doctype + b"<worksheet"))
    stream.seek(0)
    return stream


@pytest.mark.parametrize("data", [bomb, far_row, entity, lambda: io.BytesIO(b"PK\x03\x04nonsense" * 99)])
def test_a_package_that_would_exhaust_us_is_refused(admin, data):
    answer = judge(admin, data=data())

    assert answer.status_code == 422
    assert "读不了" in answer.text


def test_limits_of_kind_and_rows(admin):
    assert ".exe" in judge(admin, name="a.exe", data=io.BytesIO(b"x")).text
    text = "印章编号,种类,保管人\n" + "A,dept,xujing\n" * 5_001
    assert "5000" in judge(admin, name="a.csv", data=io.BytesIO(text.encode())).text.replace(",", "")


def test_a_reference_to_a_kept_file_is_of_one_person_and_cannot_be_made(browser_of, admin):
    page = judge(admin, HEAD, MANY)
    kept = re.search(r'name="kept" value="([^"]+)"', page.text)[1]
    assert admin.post(PLACE, {"kept": kept[:-2] + "00"}).status_code == 422
    lin = browser_of("linxiaolan")
    assert lin.post(PLACE, {"kept": kept}).status_code == 404


def test_a_row_that_needs_a_second_person_waits(company, admin, tmp_path):
    go(admin, judge(admin, HEAD, MANY))
    company.engine.services.registers["seals"] = lively(tmp_path)

    page = judge(admin, HEAD, ["A-1", "dept", "xujing", "柜"])
    assert verdicts(page) == {2: "待复核"}
    go(admin, page)

    assert codes(company)["A-1"]["keeper"] == "mahuifang"
    assert "等待另一人复核" in admin.get(f"/registers/seals/{codes(company)['A-1']['key']}").text


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_headings_and_choices_may_be_in_the_readers_language(admin, language):
    admin.post("/preferences", {"language": language})
    head = load_workbook(io.BytesIO(admin.get(f"{PLACE}/template").data)).worksheets[0][1]
    kind = {"en": "Department seal", "zh-Hant": "部門章"}[language]

    page = judge(admin, [cell.value for cell in head], ["A-9", kind, "马会芳", None, date(2026, 5, 20), None])

    assert set(verdicts(page).values()) == {{"en": "New", "zh-Hant": "新增"}[language]}, page.text
