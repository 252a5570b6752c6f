"""Whether an uploaded file is what its name says."""

from __future__ import annotations

import io

import pytest

from engine.documents.filetype import check_upload, clean_name
from engine.kernel.errors import InvalidInput
from tests.engine.documents.kit import package, parts, word

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
PDF = b"%PDF-1.7\n%\xe2\xe3"
PROGRAM = b"MZ\x90\x00" + bytes(60)
SHEET = package({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"})


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(InvalidInput) as refused:
        check_upload(name, io.BytesIO(content))
    return refused.value.facts["fields"]["file"][0].code


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("合同.PDF", PDF, "application/pdf"),
        ("scan.pdf", b"\r\n\x00" + PDF, "application/pdf"),
        ("章.png", PNG, "image/png"),
        ("章.jpeg", b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg"),
        ("合同.docx", word("x"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("表.xlsx", SHEET, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), "application/msword"),
        ("a.txt", "说明".encode("gb18030"), "text/plain"),
        ("a.csv", b"a,b\r\n1,2\r\n", "text/csv"),
        ("e-invoice.xml", b'\xef\xbb\xbf<?xml version="1.0"?><a/>', "application/xml"),
        ("photo.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ],
)
def test_office_files_are_taken(name, content, media_type):
    stream = io.BytesIO(content)

    assert check_upload(name, stream) == media_type
    assert stream.tell() == 0


@pytest.mark.parametrize(
    "name",
    ["合同.exe", "合同.pdf.exe", "合同", ".pdf", "a.html", "a.svg", "a.js", "a.docm", "a.pdf\u202excod.exe"],
)
def test_other_kinds_are_refused(name):
    assert refusal(name, PDF) == "file_type_not_allowed"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("合同.pdf", PROGRAM),
        ("章.png", PDF),
        ("章.jpg", PNG),
        ("合同.docx", SHEET),
        ("合同.docx", package({"a.txt": b"x"})),
        ("合同.docx", b"PK\x03\x04 broken"),
        ("合同.docx", package(parts(word("x")) | {"word/vbaProject.bin": b"x"})),
        ("a.txt", PROGRAM),
        ("a.xml", b"text"),
        ("a.doc", word("x")),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(name, content):
    assert refusal(name, content) == "file_type_mismatch"


def test_an_empty_file_is_refused():
    assert refusal("合同.pdf", b"") == "file_empty"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\周\\合同.pdf", "合同.pdf"),
        ("../../etc/合同.pdf", "合同.pdf"),
        ("合同\u202efdp.exe", "合同fdp.exe"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("  合同 .pdf ", "合同 .pdf"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned_before_they_are_shown(name, shown):
    assert clean_name(name) == shown
