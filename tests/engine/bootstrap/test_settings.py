"""Settings come from the environment and a file; the secret key is made once, for its owner alone."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.bootstrap import build_engine
from engine.bootstrap.build import Engine
from engine.bootstrap.settings import ROOT, SECRET_FILE, Settings, SettingWrong


@pytest.fixture(autouse=True)
def _no_env_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def read(folder: Path, **env: str) -> Settings:
    return Settings.from_environment(environment={"NEIQIN_DATA_DIR": str(folder), **env})


def test_without_a_word_the_database_is_a_file_in_the_data_folder(tmp_path):
    settings = read(tmp_path / "var")

    assert settings.database_url == f"sqlite:///{tmp_path / 'var' / 'neiqin.db'}"
    assert (settings.demo, settings.base_url) == (False, "http://127.0.0.1:8000")
    assert settings.zone == ZoneInfo("Asia/Shanghai")
    assert settings.outbox_dir == tmp_path / "var" / "outbox"


def test_the_environment_is_obeyed(tmp_path):
    settings = read(
        tmp_path,
        NEIQIN_DATABASE_URL="postgresql://db/neiqin",
        NEIQIN_SECRET_KEY="given-by-the-operator-0123456789ab",
        NEIQIN_DEMO="1",
        NEIQIN_ZONE="Europe/Zurich",
        NEIQIN_COMPANY="青澜",
        NEIQIN_BASE_URL="https://neiqin.example.com/",
        NEIQIN_SMTP_HOST="mail.example.com",
        NEIQIN_SMTP_PORT="587",
        NEIQIN_SMTP_STARTTLS="0",
        PORT="9000",
    )

    assert settings.database_url == "postgresql://db/neiqin"
    assert settings.secret_key == b"given-by-the-operator-0123456789ab"
    assert (settings.demo, settings.company, settings.zone.key) == (True, "青澜", "Europe/Zurich")
    assert settings.base_url == "https://neiqin.example.com"
    assert (settings.smtp_host, settings.smtp_port, settings.smtp_starttls) == (
        "mail.example.com",
        587,
        False,
    )
    assert settings.outbox_dir is None
    assert not (tmp_path / SECRET_FILE).exists()


def test_the_port_makes_the_address(tmp_path):
    assert read(tmp_path, PORT="9000").base_url == "http://127.0.0.1:9000"


def test_an_env_file_is_read_and_the_environment_stands_above_it(tmp_path):
    (tmp_path / ".env").write_text('# ours\nNEIQIN_COMPANY="青澜"\nNEIQIN_ZONE = UTC\n\n', "utf-8")

    settings = read(tmp_path, NEIQIN_ZONE="Asia/Taipei")

    assert (settings.company, settings.zone.key) == ("青澜", "Asia/Taipei")


def test_the_secret_key_is_made_once_and_is_its_owners_alone(tmp_path):
    first, second = read(tmp_path), read(tmp_path)
    path = tmp_path / SECRET_FILE

    assert first.secret_key == second.secret_key == path.read_bytes()
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_key_is_its_owners_alone_whatever_the_mask_of_the_process(tmp_path):
    before = os.umask(0)
    try:
        read(tmp_path)
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / SECRET_FILE).stat().st_mode) == 0o600


def test_threads_that_start_at_once_get_the_same_key(tmp_path):
    for round_ in range(20):
        folder = tmp_path / str(round_)
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(lambda _, folder=folder: read(folder).secret_key, range(8)))
        assert len(keys) == 1


def make_key(folder, start, keys):
    start.wait(30)
    keys.put(read(Path(folder)).secret_key)


def test_processes_that_start_at_once_get_the_same_key(tmp_path):
    spawn = get_context("spawn")
    start, keys = spawn.Event(), spawn.Queue()
    nodes = [spawn.Process(target=make_key, args=(str(tmp_path / "var"), start, keys)) for _ in range(3)]
    for node in nodes:
        node.start()
    start.set()
    found = {keys.get(timeout=60) for _ in nodes}
    for node in nodes:
        node.join(60)

    assert len(found) == 1
    assert [node.exitcode for node in nodes] == [0, 0, 0]
    assert [path.name for path in (tmp_path / "var").iterdir()] == [SECRET_FILE]


@pytest.mark.parametrize("content", ["", "short", "\n" * 40])
def test_a_key_file_without_a_key_is_refused_and_never_overwritten(tmp_path, content):
    path = tmp_path / SECRET_FILE
    path.write_text(content)

    with pytest.raises(ValueError, match="holds no key"):
        read(tmp_path)
    assert path.read_text() == content


def test_each_purpose_has_a_key_of_its_own(tmp_path, sqlite_url):
    engine: Engine = build_engine(read(tmp_path, NEIQIN_DATABASE_URL=sqlite_url))
    services = engine.services
    engine.close()

    assert len({services.audit_key, services.secret_key, engine.settings.secret_key}) == 3


def test_what_stands_in_front_is_named_in_the_settings(tmp_path):
    settings = read(tmp_path, NEIQIN_PROXIES="2", NEIQIN_TRUSTED_HOSTS=" a.example, b.example ,")

    assert settings.proxies == 2
    assert settings.trusted_hosts == ("a.example", "b.example")
    with pytest.raises(SettingWrong, match="NEIQIN_PROXIES"):
        read(tmp_path, NEIQIN_PROXIES="some")


@pytest.mark.parametrize("port", ["smtp", "-1", "65536", "587 "])
def test_a_mail_port_that_is_none_is_named(tmp_path, port):
    with pytest.raises(SettingWrong, match="NEIQIN_SMTP_PORT"):
        read(tmp_path, NEIQIN_SMTP_PORT=port)


def test_how_long_a_node_still_answers_at_a_stop_is_read_with_the_settings(tmp_path):
    assert read(tmp_path).drain_seconds == 0
    assert read(tmp_path, NEIQIN_DRAIN_SECONDS="2.5").drain_seconds == Decimal("2.5")


@pytest.mark.parametrize("seconds", ["soon", "-1", "601", "1e2", "nan", "inf", "５"])
def test_seconds_that_are_none_are_named(tmp_path, seconds):
    with pytest.raises(SettingWrong, match="NEIQIN_DRAIN_SECONDS must be a number of seconds of at most 600"):
        read(tmp_path, NEIQIN_DRAIN_SECONDS=seconds)


def test_a_given_secret_that_could_be_guessed_is_refused_and_not_repeated(tmp_path):
    with pytest.raises(SettingWrong, match="NEIQIN_SECRET_KEY") as refused:
        read(tmp_path, NEIQIN_SECRET_KEY="short-and-ours")
    assert "ours" not in str(refused.value)


def test_calendars_come_from_the_folder_of_the_company(tmp_path):
    own = tmp_path / "ours" / "calendars"
    own.mkdir(parents=True)
    shipped = json.loads((ROOT / "workflows" / "calendars" / "2026.json").read_text("utf-8"))
    shipped["holidays"].append({"from": "2026-03-11", "to": "2026-03-11", "name": "厂庆"})
    (own / "2026.json").write_text(json.dumps(shipped), "utf-8")
    (tmp_path / "none").mkdir()

    def works(folder: Path) -> bool:
        engine = build_engine(read(tmp_path / "var", NEIQIN_WORKFLOWS_DIR=str(folder)))
        engine.close()
        return engine.services.calendar.is_workday(date(2026, 3, 11))

    assert not works(tmp_path / "ours")
    assert works(tmp_path / "none")
