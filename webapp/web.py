"""What a view needs of the engine during one request.

One reading connection, the actor, and the one way to write.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, cast

from flask import current_app, g

from engine.execution.services import Services
from engine.execution.step import Reader
from engine.kernel.actor import Actor


def engine() -> Any:
    """The engine this app serves."""
    return current_app.extensions["neiqin"]


def reader() -> Reader:
    """The reading connection of this request, opened at first use and closed at its end."""
    if "reader" not in g:
        g.reader_stack = ExitStack()
        g.reader = g.reader_stack.enter_context(engine().read())
    return cast(Reader, g.reader)


def close_reader(_error: BaseException | None = None) -> None:
    """End the reading connection; the next `reader()` sees what was written since."""
    stack = g.pop("reader_stack", None)
    g.pop("reader", None)
    if stack is not None:
        stack.close()


def services() -> Services:
    """The engine's neighbours: calendar, registers, definitions, files."""
    return reader().services


def actor() -> Actor:
    """Who asks; only inside views whose policy wants a session."""
    return cast(Actor, g.actor)


def execute(command: Any, idempotency_key: str | None = None, by: Actor | None = None) -> Any:
    """Give a command to the engine. The reading connection ends first: it would show the state before."""
    close_reader()
    return engine().execute(command, by or actor(), idempotency_key=(idempotency_key or "")[:100] or None)


def uploads(files: Any) -> dict[str, list[Any]]:
    """Posted files as the engine takes them: name -> list of uploads with `filename` and `stream`."""
    named = {name: [one for one in files.getlist(name) if one.filename] for name in files}
    return {name: found for name, found in named.items() if found}


def posted(form: Any) -> dict[str, list[str]]:
    """Posted fields: name -> list of texts."""
    return {name: form.getlist(name) for name in form}
