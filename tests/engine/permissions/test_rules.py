"""The answers to "may I?"."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from engine.bootstrap.handlers import HANDLERS
from engine.kernel.actor import Actor
from engine.permissions import rules

LIN = Actor("linxiaolan", frozenset({"sales_assistant"}))
ZHOU = Actor("zhouzimo", frozenset({"sales_assistant"}))
OPERATOR = Actor("hewen", frozenset({"operator"}))
ADMIN = Actor("hewen", frozenset({"admin"}))
NOBODY = Actor("wanglei")
TIMER = Actor.system("timer")


def task(**more):
    given = {
        "assignee": None,
        "candidate_users": frozenset(),
        "candidate_groups": frozenset(),
        "excluded": frozenset(),
    }
    return SimpleNamespace(**{**given, **more})


@pytest.mark.parametrize(
    ("rule", "allowed", "refused"),
    [
        (rules.is_system, [TIMER], [LIN, ADMIN, OPERATOR]),
        (rules.is_admin, [ADMIN, TIMER], [LIN, OPERATOR]),
        (rules.is_operator, [OPERATOR, TIMER], [LIN, ADMIN]),
        (rules.is_process_owner, [Actor("x", frozenset({"process_owner"})), TIMER], [LIN, ADMIN, OPERATOR]),
        (rules.is_anyone_logged_in, [LIN, NOBODY, Actor.system("seed")], [TIMER]),
    ],
)
def test_a_role_opens_its_door_and_no_other(rule, allowed, refused):
    assert [rule(actor, None) for actor in allowed] == [True] * len(allowed)
    assert [rule(actor, None) for actor in refused] == [False] * len(refused)


def test_a_candidate_is_named_or_in_a_named_group():
    assert rules.is_candidate(LIN, task(candidate_groups=frozenset({"sales_assistant"})))
    assert rules.is_candidate(NOBODY, task(candidate_users=frozenset({"wanglei"})))
    assert rules.is_candidate(
        Actor("x", on_behalf_of="wanglei"), task(candidate_users=frozenset({"wanglei"}))
    )
    assert not rules.is_candidate(NOBODY, task(candidate_groups=frozenset({"sales_assistant"})))
    assert not rules.is_candidate(NOBODY, task())


def test_a_taken_task_has_no_other_candidate():
    taken = task(assignee="linxiaolan", candidate_groups=frozenset({"sales_assistant"}))

    assert rules.is_candidate(LIN, taken)
    assert not rules.is_candidate(ZHOU, taken)


@pytest.mark.parametrize("rule", [rules.is_candidate, rules.is_assignee])
def test_who_is_kept_away_may_nothing_by_whatever_name(rule):
    subject = task(
        assignee="linxiaolan", candidate_users=frozenset({"linxiaolan"}), excluded=frozenset({"zhouzimo"})
    )

    assert rule(LIN, subject)
    assert not rule(Actor("linxiaolan", on_behalf_of="zhouzimo"), subject)
    assert not rule(Actor("zhouzimo", on_behalf_of="linxiaolan"), subject)


def test_only_the_assignee_works_on_a_task():
    assert rules.is_assignee(LIN, task(assignee="linxiaolan"))
    assert not rules.is_assignee(ZHOU, task(assignee="linxiaolan"))
    assert not rules.is_assignee(LIN, task())


def test_a_process_is_started_by_its_groups_and_persons_and_by_nobody_when_it_names_none():
    assert rules.may_start(LIN, SimpleNamespace(startable_by=frozenset({"sales_assistant"})))
    assert rules.may_start(NOBODY, SimpleNamespace(startable_by=frozenset({"wanglei"})))
    assert not rules.may_start(NOBODY, SimpleNamespace(startable_by=frozenset({"sales_assistant"})))
    assert not rules.may_start(ADMIN, SimpleNamespace(startable_by=frozenset()))
    assert rules.may_start(TIMER, SimpleNamespace(startable_by=frozenset()))


def test_the_starter_cancels_until_the_point_of_no_return_and_an_operator_always():
    before, after = (SimpleNamespace(started_by="linxiaolan", past_no_return=past) for past in (False, True))

    assert rules.is_starter_before_no_return(LIN, before)
    assert not rules.is_starter_before_no_return(LIN, after)
    assert not rules.is_starter_before_no_return(ZHOU, before)
    assert rules.is_starter_before_no_return(OPERATOR, after)


def test_every_command_has_a_rule_and_an_action_of_its_own():
    actions = [handler.action for handler in HANDLERS]

    assert len(actions) == len(set(actions))
    assert all(callable(handler.rule) for handler in HANDLERS)


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda handler: handler.action)
def test_no_rule_lets_a_person_without_any_right_do_the_engines_work(handler):
    if handler.action.split(".")[0] in {"timer", "job", "outbox", "node", "house", "incident"}:
        assert not handler.rule(NOBODY, SimpleNamespace())
