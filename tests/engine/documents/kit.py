"""Makes Word files, good ones and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx

from engine.kernel.errors import DefinitionRejected, Problem

ROOT = Path(__file__).resolve().parents[3]
SEAL_FORM = ROOT / "templates" / "documents" / "seal_use_form.docx"


def word(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A Word file with these paragraphs and, after them, a table of these rows."""
    page = docx.Document()
    for text in paragraphs:
        page.add_paragraph(text)
    if rows:
        table = page.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    stream = io.BytesIO()
    page.save(stream)
    return stream.getvalue()


def texts(document: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(document)).paragraphs]


def cells(document: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(document)).tables[0].rows]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {entry.filename: package.read(entry) for entry in package.infolist()}


def package(content: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in content.items():
            target.writestr(name, data)
    return stream.getvalue()


def with_parts(data: bytes, **changed: bytes) -> bytes:
    """The same file with parts added or replaced; `__` in a keyword stands for `/`."""
    return package(parts(data) | changed)


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with one part changed."""
    content = parts(data)
    content[name] = change(content[name])
    return package(content)


def patched_sizes(data: bytes, name: str, size: int) -> bytes:
    """The same file whose directory and local header claim another inflated size for one part."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        entry = source.getinfo(name)
        directory = source.start_dir
    result = bytearray(data)
    struct.pack_into("<I", result, entry.header_offset + 22, size)
    at = data.index(b"PK\x01\x02", directory)
    while data[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    struct.pack_into("<I", result, at + 24, size)
    return bytes(result)


def problem_of(refused: DefinitionRejected) -> Problem:
    (problem,) = refused.problems
    return problem
