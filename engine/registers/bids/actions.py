"""Facts that a clerk records on the page of a bid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from engine.execution.ports import Action
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, PermissionDenied, Problem
from engine.registers.bids import row as rows
from engine.registers.bids.open import withdraw
from engine.registers.bids.tables import (
    ASSESSING,
    BID,
    OPENED,
    PARTLY_WON,
    PREPARING,
    SUBMITTED,
    WON,
)
from engine.registers.shared import references
from engine.registers.shared import rows as shared
from engine.registers.shared.values import Values

FOLDER = Path(__file__).parent
DESK = frozenset({"sales_assistant", "sales_assistant_lead"})
DECIDES_LATE = "general_manager"
KEPT_FOR = "P365D"
Row = Mapping[str, Any]


def _award_notice(step: Step, key: int, values: Row) -> None:
    row = shared.locked(step, BID, key)
    told = Values(values, step.services.zone)
    on = _not_in_future(step, "award_notice_on", told.day("award_notice_on"))
    tender = references.required(step, "tenders", row["tender"])
    opened = step.services.calendar.local_date(tender["opening_at"])
    if on < opened:
        raise InvalidInput(
            fields={
                "award_notice_on": [
                    Problem(
                        "date_must_not_be_before",
                        facts={"other": {"zh-Hans": "开标时间", "en": "Opening"}, "at": opened},
                    )
                ]
            }
        )
    changed = rows.change(step, row, {"award_notice_on": on})
    result = told.text_or_none("result")
    said = {"award_notice_on": on.isoformat()} | ({"result": result} if result else {})
    step.announce("award_notice", changed["bid_no"], said, time_to_live=KEPT_FOR)


def _contract_signed(step: Step, key: int, values: Row) -> None:
    row = shared.locked(step, BID, key)
    day = Values(values, step.services.zone).day("contract_signed_on")
    on = _not_in_future(step, "contract_signed_on", day)
    notice = row["award_notice_on"]
    if notice is not None and on < notice:
        facts = {"other": {"zh-Hans": "中标通知书日期", "en": "Award notice"}, "at": notice}
        problem = Problem("date_must_not_be_before", facts=facts)
        raise InvalidInput(fields={"contract_signed_on": [problem]})
    changed = rows.change(step, row, {"contract_signed_on": on})
    said = {"contract_signed_on": on.isoformat()}
    step.announce("contract_signed", changed["bid_no"], said, time_to_live=KEPT_FOR)


def _withdraw(step: Step, key: int, values: Row) -> None:
    """After the deadline it may cost the deposit: the general manager's to decide (实施条例, article 35)."""
    row = shared.locked(step, BID, key)
    tender = references.required(step, "tenders", row["tender"])
    if tender["bid_deadline"] <= step.now and DECIDES_LATE not in step.actor.roles:
        raise PermissionDenied(reason="withdrawal_after_deadline", deadline=tender["bid_deadline"])
    told = Values(values, step.services.zone)
    on = _not_in_future(step, "withdrawn_on", told.day("withdrawn_on"))
    facts = {"withdrawn_on": on, "withdraw_letter": told.contexts("withdraw_letter")}
    withdraw(step, row, {**facts, "withdraw_reason": told.text("withdraw_reason")})


def _not_in_future(step: Step, field: str, on: date) -> date:
    if on > step.services.calendar.local_date(step.now):
        raise InvalidInput(fields={field: [Problem("date_in_future")]})
    return on


ACTIONS = (
    Action(
        "award_notice",
        {"zh-Hans": "登记中标通知书", "en": "Award notice"},
        FOLDER / "award_notice.form",
        _award_notice,
        roles=DESK,
        when=lambda row: row["status"] in (SUBMITTED, OPENED),
        icon="flag",
    ),
    Action(
        "contract_signed",
        {"zh-Hans": "登记合同签订", "en": "Contract signed"},
        FOLDER / "contract_signed.form",
        _contract_signed,
        roles=DESK,
        when=lambda row: row["status"] in (WON, PARTLY_WON, "lost") and row["contract_signed_on"] is None,
        icon="check",
    ),
    Action(
        "withdraw",
        {"zh-Hans": "撤回投标", "en": "Withdraw the bid"},
        FOLDER / "withdraw.form",
        _withdraw,
        roles=DESK | {DECIDES_LATE},
        when=lambda row: row["status"] in (ASSESSING, PREPARING, SUBMITTED, OPENED),
        icon="undo-2",
    ),
)
