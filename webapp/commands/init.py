"""`neiqin init`: an empty database becomes a company's installation, with its first administrator.

What the flags do not say is asked at the terminal. The password is typed or read from a file, and never
stands among the arguments, which every user of the machine may read.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import inspect

from engine.bootstrap import Engine, Settings, build_engine, schema
from engine.execution.tables import SETTING
from engine.kernel.actor import Actor
from engine.kernel.errors import EngineError, InvalidInput
from engine.organisation import passwords
from engine.organisation.commands.begin_installation import BeginInstallation, holds_data, is_zone
from webapp import i18n
from webapp.commands import GOOD, MISUSED, WRONG, complain, tell

ACTOR = Actor.system("command-line")
# Flag -> what is asked, and what an empty answer means.
QUESTIONS: Mapping[str, tuple[str, str]] = {
    "company": ("Name of the company", ""),
    "zone": ("Time zone of the company", "Asia/Shanghai"),
    "admin": ("Login name of the first administrator, e.g. linxiaolan", ""),
    "name": ("Name of the administrator", ""),
    "number": ("Employee number of the administrator", ""),
}


def run(wanted: argparse.Namespace) -> int:
    engine = build_engine(Settings.from_environment())
    try:
        refusal = _refusal(engine)
        if refusal:
            complain(refusal)
            return WRONG
        missing = [f"--{name}" for name in (*QUESTIONS, "password-file") if not _flag(wanted, name)]
        if missing and not sys.stdin.isatty():
            complain(f"nobody is at the terminal to be asked; say {', '.join(missing)}")
            return MISUSED
        return _begin(engine, {name: _answer(wanted, name) for name in QUESTIONS}, wanted.password_file)
    finally:
        engine.close()


def _refusal(engine: Engine) -> str | None:
    """Why this database is not one to begin with, in words; None where it is."""
    with engine.database.read() as connection:
        tables = inspect(connection).get_table_names()
        if not tables:
            return None
        if SETTING.name not in tables:
            return "this database holds tables of another program; name an empty one"
        if not schema.is_current(connection):
            return "this database has an older schema; run `neiqin migrate` first"
        held = holds_data(connection)
    return "this database holds data already, and an installation begins only once" if held else None


def _begin(engine: Engine, said: Mapping[str, str], password_file: str | None) -> int:
    if not is_zone(said["zone"]):
        complain(f"{said['zone']} is no time zone; write it as Asia/Shanghai")
        return MISUSED
    try:
        password = _password(said["admin"], (said["name"], said["company"]), password_file)
        schema.upgrade(engine.database)
        engine.execute(
            BeginInstallation(
                said["company"], said["zone"], said["admin"], said["name"], said["number"], password
            ),
            ACTOR,
        )
    except OSError as error:
        complain(f"the password could not be read: {error}")
        return MISUSED
    except EngineError as refused:
        for sentence in _sentences(refused):
            complain(sentence)
        return WRONG
    tell(f"{said['company']} is set up. Administrator: {said['admin']}")
    tell("Next: `neiqin deploy PATH` puts processes in force, `neiqin user add` adds people")
    return GOOD


def _flag(wanted: argparse.Namespace, name: str) -> Any:
    return getattr(wanted, name.replace("-", "_"))


def _answer(wanted: argparse.Namespace, name: str) -> str:
    given = _flag(wanted, name)
    if given:
        return str(given).strip()
    words, default = QUESTIONS[name]
    while True:
        answer = input(f"{words}{f' [{default}]' if default else ''}: ").strip() or default
        if answer:
            return answer


def _password(user_id: str, names: Iterable[str], file: str | None) -> str:
    """From the first line of the file, `-` being the standard input; else typed twice until it is good."""
    if file:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
        return (text.splitlines() or [""])[0]
    return _typed(user_id, names, getpass.getpass)


def _typed(user_id: str, names: Iterable[str], ask: Callable[[str], str]) -> str:
    while True:
        password = ask(f"Password ({passwords.SHORTEST} characters or more): ")
        try:
            passwords.require_good(password, user_id, names)
        except InvalidInput as refused:
            for sentence in _sentences(refused):
                complain(sentence)
            continue
        if ask("Once more: ") == password:
            return password
        complain("the two are not the same")


def _sentences(refused: EngineError) -> Iterable[str]:
    """One for each field; the reason where there are none."""
    fields: Mapping[str, Any] = refused.facts.get("fields", {})
    if not fields:
        return [i18n.say("en", f"error.{refused.facts.get('reason', refused.code)}", refused.facts)]
    return [
        f"{name}: {i18n.say('en', f'field.{problem.code}', problem.facts)}"
        for name, problems in fields.items()
        for problem in problems
    ]
