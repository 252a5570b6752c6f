"""Every sentence about a running instance holds with and without loading it anew before each command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.bpmn.model import Model
from tests.engine.bpmn.kit import Run


@pytest.fixture(params=[False, True], ids=["live", "reloaded"])
def run(request: pytest.FixtureRequest) -> Callable[..., Run]:
    """run(model, name=value, ...) starts an instance with these variables."""

    def start(model: Model, /, called: bool = False, resolve: Any = None, **variables: Any) -> Run:
        return Run(model, variables, request.param, called, resolve)

    return start
