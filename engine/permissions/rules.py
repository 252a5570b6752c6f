"""The answers to "may I?", each a plain function of actor and subject.

The executor asks; a page asks the same rule to hide a button. Subjects are read by attribute, so that this
room
need not know the rooms above it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.kernel.actor import Actor

Rule = Callable[[Actor, Any], bool]


def is_system(actor: Actor, _subject: Any) -> bool:
    """Only the engine's own parts: timers, jobs, seeds."""
    return actor.is_system


def is_anyone_logged_in(actor: Actor, _subject: Any) -> bool:
    return not actor.is_system or actor.user_id == "system:seed"


def is_admin(actor: Actor, _subject: Any) -> bool:
    return "admin" in actor.roles or actor.is_system


def is_operator(actor: Actor, _subject: Any) -> bool:
    """Repairs of cases and incidents."""
    return "operator" in actor.roles or actor.is_system


def watches_cases(actor: Actor, _subject: Any) -> bool:
    """Who looks at how the cases run, without any part in them."""
    return is_operator(actor, None) or "auditor" in actor.roles


def is_process_owner(actor: Actor, _subject: Any) -> bool:
    """Who may put a process into force."""
    return "process_owner" in actor.roles or actor.is_system


def is_process_approver(actor: Actor, _subject: Any) -> bool:
    """Who puts what somebody else drew into force."""
    return "process_approver" in actor.roles or actor.is_system


def may_start(actor: Actor, subject: Any) -> bool:
    """One of the groups or persons named in `neiqin:startableBy`; nobody when it names none."""
    if actor.is_system:
        return True
    allowed = subject.startable_by
    return actor.user_id in allowed or bool(actor.roles & allowed)


def is_candidate(actor: Actor, subject: Any) -> bool:
    """May take the open task: named, or in one of its groups, and not kept away by four eyes."""
    if subject.excluded & actor.persons:
        return False
    if subject.assignee is not None:
        return subject.assignee in actor.persons
    return bool(actor.persons & subject.candidate_users) or bool(actor.roles & subject.candidate_groups)


def is_assignee(actor: Actor, subject: Any) -> bool:
    """Works on the task now, and is not kept away by four eyes."""
    return subject.assignee in actor.persons and not subject.excluded & actor.persons


def may_edit_register(actor: Actor, subject: Any) -> bool:
    """Enters and changes rows of the register; the seeds do too."""
    return actor.is_system or bool(actor.roles & subject.register.edit)


def may_record_on_row(actor: Actor, subject: Any) -> bool:
    """Records this fact on the pages of rows."""
    return bool(actor.roles & subject.action.roles)


def may_see_case(actor: Actor, subject: Any) -> bool:
    """Took part, is asked now, or oversees: see `visibility`."""
    return bool(subject.visible)


def may_share_case(actor: Actor, subject: Any) -> bool:
    """May open a case to a colleague who takes no part in it: whoever started it, works on one of its open
    tasks or answers for all cases. One who was only told of it may not tell it on.
    """
    if actor.is_system or actor.roles & {"operator", "general_manager"}:
        return True
    return subject.started_by in actor.persons or bool(subject.assignees & actor.persons)


def is_starter_before_no_return(actor: Actor, subject: Any) -> bool:
    """The starter until the point of no return of the process, or an operator at any time."""
    if is_operator(actor, subject):
        return True
    return subject.started_by in actor.persons and not subject.past_no_return
