"""Views: read the request, ask or command the engine, answer with a page.

No rule of the business lives here.
"""

from __future__ import annotations

from webapp.views import (
    admin,
    cases,
    clock,
    decisions,
    files,
    health,
    inbox,
    login,
    messages,
    notices,
    password,
    preferences,
    processes,
    registers,
    tasks,
)

BLUEPRINTS = tuple(
    module.bp
    for module in (
        login,
        inbox,
        tasks,
        processes,
        cases,
        registers,
        decisions,
        notices,
        files,
        admin,
        messages,
        clock,
        preferences,
        password,
        health,
    )
)
