"""The form of a task or of a start as the templates show it, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from flask import g, request

from engine.kernel.errors import Problem
from engine.processes.startable import Startable
from engine.user_tasks.view import TaskView, start_context
from forms import render, submission
from forms.components import Form
from forms.context import Context, from_catalogue
from forms.drafts import draft, press_row_button
from forms.posted import ADD_ROW, REMOVE_ROW
from forms.problems import FieldProblem
from forms.views import FormView
from webapp import messages, names, traditional, web

_CHANGED_MOST = 2_000

# Field name -> why it was refused, as the engine says it.
Refused = Mapping[str, Sequence[Any]]


def of_task(view: TaskView) -> FormView | None:
    """The form from the draft or from the variables; one that was not posted."""
    if view.form is None:
        return None
    return render.bind(view.form.form, _context(view.context, view.definition.id), view.draft)


def of_task_again(view: TaskView, refused: Refused | None = None) -> FormView | None:
    """The posted form with a sentence at every field that needs one.

    Its files are kept, so that they survive.
    """
    if view.form is None:
        return None
    return again(view.form.form, _context(view.context, view.definition.id), refused)


def of_start(process: Startable) -> FormView | None:
    if process.form is None:
        return None
    return render.bind(process.form, _start_context(process))


def of_start_again(process: Startable, refused: Refused | None = None) -> FormView | None:
    return None if process.form is None else again(process.form, _start_context(process), refused)


def is_row_pressed() -> bool:
    """Whether a row button was pressed without script."""
    return ADD_ROW in request.form or REMOVE_ROW in request.form


def with_row_pressed(form: Form | None, context: Context, process_id: str) -> FormView | None:
    """The page after "add row" or "remove row" without script; None when neither was pressed."""
    pressed = press_row_button(form, web.posted(request.form)) if form is not None else None
    if form is None or pressed is None:
        return None
    return render.bind(form, _context(context, process_id), posted=pressed)


def start_row_pressed(process: Startable) -> FormView | None:
    return with_row_pressed(process.form, start_context(web.reader(), web.actor(), process.id), process.id)


def settled(view: TaskView) -> FormView | None:
    """What the change of an input may alter, with conditions and computed fields settled for what is typed.

    Nothing is kept or checked.
    """
    if view.form is None:
        return None
    return concerned(
        render.bind(
            view.form.form, _context(view.context, view.definition.id), posted=web.posted(request.form)
        )
    )


def start_settled(process: Startable) -> FormView | None:
    if process.form is None:
        return None
    return concerned(render.bind(process.form, _start_context(process), posted=web.posted(request.form)))


def concerned(shown: FormView) -> FormView:
    """Only the parts that the changed inputs concern; the whole form for a page that does not name them."""
    changed = unquote(request.headers.get("X-Changed", "")[:_CHANGED_MOST]).split()
    return replace(shown, items=shown.concerned(changed)) if changed else shown


def draft_of(view: TaskView) -> dict[str, Any]:
    """What to keep of the posted, half filled form."""
    if view.form is None:
        return {"texts": {}}
    context = replace(view.context, store=web.services().files.keep)
    return draft(view.form.form, web.posted(request.form), web.uploads(request.files), context)


def again(form: Form, context: Context, refused: Refused | None = None) -> FormView:
    """The posted form; `context` has its labels in the reader's language already."""
    files: Mapping[str, Any] = web.uploads(request.files)
    kept = replace(context, store=web.services().files.keep)
    read = submission.read(form, web.posted(request.form), files, kept)
    for name, problems in (refused or {}).items():
        # The form finds its own problems again; what the house refused is known from its answer alone.
        of_house = [one for one in problems if isinstance(one, Problem)]
        submission.note(read.errors, name, [_said(problem) for problem in of_house])
    return render.show(read)


def _said(problem: Problem) -> FieldProblem:
    return FieldProblem("rule_message", {"message": messages.problem_sentence(problem)})


def _start_context(process: Startable) -> Context:
    return _context(start_context(web.reader(), web.actor(), process.id), process.id)


def _context(context: Context, process_id: str) -> Context:
    """The same context, its labels in the reader's language."""
    if g.language == "en":
        return replace(context, translate=from_catalogue(names.english(process_id)))
    if g.language == "zh-Hant":
        return replace(context, translate=lambda _ref, _attribute, text: traditional.shown(text))
    return context
