from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from engine.bootstrap import Settings
from tests.support.source import ROOT
from webapp import cli
from webapp.commands import UNREAD, prepare, serve, stamp


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NEIQIN_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("NEIQIN_DATABASE_URL", raising=False)
    monkeypatch.delenv("NEIQIN_DEMO", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_taken_port_is_one_sentence(folder, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert serve.serve(port, 1, "127.0.0.1", demo=True) == 1

    assert capsys.readouterr().err.count("\n") == 1


def test_the_demo_is_set_up_once_and_its_logins_are_kept_private(folder, capsys):
    assert cli.main(["demo"]) == 0
    logins = folder / prepare.LOGINS
    first = logins.read_text("utf-8")
    assert stat.S_IMODE(logins.stat().st_mode) == 0o600
    capsys.readouterr()

    assert cli.main(["demo"]) == 0
    assert capsys.readouterr().out == ""
    assert logins.read_text("utf-8") == first
    assert cli.main(["audit", "verify"]) == 0


def test_a_demo_never_becomes_production_in_place(folder, capsys):
    assert cli.main(["demo"]) == 0

    assert prepare.ready(Settings.from_environment()) is False
    assert "never becomes production" in capsys.readouterr().err


def test_new_logins_replace_the_old_ones(folder):
    cli.main(["demo"])
    before = (folder / prepare.LOGINS).read_text("utf-8")

    assert cli.main(["demo", "--reset-logins"]) == 0
    assert (folder / prepare.LOGINS).read_text("utf-8") != before


def test_the_stamp_is_stale_when_the_database_is_gone(folder):
    cli.main(["demo"])
    settings = Settings.from_environment(demo=True)
    assert not stamp.is_fresh(settings)
    stamp.put(settings)
    assert stamp.is_fresh(settings)

    (folder / "neiqin.db").unlink()
    assert not stamp.is_fresh(settings)


def test_lint_names_the_file_and_the_line_of_what_is_wrong(folder, capsys):
    cli.main(["migrate"])
    broken = folder / "broken"
    broken.mkdir()
    (broken / "process.bpmn").write_text("<not-bpmn/>", encoding="utf-8")

    assert cli.main(["lint", str(broken)]) == 1
    assert capsys.readouterr().out.startswith("broken/process.bpmn")
    assert cli.main(["lint", str(folder / "nowhere")]) == 2


def test_a_reader_who_leaves_before_the_end_stops_the_answer_without_a_trace(folder):
    broken = folder / "broken.bpmn"
    broken.write_text("<not-bpmn/>", encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)

    asked = subprocess.run(
        [sys.executable, "-m", "webapp.cli", "lint", str(broken)], stdout=writer, stderr=subprocess.PIPE,
        cwd=ROOT, check=False,
    )  # fmt: skip
    os.close(writer)

    assert (asked.returncode, asked.stderr) == (UNREAD, b"")


@pytest.mark.parametrize("verb", ["backup", "restore", "token", "migrate-instances"])
def test_only_what_can_be_done_is_offered(verb, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main([verb])

    assert left.value.code == 2
    assert f"'{verb}'" in capsys.readouterr().err


def test_scenarios_are_played_and_what_comes_otherwise_is_said(tmp_path, capsys):
    told = "state: refused"
    files = sorted(Path("workflows").rglob("scenarios/refused.yaml"))
    scenario = next(path for path in files if told in path.read_text("utf-8"))
    other = tmp_path / "other.yaml"
    other.write_text(scenario.read_text("utf-8").replace(told, "state: sealed"), "utf-8")

    assert cli.main(["try", str(scenario)]) == 0
    assert cli.main(["try", str(other)]) == 1
    assert "1 came otherwise" in capsys.readouterr().out


def test_a_folder_without_scenarios_is_a_wrong_use(tmp_path, capsys):
    assert cli.main(["try", str(tmp_path)]) == 2
    assert "no scenario file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:////nowhere/at/all.db", "cannot be used: unable to open"),
        ("postgresql://x:y@127.0.0.1:1/z", "cannot be used: connection failed"),
        ("a database", "is no address of a database"),
    ],
)
def test_a_database_out_of_reach_is_one_sentence(folder, monkeypatch, capsys, url, sentence):
    monkeypatch.setenv("NEIQIN_DATABASE_URL", url)

    assert cli.main(["audit", "verify"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert sentence in said
