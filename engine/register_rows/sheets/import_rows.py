"""Rows of a file are entered one by one; each gets a verdict, and a trial enters none of them.

verdict    what it means
new        the row is entered
changed    the row that is there is changed
same       everything in it is so already
waits      another person must accept it
refused    nothing was written; `problems` says at which fields

What a file does not mention of a row that is there stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError

from engine.execution import audit
from engine.execution.advance import advance_announced
from engine.execution.attempts import attempt
from engine.execution.form_entry import entry_context, read_with
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, NotFound, OperationRefused, Problem
from engine.permissions import rules
from engine.register_rows import proposals, write
from engine.register_rows.entry_forms import form_at, seen_by_form, subject_of
from engine.register_rows.sheets.cells import BadCell, posted
from engine.register_rows.sheets.codes import Codes, RememberingLookup
from engine.register_rows.subject import RowSubject, load
from forms.components import DynamicList, ExpressionField, Field, FileField, in_scope
from forms.schema import Form
from forms.typed_values import as_posted

MOST_AT_ONCE = 5_000


@dataclass(frozen=True)
class ImportRegisterRows:
    """rows: (number of the line in the file, {field key: cell}).

    words   field key -> {what an option is called in the languages of the pages: its code}
    """

    register: str
    rows: Sequence[tuple[int, Mapping[str, Any]]]
    is_trial: bool = True
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def importable(form: Form) -> list[Field]:
    """The fields that a column of a file can hold."""
    fields = [one for one in in_scope(form.components) if isinstance(one, Field)]
    return [one for one in fields if not isinstance(one, FileField | ExpressionField)]


def _load(step: Step, command: ImportRegisterRows) -> RowSubject:
    subject = load(step, command.register, None)
    if subject.register.entry is None or subject.register.write is None:
        raise NotFound(kind="register_entry", name=command.register)
    return subject


def _run(step: Step, command: ImportRegisterRows, subject: RowSubject) -> dict[str, Any]:
    """{"verdicts": [...]} in the order of the file."""
    if len(command.rows) > MOST_AT_ONCE:
        raise InvalidInput(fields={"file": [Problem("sheet_too_many_rows", facts={"most": MOST_AT_ONCE})]})
    one_by_one = _Import(step, subject.register.name, command.words)
    with attempt(step, is_trial=command.is_trial):
        verdicts = [one_by_one.enter(number, cells) for number, cells in command.rows]
        if not command.is_trial:
            for told in verdicts:
                _chain(step, subject, told)
    advance_announced(step)
    counts = Counter(told["verdict"] for told in verdicts)
    step.audit_detail(rows=len(verdicts), trial=command.is_trial, **dict(sorted(counts.items())))
    return {"verdicts": verdicts}


class _Import:
    """Reads and writes rows of one register in one step; what it looked up stays known."""

    def __init__(self, step: Step, register: str, words: Mapping[str, Mapping[str, str]]) -> None:
        self._step = step
        self._words = words
        self._register = step.services.registers[register]
        self._form = form_at(self._register.entry)
        self._lookups = RememberingLookup(step)
        self._fields = {one.key: one for one in importable(self._form)}
        inputs = [one for one in in_scope(self._form.components) if isinstance(one, Field | DynamicList)]
        self._known = {one.path[0] for one in inputs}

    def enter(self, number: int, cells: Mapping[str, Any]) -> dict[str, Any]:
        try:
            with attempt(self._step):
                return {"number": number, **self._entered(cells)}
        except InvalidInput as wrong:
            return self._refused(number, wrong.facts["fields"])
        except OperationRefused as wrong:
            return self._refused(number, write.at_field(wrong).facts["fields"])
        except IntegrityError:
            return self._refused(number, {"": [Problem("taken_already")]})

    def _entered(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        texts = self._texts(cells)
        found = self._register.find(self._step, _single(texts)) if self._register.find else None
        subject = RowSubject(self._register, found, None if found is None else int(found["key"]))
        values = self._read(subject, texts)
        waits = proposals.propose_if_needed(self._step, subject, values)
        if waits is not None:
            return {"verdict": "waits", "key": subject.key, "changed": []}
        written = write.write(self._step, subject, values)
        changed = written["changed"]
        verdict = "new" if found is None else "changed" if changed else "same"
        return {"verdict": verdict, "key": written["key"], "changed": changed}

    def _read(self, subject: RowSubject, texts: Mapping[str, list[str]]) -> dict[str, Any]:
        held = seen_by_form(subject.register, subject.row)
        context = entry_context(
            self._step,
            values=held,
            subject=subject_of(subject.register.name, subject.key),
            lookups=self._lookups,
        )
        base = as_posted(self._form, {name: held[name] for name in self._known & held.keys()}, context)
        return write.without_empty_secrets(
            subject, read_with(self._step, self._form, {**base.texts, **texts}, {}, context)
        )

    def _texts(self, cells: Mapping[str, Any]) -> dict[str, list[str]]:
        """By the posted names of the fields. Raises InvalidInput for what no field takes."""
        context = entry_context(self._step, values={}, subject="", lookups=self._lookups)
        code = Codes(context, self._lookups, self._words).of
        texts: dict[str, list[str]] = {}
        problems: dict[str, list[Problem]] = {}
        for key, cell in cells.items():
            known = self._fields.get(key)
            if known is not None:
                try:
                    texts[known.name] = posted(known, cell, code, self._step.services.zone)
                except BadCell as bad:
                    problems[known.name] = [bad.problem]
        if problems:
            raise InvalidInput(fields=problems)
        return texts

    @staticmethod
    def _refused(number: int, fields: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
        problems = {name: [_plain(problem) for problem in found] for name, found in fields.items() if found}
        return {"number": number, "verdict": "refused", "key": None, "changed": [], "problems": problems}


def _single(texts: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: found[0] for name, found in texts.items() if len(found) == 1}


def _plain(problem: Any) -> dict[str, Any]:
    """A problem of the form or of the house, as the answer holds it; `is_house` tells which."""
    facts = {name: _fact(value) for name, value in dict(problem.facts).items()}
    return {"code": problem.code, "facts": facts, "is_house": isinstance(problem, Problem)}


def _fact(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_fact(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): _fact(item) for name, item in value.items()}
    return str(value)


def _chain(step: Step, subject: RowSubject, told: Mapping[str, Any]) -> None:
    """Each row that was written has its line in its own chain."""
    if told["verdict"] not in ("new", "changed"):
        return
    chain = f"register:{subject.register.name}:{told['key']}"
    audit.append(
        step.connection,
        step.services.audit_key,
        chain=chain,
        id=step.keys.next(),
        at=step.now,
        actor=step.actor,
        action="register.write",
        object=chain,
        instance_key=None,
        detail={"entered": told["verdict"] == "new", "changed": told["changed"], "imported": True},
    )


HANDLER = Handler(
    ImportRegisterRows,
    action="register.import",
    load=_load,
    rule=rules.may_edit_register,
    run=_run,
    chain=lambda _command, subject: subject.chain,
    object=lambda _command, subject: subject.chain,
)
