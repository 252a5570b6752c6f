"""Saying something about a case, from its own page and from that of a task."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from engine.kernel.errors import InvalidInput
from engine.processes.comment import AddComment
from webapp import filters, messages, said, web


def add(instance_key: int, task_key: int | None, back: str) -> Response:
    """Keep the comment and go back; an empty one is nothing. What is refused is shown with what was typed."""
    text = request.form.get("text", "").strip()[:5000]
    if not text:
        return said.go(back)
    try:
        kept = web.execute(AddComment(instance_key, text, task_key), request.form.get("idempotency_key"))
    except InvalidInput as error:
        return _again(error, text, back)
    people = [filters.person(name) for name in kept.get("opened_to", ())]
    return said.go(back, "said.case_opened", who=filters.listed(people)) if people else said.go(back)


def _again(error: InvalidInput, text: str, back: str) -> Response:
    problem = error.facts["fields"]["text"][0]
    body = render_template(
        "comment_again.html",
        problem=messages.problem_sentence(problem), text=text, back=back, action=request.path,
    )  # fmt: skip
    return make_response(body, 422)
