"""Choices in a file may be written by code or by their words; what was looked up once stays known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.execution.lookups import RegisterLookup
from engine.execution.step import Step
from forms.choices import Choices, token
from forms.components import ChoiceField, Option
from forms.context import Context


class RememberingLookup:
    """As `RegisterLookup`. What is not there is asked for again: an earlier line may have entered it."""

    def __init__(self, step: Step) -> None:
        self._asked = RegisterLookup(step, step.actor)
        self._known: dict[tuple[str, str], Option] = {}
        self._words: dict[tuple[str, str], Option] = {}

    def options(self, source: str, search: str, limit: int) -> Sequence[Option]:
        return self._asked.options(source, search, limit)

    def resolve(self, source: str, id: str) -> Option | None:
        found = self._known.get((source, id)) or self._asked.resolve(source, id)
        if found is not None:
            self._known[source, id] = found
        return found

    def called(self, source: str, text: str) -> Option | None:
        """By its code, else by its words; None where no row is called so, or several are."""
        known = self._words.get((source, text)) or self.resolve(source, text)
        return known or self._by_words(source, text)

    def _by_words(self, source: str, words: str) -> Option | None:
        found = [one for one in self._asked.options(source, words, 50) if one.label == words]
        if len(found) != 1:
            return None
        self._words[source, words] = found[0]
        return found[0]


class Codes:
    """Of the choices of one form."""

    def __init__(
        self, context: Context, lookups: RememberingLookup, words: Mapping[str, Mapping[str, str]]
    ) -> None:
        """words: field key -> {what an option is called in any language, in small letters: its code}."""
        self._choices = Choices(context)
        self._lookups = lookups
        self._words = words

    def of(self, field: ChoiceField, text: str) -> str:
        """The code; the text itself where nothing fits, which the form then refuses."""
        if field.source.register is not None:
            source = self._choices.register(field, {})
            known = self._lookups.called(source, text)
            return token(known) if known is not None else text
        options = self._choices.options(field, {})
        if any(token(one) == text for one in options):
            return text
        named = [token(one) for one in options if one.label.strip().casefold() == text.casefold()]
        return named[0] if len(named) == 1 else self._words.get(field.key, {}).get(text.casefold(), text)
