"""Whom a loan for a tender must be paid to: asked of the registers of tenders and agencies.

Where the house has no such register, or the tender names no agency, there is nothing to compare with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.execution.ports import OperationCall
from engine.execution.step import Step

TENDER, AGENCY = "register.tenders.facts", "register.agencies.facts"


@dataclass(frozen=True)
class Payee:
    """As the agency's file has it; None for what it does not say."""

    name: str | None
    account: str | None


def tender_facts(step: Step, call: OperationCall, tender: str | None) -> Mapping[str, Any]:
    """The tender's columns; nothing without a tender. Raises OperationRefused for one that is not there."""
    return _ask(step, call, TENDER, tender=tender) if tender else {}


def day_of(facts: Mapping[str, Any], name: str) -> str | None:
    """The day of a date or a moment among the facts, as ISO text."""
    return str(facts[name])[:10] if facts.get(name) else None


def payee_of(step: Step, call: OperationCall, facts: Mapping[str, Any]) -> Payee | None:
    """Raises OperationRefused for an agency that is not there."""
    agency = facts.get("agency")
    if not isinstance(agency, str):
        return None
    found = _ask(step, call, AGENCY, agency=agency)
    if not found:
        return None
    return Payee(found.get("account_name") or found.get("name"), found.get("bank_account_for_deposit"))


def _ask(step: Step, call: OperationCall, name: str, **variables: Any) -> Mapping[str, Any]:
    operation = step.services.operations.get(name)
    return {} if operation is None else operation.run(step, replace(call, variables=variables))
