"""Error codes and facts of the engine -> a sentence and a status.

No other module writes sentences about errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import g

from engine.kernel import errors
from forms import sentences
from webapp import feel_words, filters, i18n, registry

# First match wins, so the narrower class stands first.
STATUS: tuple[tuple[type[errors.EngineError], int], ...] = (
    (errors.NotFound, 404),
    (errors.NotCorrelated, 404),
    (errors.PermissionDenied, 403),
    (errors.Conflict, 409),
    (errors.InvalidInput, 422),
    (errors.DefinitionRejected, 422),
    (errors.OperationRefused, 422),
    (errors.BusinessError, 422),
    (errors.CommitInDoubt, 503),
    (errors.ProcessFault, 500),
)
PEOPLE = frozenset({"by", "person", "assignee", "user", "user_id", "starter", "owner", "held_by"})


def status_of(error: errors.EngineError) -> int:
    """The HTTP status of a refusal."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def code_of(error: errors.EngineError) -> str:
    """The catalogue code.

    The reason of a refused operation where we have a sentence for it, else the class.
    """
    reason = error.facts.get("reason")
    if isinstance(reason, str):
        known = f"error.{reason}"
        if known in i18n.catalogue("zh-Hans"):
            return known
    known = f"error.{error.code}"
    return known if known in i18n.catalogue("zh-Hans") else f"error.status.{status_of(error)}"


def sentence(error: errors.EngineError) -> str:
    """What happened, in the person's language."""
    return i18n.say(g.language, code_of(error), readable(error.facts))


def problem_sentence(problem: Any) -> str:
    """The sentence of one field's or file's problem (any object with `code` and `facts`)."""
    facts = readable(getattr(problem, "facts", {}) or {})
    told = _about_feel(problem)
    if told and problem.code == facts.get("detail"):
        return told.strip()
    for code in (f"field.{problem.code}", f"problem.{problem.code}", f"error.{problem.code}"):
        if code in i18n.catalogue("zh-Hans"):
            return i18n.say(g.language, code, facts) + remedy(g.language, facts) + told
    # Problems of forms have their sentences in the forms' own catalogue.
    return sentences.sentence(problem, g.language) + told


def _about_feel(problem: Any) -> str:
    """Where an expression went wrong and what was meant, for problems that carry the facts of it."""
    facts = getattr(problem, "facts", {}) or {}
    told = feel_words.advice(g.language, facts) + feel_words.meant(g.language, facts.get("meant") or ())
    return f" {told}" if told and g.language == "en" else told


def remedy(language: str, facts: Mapping[str, Any]) -> str:
    """What to draw instead, where the problem knows more than its own sentence says."""
    code = f"remedy.{facts.get('remedy')}"
    if code not in i18n.catalogue(language):
        return ""
    return (" " if language == "en" else "") + i18n.say(language, code, facts)


def readable(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as people read them.

    Names for user ids, local times, plain numbers, data in the page's script.
    """
    return {key: _fact(key, value) for key, value in facts.items()}


def _fact(key: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return filters.short(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return filters.number(value)
    if isinstance(value, Mapping) and "zh-Hans" in value:
        # A word of a register, as its own options have it.
        return registry.words(value)
    if isinstance(value, str):
        return filters.person(value) if key in PEOPLE else filters.data(value)
    if isinstance(value, list | tuple | set | frozenset):
        return filters.listed(str(_fact(key, part)) for part in value)
    return value
