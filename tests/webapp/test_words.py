from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.calendars.work_calendar import WorkCalendar
from engine.kernel import errors
from tests.support.source import ROOT
from webapp import i18n, traditional
from webapp.due import DueWords

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 5, 20, 1, tzinfo=UTC)


def test_every_code_has_a_sentence_in_every_language():
    codes = set(i18n.catalogue("zh-Hans"))

    assert set(i18n.catalogue("en")) == codes
    assert set(i18n.catalogue("zh-Hant")) == codes


def test_the_traditional_catalogue_is_the_one_made_from_the_simplified():
    made = (i18n.FOLDER / "zh-Hant.json").read_text("utf-8")

    assert made == traditional.catalogue_text()


def test_all_languages_use_the_same_facts():
    for code, sentence in i18n.catalogue("zh-Hans").items():
        wanted = set(re.findall(r"\{(\w+)\}", sentence))
        assert set(re.findall(r"\{(\w+)\}", i18n.catalogue("en")[code])) <= wanted | {"n"}, code


def test_every_error_of_the_engine_has_a_sentence():
    classes = [
        one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.EngineError)
    ]
    codes = {one.__new__(one).code for one in classes if one is not errors.EngineError}

    assert {f"error.{code}" for code in codes} <= set(i18n.catalogue("zh-Hans"))


def test_every_word_that_a_page_asks_for_exists():
    wanted: set[str] = set()
    for path in [*(ROOT / "templates" / "pages").rglob("*.html"), *(ROOT / "webapp").rglob("*.py")]:
        wanted |= set(
            re.findall(r"""\b(?:t|g\.t|plural)\(\s*['"]([a-z_0-9.]+)['"]\s*[,)]""", path.read_text("utf-8"))
        )
        wanted |= set(re.findall(r"""['"](said\.[a-z_]+)['"]""", path.read_text("utf-8")))

    assert wanted <= set(i18n.catalogue("zh-Hans"))


def test_every_role_of_the_company_has_a_name():
    from engine.organisation.roles import ROLES

    assert {f"role.{code}" for code in ROLES} <= set(i18n.catalogue("zh-Hans"))


def test_data_keeps_the_words_of_the_trade_in_traditional():
    assert traditional.shown("用印台账") == "用印台賬"
    assert traditional.shown("双人复核发货") == "雙人複核發貨"


def test_a_fact_with_braces_stays_what_it_is():
    assert i18n.say("zh-Hans", "said.released", {"x": "{y}"}) == i18n.say("zh-Hans", "said.released")
    assert "{y.__class__}" in i18n.say("zh-Hans", "said.started", {"name": "{y.__class__}"})


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (datetime(2026, 5, 22, 9, 30, tzinfo=UTC), "剩 2 个工作日"),
        (datetime(2026, 5, 20, 9, 30, tzinfo=UTC), "今天 17:30"),
        (datetime(2026, 5, 25, 9, 30, tzinfo=UTC), "剩 3 个工作日"),
        (datetime(2026, 5, 15, 9, 30, tzinfo=UTC), "逾期 3 个工作日"),
        (datetime(2026, 5, 20, 0, 30, tzinfo=UTC), "逾期，今天 08:30"),
    ],
)
def test_due_dates_count_working_days(due, words):
    writer = DueWords(MORNING, SHANGHAI, WorkCalendar(SHANGHAI), "zh-Hans")

    assert writer(due).words == words


def test_a_task_without_a_due_date_says_nothing():
    assert DueWords(MORNING, SHANGHAI, WorkCalendar(SHANGHAI), "en")(None) is None


def test_log_lines_cannot_be_forged():
    import logging

    from webapp.logs import JsonLines

    record = logging.LogRecord("x", logging.INFO, "", 0, 'a\n{"level": "forged"}', None, None)
    assert json.loads(JsonLines().format(record))["message"] == 'a\n{"level": "forged"}'
    assert "\n" not in JsonLines().format(record)


def test_money_and_dates_are_written_as_people_read_them(app):
    from webapp import filters

    assert filters.money("1104000") == "1,104,000.00"
    assert filters.number("12.500") == "12.5"
    assert filters.number("12000") == "12,000"
    assert filters.day(date(2026, 5, 22)) == "2026-05-22"
    assert filters.size(2_516_582) == "2.4 MB"
