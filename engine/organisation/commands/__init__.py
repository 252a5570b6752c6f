"""What changes the organisation, one command a file. `HANDLERS` is what the executor is given."""

from __future__ import annotations

from typing import Any

from engine.execution.handler import Handler
from engine.organisation.commands import (
    add_department,
    add_person,
    appoint_head,
    begin_installation,
    change_password,
    close_session,
    disable_account,
    keep_preferences,
    note_failed_login,
    note_stranger,
    open_session,
    set_password,
    touch_session,
)

HANDLERS: tuple[Handler[Any, Any], ...] = (
    add_department.HANDLER,
    add_person.HANDLER,
    appoint_head.HANDLER,
    begin_installation.HANDLER,
    change_password.HANDLER,
    close_session.HANDLER,
    disable_account.HANDLER,
    keep_preferences.HANDLER,
    note_failed_login.HANDLER,
    note_stranger.HANDLER,
    open_session.HANDLER,
    set_password.HANDLER,
    touch_session.HANDLER,
)
