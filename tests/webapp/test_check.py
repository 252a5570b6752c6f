"""`neiqin check` and the check of the night: each finding is a sentence that says what to press."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest

from engine.execution.tables import USER_TASK
from engine.jobs.nightly import check_when_due
from tests.support.source import ROOT
from tests.webapp.test_init import begin, folder
from webapp import cli, i18n
from webapp.check_words import words

__all__ = ["folder"]

SOURCES = [path.read_text("utf-8") for path in (ROOT / "engine" / "execution" / "check").glob("*.py")]
CODE = re.compile(r'"((?:case|caller|token|file|message|audit|waits|start_timer)_\w+|\w+_missing)"')
CODES = sorted({code for source in SOURCES for code in CODE.findall(source)})
FACTS = {
    "what": "timer", "caller": 7, "message": "paid", "until": "2026-05-20T01:00:00+00:00", "sha256": "ab12",
    "name": "a.pdf", "reason": "changed", "chain": "settings", "seq": 1,
    "process": "P", "step": "tick",
}  # fmt: skip


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_finding_is_a_sentence_with_its_place_and_what_to_do(company, code, language):
    finding = {"code": code, "facts": FACTS, "case": 7041, "element": "Ask"}
    with company.engine.read() as reader:
        said = words(reader, finding, language)

    assert "7041" in said
    assert said.endswith(("。", "."))
    assert said.count("。" if language != "en" else ". ") >= 1
    assert not re.search(r"check\.|—|\{", said)


def test_all_kinds_of_findings_are_known():
    assert len(CODES) >= 18
    assert {"waits_for_nothing", "task_missing", "token_gone", "file_unnamed"} <= set(CODES)


def test_a_demo_is_in_order(folder, capsys):
    assert cli.main(["demo"]) == 0
    capsys.readouterr()

    assert cli.main(["check"]) == 0
    assert capsys.readouterr().out == "the rows of all cases agree\n"
    assert cli.main(["check", "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_what_was_damaged_is_said_and_given_to_machines(folder, capsys):
    cli.main(["demo"])
    with sqlite3.connect(folder / "neiqin.db") as database:
        database.execute("UPDATE user_task SET state = 'canceled' WHERE state = 'created'")
    capsys.readouterr()

    assert cli.main(["check"]) == 1
    *lines, last = capsys.readouterr().out.splitlines()
    assert last == f"found: {len(lines)}"
    assert all(line.startswith("Case ") and "press “Cancel the case”" in line for line in lines)

    assert cli.main(["check", "--json"]) == 1
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["words"] for one in told] == lines
    assert all({"code", "facts", "case", "element"} <= one.keys() for one in told)


def test_what_cannot_be_looked_at_is_no_finding(folder, capsys, monkeypatch):
    assert cli.main(["check"]) == 2
    assert "run `neiqin migrate`" in capsys.readouterr().err

    monkeypatch.setenv("NEIQIN_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    assert cli.main(["check"]) == 2
    assert "cannot be used" in capsys.readouterr().err


def test_a_fresh_installation_is_in_order(folder):
    begin(folder)
    assert cli.main(["check"]) == 0


def test_the_page_of_the_administrators_says_what_the_night_found(company, browser_of):
    operator = browser_of("hewen")
    assert "首次核对尚未进行" in operator.get("/admin").text

    check_when_due(company.engine)
    assert "所有案件的记录一致" in operator.get("/admin").text


def test_a_finding_stands_on_the_page_and_leads_there_from_the_notice(company, browser_of):
    case = company.start()
    with company.engine.database.begin() as connection:
        connection.execute(USER_TASK.update().values(state="canceled"))
    check_when_due(company.engine)
    operator = browser_of("hewen")

    page = operator.get("/admin").text
    assert "有 1 处不一致" in page
    assert f"案件 {case} 的「填写申请」：" in page
    assert '<a href="/admin" data-row>夜间核对发现不一致：1 处</a>' in operator.get("/notices").text
