"""Our own properties: `<zeebe:property name="neiqin:..."/>`. The list is data; an unknown name is refused
with this list.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn.graph import SENDING

PREFIX = "neiqin:"

_ANYWHERE = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Rule:
    """One property.

    kinds   element kinds that may carry it; empty = every kind
    form    `template` (FEEL after an equals sign, else text), `tasks` (ids of user tasks of the same process,
            separated by commas), `steps` (FEEL that yields persons, or ids of user tasks and call activities
            and the word `starter`, separated by commas), `flag` (`true` or `false`), `lifetime` (FEEL, or an
            ISO 8601 duration of at most 365 days), `passing` (a flag; of a process a template), `text`
    """

    kinds: frozenset[str]
    form: str = "template"


_USER_TASK = frozenset({"userTask"})
_PROCESS = frozenset({"process"})
_TIMED = frozenset({"userTask", "intermediateCatchEvent", "boundaryEvent", "startEvent"})

RULES = {
    "asOf": Rule(frozenset({"businessRuleTask"})),
    "allowReturnTo": Rule(_USER_TASK, "tasks"),
    "businessKey": Rule(_PROCESS),
    "category": Rule(_PROCESS, "text"),
    "correlationKey": Rule(SENDING),
    "draftKey": Rule(_USER_TASK),
    "keptAwayBy": Rule(_USER_TASK, "text"),
    "mustDifferFrom": Rule(_USER_TASK, "steps"),
    "notify": Rule(_PROCESS | _USER_TASK),
    "pointOfNoReturn": Rule(_ANYWHERE, "passing"),
    "signMeaning": Rule(_USER_TASK, "text"),
    "startableBy": Rule(_PROCESS),
    "timeToLive": Rule(SENDING, "lifetime"),
    "title": Rule(_PROCESS | _USER_TASK),
    "visibleTo": Rule(_PROCESS),
    "workingTime": Rule(_TIMED, "flag"),
}


# `neiqin:keptAwayBy.<input>`: FEEL for an input of the operation that the property without it names.
INPUTS = "keptAwayBy."
STARTER = "starter"


def rule_of(name: str) -> Rule | None:
    """The rule of a property, by its name without the prefix; None for a name that is not ours."""
    if name.startswith(INPUTS) and name.removeprefix(INPUTS).isidentifier():
        return Rule(_USER_TASK)
    return RULES.get(name)


def task_ids(text: str) -> list[str]:
    """The ids of a `tasks` property."""
    return [name.strip() for name in text.split(",") if name.strip()]
