"""Decisions: DMN files read to plain data, and evaluated with hit policies.

decisions = read(data, "approval_level.dmn")         # DefinitionRejected names every fault
outcome = evaluate(decisions[0], {"amount": Decimal(120)})   # outcome.value, outcome.matched
value = evaluate_decision(data, "Approval level", {"amount": 120})   # by the letter of the standard
"""

from __future__ import annotations

from engine.decisions.evaluation import evaluate, evaluate_service
from engine.decisions.faults import DecisionFault
from engine.decisions.frame import Match
from engine.decisions.library import namespaces
from engine.decisions.model import (
    Decision,
    Definitions,
    Input,
    Knowledge,
    Outcome,
    Output,
    Rule,
    Service,
)
from engine.decisions.reader import read, read_definitions
from engine.decisions.standard import evaluate_decision, explain_decision
from feel import YearsMonths

__all__ = [
    "Decision",
    "DecisionFault",
    "Definitions",
    "Input",
    "Knowledge",
    "Match",
    "Outcome",
    "Output",
    "Rule",
    "Service",
    "YearsMonths",
    "evaluate",
    "evaluate_decision",
    "evaluate_service",
    "explain_decision",
    "namespaces",
    "read",
    "read_definitions",
]
