"""Cells of a file are read as people write them, and a file is never believed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from engine.kernel.errors import InvalidInput
from engine.register_rows.sheets import read
from engine.register_rows.sheets.cells import BadCell, posted
from engine.register_rows.sheets.table import MOST_BYTES, Bad, Cell
from forms.schema import read_form
from tests.support.models import field, form
from tests.support.sheets import workbook

ZONE = ZoneInfo("Asia/Shanghai")
FIELDS = {
    one.key: one
    for one in read_form(
        form(
            "f",
            field("text"),
            field("number", "number"),
            field("flag", "checkbox"),
            field("day", "datetime", subtype="date"),
            field("moment", "datetime", subtype="datetime"),
            field(
                "kinds", "checklist", values=[{"label": "甲", "value": "a"}, {"label": "乙", "value": "b"}]
            ),
        ),
        "f.form",
    ).fields()
}


def told(name: str, cell: Cell) -> list[str]:
    return posted(FIELDS[name], cell, lambda _field, text: {"甲": "a", "乙": "b"}.get(text, text), ZONE)


@pytest.mark.parametrize(
    ("name", "cell", "text"),
    [
        ("day", "2026/5/20", "2026-05-20"),
        ("day", "2026年5月20日", "2026-05-20"),
        ("day", "2026.05.20", "2026-05-20"),
        ("day", "20260520", "2026-05-20"),
        ("day", "２０２６－５－２０", "2026-05-20"),
        ("day", date(2026, 5, 20), "2026-05-20"),
        ("day", datetime(2026, 5, 20, 9, 30), "2026-05-20"),  # noqa: DTZ001
        ("day", Decimal(46162), "2026-05-20"),
        ("day", "昨天", "昨天"),
        ("day", "2026-02-30", "2026-02-30"),
        ("moment", "2026/5/20 9:30", "2026-05-20T09:30"),
        ("moment", "2026-05-20T01:30:00+00:00", "2026-05-20T09:30"),
        ("day", "2026-05-19T22:00:00Z", "2026-05-20"),
        ("moment", Decimal("46162.5"), "2026-05-20T12:00"),
        ("moment", datetime(2026, 5, 20, 9, 30), "2026-05-20T09:30"),  # noqa: DTZ001
        ("number", "1,234.50", "1234.50"),
        ("number", "￥1，234.50", "1234.50"),
        ("number", Decimal("0.1"), "0.1"),
        ("number", "一百", "一百"),
        ("number", "1e9", "1e9"),
        ("flag", "是", "true"),
        ("flag", "否", "false"),
        ("flag", True, "true"),
        ("text", Decimal("13800000000"), "13800000000"),
        ("text", Decimal("12.50"), "12.5"),
        ("text", date(2026, 5, 20), "2026-05-20"),
        ("text", " 公章 ", " 公章 "),
    ],
)
def test_a_cell_becomes_what_a_browser_would_post(name: str, cell: Cell, text: str) -> None:
    assert told(name, cell) == [text]


def test_an_empty_cell_posts_nothing_and_several_choices_are_several() -> None:
    assert told("text", None) == []
    assert told("kinds", "甲、b，丙") == ["a", "b", "丙"]


@pytest.mark.parametrize("cell", [Bad("cell_formula"), Decimal("6222021234567890000")])
def test_a_formula_and_a_number_that_lost_its_digits_are_refused(cell: Cell) -> None:
    with pytest.raises(BadCell):
        told("text", cell)


def code_of(data: bytes, name: str) -> str:
    with pytest.raises(InvalidInput) as refused:
        read.read_sheet(data, name)
    ((problem,),) = refused.value.facts["fields"].values()
    return str(problem.code)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"x" * (MOST_BYTES + 1), "a.csv", "sheet_too_large"),
        (b"x", "a.xls", "sheet_kind_unknown"),
        (b"x", "a", "sheet_kind_unknown"),
        (b"\xff\xfe\x00\x81", "a.csv", "sheet_encoding"),
        (b"a,b\n" + b"," * 500, "a.csv", "sheet_too_wide"),
        (b'a,b\n"1', "a.csv", "sheet_unreadable"),
        (b"", "a.csv", "sheet_empty"),
        (b"PK\x03\x04", "a.xlsx", "sheet_unreadable"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(data: bytes, name: str, code: str) -> None:
    assert code_of(data, name) == code


def test_percent_and_long_numbers_are_what_the_sheet_shows() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["a", "b", "c"])
    sheet.append([0.125, 0.1 + 0.2, 12.5])
    sheet["A2"].number_format = "0.0%"
    sheet["C2"].number_format = '0.##"%"'
    stream = workbook()
    stream.seek(0)
    book.save(stream)

    (line,) = read.read_sheet(stream.getvalue(), "a.xlsx").lines
    assert list(line.cells) == [Decimal("12.500"), Decimal("0.3"), Decimal("12.5")]
    assert line.number == 2


def test_blank_lines_are_left_out_and_numbers_are_those_of_the_file() -> None:
    data = "\n\n甲,乙\n1,2\n\n,\n3,4\n".encode()

    table = read.read_sheet(data, "a.csv")

    assert list(table.headings) == ["甲", "乙"]
    assert [line.number for line in table.lines] == [4, 7]
