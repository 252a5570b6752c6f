"""Employees and departments as pages, exports and references see them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from engine.execution.ports import Column, Register, RegisterPage
from engine.kernel.errors import InvalidInput, Problem
from engine.organisation.roles import ROLES
from engine.organisation.tables import DEPARTMENT, MEMBERSHIP, PERSON

MOST = 1_000
STATUS: Mapping[str, Mapping[str, str]] = {
    "active": {"zh-Hans": "在职", "en": "Active"},
    "left": {"zh-Hans": "离职", "en": "Left"},
}
_P, _D = PERSON.c, DEPARTMENT.c
_CONTACT = frozenset({"admin", "general_manager", "auditor"})


def _people(
    reader: Any, filters: Mapping[str, str], search: str = "", cursor: str | None = None, limit: int = 50
) -> RegisterPage:
    """By user id. Each row has the person's roles."""
    conditions = {
        "status": lambda text: _P.status == text,
        "department": lambda text: _P.department == text,
        "manager": lambda text: _P.manager == text,
        "roles": lambda text: exists().where(MEMBERSHIP.c.user_id == _P.user_id, MEMBERSHIP.c.role == text),
    }
    wanted = _filters(filters, conditions) + _search(search, (_P.name, _P.user_id, _P.emp_no))
    page = _page(reader.connection, select(PERSON), _P.user_id, wanted, cursor, limit)
    roles = _roles(reader.connection, [row["user_id"] for row in page.rows])
    return RegisterPage(
        [{**row, "roles": roles.get(row["user_id"], [])} for row in page.rows], page.next_cursor
    )


def _departments(
    reader: Any, filters: Mapping[str, str], search: str = "", cursor: str | None = None, limit: int = 50
) -> RegisterPage:
    """By code."""
    wanted = _filters(filters, {"head": lambda text: _D.head == text}) + _search(search, (_D.code, _D.name))
    return _page(reader.connection, select(DEPARTMENT), _D.code, wanted, cursor, limit)


def _page(
    connection: Any,
    statement: Select[Any],
    order: ColumnElement[str],
    wanted: Sequence[ColumnElement[bool]],
    cursor: str | None,
    limit: int,
) -> RegisterPage:
    after = [] if not cursor else [order > _read_cursor(cursor)]
    most = max(1, min(limit, MOST))
    found = connection.execute(statement.where(and_(True, *wanted, *after)).order_by(order).limit(most + 1))
    rows = [{str(name): value for name, value in row.items()} for row in found.mappings()]
    last = rows[most - 1][str(order.key)] if len(rows) > most else None
    return RegisterPage(
        rows[:most], None if last is None else base64.urlsafe_b64encode(last.encode()).decode()
    )


def _filters(filters: Mapping[str, str], conditions: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    unknown = [key for key, text in filters.items() if text and key not in conditions]
    if unknown:
        raise InvalidInput(fields={key: [Problem("filter_unknown")] for key in unknown})
    return [conditions[key](text) for key, text in filters.items() if text]


def _search(search: str, columns: Sequence[ColumnElement[str]]) -> list[ColumnElement[bool]]:
    return [or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in search.split()]


def _roles(connection: Any, users: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    statement = select(MEMBERSHIP).where(MEMBERSHIP.c.user_id.in_(users)).order_by(MEMBERSHIP.c.role)
    for user, role in connection.execute(statement):
        found.setdefault(user, []).append(role)
    return found


def _read_cursor(cursor: str) -> str:
    try:
        after = base64.b64decode(cursor.encode(), b"-_", validate=True).decode()
        if "\x00" in after:
            raise ValueError("no text of ours")
        return after
    except (ValueError, binascii.Error) as error:
        raise InvalidInput(fields={"cursor": [Problem("cursor_malformed")]}) from error


def _person(reader: Any, key: int) -> Mapping[str, Any] | None:
    row = reader.connection.execute(select(PERSON).where(_P.key == key)).mappings().first()
    if row is None:
        return None
    return {**row, "roles": _roles(reader.connection, [row["user_id"]]).get(row["user_id"], [])}


def _department(reader: Any, key: int) -> Mapping[str, Any] | None:
    row = reader.connection.execute(select(DEPARTMENT).where(_D.key == key)).mappings().first()
    return None if row is None else dict(row)


EMPLOYEES = Register(
    name="employees",
    title={"zh-Hans": "员工", "en": "Employees"},
    columns=(
        Column("emp_no", {"zh-Hans": "工号", "en": "Number"}),
        Column("name", {"zh-Hans": "姓名", "en": "Name"}),
        Column("user_id", {"zh-Hans": "登录名", "en": "Login name"}),
        Column("department", {"zh-Hans": "部门", "en": "Department"}, filter=True),
        Column("roles", {"zh-Hans": "角色", "en": "Roles"}, "enum", True, ROLES),
        Column("manager", {"zh-Hans": "上级", "en": "Manager"}, "person", True),
        Column("territory_codes", {"zh-Hans": "区域", "en": "Territories"}),
        Column("mobile", {"zh-Hans": "手机", "en": "Mobile"}, see=_CONTACT),
        Column("email", {"zh-Hans": "邮箱", "en": "E-mail"}),
        Column("status", {"zh-Hans": "状态", "en": "Status"}, "enum", True, STATUS),
    ),
    list=_people,
    one=_person,
    reference=("user_id", "name"),
    icon="square-user",
)

DEPARTMENTS = Register(
    name="departments",
    title={"zh-Hans": "部门", "en": "Departments"},
    columns=(
        Column("code", {"zh-Hans": "编号", "en": "Code"}),
        Column("name", {"zh-Hans": "名称", "en": "Name"}),
        Column("head", {"zh-Hans": "负责人", "en": "Head"}, "person", True),
    ),
    list=_departments,
    one=_department,
    icon="building-2",
)

REGISTERS = (EMPLOYEES, DEPARTMENTS)
