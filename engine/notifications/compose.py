"""Writes a notice in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import ChainableUndefined, FileSystemLoader, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.kernel.errors import NotFound
from engine.notifications.kinds import FALLBACK_LANGUAGE, KINDS, LANGUAGES
from engine.notifications.message import Message

TEMPLATES = Path(__file__).parents[2] / "templates" / "notifications"
LONGEST_SUBJECT = 160
LONGEST_FACT = 2_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SHANGHAI = ZoneInfo("Asia/Shanghai")


def compose(
    kind: str, facts: Mapping[str, Any], language: str, zone: ZoneInfo = _SHANGHAI, folder: Path = TEMPLATES
) -> Message:
    """The notice of this kind about these facts.

    facts      task, title, due_at, number, url, ... as the kind's texts name them; an absent one leaves
               its sentence out. Texts are shown as they are, instants on the company's wall clock
    language   one of LANGUAGES; another one is read as Simplified Chinese

    Raises NotFound for an unknown kind.
    """
    if kind not in KINDS:
        raise NotFound(notice_kind=kind)
    spoken = language if language in LANGUAGES else FALLBACK_LANGUAGE
    shown = {name: _shown(value, spoken, zone) for name, value in facts.items()}
    subject, _, text = _template(folder, f"{kind}.{spoken}.txt").render(shown).strip().partition("\n")
    return Message(_one_line(subject), re.sub(r"\n{3,}", "\n\n", text).strip() + "\n")


def _template(folder: Path, name: str) -> Template:
    return _environment(folder).get_template(name)


@cache
def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    # Plain text: nothing is escaped here. A page that shows the text escapes it.
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=False,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(value: Any, language: str, zone: ZoneInfo) -> Any:
    """Plain text for everything, so that a template never holds an object."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list | tuple):
        return [_shown(one, language, zone) for one in value]
    moment = _moment(value)
    if moment is not None:
        return _date(moment, language) if type(moment) is date else _datetime(moment, language, zone)
    return _CONTROL.sub("", str(value))[:LONGEST_FACT]


def _moment(value: Any) -> date | None:
    """Stored facts carry dates as ISO text; nothing else is taken for one."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?", value):
        return None
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return None


def _date(day: date, language: str) -> str:
    if language == "en":
        return f"{day.day} {day:%b} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def _datetime(moment: date, language: str, zone: ZoneInfo) -> str:
    assert isinstance(moment, datetime)
    local = moment if moment.tzinfo is None else moment.astimezone(zone)
    return f"{_date(local, language)} {local:%H:%M}"


def _one_line(subject: str) -> str:
    return " ".join(_CONTROL.sub(" ", subject).split())[:LONGEST_SUBJECT]
