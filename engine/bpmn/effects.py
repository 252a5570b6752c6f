"""What came out of a step, in order: the execution room writes rows from it and nothing else.

`key` is always the key of a token (an element instance) within its process instance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Entered:
    """An element instance began; `parent_key` is the scope it is in (None for the process itself)."""

    key: int
    element_id: str
    parent_key: int | None


@dataclass(frozen=True, slots=True)
class Left:
    """An element instance ended; how = `completed` or `terminated`."""

    key: int
    element_id: str
    how: str


@dataclass(frozen=True, slots=True)
class TaskOpened:
    key: int
    element_id: str


@dataclass(frozen=True, slots=True)
class JobCreated:
    key: int
    element_id: str
    type: str
    retries: int
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DecisionAsked:
    """Answer with `Instance.answer(key, {result_variable: value})`."""

    key: int
    element_id: str
    decision_id: str
    result_variable: str


@dataclass(frozen=True, slots=True)
class CallStarted:
    """A child instance is wanted; when it has ended, `Instance.complete(key, its variables)`."""

    key: int
    element_id: str
    process_id: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TimerSet:
    """Fire with `Instance.trigger(key, event_id)`. kind = `date` (maybe temporal), `duration` or `cycle`."""

    key: int
    host_key: int
    event_id: str
    kind: str
    value: str | date | datetime
    interrupting: bool


@dataclass(frozen=True, slots=True)
class MessageSubscribed:
    """Tell with `Instance.trigger(key, event_id, variables)`; one that does not interrupt waits on."""

    key: int
    event_id: str
    name: str
    correlation_key: str
    interrupting: bool = True


@dataclass(frozen=True, slots=True)
class MessageThrown:
    """A message left the process; `correlation_key` is "" when none is given.

    time_to_live   an ISO 8601 duration of at most 365 days, "" for the default
    """

    key: int
    element_id: str
    name: str
    correlation_key: str
    variables: Mapping[str, Any]
    time_to_live: str = ""


@dataclass(frozen=True, slots=True)
class SignalSubscribed:
    """As a message, by its name alone: a signal goes to everybody who waits for it."""

    key: int
    event_id: str
    name: str
    interrupting: bool = True


@dataclass(frozen=True, slots=True)
class SignalThrown:
    key: int
    element_id: str
    name: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ErrorThrown:
    """A called process does not catch it: ask the callers with `Instance.catch_error`, from the nearest up.

    Who catches it takes this process away; when nobody does, `Instance.fail(key, ...)` lets it stand here.
    """

    key: int
    element_id: str
    code: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EscalationThrown:
    """A called process does not catch it: ask the callers with `Instance.escalate`, from the nearest up.

    When none of them takes this process away, `Instance.answer(key)` lets it go on.
    """

    key: int
    element_id: str
    code: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SubscriptionClosed:
    """Close one timer, message or signal subscription; what else the token waits for stays."""

    key: int
    event_id: str


@dataclass(frozen=True, slots=True)
class WaitClosed:
    """Close tasks, jobs, timers, calls and subscriptions of that token."""

    key: int


@dataclass(frozen=True, slots=True)
class IncidentRaised:
    """The token stands still until `Instance.retry(key)`."""

    key: int
    element_id: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ended:
    """how = `completed` or `terminated`."""

    how: str


@dataclass(frozen=True, slots=True)
class Continue:
    """The move limit is reached: commit, and call `Instance.go_on()` in a step of its own."""


Effect: TypeAlias = (
    Entered
    | Left
    | TaskOpened
    | JobCreated
    | DecisionAsked
    | CallStarted
    | TimerSet
    | MessageSubscribed
    | MessageThrown
    | SignalSubscribed
    | SignalThrown
    | ErrorThrown
    | EscalationThrown
    | SubscriptionClosed
    | WaitClosed
    | IncidentRaised
    | Ended
    | Continue
)

# Effects that ask the outside for something; void once their token has gone.
SUBSCRIPTIONS = (TimerSet, MessageSubscribed, SignalSubscribed)
WAITS = (TaskOpened, JobCreated, DecisionAsked, CallStarted, ErrorThrown, EscalationThrown, *SUBSCRIPTIONS)


def settled(effects: Sequence[Effect]) -> list[Effect]:
    """The effects without the waits that were opened and closed within the same step.

    A branch may end the whole scope while its sibling has just opened a task: nobody should get that task.
    WaitClosed stays, because the same token may also have waits from earlier steps.
    """
    closed: dict[int | tuple[int, str], int] = {}
    for index, effect in enumerate(effects):
        if isinstance(effect, WaitClosed):
            closed[effect.key] = index
        elif isinstance(effect, SubscriptionClosed):
            closed[effect.key, effect.event_id] = index
    if not closed:
        return list(effects)
    return [effect for index, effect in enumerate(effects) if not _is_void(effect, index, closed)]


def _is_void(effect: Effect, index: int, closed: Mapping[int | tuple[int, str], int]) -> bool:
    if not isinstance(effect, WAITS):
        return False
    places: list[int | tuple[int, str]] = [effect.key]
    if isinstance(effect, SUBSCRIPTIONS):
        places.append((effect.key, effect.event_id))
    return any(closed.get(place, -1) > index for place in places)
