"""Log lines as JSON, one a request and one a fault, each with the request id.

JSON leaves no room for forged lines.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

FIELDS = ("request_id", "method", "path", "status", "ms", "user", "address", "code", "facts")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        # ASCII alone: some readers end a line at U+2028 or U+0085, and terminals obey what follows U+009B.
        return json.dumps(line, default=str)


def configure(level: str = "INFO") -> None:
    """Send every logger's lines to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # Who was refused what is told at every level.
    logging.getLogger("neiqin.security").setLevel(logging.INFO)
