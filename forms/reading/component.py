"""One component of a file, and those within it."""

from __future__ import annotations

from typing import Any

from forms import limits
from forms.components import (
    Column,
    Component,
    DynamicList,
    Group,
    Image,
    Plain,
    Table,
    Text,
)
from forms.positions import LinedObject
from forms.reading import properties as ours
from forms.reading.fields import READERS
from forms.reading.notes import Notes, Part, id_of, path_of

_PLAIN = frozenset({"separator", "spacer", "button"})


def components(
    notes: Notes, owner: Part, lists: tuple[str, ...], path: tuple[str, ...], depth: int
) -> tuple[Component, ...]:
    """The components of a form, group or list.

    lists   paths of the lists around, dotted; path: group paths since the innermost list.
    """
    if depth > limits.DEPTH:
        owner.wrong("form_too_deep", "components", max=limits.DEPTH)
        return ()
    found: list[Component] = []
    for item in owner.items("components"):
        notes.count += 1
        if notes.count > limits.COMPONENTS:
            owner.wrong("form_too_big", "components", max=limits.COMPONENTS)
            break
        if not isinstance(item, LinedObject):
            owner.wrong("attribute_type", "components", expected="object")
            continue
        component = _component(notes, item, lists, path, depth)
        if component is not None:
            found.append(component)
    return tuple(found)


def _component(
    notes: Notes, data: LinedObject, lists: tuple[str, ...], path: tuple[str, ...], depth: int
) -> Component | None:
    identity = id_of(notes, data, data.line)
    part = Part(notes, data, identity)
    kind = part.text("type", 100)
    if kind in READERS:
        return _field(part, kind, lists, path)
    if kind == "dynamiclist":
        return _dynamic_list(notes, part, lists, path, depth)
    common = _common(part, kind)
    if kind == "group":
        inner = path + path_of(part, "path")
        return Group(**common, path=inner, components=components(notes, part, lists, inner, depth + 1))
    return _shown(part, kind, common)


def _common(part: Part, kind: str) -> dict[str, Any]:
    properties = part.part("properties")
    layout = part.part("layout")
    return {
        "kind": kind,
        "id": part.element,
        "line": part.data.line,
        "ref": part.ref,
        "label": part.words("label"),
        "hide": part.part("conditional").feel("hide"),
        "columns": layout.whole("columns", 1, 16),
        "row": layout.text("row"),
        "access": ours.access(properties),
        "properties": ours.texts(properties),
    }


def _field(part: Part, kind: str, lists: tuple[str, ...], path: tuple[str, ...]) -> Component | None:
    own = _own_path(part, "key", lists, path)
    if own is None:
        return None
    common = _common(part, kind)
    common |= ours.field_facts(part.part("properties"))
    disabled, readonly = part.flag_or_feel("disabled"), part.flag_or_feel("readonly")
    common |= {
        "key": part.text("key"),
        "path": own,
        "description": part.words("description"),
        "default": part.data.get("defaultValue"),
        "readonly": True if disabled is True else (readonly or disabled),
        "required": part.part("validate").flag("required"),
    }
    return READERS[kind](part, common)


def _own_path(part: Part, name: str, lists: tuple[str, ...], path: tuple[str, ...]) -> tuple[str, ...] | None:
    """Path within the scope; notes a missing key and one that another component has taken."""
    key = path_of(part, name)
    if not key:
        if part.lacks(name):
            part.wrong("attribute_missing", name)
        return None
    own = path + key
    whole = (*lists, ".".join(own))
    part.ref = ".".join(whole)
    taken = part.notes.keys.get(whole)
    if taken is not None:
        part.wrong("key_twice", name, key=part.ref, first_line=taken)
        return None
    part.notes.keys[whole] = part.data.line_of(name)
    return own


def _dynamic_list(
    notes: Notes, part: Part, lists: tuple[str, ...], path: tuple[str, ...], depth: int
) -> Component | None:
    own = _own_path(part, "path", lists, path)
    if own is None:
        return None
    properties = part.part("properties")
    most = properties.whole("maxRows", 1, limits.ROWS) or limits.ROWS
    default_rows = part.whole("defaultRepetitions", 0, limits.ROWS)
    return DynamicList(
        **_common(part, "dynamiclist"),
        key=part.text("path"),
        path=own,
        components=components(notes, part, (*lists, ".".join(own)), (), depth + 1),
        default_rows=1 if default_rows is None else default_rows,
        may_add=part.flag("allowAddRemove", True),
        min_rows=properties.whole("minRows", 0, limits.ROWS) or 0,
        max_rows=most,
        rules=ours.rules(properties),
    )


def _shown(part: Part, kind: str, common: dict[str, Any]) -> Component | None:
    if kind in ("text", "html"):
        name = "text" if kind == "text" else "content"
        return Text(**common, text=part.words(name, 50_000, "text"))
    if kind == "image":
        return Image(**common, source=part.words("source", 100_000), alt=part.words("alt"))
    if kind == "table":
        return _table(part, common)
    if kind in _PLAIN:
        return Plain(**common)
    if kind == "iframe":
        part.wrong("iframe_refused", "type")
        return None
    if not kind:
        if part.lacks("type"):
            part.wrong("attribute_missing", "type")
        return None
    part.notes.warn("component_unsupported", part.element, part.data.line_of("type"), type=kind)
    return Plain(**common, supported=False)


def _table(part: Part, common: dict[str, Any]) -> Component:
    columns: list[Column] = []
    for item in part.items("columns"):
        inner = Part(part.notes, item, part.element, part.ref)
        key = inner.text("key")
        columns.append(Column(key, inner.words("label", attribute=f"column.{key}")))
    return Table(
        **common,
        data=part.feel("dataSource"),
        columns_shown=tuple(columns),
        columns_expression=part.feel("columnsExpression"),
    )
