"""Excel files for and from people: the template of a register, its headings in three languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, Any

from flask import g

from engine.execution.ports import Register
from engine.register_rows.entry_forms import form_at
from engine.register_rows.sheets.import_rows import importable
from forms.components import CheckboxField, ChoiceField, DateTimeField, Field, NumberField
from forms.context import Context, Translate
from webapp import registry, traditional
from webapp.register_forms import RowForm, english

MOST_OPTIONS = 200


def headings(register: Register) -> dict[str, frozenset[str]]:
    """Field key -> what its column may be headed by, in any language of the product."""
    in_english = english(register, register.entry)
    columns = {column.key: column for column in register.columns}
    found: dict[str, frozenset[str]] = {}
    for field in importable(form_at(register.entry)):
        words = {field.key, field.label.source, in_english(field.ref, "label", field.label.source)}
        words |= set(columns[field.key].label.values()) if field.key in columns else set()
        found[field.key] = frozenset(words | {traditional.shown(word) for word in words})
    return found


def option_words(register: Register) -> dict[str, dict[str, str]]:
    """Field key -> {what an option is called in any language, in small letters: its code}."""
    in_english = english(register, register.entry)
    found: dict[str, dict[str, str]] = {}
    for field in importable(form_at(register.entry)):
        for one in field.source.values if isinstance(field, ChoiceField) else ():
            words = {one.label, in_english(field.ref, f"option.{one.value}", one.label)}
            for word in words | {traditional.shown(word) for word in words}:
                found.setdefault(field.key, {})[word.casefold()] = str(one.value)
    return found


def template(register: Register, out: IO[bytes]) -> None:
    """The headings, and a second sheet that says how each column is filled in."""
    from webapp.sheet import sheets

    context = RowForm(register, register.entry).context()
    fields = importable(form_at(register.entry))
    heads = [label(field, context) + ("*" if field.required else "") for field in fields]
    explained = [
        [label(field, context), g.t("yes") if field.required else "", *_how(field, context)]
        for field in fields
    ]
    about = [g.t(f"register.template.{name}") for name in ("column", "required", "how", "example", "codes")]
    kinds = ["text"] * len(heads)
    sheets(
        [
            (registry.title(register), heads, kinds, []),
            (g.t("register.template.about"), about, ["text"] * len(about), explained),
        ],
        out,
    )


def label(field: Field, context: Context) -> str:
    return context.translate(field.ref, "label", field.label.source)


def _how(field: Field, context: Context) -> Sequence[Any]:
    """[in words, an example, the codes that may stand there]"""
    if isinstance(field, ChoiceField):
        return _choice(field, context.translate)
    if isinstance(field, DateTimeField):
        is_day = field.subtype == "date"
        return g.t("register.template.date"), "2026-05-20" if is_day else "2026-05-20 09:30", ""
    if isinstance(field, NumberField):
        return g.t("register.template.number"), "1234.50", ""
    if isinstance(field, CheckboxField):
        return g.t("register.template.flag"), g.t("yes"), f"{g.t('yes')} / {g.t('no')}"
    return g.t("register.template.text"), "", ""


def _choice(field: ChoiceField, translate: Translate) -> Sequence[Any]:
    source = field.source.register
    how = g.t("register.template.several" if field.multiple else "register.template.choice")
    if source is not None:
        name = source.source.partition("?")[0]
        found = next((one for one in registry.visible() if one.name == name), None)
        title = name if found is None else registry.title(found)
        return g.t("register.template.reference", register=title), "", ""
    options = field.source.values[:MOST_OPTIONS]
    codes = [f"{one.value} = {translate(field.ref, f'option.{one.value}', one.label)}" for one in options]
    return how, str(options[0].value) if options else "", "\n".join(codes)


def label_of(register: Register, cells: Mapping[str, Any]) -> str:
    """What a line of a file is called on the verdict page: its first cells, and none that is secret."""
    told = [value for key, value in cells.items() if key not in register.secret]
    texts = [value for value in told if isinstance(value, str) and value]
    return " · ".join(texts[:2])[:120]
