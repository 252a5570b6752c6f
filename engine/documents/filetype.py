"""Whether an uploaded file is what its name says.

The kinds that an office sends are listed; everything else is refused, because it would be handed on to
colleagues as it came.
"""

from __future__ import annotations

import os
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from engine.kernel.errors import InvalidInput, Problem

LONGEST_NAME = 120
_HEAD = 4096
_MOST_ENTRIES = 10_000
_OOXML = "application/vnd.openxmlformats-officedocument"
# Marks that turn the reading direction (`fdp.exe` shown as `exe.pdf`), and characters that no file system
# should meet.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')


@dataclass(frozen=True)
class FileType:
    """media_type   what the download says;  test   whether a stream, read from its start, is of this kind"""

    media_type: str
    test: Callable[[BinaryIO], bool]


def clean_name(name: str) -> str:
    """The name to show and to download: the last part of a path, NFC, no control or direction marks, 120
    characters.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem, suffix = os.path.splitext(_UNSAFE.sub("", last).strip(" ."))
    return (stem[: LONGEST_NAME - len(suffix)] + suffix[:20]) or "file"


def check_upload(name: str, stream: BinaryIO) -> str:
    """Media type of an uploaded file, judged by its content; the stream is rewound.

    Raises InvalidInput with `file_type_not_allowed`, `file_type_mismatch` or `file_empty`.
    """
    suffix = os.path.splitext(clean_name(name))[1].lower()
    kind = TYPES.get(suffix)
    if kind is None:
        raise _refused("file_type_not_allowed", name, suffix=suffix, allowed=sorted(TYPES))
    stream.seek(0)
    if not stream.read(1):
        raise _refused("file_empty", name)
    try:
        stream.seek(0)
        fits = kind.test(stream)
    finally:
        stream.seek(0)
    if not fits:
        raise _refused("file_type_mismatch", name, suffix=suffix)
    return kind.media_type


def _refused(code: str, name: str, **facts: Any) -> InvalidInput:
    return InvalidInput(fields={"file": [Problem(code, file=clean_name(name), facts=facts)]})


def _starts(*heads: bytes) -> Callable[[BinaryIO], bool]:
    return lambda stream: stream.read(_HEAD).startswith(heads)


def _is_pdf(stream: BinaryIO) -> bool:
    # Readers accept a few bytes before the mark, as some scanners write them.
    return b"%PDF-" in stream.read(1024)


def _is_text(stream: BinaryIO) -> bool:
    head = stream.read(_HEAD)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in head)


def _is_xml(stream: BinaryIO) -> bool:
    return stream.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _is_webp(stream: BinaryIO) -> bool:
    head = stream.read(12)
    return head[:4] == b"RIFF" and head[8:] == b"WEBP"


def _office(folder: str) -> Callable[[BinaryIO], bool]:
    """A package of the modern Office with its content in this folder, without macros. Only its directory
    is read.
    """

    def test(stream: BinaryIO) -> bool:
        if not stream.read(4).startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(stream) as package:
                names = package.namelist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            return False
        macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        inside = any(name.startswith(f"{folder}/") for name in names)
        return "[Content_Types].xml" in names and inside and not macros and len(names) <= _MOST_ENTRIES

    return test


_OLD_OFFICE = _starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_JPEG = FileType("image/jpeg", _starts(b"\xff\xd8\xff"))
_TIFF = FileType("image/tiff", _starts(b"II*\x00", b"MM\x00*"))

TYPES: Mapping[str, FileType] = {
    ".pdf": FileType("application/pdf", _is_pdf),
    ".ofd": FileType("application/ofd", _starts(b"PK\x03\x04")),
    ".docx": FileType(f"{_OOXML}.wordprocessingml.document", _office("word")),
    ".xlsx": FileType(f"{_OOXML}.spreadsheetml.sheet", _office("xl")),
    ".pptx": FileType(f"{_OOXML}.presentationml.presentation", _office("ppt")),
    ".doc": FileType("application/msword", _OLD_OFFICE),
    ".xls": FileType("application/vnd.ms-excel", _OLD_OFFICE),
    ".png": FileType("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".gif": FileType("image/gif", _starts(b"GIF87a", b"GIF89a")),
    ".webp": FileType("image/webp", _is_webp),
    ".bmp": FileType("image/bmp", _starts(b"BM")),
    ".tif": _TIFF,
    ".tiff": _TIFF,
    ".txt": FileType("text/plain", _is_text),
    ".csv": FileType("text/csv", _is_text),
    ".xml": FileType("application/xml", _is_xml),
    ".zip": FileType("application/zip", _starts(b"PK\x03\x04", b"PK\x05\x06")),
}
