"""Whether an uploaded file is what its ending says, by its first bytes."""

from __future__ import annotations

from typing import BinaryIO

_HEAD, _TAIL = 8_192, 65_536
_PICTURES = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".gif": b"GIF8"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = {".docx": b"word/", ".xlsx": b"xl/", ".pptx": b"ppt/"}


def ending(filename: str) -> str:
    """The ending with its dot in lower case, "" where there is none."""
    stem, dot, last = filename.rpartition(".")
    return f".{last.lower()}" if dot and stem else ""


def size_of(stream: BinaryIO) -> int:
    """Bytes in a seekable stream, which is left at its beginning."""
    size = stream.seek(0, 2)
    stream.seek(0)
    return size


def fits(stream: BinaryIO, filename: str, size: int) -> bool:
    """True where the bytes fit the ending, or nothing is known of the ending. The stream is left at its
    beginning.
    """
    kind = ending(filename)
    stream.seek(0)
    head = stream.read(_HEAD)
    try:
        if kind in _PICTURES:
            return head.startswith(_PICTURES[kind])
        if kind == ".pdf":
            return b"%PDF-" in head[:1_024]
        if kind in (".doc", ".xls", ".ppt"):
            return head.startswith(_OLE)
        if kind == ".zip" or kind in _OFFICE:
            return head.startswith(b"PK") and _names_part(stream, head, size, _OFFICE.get(kind, b""))
        return True
    finally:
        stream.seek(0)


def _names_part(stream: BinaryIO, head: bytes, size: int, folder: bytes) -> bool:
    """An Office file names its folder at the beginning or in the directory at its end; nothing is
    unpacked.
    """
    if not folder or folder in head:
        return True
    stream.seek(max(0, size - _TAIL))
    return folder in stream.read(_TAIL)
