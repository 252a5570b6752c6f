"""All builders together: importing this module fills their registry."""

from __future__ import annotations

from feel.runtime import access, calls, control, operators, plain, tests, types
from feel.runtime.build import build

__all__ = ["access", "build", "calls", "control", "operators", "plain", "tests", "types"]
