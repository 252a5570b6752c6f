"""Facts that a clerk records on a deposit's page because they come late, or from outside.

Each is written at once and tells the case that follows the deposit by the message of that fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.execution.ports import Action
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, Problem
from engine.registers.deposits import money, news, record, refund, restore
from engine.registers.deposits import row as rows
from engine.registers.deposits.given import Given

DESK = frozenset({"sales_assistant", "sales_assistant_lead"})
MONEY = DESK | {"cashier", "finance_manager"}
FORMS = Path(__file__).parent / "forms"
Values = Mapping[str, Any]


def _is_open(row: Values) -> bool:
    return row["closed_as"] is None


def _fact(tell: Any, *told: str) -> Any:
    """Writes what was typed, then tells the case that follows the deposit."""

    def run(step: Step, key: int, values: Values) -> None:
        row = rows.of_key(step, key)
        after = rows.change(step, row, record.facts_in(step, row, Given(step, values)))
        known = restore.before(after, told)
        tell(step, after, {name: value for name, value in known.items() if value is not None})

    return run


def _receipt(step: Step, key: int, values: Values) -> None:
    row = rows.of_key(step, key)
    rows.change(step, row, record.facts_in(step, row, Given(step, values)))


def _arrived(step: Step, key: int, values: Values) -> None:
    """The cashier is asked to enter it; what is known already stands in his form."""
    row, given = rows.of_key(step, key), Given(step, values)
    told = {
        "on": values.get("on"),
        "amount": given.money("arrived_amount"),
        "interest": given.money("interest"),
        "bank_ref": given.text("bank_ref"),
        "payer": given.text("payer"),
    }
    facts = {name: value for name, value in told.items() if value is not None}
    news.refund_received(step, row, facts)


def _deducted(step: Step, key: int, values: Values) -> None:
    """What the tenderer keeps, with the document that shows it. Raises InvalidInput."""
    row, given = rows.of_key(step, key), Given(step, values)
    amount, reason, proof = (
        given.money("explained_amount"), given.text("partial_reason"), given.files("proof"),
    )  # fmt: skip
    missing = [
        name
        for name, value in (("explained_amount", amount), ("partial_reason", reason), ("proof", proof))
        if value is None
    ]
    if amount is None or reason is None or missing:
        raise InvalidInput(fields={name: [Problem("required")] for name in missing})
    if reason not in money.REASONS - {money.ERROR}:
        raise given.wrong("partial_reason")
    line = {
        "on": values.get("on"),
        "amount": refund.NOTHING,
        "interest": refund.NOTHING,
        "reason": reason,
        "explained": amount,
        "proof": proof,
        "by": step.actor.user_id,
        "entry": str(step.keys.next()),
    }
    changes = money.deducted(row, amount, reason) | {"refund_lines": [*row["refund_lines"], line]}
    money.settle(step, row, changes, None)


def _action(
    name: str, chinese: str, english: str, run: Any, roles: frozenset[str], icon: str = "pencil"
) -> Action:
    return Action(
        name,
        {"zh-Hans": chinese, "en": english},
        FORMS / f"{name}.form",
        run,
        roles,
        when=_is_open,
        icon=icon,
    )


ACTIONS = (
    _action(
        "award_notice",
        "登记投标结果",
        "Record the result",
        _fact(news.result, "result", "award_notice_on"),
        DESK,
    ),
    _action(
        "contract_signed",
        "登记合同签订日期",
        "Record the contract date",
        _fact(news.contract_signed, "contract_signed_on"),
        DESK | {"legal_reviewer"},
    ),
    _action("regime_changed", "更改适用规则", "Change the legal regime", _fact(news.facts_changed), DESK),
    _action(
        "terminated", "登记终止招标", "Record a termination", _fact(news.terminated, "terminated_on"), DESK
    ),
    _action(
        "withdrawn",
        "登记撤回投标",
        "Record a withdrawal",
        _fact(news.bid_withdrawn, "withdrawn_on", "withdrawn_late"),
        DESK,
    ),
    _action("refund_received", "登记退款到账", "Record a refund", _arrived, MONEY, "download"),
    _action("deducted", "登记扣抵", "Record a deduction", _deducted, MONEY),
    _action("promised", "登记承诺退款日", "Record a promise", _fact(news.facts_changed), DESK),
    _action("receipt", "登记收据", "Record the receipt", _receipt, DESK | {"cashier"}),
    _action(
        "forfeiture_notice",
        "登记不予退还通知",
        "Record a forfeiture notice",
        _fact(news.forfeiture_noticed, "forfeit_noticed_on", "forfeit_reason"),
        DESK | {"legal_reviewer"},
    ),
)
