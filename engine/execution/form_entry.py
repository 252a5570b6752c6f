"""What a person entered into a form, read under the step's lock: the one door for page and API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.cases import evaluator
from engine.execution.lookups import RegisterLookup
from engine.execution.ports import OperationCall
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, OperationRefused, Problem
from forms import submission
from forms.context import Context, Lookup
from forms.questions import Question, questions
from forms.schema import Form


def read_entry(
    step: Step,
    form: Form,
    *,
    posted: Mapping[str, Any],
    files: Mapping[str, Any],
    values: Mapping[str, Any],
    subject: str,
) -> dict[str, Any]:
    """The typed values of the fields that this actor may edit. Raises InvalidInput with every problem by
    field.

    posted, files   name -> list of texts, name -> list of uploads (`filename`, `stream`)
    values          the variables that the form sees
    subject         what a kept file belongs to, e.g. `task:41`
    """
    return read_with(step, form, posted, files, entry_context(step, values=values, subject=subject))


def read_with(
    step: Step, form: Form, posted: Mapping[str, Any], files: Mapping[str, Any], context: Context
) -> dict[str, Any]:
    """The same in a context that is there already."""
    read = submission.read(form, posted, files, context)
    if read.ignored:
        step.audit_detail(ignored_fields=sorted(read.ignored)[:50])
    # The house is asked about what is well filled in; under the step's lock, so that its answer stands.
    problems = read.errors or _refusals(step, read)
    if problems:
        raise InvalidInput(fields=problems, submission=read)
    return dict(read.values)


def _refusals(step: Step, read: submission.Submission) -> dict[str, list[Problem]]:
    """Problems by field of the checks that an operation refuses."""
    found: dict[str, list[Problem]] = {}
    for question in questions(read):
        try:
            _ask(step, question)
        except OperationRefused as refused:
            problem = Problem(refused.facts["reason"], facts=refused.facts)
            found.setdefault(question.name, []).append(problem)
    return found


def _ask(step: Step, question: Question) -> None:
    """Raises OperationRefused. Only what reads may be asked: a refused form must leave nothing behind."""
    operation = step.services.operations.get(question.operation)
    if operation is None or not operation.reads_only:
        raise OperationRefused(reason="check_not_possible", operation=question.operation)
    call = OperationCall(
        instance_key=0,
        token_key=0,
        element_id="",
        idempotency_key="",
        variables=question.inputs,
        headers={},
        started_by=step.actor.user_id,
    )
    operation.run(step, call)


def entry_context(
    step: Step, *, values: Mapping[str, Any], subject: str, lookups: Lookup | None = None
) -> Context:
    services = step.services
    return Context(
        now=step.now,
        zone=services.zone,
        values=values,
        roles=step.actor.roles,
        language=step.actor.language,
        functions=evaluator(step).functions,
        lookups=lookups or RegisterLookup(step, step.actor),
        store=services.files.keep,
        secret=services.secret_key,
        subject=subject,
    )


def attach_files(
    step: Step, form: Form, values: Mapping[str, Any], instance_key: int, task_key: int | None
) -> None:
    """Files of a form become attachments of the case, so that the one place that lends files knows them."""
    for ref, kept in submission.stored_files(form, values):
        step.writes.attachments.append(
            {
                "key": step.keys.next(),
                "instance_key": instance_key,
                "task_key": task_key,
                "source": f"form:{ref}",
                "filename": kept["name"],
                "media_type": kept["media_type"],
                "size": int(kept["size"]),
                "sha256": kept["sha256"],
                "added_by": step.actor.user_id,
                "added_at": step.now,
            }
        )
