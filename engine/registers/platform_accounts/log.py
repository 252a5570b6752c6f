"""The register of reveals: read by leads, managers and auditors, entered by nobody by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, and_, or_, select

from engine.execution.ports import Action, Column, Register, RegisterPage
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, Problem
from engine.registers.platform_accounts import leavers, reveals
from engine.registers.platform_accounts.tables import ACCOUNT, REVEAL
from engine.registers.shared.groups import PLATFORMS
from engine.registers.shared.listing import read_cursor, write_cursor

NAME = "credential_reveals"
STATES: Mapping[str, Mapping[str, str]] = {
    "waiting": {"zh-Hans": "待批准", "en": "Waiting"},
    "approved": {"zh-Hans": "已批准", "en": "Approved"},
    "refused": {"zh-Hans": "未批准", "en": "Refused"},
    "lapsed": {"zh-Hans": "已失效", "en": "Lapsed"},
    "shown": {"zh-Hans": "已显示", "en": "Shown"},
    "hidden": {"zh-Hans": "已显示", "en": "Shown"},
}
COLUMNS = (
    Column("asked_at", {"zh-Hans": "申请时间", "en": "Asked at"}, "datetime"),
    Column("agency", {"zh-Hans": "平台", "en": "Platform"}, "reference", True, register="agencies"),
    Column("login_name", {"zh-Hans": "登录名", "en": "Login"}),
    Column("asked_by", {"zh-Hans": "申请人", "en": "Asked by"}, "person", True),
    Column("reason", {"zh-Hans": "事由", "en": "Reason"}),
    Column("tender", {"zh-Hans": "项目", "en": "Tender"}, "reference", True, register="tenders"),
    Column("state", {"zh-Hans": "状态", "en": "State"}, "enum", False, STATES),
    Column("decided_by", {"zh-Hans": "批准人", "en": "Decided by"}, "person", True),
    Column("decided_at", {"zh-Hans": "批准时间", "en": "Decided at"}, "datetime"),
    Column("decision_reason", {"zh-Hans": "说明", "en": "Remark"}, in_list=False),
    Column("shown_at", {"zh-Hans": "显示时间", "en": "Shown at"}, "datetime"),
)
_R = REVEAL.c
_FILTERS = {
    "agency": ACCOUNT.c.agency, "asked_by": _R.asked_by, "tender": _R.tender, "decided_by": _R.decided_by
}  # fmt: skip
_SEARCHED = (ACCOUNT.c.login_name, _R.reason, _R.tender)


def _query() -> Select[Any]:
    columns = (REVEAL, ACCOUNT.c.agency, ACCOUNT.c.login_name)
    return select(*columns).join_from(REVEAL, ACCOUNT, ACCOUNT.c.key == _R.account_key)


def _list(
    reader: Any, filters: Mapping[str, str], search: str = "", cursor: str | None = None, limit: int = 50
) -> RegisterPage:
    unknown = [key for key, text in filters.items() if text and key not in _FILTERS]
    if unknown:
        raise InvalidInput(fields={key: [Problem("filter_unknown")] for key in unknown})
    wanted = [_FILTERS[key] == text for key, text in filters.items() if text]
    wanted += [or_(*(one.icontains(word, autoescape=True) for one in _SEARCHED)) for word in search.split()]
    wanted += [_R.key < read_cursor(cursor)] if cursor else []
    most = max(1, min(limit, 1_000))
    query = _query().where(and_(True, *wanted)).order_by(_R.key.desc()).limit(most + 1)
    rows = [_told(reader, row) for row in reader.connection.execute(query).mappings()]
    following = write_cursor(rows[most - 1]["key"]) if len(rows) > most else None
    return RegisterPage(rows[:most], following)


def _one(reader: Any, key: int) -> Mapping[str, Any] | None:
    row = reader.connection.execute(_query().where(_R.key == key)).mappings().first()
    return None if row is None else _told(reader, row)


def _told(reader: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    return {**{str(name): row[name] for name in row}, "state": reveals.state(row, reader.now)}


def _leaves(step: Step, key: int, _values: Mapping[str, Any]) -> None:
    row = _one(step, key)
    assert row is not None
    marked = leavers.mark(step, row["asked_by"], step.services.calendar.local_date(step.now))
    step.audit_detail(person=row["asked_by"], accounts=marked)


REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "密码查看记录", "en": "Passwords seen"},
    columns=COLUMNS,
    list=_list,
    one=_one,
    see=frozenset({"sales_assistant_lead", "sales_manager", "general_manager", "auditor"}),
    reference=("key", "login_name"),
    icon="eye",
    group=PLATFORMS,
    actions=(
        Action(
            "leaves",
            {
                "zh-Hans": "申请人离职：其看过的密码全部应更换",
                "en": "Leaves: change all that this person saw",
            },
            None,
            _leaves,
            roles=frozenset({"sales_assistant_lead", "sales_manager"}),
            when=lambda row: row["shown_at"] is not None,
        ),
    ),
)
