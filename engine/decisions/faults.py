"""What can go wrong while a decision is evaluated."""

from __future__ import annotations

from engine.kernel.errors import EngineError


class DecisionFault(EngineError):
    """A decision has no answer (facts: decision, reason, and rules, element or limit where they apply).

    reason   `several_rules_match`, `rules_disagree`, `several_priorities` or the code of a FEEL error
    rules    ids or 1-based numbers of the rules at fault
    """
