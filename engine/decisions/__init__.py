"""Decisions: DMN files read to plain data, and evaluated with hit policies.

decisions = read(data, "approval_level.dmn")         # DefinitionRejected names every fault
outcome = evaluate(decisions[0], {"amount": Decimal(120)})   # outcome.value, outcome.matched
"""

from __future__ import annotations

from engine.decisions.evaluation import evaluate, evaluate_service
from engine.decisions.faults import DecisionFault
from engine.decisions.model import Decision, Input, Knowledge, Outcome, Output, Rule, Service
from engine.decisions.reader import Definitions, read, read_definitions

__all__ = [
    "Decision",
    "DecisionFault",
    "Definitions",
    "Input",
    "Knowledge",
    "Outcome",
    "Output",
    "Rule",
    "Service",
    "evaluate",
    "evaluate_service",
    "read",
    "read_definitions",
]
