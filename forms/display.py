"""Values as a person reads them: money with thousands, options by their words, datetimes in the company's
zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from forms.binding import Cell
from forms.choices import token_of
from forms.components import CheckboxField, ChoiceField, DateTimeField, FileField, NumberField
from forms.reading.properties import DECIMALS
from forms.sentences import word
from forms.settling import Settling
from forms.words import said

_SHOWN_END = {"identity": 4, "phone": 4, "account": 4, "all": 0}


def shown(cell: Cell, settled: Settling) -> str:
    """The value of a cell for reading, "" where there is none; masked where the form asks for it."""
    definition = cell.definition
    text = _text(cell, settled)
    return masked(text, definition.mask) if definition.mask else text


def _text(cell: Cell, settled: Settling) -> str:
    definition, value, context = cell.definition, cell.value, settled.context
    if isinstance(definition, ChoiceField):
        return _options(cell, definition, settled)
    if isinstance(definition, CheckboxField) or isinstance(value, bool):
        return word("ui_yes" if value is True else "ui_no", context.language)
    if isinstance(definition, FileField):
        return between(context.language).join(
            said(f.get("name")) for f in value or [] if isinstance(f, Mapping)
        )
    if isinstance(definition, DateTimeField):
        return _moment(said(value), definition.subtype, settled)
    if isinstance(value, Decimal):
        places = definition.decimals if isinstance(definition, NumberField) else None
        return amount(value, definition.widget, places)
    return said(value)


def between(language: str) -> str:
    """What stands between the members of a list."""
    return ", " if language == "en" else "、"


def _options(cell: Cell, definition: ChoiceField, settled: Settling) -> str:
    values = cell.value if isinstance(cell.value, list) else [cell.value]
    scope = settled.cell_scope(cell)
    words = []
    for value in (v for v in values if v not in (None, "")):
        option = settled.choices.find(definition, token_of(value), scope)
        words.append(option.label if option else token_of(value))
    return between(settled.context.language).join(words)


def amount(value: Decimal, widget: str, places: int | None = None) -> str:
    """Money, prices, quantities and per cents in the way of the house; other numbers plain."""
    if not value.is_finite() or value.adjusted() > 40:
        return str(value)
    digits = DECIMALS.get(widget, (0, places))[1]
    if widget in ("money", "price", "pct") and digits is not None:
        text = f"{value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,f}"
        return f"{text}%" if widget == "pct" else text
    if widget == "qty":
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return format(value, "f")


def _moment(text: str, subtype: str, settled: Settling) -> str:
    if subtype != "datetime":
        return text[:10] if subtype == "date" else text[:5]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    local = moment.astimezone(settled.context.zone) if moment.tzinfo else moment
    return local.strftime("%Y-%m-%d %H:%M")


def masked(text: str, mask: str) -> str:
    """Dots for all but the end; short texts disappear whole."""
    end = _SHOWN_END.get(mask, 0)
    if not text:
        return ""
    return "••••" + (text[-end:] if end and len(text) > 2 * end else "")
