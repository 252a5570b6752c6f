"""WTForms fields with our own parsers. Each is bound to one field of a form file (`definition`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any

from wtforms.fields import Field as WtField
from wtforms.widgets import CheckboxInput, FileInput, Select, TextArea, TextInput

from forms import components, limits, values
from forms.choices import token_of
from forms.problems import Refused
from forms.words import said


class Input(WtField):
    """A field whose errors are FieldProblems. `data` is the parsed value, None where nothing was typed.

    A parameter given twice has one meaning: it is refused, except where a field holds several values.
    """

    widget = TextInput()
    nothing: Any = None
    zone: tzinfo = UTC

    def __init__(self, definition: components.Field, **options: Any) -> None:
        super().__init__(label=definition.label.source, **options)
        self.definition = definition

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Parses what was posted; a missing parameter and an empty text are both "nothing typed"."""
        self.data = self.nothing
        if len(valuelist) > 1:
            raise Refused("value_repeated")
        if valuelist and valuelist[0].strip() != "":
            self.data = self.parse(self.clean(valuelist[0]))

    def clean(self, text: str) -> str:
        """Length before everything else, then characters."""
        if len(text) > limits.TEXT:
            raise Refused("text_too_long", max=limits.TEXT, length=len(text))
        return values.clean_text(text)

    def parse(self, text: str) -> Any:
        """The value of a text that is not empty. Raises Refused."""
        raise NotImplementedError

    def typed(self) -> str:
        """What to put back into the page: the text as typed, else the value."""
        if self.raw_data:
            return str(self.raw_data[0])
        return self.written(self.data)

    def written(self, value: Any) -> str:
        """A value as it is typed."""
        return said(value)


class TextInputField(Input):
    """Text; the ends are trimmed, a one-line field takes one line."""

    definition: components.TextField

    def clean(self, text: str) -> str:
        """A textarea takes 20,000 characters, a textfield 2,000."""
        most = limits.TEXTAREA if self.definition.multiline else limits.TEXT
        if len(text) > most:
            raise Refused("text_too_long", max=most, length=len(text))
        return values.clean_text(text)

    def parse(self, text: str) -> str:
        """The trimmed text."""
        text = text.strip()
        if not self.definition.multiline and ("\n" in text or "\t" in text):
            raise Refused("text_one_line")
        return text


class TextAreaField(TextInputField):
    """The same with several lines."""

    widget = TextArea()


class NumberInputField(Input):
    """A Decimal."""

    def parse(self, text: str) -> Decimal:
        """Digits as `values.number` takes them."""
        return values.number(text)

    def written(self, value: Any) -> str:
        """Plain digits; what is no number (a faulty default) is shown as it is."""
        return format(value, "f") if isinstance(value, Decimal) and value.is_finite() else said(value)


class DateInputField(Input):
    """A date, as ISO text."""

    def parse(self, text: str) -> date:
        """YYYY-MM-DD."""
        return values.day(text)

    def written(self, value: Any) -> str:
        """The date part of ISO text."""
        return said(value)[:10]


class TimeInputField(Input):
    """A time of day, as ISO text."""

    def parse(self, text: str) -> time:
        """HH:MM, seconds allowed."""
        return values.clock_time(text)

    def written(self, value: Any) -> str:
        """HH:MM."""
        return said(value)[:5]


class DateTimeInputField(Input):
    """A local datetime of the company's zone, as ISO text with offset."""

    def parse(self, text: str) -> datetime:
        """YYYY-MM-DDTHH:MM in the zone."""
        return values.instant(text, self.zone)

    def written(self, value: Any) -> str:
        """The instant in the zone as a browser's datetime-local wants it."""
        if isinstance(value, str):
            try:
                moment = datetime.fromisoformat(value)
            except ValueError:
                return value[:16]
            local = moment.astimezone(self.zone) if moment.tzinfo else moment
            return local.strftime("%Y-%m-%dT%H:%M")
        return said(value)[:16]


class CheckboxInputField(Input):
    """True or false; absent is false."""

    widget = CheckboxInput()
    nothing = False

    def parse(self, text: str) -> bool:
        """The words that browsers and clients send."""
        word = text.strip()
        if word in ("true", "on", "1"):
            return True
        if word in ("false", "off", "0"):
            return False
        raise Refused("value_malformed")


class ChoiceInputField(Input):
    """One or several texts; which options they are is decided when the other values are known."""

    widget = Select()
    nothing: Any = ()

    @property
    def several(self) -> bool:
        """True for checklist and taglist."""
        return isinstance(self.definition, components.ChoiceField) and self.definition.multiple

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Data is a tuple of texts, each once."""
        self.data = ()
        texts = [text for text in valuelist if text != ""]
        if len(texts) > 1 and not self.several:
            raise Refused("value_repeated")
        if len(texts) > limits.CHOICES:
            raise Refused("too_many_values", max=limits.CHOICES)
        self.data = tuple(dict.fromkeys(self.clean(text) for text in texts))

    def chosen(self) -> tuple[str, ...]:
        """The texts to mark as chosen in the page."""
        if self.raw_data is not None:
            return tuple(self.raw_data)
        if isinstance(self.data, list | tuple):
            return tuple(token_of(value) for value in self.data)
        return () if self.data is None else (token_of(self.data),)


class FilesInputField(Input):
    """Files come beside the texts and are taken by `forms.files`; data is the list of kept ones."""

    widget = FileInput(multiple=True)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """A text under the file's own name means nothing."""
        self.data = []


class ComputedField(Input):
    """An expression: nothing posted is ever read."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keeps the value that the server computed."""


def input_class(definition: components.Field) -> type[Input]:
    """The WTForms field class for a field of a form file."""
    if isinstance(definition, components.TextField):
        return TextAreaField if definition.multiline else TextInputField
    if isinstance(definition, components.DateTimeField):
        return {"date": DateInputField, "time": TimeInputField}.get(definition.subtype, DateTimeInputField)
    for kind, input_field in _CLASSES.items():
        if isinstance(definition, kind):
            return input_field
    raise TypeError(type(definition).__name__)


_CLASSES: dict[type[components.Field], type[Input]] = {
    components.NumberField: NumberInputField,
    components.CheckboxField: CheckboxInputField,
    components.ChoiceField: ChoiceInputField,
    components.FileField: FilesInputField,
    components.ExpressionField: ComputedField,
}
