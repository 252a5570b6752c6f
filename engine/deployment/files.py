"""A file as it is handed in to be deployed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class DeployFile:
    """filename: a relative path with `/`; its folder groups a process with its forms."""

    filename: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()
