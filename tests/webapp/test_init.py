from __future__ import annotations

import io

import pytest

from engine.bootstrap import Settings, build_engine
from engine.organisation import accounts
from engine.storage.database import Database
from webapp import cli
from webapp.commands import init, prepare

PASSWORD = "four words of my own"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NEIQIN_DATA_DIR", str(tmp_path))
    for name in ("NEIQIN_DATABASE_URL", "NEIQIN_DEMO", "NEIQIN_ZONE", "NEIQIN_COMPANY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def begin(folder, **other):
    """`neiqin init` with everything in flags; `other` replaces some."""
    (folder / "password").write_text(f"{other.pop('password', PASSWORD)}\n", "utf-8")
    said = {
        "company": "青澜", "zone": "Asia/Hong_Kong", "admin": "linxiaolan", "name": "林晓岚", "number": "E1",
        "password-file": str(folder / "password"), **other,
    }  # fmt: skip
    return cli.main(["init", *(word for name, value in said.items() for word in (f"--{name}", value))])


def test_an_empty_database_becomes_an_installation_with_one_administrator(folder, capsys):
    assert begin(folder) == 0
    assert PASSWORD not in capsys.readouterr().out

    engine = build_engine(Settings.from_environment())
    with engine.read() as reader:
        entered = accounts.verify(reader.connection, "linxiaolan", PASSWORD, engine.clock.real_now())
        roles = reader.organisation.roles_of("linxiaolan")
    assert entered.outcome == accounts.OK
    assert {"admin", "operator", "process_owner"} == roles
    assert (engine.settings.company, engine.settings.zone.key) == ("青澜", "Asia/Hong_Kong")
    assert str(engine.services.zone) == "Asia/Hong_Kong"
    engine.close()
    assert prepare.ready(Settings.from_environment()) is True
    assert cli.main(["audit", "verify"]) == 0


@pytest.mark.parametrize("words", [["demo"], ["demo", "--reset-logins"]])
def test_an_installation_never_becomes_a_demo_in_place(folder, capsys, words):
    begin(folder)
    capsys.readouterr()

    assert cli.main(words) == 1
    said = capsys.readouterr()
    assert "no demo" in said.err
    assert said.out == ""
    assert not (folder / prepare.LOGINS).exists()
    engine = build_engine(Settings.from_environment())
    assert engine.settings.demo is False
    with engine.read() as reader:
        entered = accounts.verify(reader.connection, "linxiaolan", PASSWORD, engine.clock.real_now())
    assert entered.outcome == accounts.OK
    engine.close()


def test_what_the_environment_says_wins_over_what_the_installation_began_with(folder, monkeypatch):
    begin(folder)
    monkeypatch.setenv("NEIQIN_COMPANY", "另一个名字")

    engine = build_engine(Settings.from_environment())
    assert (engine.settings.company, engine.settings.zone.key) == ("另一个名字", "Asia/Hong_Kong")
    engine.close()


def test_a_database_that_holds_data_is_refused_and_stays_as_it_is(folder, capsys):
    begin(folder)
    assert begin(folder, admin="another", company="另一家") == 1
    assert "holds data already" in capsys.readouterr().err

    engine = build_engine(Settings.from_environment())
    assert engine.settings.company == "青澜"
    engine.close()


def test_a_demo_never_becomes_an_installation(folder, capsys):
    cli.main(["demo"])
    assert begin(folder) == 1
    assert "holds data already" in capsys.readouterr().err


def test_tables_of_another_program_are_left_alone(folder, capsys):
    database = Database(Settings.from_environment().database_url)
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE theirs (id INTEGER)")
    database.dispose()

    assert begin(folder) == 1
    assert "another program" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("other", "status", "sentence"),
    [
        ({"password": "short"}, 1, "password: "),
        ({"admin": "Lin Xiaolan"}, 1, "user_id: "),
        ({"zone": "Mars/Olympus"}, 2, "Mars/Olympus is no time zone"),
        ({"password-file": "/nowhere/at/all"}, 2, "could not be read"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_begun(folder, capsys, other, status, sentence):
    assert begin(folder, **other) == status
    assert sentence in capsys.readouterr().err
    assert begin(folder) == 0


def test_without_a_terminal_the_missing_flags_are_named(folder, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO())

    assert cli.main(["init", "--company", "青澜"]) == 2
    said = capsys.readouterr().err
    assert "--zone" in said
    assert "--company" not in said


def test_at_a_terminal_everything_is_asked_and_a_poor_password_is_asked_again(folder, monkeypatch, capsys):
    answers = iter(["青澜", "", "linxiaolan", "林晓岚", "E1"])
    typed = iter(["short", PASSWORD, "another one altogether", PASSWORD, PASSWORD])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    monkeypatch.setattr(init.getpass, "getpass", lambda _question: next(typed))

    assert cli.main(["init"]) == 0
    engine = build_engine(Settings.from_environment())
    assert engine.settings.zone.key == "Asia/Shanghai"
    engine.close()


def test_nobody_serves_an_installation_that_has_not_begun(folder, capsys):
    assert prepare.ready(Settings.from_environment()) is False
    assert "neiqin init" in capsys.readouterr().err
