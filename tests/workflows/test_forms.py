"""Forms have the fields that the company's table asks for, and carry the stamp of the modeler."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from forms.components import DynamicList, walk
from forms.schema import Form, read_form
from tests.workflows.conftest import WORKFLOWS

FORMS = sorted(WORKFLOWS.rglob("*.form"))
TABLE = WORKFLOWS.parents[1] / "shared" / "forms.psv"
TYPES = {
    "bool": {"checkbox"},
    "int": {"number"},
    "dt": {"datetime"},
    "file": {"filepicker"},
    "text": {"textarea"},
}


@pytest.fixture(params=FORMS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def read(path: Path) -> Form:
    return read_form(path.read_bytes(), path.name)


def test_a_form_is_read_without_a_warning_and_named_after_its_task(path: Path) -> None:
    raw = json.loads(path.read_text(encoding="utf-8"))

    assert read(path).warnings == ()
    assert raw["id"] == f"{path.parent.name}.{path.stem}"
    assert (raw["executionPlatform"], raw["executionPlatformVersion"]) == ("Camunda Cloud", "8.8.0")


def table_rows() -> list[dict[str, Any]]:
    if not TABLE.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{TABLE} is not there")
        pytest.skip("the table of fields is not beside this checkout")
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="|"))


def test_a_task_form_has_every_field_of_the_table_with_its_kind_and_limits(path: Path) -> None:
    rows = [row for row in table_rows() if row["task"].split(" ")[-1].split(".")[-1] == path.stem]
    form = read(path)

    lists = {one.ref: one for one in walk(form.components) if isinstance(one, DynamicList)}
    for row in rows:
        if row["type"].startswith("lines"):
            lines = lists[row["field"]]
            assert lines.label.source == row["label"], row["field"]
            assert lines.min_rows or lines.rules or row["req"] != "*", row["field"]
            assert lines.rules or not row["validation"].startswith("* if"), row["field"]
            continue
        field = form.field(row["field"])
        assert field is not None, row["field"]
        assert field.label.source == row["label"], row["field"]
        assert field.required or row["req"] != "*" or row["type"] == "bool", row["field"]
        assert field.kind in TYPES.get(row["type"], {field.kind}), row["field"]
        if row["type"].startswith("str("):
            assert getattr(field, "max_length", None) == int(row["type"][4:-1]), row["field"]
        if row["validation"].startswith("* if"):
            assert field.required_if is not None or field.rules, row["field"]
