from __future__ import annotations

import sqlite3

import pytest

from engine.execution.audit import ChainFault
from tests.webapp.test_init import begin, folder
from webapp import cli
from webapp.audit_words import fault_words

__all__ = ["folder"]


def test_an_audit_without_a_schema_names_what_to_run(folder, capsys):
    assert cli.main(["audit", "verify"]) == 2
    assert "run `neiqin migrate`" in capsys.readouterr().err


def test_a_changed_record_is_named_in_words(folder, capsys):
    begin(folder)
    with sqlite3.connect(folder / "neiqin.db") as database:
        guards = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
        )
        for (guard,) in guards.fetchall():
            database.execute(f"DROP TRIGGER {guard}")
        database.execute("UPDATE audit SET actor = 'somebody' WHERE chain = 'settings'")
    capsys.readouterr()

    assert cli.main(["audit", "verify"]) == 1
    assert "Record 1 of the settings is not what was written." in capsys.readouterr().out


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("reason", ["changed", "missing", "head", "anchor"])
def test_every_fault_of_the_audit_is_a_sentence(language, reason):
    said = fault_words(ChainFault("instance:7041", 3, reason), language)

    assert "7041" in said
    assert "3" in said
    assert said.endswith(("。", "."))
    assert reason not in said or language == "en"


def test_the_page_says_where_the_audit_does_not_hold(company, browser_of):
    auditor = browser_of("hewen")
    with company.engine.database.engine.connect() as connection:
        guards = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
        )
        for (guard,) in guards.fetchall():
            connection.exec_driver_sql(f"DROP TRIGGER {guard}")
        connection.exec_driver_sql(
            "UPDATE audit SET actor = 'somebody' WHERE chain = 'organisation' AND seq = 2"
        )
        connection.commit()
    auditor.get("/admin")
    answer = auditor.post("/admin/audit")

    assert "组织与人员的第 2 条记录与写入时不符。" in answer.text
    assert "organisation#2" not in answer.text
