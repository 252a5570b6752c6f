"""Every expression of the guide for managers gives what the guide says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest

import feel
from engine.calendars.functions import calendar_functions
from engine.calendars.work_calendar import WorkCalendar
from tests.support.source import ROOT

PAGE = ROOT / "docs" / "guide" / "feel.md"
TODAY = dt.date(2026, 5, 20)
EXAMPLE = re.compile(r"^### (\d+\. .+?)\n.*?^```feel\n(.*?)^```\n(.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `(\{.*\})` \| `(.+)` \|$", re.MULTILINE)


def examples() -> Iterator[tuple[str, str, str, str]]:
    """(heading, expression, values, result) of every line."""
    for heading, expression, rest in EXAMPLE.findall(PAGE.read_text(encoding="utf-8")):
        for values, result in ROW.findall(rest):
            yield heading, expression.strip(), values, result


def test_the_guide_has_its_examples() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert len({heading for heading, *_ in examples()}) == page.count("```feel") >= 20
    assert len(list(examples())) == page.count("\n| `{")


@pytest.mark.parametrize(("heading", "expression", "values", "result"), list(examples()))
def test_an_example_gives_what_the_guide_says(
    heading: str, expression: str, values: str, result: str
) -> None:
    given = feel.evaluate(values)
    assert isinstance(given, dict)

    functions = {"today": lambda: TODAY, **calendar_functions(WorkCalendar("Asia/Shanghai"))}
    value = feel.evaluate(expression, given, functions)

    assert feel.evaluate("[value] = [expected]", {"value": value, "expected": feel.evaluate(result)}) is True


def test_the_refusal_that_the_guide_shows_is_the_one_that_people_get() -> None:
    wrong = feel.mistake("if a thne 1 else 2")

    assert wrong is not None
    assert wrong.slip is not None
    assert wrong.slip.corrected in PAGE.read_text(encoding="utf-8")
