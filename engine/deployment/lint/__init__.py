"""Lint over a whole bundle. One rule a file; a rule that crashes is itself a line of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from engine.deployment.bundle import Bundle
from engine.deployment.lint.rules import (
    bound_field_is_written,
    called_process_exists,
    decision_exists,
    form_check_is_known,
    form_exists,
    four_eyes_target_exists,
    functions_are_known,
    job_type_is_known,
    kept_away_is_answered,
    message_is_caught,
    process_is_startable,
    property_is_offered,
    user_task_has_owner,
    variables_are_given,
)
from engine.kernel.errors import Problem


@dataclass(frozen=True)
class World:
    """What is deployed already and what the engine offers, for rules that look beyond the bundle.

    readers   operations that change nothing -> the inputs that each knows
    writers   all other operations, alike
    outputs   operations -> the variables that each gives
    """

    forms: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()
    processes: frozenset[str] = frozenset()
    operations: frozenset[str] = frozenset()
    job_types: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    messages: frozenset[str] = frozenset()
    readers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    writers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    outputs: Mapping[str, frozenset[str]] = field(default_factory=dict)


Rule = Callable[[Bundle, World], Iterable[Problem]]

RULES: dict[str, Rule] = {
    "bound_field_is_written": bound_field_is_written.check,
    "called_process_exists": called_process_exists.check,
    "decision_exists": decision_exists.check,
    "form_check_is_known": form_check_is_known.check,
    "form_exists": form_exists.check,
    "four_eyes_target_exists": four_eyes_target_exists.check,
    "functions_are_known": functions_are_known.check,
    "job_type_is_known": job_type_is_known.check,
    "kept_away_is_answered": kept_away_is_answered.check,
    "message_is_caught": message_is_caught.check,
    "process_is_startable": process_is_startable.check,
    "property_is_offered": property_is_offered.check,
    "user_task_has_owner": user_task_has_owner.check,
    "variables_are_given": variables_are_given.check,
}


def lint(bundle: Bundle, world: World) -> list[Problem]:
    """Every report, in the order of the rules. Errors block a deployment, warnings show."""
    found: list[Problem] = []
    for name, rule in RULES.items():
        try:
            found.extend(rule(bundle, world))
        except Exception as crash:  # a rule must never take the others' reports with it
            facts = {"rule": name, "reason": f"{type(crash).__name__}: {crash}"}
            found.append(Problem("rule_crashed", element=name, facts=facts))
    return found
