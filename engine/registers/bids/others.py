"""One employee works on the bid of one bidder of a package only; one bidder offers one product there.

Bids that were written by the same unit or person count as collusion: 招标投标法实施条例, article 40.
Who worked on a bid is who took or completed a task of its case that names this register as its keeper-away,
and who the row says prepared and confirmed it; a substitute counts as himself and as whom he stood in for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.execution.kept_away_by import RULE
from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.execution.tables import COMPLETION, USER_TASK
from engine.kernel.errors import OperationRefused
from engine.registers.bids import row as rows
from engine.registers.bids.columns import BIDDERS
from engine.registers.bids.tables import AGENT, SELF, WITHOUT_BID
from engine.registers.shared import references
from engine.registers.shared.values import Values

KEPT_AWAY = "register.bids.kept_away"
Row = Mapping[str, Any]


def kept_away(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """`kept_away`: person -> {"reason", "tender", "bid_no", "bidder"}."""
    values = Values(call.variables, step.services.zone)
    mine = rows.of_case(step, call.instance_key)
    tender = values.text_or_none("tender") if mine is None else mine["tender"]
    found = {} if tender is None else workers_elsewhere(step, tender, mine)
    return {"kept_away": {one: found[one] for one in values.texts("persons") if one in found}}


def workers_elsewhere(step: Step, tender: str, mine: Row | None) -> dict[str, dict[str, Any]]:
    """Person -> why he is kept away from this bid."""
    found: dict[str, dict[str, Any]] = {}
    # Locked, so that of two tasks of two bidders that one person takes at once the second sees the first.
    for other in rows.of_tender(step, tender, locked=True):
        if is_another_bidder(other, mine):
            for person in _workers(step, other):
                refused = OperationRefused(
                    reason="works_for_another_bidder",
                    person=person,
                    tender=tender,
                    bid_no=other["bid_no"],
                    bidder=bidder_words(step, other),
                )
                found[person] = refused.facts
    return found


def is_another_bidder(other: Row, mine: Row | None) -> bool:
    """Two bids for one package are two bidders', unless both say that they are the same one's."""
    if mine is not None and other["key"] == mine["key"]:
        return False
    if other["bidder_entity"] is None and other["status"] in WITHOUT_BID:
        return False
    names = [(one["bidder_entity"], one["agent"]) for one in (other, mine or other)]
    return mine is None or names[0] != names[1] or names[0][0] is None


def bidder_words(step: Step, row: Row) -> Any:
    """The agent's name, or the word for what kind of bidder it is; the number while nobody has said."""
    if row["bidder_entity"] == AGENT:
        agent = references.row_of(step, "customers", row["agent"] or "")
        return str(row["agent"]) if agent is None else str(agent["name"])
    return BIDDERS[SELF] if row["bidder_entity"] == SELF else row["bid_no"]


def _workers(step: Step, row: Row) -> set[str]:
    people = {row["preparer"], row["confirmed_by"]} - {None}
    if row["instance_key"] is None:
        return people
    tasks = select(USER_TASK.c.key, USER_TASK.c.assignee, USER_TASK.c.state, USER_TASK.c.four_eyes).where(
        USER_TASK.c.instance_key == row["instance_key"]
    )
    mine = [
        task for task in step.connection.execute(tasks).all() if (task.four_eyes or {}).get(RULE) == KEPT_AWAY
    ]
    people |= {task.assignee for task in mine if task.assignee is not None and task.state == "created"}
    done = select(COMPLETION.c.completed_by, COMPLETION.c.on_behalf_of).where(
        COMPLETION.c.task_key.in_([task.key for task in mine])
    )
    for by, behalf in step.connection.execute(done):
        people |= {by} | ({behalf} if behalf else set())
    return people


def check_tender(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """For the field in which a tender is chosen: it is open, and the person works for no other bidder."""
    values = Values(call.variables, step.services.zone)
    number = values.text("tender")
    tender = references.required(step, "tenders", number)
    if tender["bid_deadline"] <= step.now:
        raise OperationRefused(reason="tender_deadline_over", deadline=tender["bid_deadline"])
    if tender["status"] in {"won", "partly_won", "lost", "terminated"}:
        raise OperationRefused(reason="tender_over", number=number, state=_state(step, tender["status"]))
    bid_no = values.text_or_none("bid_no")
    mine = None if bid_no is None else rows.of_number(step, bid_no)
    found = workers_elsewhere(step, number, mine)
    for person in sorted(step.actor.persons & found.keys()):
        raise OperationRefused(**found[person])
    return {}


def check_bidder(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """For the field that says who bids: not yet in this package, and with products nobody else offers."""
    values = Values(call.variables, step.services.zone)
    entity, agent = values.text("bidder_entity"), values.text_or_none("agent")
    bid_no = values.text_or_none("bid_no")
    mine = None if bid_no is None else rows.of_number(step, bid_no)
    if mine is None:
        return {}
    products = {str(line.get("product")) for line in values.contexts("lines")}
    for other in rows.of_tender(step, mine["tender"]):
        if other["key"] == mine["key"] or other["status"] in WITHOUT_BID or other["bidder_entity"] is None:
            continue
        _refuse_twice(step, other, entity, agent, products)
    return {}


def _refuse_twice(step: Step, other: Row, entity: str, agent: str | None, products: set[str]) -> None:
    facts = {"bid_no": other["bid_no"], "bidder": bidder_words(step, other)}
    if other["bidder_entity"] == entity:
        raise OperationRefused(reason="bidder_bids_already", **facts)
    for line in other["lines"] or []:
        if line.get("product") in products:
            raise OperationRefused(reason="product_bids_already", product=line["product"], **facts)


def _state(step: Step, status: str) -> Any:
    columns = {column.key: column for column in step.services.registers["tenders"].columns}
    return columns["status"].options.get(status, status)


OPERATIONS = (
    Operation(
        KEPT_AWAY,
        kept_away,
        inputs={"persons": "list", "tender": "text?"},
        outputs={"kept_away": "context"},
        reads_only=True,
    ),
    Operation(
        "register.bids.check_tender", check_tender, {"tender": "text", "bid_no": "text?"}, reads_only=True
    ),
    Operation(
        "register.bids.check_bidder",
        check_bidder,
        {"bidder_entity": "text", "agent": "text?", "bid_no": "text?", "lines": "list?"},
        reads_only=True,
    ),
)
