"""Who answers for which command."""

from __future__ import annotations

import pytest

from engine.bootstrap.handlers import HANDLERS, by_command


def test_every_command_has_one_answer():
    assert len(by_command()) >= len(HANDLERS)


def test_two_answers_for_one_command_are_refused():
    with pytest.raises(ValueError, match=HANDLERS[0].command.__name__):
        by_command(HANDLERS[:1])
