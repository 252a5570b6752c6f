"""Facts that a clerk records on the page of a tender."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.execution.ports import Action
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, OperationRefused, Problem
from engine.registers.shared import rows as shared
from engine.registers.shared.values import Values
from engine.registers.tenders import addendum
from engine.registers.tenders import row as rows
from engine.registers.tenders.tables import ENDED, TENDER, TERMINATED

FOLDER = Path(__file__).parent
DESK = frozenset({"sales_assistant", "sales_assistant_lead"})
Row = Mapping[str, Any]


def is_running(row: Row) -> bool:
    return row["status"] not in ENDED


def _start_bid(step: Step, key: int, _values: Row) -> None:
    """Another bid for the same tender is begun from the list of processes: one message, one case."""
    row = shared.locked(step, TENDER, key)
    if row["bid_deadline"] <= step.now:
        raise OperationRefused(reason="tender_deadline_over", deadline=row["bid_deadline"])
    number = row["tender_internal_no"]
    step.announce("tender_captured", number, {"tender": number, "starter": step.actor.user_id})


def _add_addendum(step: Step, key: int, values: Row) -> None:
    before = shared.locked(step, TENDER, key)
    told = Values(values, step.services.zone)
    row = addendum.record(step, before, told)
    addendum.announce(step, row, before, told)


def _terminate(step: Step, key: int, values: Row) -> None:
    row = shared.locked(step, TENDER, key)
    on = Values(values, step.services.zone).day("terminated_on")
    if on < row["notice_on"]:
        facts = {"other": {"zh-Hans": "公告日期", "en": "Notice"}, "at": row["notice_on"]}
        raise InvalidInput(fields={"terminated_on": [Problem("date_must_not_be_before", facts=facts)]})
    if on > step.services.calendar.local_date(step.now):
        raise InvalidInput(fields={"terminated_on": [Problem("date_in_future")]})
    rows.change(step, row, {"status": TERMINATED, "terminated_on": on})
    told = {"terminated_on": on.isoformat()}
    step.announce("tender_terminated", row["tender_internal_no"], told, time_to_live=addendum.KEPT_FOR)


ACTIONS = (
    Action(
        "start_bid",
        {"zh-Hans": "开始投标", "en": "Start a bid"},
        None,
        _start_bid,
        roles=DESK,
        when=lambda row: row["status"] == "captured",
        icon="play",
    ),
    Action(
        "addendum",
        {"zh-Hans": "登记澄清或变更", "en": "Enter an addendum"},
        FOLDER / "addendum.form",
        _add_addendum,
        roles=DESK,
        when=is_running,
        icon="file-up",
    ),
    Action(
        "move_deadline",
        {"zh-Hans": "投标截止时间变更", "en": "Deadline moved"},
        FOLDER / "move_deadline.form",
        _add_addendum,
        roles=DESK,
        when=is_running,
        icon="calendar-clock",
    ),
    Action(
        "terminate",
        {"zh-Hans": "登记招标终止", "en": "Tender terminated"},
        FOLDER / "terminate.form",
        _terminate,
        roles=DESK,
        when=is_running,
        icon="circle-x",
    ),
)
