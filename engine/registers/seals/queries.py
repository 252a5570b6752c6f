"""The register of seals as pages and exports see it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.execution.ports import Column, Register, RegisterPage
from engine.registers.seals import entry
from engine.registers.seals.tables import SEAL
from engine.registers.shared import listing
from engine.registers.shared.seal_kinds import KINDS, STATUS

_CONDITIONS = {
    "kind": listing.equals(SEAL.c.kind),
    "status": listing.equals(SEAL.c.status),
    "keeper": listing.equals(SEAL.c.keeper),
}
_SEARCHED = (SEAL.c.seal_code, SEAL.c.location)


def _list(
    reader: Any, filters: Mapping[str, str], search: str = "", cursor: str | None = None, limit: int = 50
) -> RegisterPage:
    return listing.page(
        reader.connection,
        SEAL,
        filters=filters,
        conditions=_CONDITIONS,
        search=search,
        searched=_SEARCHED,
        cursor=cursor,
        limit=limit,
    )


REGISTER = Register(
    name="seals",
    title={"zh-Hans": "印章", "en": "Seals"},
    icon="stamp",
    columns=(
        Column("seal_code", {"zh-Hans": "印章编号", "en": "Code"}),
        Column("kind", {"zh-Hans": "种类", "en": "Kind"}, "enum", True, KINDS),
        Column("keeper", {"zh-Hans": "保管人", "en": "Keeper"}, "person", True),
        Column("backup_keeper", {"zh-Hans": "备用保管人", "en": "Backup keeper"}, "person"),
        Column("location", {"zh-Hans": "存放地点", "en": "Location"}),
        Column("status", {"zh-Hans": "状态", "en": "Status"}, "enum", True, STATUS),
        Column("held_by", {"zh-Hans": "现由谁持有", "en": "With"}, "person"),
        Column("out_since", {"zh-Hans": "带出时间", "en": "Out since"}, "datetime"),
        Column("back_by", {"zh-Hans": "归还期限", "en": "Back by"}, "datetime"),
        Column("out_for", {"zh-Hans": "用于", "en": "For"}),
        Column("missing_since", {"zh-Hans": "遗失登记时间", "en": "Missing since"}, "datetime"),
        Column("police_report_no", {"zh-Hans": "报案回执号", "en": "Police report"}),
        Column("void_declared_on", {"zh-Hans": "声明作废日期", "en": "Declared void on"}, "date"),
        Column("void_declared_in", {"zh-Hans": "声明刊登处", "en": "Declared void in"}),
        Column("note", {"zh-Hans": "说明", "en": "Note"}),
    ),
    list=_list,
    one=lambda reader, key: listing.one(reader.connection, SEAL, key),
    entry=Path(__file__).with_name("entry.form"),
    write=entry.write,
    edit=frozenset({"admin"}),
    find=entry.find,
    void=entry.void,
)
