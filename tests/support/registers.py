"""A register for tests of what every register can do: seals with a second person, an action and files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.execution.ports import Action, Column, Register
from engine.kernel.errors import OperationRefused
from engine.registers.seals.queries import REGISTER as SEALS
from engine.registers.seals.tables import DAMAGED, SEAL
from engine.registers.shared import rows
from tests.support.models import field, form

ADMIN, SECOND = "hewen", "guzhiyuan"
GOOD = {"seal_code": "S-77", "kind": "dept", "keeper": "mahuifang"}
FILES = Column("held_by", {"zh-Hans": "印模", "en": "Prints"}, "files")
SECRET_NOTE = "police_report_no"


def lively(folder: Path) -> Register:
    """The seals, whose keeper only another person may change, with files and the action `damage`."""
    path = folder / "damage.form"
    path.write_bytes(form("seals.damage", field("why", required=True, label="损坏情况")))
    columns = [one for one in SEALS.columns if one.key != "held_by"]
    return replace(
        SEALS,
        columns=(*columns, FILES),
        entry=_entry_with_files(folder),
        write=_write,
        edit=frozenset({"admin", "general_manager"}),
        needs_second=lambda row, changes: row is not None and "keeper" in changes,
        actions=(
            Action(
                "damage",
                {"zh-Hans": "登记损坏", "en": "Record damage"},
                path,
                _damage,
                frozenset({"seal_keeper"}),
                lambda row: row["status"] == "in_use",
            ),
        ),
    )


def _entry_with_files(folder: Path) -> Path:
    assert SEALS.entry is not None
    drawn = json.loads(SEALS.entry.read_text("utf-8"))
    drawn["components"].append(
        {"type": "filepicker", "id": "Seal_prints", "key": "held_by", "label": "印模", "multiple": True}
    )
    path = folder / "entry.form"
    path.write_text(json.dumps(drawn), "utf-8")
    return path


def _write(step: Any, key: int | None, values: Mapping[str, Any]) -> int:
    assert SEALS.write is not None
    made = SEALS.write(step, key, values)
    if values.get("held_by"):
        row = {**rows.locked(step, SEAL, made)}
        rows.update(step, SEAL, "seals", row, {"held_by": values["held_by"]})
    return made


def _damage(step: Any, key: int, values: Mapping[str, Any]) -> None:
    if values["why"] == "没有坏":
        raise OperationRefused(reason="input_wrong", input="why")
    row = rows.locked(step, SEAL, key)
    rows.update(step, SEAL, "seals", row, {"status": DAMAGED, "note": values["why"]})
