"""The fields that hold a value, one reader for each form-js type."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from forms import limits
from forms.components import (
    CheckboxField,
    ChoiceField,
    DateTimeField,
    ExpressionField,
    Field,
    FileField,
    NumberField,
    TextField,
)
from forms.pattern_parser import PatternRefused
from forms.patterns import Pattern, compile_pattern
from forms.reading import properties as ours
from forms.reading.notes import Part
from forms.reading.options import option_source
from forms.words import Words

_ENDING = re.compile(r"\.[a-z0-9]{1,10}")
_MEDIA_ENDINGS = {
    "image/*": (".png", ".jpg", ".jpeg", ".gif", ".webp"),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "application/pdf": (".pdf",),
    "text/plain": (".txt",),
    "text/csv": (".csv",),
    "application/zip": (".zip",),
    "application/msword": (".doc",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
}


def text_field(part: Part, common: dict[str, Any], multiline: bool) -> Field:
    """textfield, textarea."""
    validate = part.part("validate")
    message = validate.words("patternErrorMessage", attribute="pattern_message")
    prefix, suffix = _adorners(part)
    return TextField(
        **common,
        multiline=multiline or common["widget"] == "textarea",
        min_length=validate.whole_or_feel("minLength"),
        max_length=validate.whole_or_feel("maxLength"),
        pattern=_pattern(validate),
        pattern_message=message,
        validation_type=ours.one_of(validate, "validationType", frozenset({"email", "phone", "custom"})),
        prefix=prefix,
        suffix=suffix,
    )


def _pattern(validate: Part) -> Pattern | None:
    text = validate.text("pattern", 10_000)
    if not text:
        return None
    try:
        return compile_pattern(text)
    except PatternRefused as error:
        validate.wrong(error.code, "pattern", construct=error.construct, max=limits.PATTERN_CHARACTERS)
        return None


def _adorners(part: Part) -> tuple[Words, Words]:
    look = part.part("appearance")
    return (
        look.words("prefixAdorner", attribute="prefix"),
        look.words("suffixAdorner", attribute="suffix"),
    )


def number_field(part: Part, common: dict[str, Any]) -> Field:
    """number; our widgets money, qty, price and pct bring their digits along."""
    validate = part.part("validate")
    digits, places = ours.DECIMALS.get(common["widget"], (None, None))
    own_places = part.whole("decimalDigits", 0, 6)
    prefix, suffix = _adorners(part)
    return NumberField(
        **common,
        decimals=places if own_places is None else own_places,
        digits=digits,
        as_text=part.flag("serializeToString"),
        min=validate.decimal_or_feel("min"),
        max=validate.decimal_or_feel("max"),
        increment=part.decimal("increment"),
        prefix=prefix,
        suffix=suffix,
    )


def datetime_field(part: Part, common: dict[str, Any]) -> Field:
    """datetime with its three subtypes; `dateLabel` or `timeLabel` stand for a missing label."""
    subtype = ours.one_of(part, "subtype", frozenset({"date", "time", "datetime"}), "date")
    if not common["label"].source:
        common["label"] = part.words("timeLabel" if subtype == "time" else "dateLabel", attribute="label")
    return DateTimeField(**common, subtype=subtype, not_in_the_past=part.flag("disallowPassedDates"))


def choice_field(part: Part, common: dict[str, Any], multiple: bool) -> Field:
    """radio, select, checklist, taglist."""
    if common["widget"] in ("references", "persons"):
        multiple = True
    return ChoiceField(**common, multiple=multiple, source=option_source(part, part.part("properties")))


def file_field(part: Part, common: dict[str, Any]) -> Field:
    """filepicker; property `maxSize` in bytes lowers or raises the default of 20 MB, at most 100 MB."""
    endings: list[str] = []
    for word in (w.strip().lower() for w in part.text("accept", 1_000).split(",")):
        if word in _MEDIA_ENDINGS:
            endings.extend(_MEDIA_ENDINGS[word])
        elif word and (_ENDING.fullmatch(word)):
            endings.append(word)
        elif word:
            part.wrong("accept_malformed", "accept", word=word[:100])
    most = part.part("properties").whole("maxSize", 1, limits.FILE_BYTES_HIGHEST)
    return FileField(
        **common,
        accept=tuple(endings),
        multiple=part.flag_or_feel("multiple") is not False,
        max_bytes=most or limits.FILE_BYTES_DEFAULT,
    )


def checkbox_field(part: Part, common: dict[str, Any]) -> Field:
    """checkbox."""
    return CheckboxField(**common)


def expression_field(part: Part, common: dict[str, Any]) -> Field | None:
    """expression: the FEEL is required."""
    expression = part.feel("expression")
    if expression is None:
        if not part.text("expression").strip().removeprefix("="):
            part.wrong("attribute_missing", "expression")
        return None
    return ExpressionField(**common, expression=expression)


READERS: dict[str, Callable[[Part, dict[str, Any]], Field | None]] = {
    "textfield": lambda part, common: text_field(part, common, False),
    "textarea": lambda part, common: text_field(part, common, True),
    "number": number_field,
    "datetime": datetime_field,
    "checkbox": checkbox_field,
    "radio": lambda part, common: choice_field(part, common, False),
    "select": lambda part, common: choice_field(part, common, False),
    "checklist": lambda part, common: choice_field(part, common, True),
    "taglist": lambda part, common: choice_field(part, common, True),
    "filepicker": file_field,
    "expression": expression_field,
}
