"""What the borrower, or the lead, does on the page of a loan: take it back before it is paid."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.execution.ports import Action
from engine.execution.step import Step
from engine.kernel.errors import PermissionDenied
from engine.registers.loans.tables import APPROVED, APPROVING, LOAN
from engine.registers.shared import rows

FOLDER = Path(__file__).parent
LEAD = "sales_assistant_lead"


def _withdraw(step: Step, key: int, values: Mapping[str, Any]) -> None:
    """The case that waits for the approval or the payment hears of it, and writes it into the row."""
    row = rows.locked(step, LOAN, key)
    if row["applicant"] not in step.actor.persons and LEAD not in step.actor.roles:
        raise PermissionDenied(reason="loan_of_another", number=row["loan_no"])
    step.announce("loan_withdrawn", row["loan_no"], {"reason": values.get("reason")})


ACTIONS = (
    Action(
        "withdraw",
        {"zh-Hans": "撤回借款", "en": "Withdraw the loan"},
        FOLDER / "withdraw.form",
        _withdraw,
        roles=frozenset({"sales_assistant", LEAD}),
        when=lambda row: row["status"] in (APPROVING, APPROVED),
        icon="undo-2",
    ),
)
