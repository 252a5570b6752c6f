"""Where the choices of a field come from: `values`, `valuesKey`, `valuesExpression` or the property
`source`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from forms import limits
from forms.components import Option, OptionSource
from forms.positions import LinedObject
from forms.reading.notes import Part, path_of


def option_source(part: Part, properties: Part) -> OptionSource:
    """The one source of the options; none at all is an empty list, which form-js draws too."""
    if properties.data.get("source"):
        return OptionSource(register=properties.words("source", 400))
    if part.data.get("valuesExpression"):
        return OptionSource(expression=part.feel("valuesExpression"))
    if part.data.get("valuesKey"):
        return OptionSource(key=".".join(path_of(part, "valuesKey")))
    return OptionSource(values=_static(part))


def _static(part: Part) -> tuple[Option, ...]:
    items = part.items("values")
    if len(items) > limits.CHOICES:
        part.wrong("too_many_options", "values", max=limits.CHOICES)
        return ()
    options: dict[str, Option] = {}
    for item in items:
        option = option_of(item)
        if option is None or not isinstance(item, LinedObject | str | Decimal | bool):
            part.wrong("option_malformed", "values")
        elif str(option.value) in options:
            part.wrong("option_twice", "values", value=str(option.value)[:100])
        else:
            options[str(option.value)] = option
    return tuple(options.values())


def option_of(item: Any) -> Option | None:
    """An option from `{"value": v, "label": l}` or from a bare value; None for anything else."""
    if isinstance(item, dict):
        value = item.get("value")
        label = item.get("label")
        if value is None and label is not None:
            value = label
        if value is None or (isinstance(value, str) and value == ""):
            return None
        return Option(
            value, label if isinstance(label, str) and label else str(value), item.get("disabled") is True
        )
    if isinstance(item, bool):
        return Option(item, "true" if item else "false")
    if isinstance(item, str | Decimal | int) and str(item) != "":
        return Option(item, str(item))
    return None
