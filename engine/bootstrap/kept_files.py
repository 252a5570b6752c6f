"""The file store as forms and pages see it: content in, a JSON description out."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any, BinaryIO

from engine.documents.files import FileStore

# Their names vary between machines' tables, so the ones that matter are said here.
_MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}


class KeptFiles:
    """Adds names and media types to the store of contents."""

    def __init__(self, root: Path) -> None:
        self.store = FileStore(root)

    def keep(self, stream: BinaryIO, filename: str) -> dict[str, Any]:
        """{"name", "size", "sha256", "media_type", "file_key"}; the content is on disk when this returns."""
        stream.seek(0)
        stored = self.store.put(stream)
        stream.seek(0)
        return {
            "name": filename,
            "size": stored.size,
            "sha256": stored.sha256,
            "media_type": media_type(filename),
            "file_key": stored.sha256,
        }

    def open(self, sha256: str) -> BinaryIO:
        """Raises NotFound."""
        return self.store.open(sha256)


def media_type(filename: str) -> str:
    """By the ending; what is unknown is plain bytes."""
    suffix = Path(filename).suffix.lower()
    return _MEDIA_TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0] or "application/octet-stream"
