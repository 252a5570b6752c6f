"""The limits that the product states and holds for forms."""

from __future__ import annotations

FILE_BYTES = 1_000_000
JSON_DEPTH = 100
NUMBER_CHARACTERS = 40
COMPONENTS = 1_000
DEPTH = 20
SCHEMA_VERSION = 19
PROBLEMS_NAMED = 50
PROBLEMS_EXPLAINED = 20

TEXT = 2_000
TEXTAREA = 20_000
ROWS = 200
FIELDS_BOUND = 5_000
"""Fields of one bound form, the rows of its lists counted."""
PARAMETERS = 10_000
"""Posted parameters that are looked at; what comes behind them is refused."""
CHOICES = 1_000
"""Options of one field, and values chosen in one field."""
DRAFT_CHARACTERS = 500_000
IGNORED_NAMED = 100

FILES = 20
FILE_BYTES_DEFAULT = 20_000_000
FILE_BYTES_HIGHEST = 100_000_000
PATTERN_CHARACTERS = 200
PATTERN_SUBJECT = 1_000
PATTERN_STATES = 500
ROUNDS = 8
"""Rounds in which conditions and computed fields may settle."""
