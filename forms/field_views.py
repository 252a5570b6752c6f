"""The view of one field: input type, options, typed text, sentences."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from forms import expressions
from forms.binding import Cell, Row
from forms.choices import token
from forms.components import (
    CheckboxField,
    ChoiceField,
    Component,
    DateTimeField,
    Field,
    FileField,
    Form,
    NumberField,
    TextField,
)
from forms.dependencies import reads
from forms.display import between
from forms.file_kinds import ending
from forms.inputs import ChoiceInputField
from forms.kept_files import name_of, seal
from forms.problems import FieldProblem
from forms.sentences import sentence, size_words, word
from forms.settling import Settling
from forms.views import FieldView, FileView, OptionView
from forms.words import Words, said

_TYPES = {"date": "date", "time": "time", "datetime": "datetime-local"}
_WIDE = frozenset({"textarea", "checklist", "filepicker"})


class FieldViews:
    """Makes the views of one settled form."""

    def __init__(self, form: Form, settled: Settling, errors: Mapping[str, list[FieldProblem]]) -> None:
        self._form, self._settled, self._errors = form, settled, errors
        self._context = settled.context

    def view(self, cell: Cell, display: str) -> FieldView:
        """Everything that a page needs of one field; a hidden field shows nothing but its place."""
        definition = cell.definition
        view = FieldView(
            kind="textarea"
            if isinstance(definition, TextField) and definition.multiline
            else definition.kind,
            key=definition.key,
            ref=definition.ref,
            name=cell.name,
            id=f"f-{cell.name}",
            label=self._words(definition.label, cell),
            help=self._words(definition.description, cell),
            required=self._required(cell),
            readonly=not cell.open,
            hidden=cell.hidden,
            value="",
            display="",
            errors=[sentence(problem, self._context.language) for problem in self._errors.get(cell.name, [])],
            wt=cell.wt,
            columns=definition.columns,
            row=definition.row,
            widget=definition.widget,
            depends=self.depends(definition, cell.row),
            properties=dict(definition.properties),
        )
        view.wide = view.kind in _WIDE
        if not cell.hidden:
            view.display = display
            view.warnings = self._warnings(cell)
            self._fill(view, cell, definition)
        return view

    def depends(self, component: Component, row: Row) -> str:
        """Names of the inputs whose change may alter what the component shows, with spaces between."""
        names = reads(component, self._form)
        if not names:
            return ""
        here = {cell.definition.path[-1]: cell.name for cell in row.cells}
        above = {} if row.parent is None else {c.definition.path[-1]: c.name for c in row.parent.cells}
        return " ".join(sorted({**above, **here}.get(name, name) for name in names))

    def _required(self, cell: Cell) -> bool:
        definition = cell.definition
        if not cell.open:
            return False
        if definition.required or definition.required_if is None:
            return definition.required
        scope = self._settled.cell_scope(cell)
        return expressions.holds(definition.required_if, scope, self._context.feel_functions)

    def _fill(self, view: FieldView, cell: Cell, definition: Field) -> None:
        if view.readonly:
            # A fixed field is drawn as text; its input would only invite to type what is ignored.
            view.files = self._files(cell) if isinstance(definition, FileField) else []
            return
        if isinstance(definition, ChoiceField):
            self._choices(view, cell, definition)
        elif isinstance(definition, CheckboxField):
            raw = cell.wt.raw_data
            on = cell.value is True if raw is None else bool(raw) and raw[0] in ("true", "on", "1")
            view.value = "true" if on else ""
        elif isinstance(definition, FileField):
            self._upload(view, cell, definition)
        else:
            view.value = cell.wt.typed()
            self._typed(view, cell, definition)

    def _typed(self, view: FieldView, cell: Cell, definition: Field) -> None:
        if isinstance(definition, DateTimeField):
            view.input_type = _TYPES[definition.subtype]
        if isinstance(definition, NumberField):
            view.input_mode = "numeric" if definition.decimals == 0 else "decimal"
        if isinstance(definition, TextField):
            view.input_type = {"email": "email", "phone": "tel"}.get(definition.validation_type, "text")
            view.max_length = definition.max_length if isinstance(definition.max_length, int) else None
        if isinstance(definition, TextField | NumberField):
            view.prefix = self._words(definition.prefix, cell)
            view.suffix = self._words(definition.suffix, cell)

    def _choices(self, view: FieldView, cell: Cell, definition: ChoiceField) -> None:
        scope = self._settled.cell_scope(cell)
        chosen = cell.wt.chosen() if isinstance(cell.wt, ChoiceInputField) else ()
        choices = self._settled.choices
        options = choices.options(definition, scope)
        tokens = {token(option) for option in options}
        if definition.source.register is not None:
            # What is chosen already may lie behind the first page of the register.
            found = [choices.find(definition, text, scope) for text in chosen if text not in tokens]
            options += [option for option in found if option is not None]
        view.options = [OptionView(token(o), o.label, token(o) in chosen, o.disabled) for o in options]
        view.multiple = definition.multiple
        view.value = " ".join(chosen)
        if definition.source.register is not None:
            view.source = choices.register(definition, scope)

    def _upload(self, view: FieldView, cell: Cell, definition: FileField) -> None:
        language = self._context.language
        view.files, view.kept_name = self._files(cell), name_of(cell.name)
        view.accept, view.multiple = ",".join(definition.accept), definition.multiple
        kinds = between(language).join(e[1:].upper() for e in definition.accept) or word(
            "ui_any_kind", language
        )
        view.limit_words = word("ui_file_limit", language, accept=kinds, max=definition.max_bytes)

    def _files(self, cell: Cell) -> list[FileView]:
        files = cell.wt.data if cell.wt.raw_data is not None else cell.value
        return [
            FileView(
                said(file.get("name")),
                size_words(_whole(file.get("size"))),
                seal(self._context, cell.definition.ref, file),
                {**file, "ending": ending(said(file.get("name")))},
            )
            for file in (files if isinstance(files, list) else [])
            if isinstance(file, Mapping)
        ]

    def _warnings(self, cell: Cell) -> list[str]:
        """What the person should know of the value as it stands; a form with warnings may be sent."""
        scope = self._settled.cell_scope(cell)
        return [
            self._words(warning.message, cell)
            for warning in cell.definition.warnings
            if expressions.holds(warning.expression, scope, self._context.feel_functions)
        ]

    def _words(self, words: Words, cell: Cell) -> str:
        if not words.source:
            return ""
        translated = self._context.translate(words.where, words.attribute, words.source)
        return words.fill(self._settled.cell_scope(cell), self._context.feel_functions, translated).plain()


def _whole(size: object) -> int:
    """Sizes are ints in a page and Decimals in a variable."""
    return int(size) if isinstance(size, int | Decimal) and size >= 0 else 0
