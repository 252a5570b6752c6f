"""Opens a zip package without believing it.

The directory's sizes are the sender's claims: bytes are counted while they are inflated, and an entry that
is longer or shorter than it says is refused. Only what was read here is handed on, so that no later reader
sees another file.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from engine.documents.word.refusal import Refused

MOST_ENTRIES = 500
MOST_INFLATED = 50 * 1024 * 1024
MOST_PACKED = 20 * 1024 * 1024
MOST_RATIO = 100
# Word's styles alone inflate thirtyfold; a ratio says nothing before a part is long.
RATIO_COUNTS_FROM = 1024 * 1024
_CHUNK = 64 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")


def inflate(data: bytes) -> dict[str, bytes]:
    """Name -> content of each part, in the order of the package. Raises Refused."""
    if len(data) > MOST_PACKED:
        raise Refused("template_too_large", bytes=len(data), most=MOST_PACKED)
    parts: dict[str, bytes] = {}
    left = MOST_INFLATED
    for entry in _entries(data):
        if entry.is_dir():
            continue
        content = _content(data, entry, left)
        left -= len(content)
        parts[entry.filename] = content
    return parts


def _entries(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
        raise Refused("template_not_zip") from error
    if len(entries) > MOST_ENTRIES:
        raise Refused("template_too_many_parts", parts=len(entries), most=MOST_ENTRIES)
    seen: set[str] = set()
    for entry in entries:
        _check_name(entry.orig_filename, seen)
        if entry.flag_bits & 0x41:
            raise Refused("template_encrypted", entry.filename)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("template_compression_unknown", entry.filename, method=entry.compress_type)
    return entries


def _check_name(name: str, seen: set[str]) -> None:
    unsafe = name.startswith("/") or "\\" in name or ":" in name or not name.isprintable() or len(name) > 255
    if unsafe or ".." in name.split("/"):
        raise Refused("template_part_name", name[:255])
    if name.casefold() in seen:
        raise Refused("template_part_twice", name)
    seen.add(name.casefold())


def _content(data: bytes, entry: zipfile.ZipInfo, left: int) -> bytes:
    packed = _packed(data, entry)
    content = packed if entry.compress_type == zipfile.ZIP_STORED else _unpack(packed, entry, left)
    if len(content) > left:
        raise Refused("template_inflates_too_large", entry.filename, most=MOST_INFLATED)
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise Refused("template_part_damaged", entry.filename)
    return content


def _packed(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The packed bytes as they lie in the file, found by the local header, which must name the same part."""
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
        raise Refused("template_part_damaged", entry.filename)
    name_length, extra_length = _LOCAL_HEADER.unpack(header)[-2:]
    name_at = entry.header_offset + _LOCAL_HEADER.size
    name = data[name_at : name_at + name_length]
    start = name_at + name_length + extra_length
    encoding = "utf-8" if entry.flag_bits & 0x800 else "cp437"
    if name != entry.orig_filename.encode(encoding) or start + entry.compress_size > len(data):
        raise Refused("template_part_damaged", entry.filename)
    return data[start : start + entry.compress_size]


def _unpack(packed: bytes, entry: zipfile.ZipInfo, left: int) -> bytes:
    unpacker = zlib.decompressobj(-15)
    content = bytearray()
    try:
        while True:
            content += unpacker.decompress(packed, _CHUNK)
            _check_growth(len(content), len(packed) and entry.compress_size, entry.filename, left)
            packed = unpacker.unconsumed_tail
            if unpacker.eof or not packed:
                break
    except zlib.error as error:
        raise Refused("template_part_damaged", entry.filename) from error
    if not unpacker.eof or unpacker.unused_data:
        raise Refused("template_part_damaged", entry.filename)
    return bytes(content)


def _check_growth(size: int, packed: int, name: str, left: int) -> None:
    if size > left:
        raise Refused("template_inflates_too_large", name, most=MOST_INFLATED)
    if size > RATIO_COUNTS_FROM and size > MOST_RATIO * packed:
        raise Refused("template_ratio", name, most=MOST_RATIO)


def pack(parts: dict[str, bytes], *, squeeze: bool) -> bytes:
    """A package of the parts. Its dates are fixed, so that the same parts give the same bytes."""
    stream = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if squeeze else zipfile.ZIP_STORED
    with zipfile.ZipFile(stream, "w", method) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = method
            package.writestr(entry, content)
    return stream.getvalue()
