"""A finding of the check as one line: where it is, what does not fit, what to press."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.execution.audit import ChainFault
from engine.execution.step import Reader
from engine.execution.tables import PROCESS_INSTANCE
from engine.kernel.errors import EngineError
from webapp import i18n
from webapp.audit_words import fault_words

# What helps against a code that its case cannot be cancelled for.
_REMEDY = {
    "case_gone": "report", "case_ended": "report", "message_overdue": "heartbeat", "audit_broken": "audit",
    "start_timer_left_over": "report", "start_timer_missing": "deploy", "start_timer_late": "log",
    "file_missing": "restore", "file_unnamed": "heartbeat",
    "broken_off": "again",
}  # fmt: skip


def words(reader: Reader, finding: Mapping[str, Any], language: str) -> str:
    """finding: the fields of an `engine.execution.check.Finding`, as they are kept."""
    facts = dict(finding["facts"])
    if "what" in facts:
        facts["what"] = i18n.say(language, f"check.what.{facts['what']}")
    if "until" in facts:
        facts["until"] = f"{str(facts['until'])[:16].replace('T', ' ')} UTC"
    facts |= {"case": finding["case"]}
    what = i18n.say(language, f"check.{finding['code']}", facts)
    if finding["code"] == "audit_broken":
        what = fault_words(ChainFault(facts["chain"], int(facts["seq"]), facts["reason"]), language)
    do = i18n.say(language, f"check.do.{_REMEDY.get(finding['code'], 'cancel')}", facts)
    gap = " " if language == "en" else ""
    return f"{_where(reader, finding, language)}{what}{gap}{do}"


def _where(reader: Reader, finding: Mapping[str, Any], language: str) -> str:
    if finding["case"] is None:
        return ""
    facts = {"case": finding["case"], "step": _step(reader, int(finding["case"]), finding["element"])}
    return i18n.say(language, "check.where.step" if finding["element"] else "check.where.case", facts)


def _step(reader: Reader, case: int, element: str | None) -> str:
    """The element's own name, where its case still knows it."""
    row = select(PROCESS_INSTANCE.c.definition_key).where(PROCESS_INSTANCE.c.key == case)
    key = reader.connection.execute(row).scalar()
    if element is None or key is None:
        return element or ""
    try:
        node = reader.services.definitions.process(reader.connection, key).process.nodes.get(element)
    except EngineError:
        return element
    return node.name if node is not None and node.name else element
