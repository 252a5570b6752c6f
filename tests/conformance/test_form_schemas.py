"""Form files of other houses are read whole or refused with a named reason, bound, shown and submitted."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from forms import FormRejected
from forms.components import Form, walk
from forms.render import bind, show
from forms.schema import read_form
from tests.forms.kit import context, post

# What these fixtures hold that we refuse on purpose: a key that FEEL cannot say, and other people's pages.
REFUSED = {"complex.json": "key_malformed", "form.json": "iframe_refused"}
SUPPORTED = 17
"""Component types of the fixtures that are drawn; documentPreview, range and made-up ones are named
instead.
"""


def test_forms_of_other_houses_load_or_are_refused_by_name(conformance: Path) -> None:
    read = refused = 0
    for path in _files(conformance):
        form, codes = _read(path)
        read, refused = read + (form is not None), refused + (form is None)
        if form is None:
            assert codes == {REFUSED[path.name]}
    assert read >= 25
    assert read + refused == len(_files(conformance))


def test_every_component_is_drawn_or_named_as_unsupported(conformance: Path) -> None:
    kinds: Counter[str] = Counter()
    for path in _files(conformance):
        form, _ = _read(path)
        if form is None:
            continue
        named = {warning.element for warning in form.warnings}
        for component in walk(form.components):
            drawn = getattr(component, "supported", True)
            assert drawn or component.id in named
            kinds[component.kind] += bool(drawn)
        assert sum(1 for _ in walk(form.components)) == _count(json.loads(path.read_text("utf-8")))
    assert len(+kinds) >= SUPPORTED


def test_every_form_can_be_shown_empty_and_filled_and_submitted(conformance: Path) -> None:
    for path in _files(conformance):
        form, _ = _read(path)
        if form is None:
            continue
        bind(form, context())
        show(post(form, {field.name: "1" for field in form.fields()}))


def test_required_rules_refuse_on_the_server_as_in_the_browser(conformance: Path) -> None:
    form, _ = _read(_named(conformance, "required.json"))
    assert form
    required = {field.name for field in form.fields() if field.required}
    assert required
    assert set(post(form).errors) == required


def test_nested_required_fields_refuse_row_by_row(conformance: Path) -> None:
    form, _ = _read(_named(conformance, "nested-dynamic-list-required.json"))
    assert form
    assert set(post(form, {"outer-0-inner-0": "1"}).errors) == {"outer-0-inner-0-value"}
    assert post(form, {"outer-0-inner-0-value": "1"}).ok


def test_a_condition_hides_a_required_field(conformance: Path) -> None:
    form, _ = _read(_named(conformance, "condition-errors.json"))
    assert form
    assert set(post(form).errors) == {"number_o4f027"}
    assert post(form, {"checkbox_4u82gk": "on"}).ok


def test_a_computed_field_gets_its_value_from_the_case(conformance: Path) -> None:
    form, _ = _read(_named(conformance, "expressionField.json"))
    assert form
    values: dict[str, Any] = {
        "filter": True,
        "data": [{"selected": True, "dates": ["a"]}, {"selected": False}],
    }
    assert post(form, {"exp_expression": "forged"}, values=values).values == {"exp_expression": ["a"]}


def _files(conformance: Path) -> list[Path]:
    found = sorted((conformance / "forms").rglob("*.json")) + sorted(
        (conformance / "camunda8").rglob("*.form")
    )
    assert len(found) >= 28
    return found


def _named(conformance: Path, name: str) -> Path:
    return next(path for path in _files(conformance) if path.name == name)


def _read(path: Path) -> tuple[Form | None, set[str]]:
    try:
        return read_form(path.read_bytes(), path.name), set()
    except FormRejected as error:
        return None, {problem.code for problem in error.problems}


def _count(form: Any) -> int:
    inner = form.get("components", []) if isinstance(form, dict) else []
    return sum(1 + _count(component) for component in inner)
