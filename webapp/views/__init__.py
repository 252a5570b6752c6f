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
    platform_passwords,
    preferences,
    processes,
    register_entry,
    register_import,
    register_proposals,
    register_rows,
    registers,
    reports,
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
        register_rows,
        register_entry,
        register_proposals,
        register_import,
        reports,
        notices,
        files,
        admin,
        messages,
        clock,
        preferences,
        password,
        platform_passwords,
        health,
    )
)
