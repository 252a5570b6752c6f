"""Uploaded files are checked by ending, size and content, and none is lost by an error elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from forms.kept_files import seal
from forms.render import show
from forms.submission import stored_files
from forms.uploads import safe_name
from tests.forms.kit import PDF, PNG, Shelf, Upload, codes, context, form_of, post

FORM = form_of(
    {"type": "textfield", "key": "title", "validate": {"required": True}},
    {
        "type": "filepicker",
        "key": "file",
        "accept": ".docx,.pdf,.png,.jpg",
        "multiple": True,
        "validate": {"required": True},
        "properties": {"maxSize": "1000"},
    },
    {"type": "filepicker", "key": "scan", "multiple": False},
)


def sent(data: bytes, name: str) -> list[str]:
    submission = post(FORM, {"title": "x"}, {"file": [Upload(data, name)]})
    return codes(submission).get("file", [])


def test_a_good_file_is_stored_and_its_description_is_the_value() -> None:
    shelf = Shelf()
    submission = post(FORM, {"title": "x"}, {"file": [Upload(PDF, "C:\\docs\\授权书.pdf")]}, store=shelf)
    assert submission.ok
    [file] = submission.values["file"]
    assert (file["name"], file["size"]) == ("授权书.pdf", len(PDF))
    assert shelf.files[file["file_key"]] == PDF


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (PDF, "run.exe", "file_kind"),
        (PDF, "noending", "file_kind"),
        (PNG, "x.pdf", "file_not_what_it_says"),
        (PDF, "x.png", "file_not_what_it_says"),
        (PDF, "x.jpg", "file_not_what_it_says"),
        (b"PK\x03\x04 no word in it", "x.docx", "file_not_what_it_says"),
        (b"MZ", "x.docx", "file_not_what_it_says"),
        (b"", "x.pdf", "file_empty"),
        (PDF + b"x" * 1000, "x.pdf", "file_too_big"),
    ],
)
def test_a_file_that_is_not_what_the_field_takes_is_refused(data: bytes, name: str, code: str) -> None:
    assert sent(data, name) == [code]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PDF, "a.PDF"),
        (PNG, "a.png"),
        (b"\xff\xd8\xff\xe0", "a.jpg"),
        (b"PK\x03\x04....word/document.xml", "a.docx"),
    ],
)
def test_files_of_the_kinds_of_the_office_pass(data: bytes, name: str) -> None:
    assert sent(data, name) == []


def test_the_folder_of_a_word_file_may_stand_at_its_end() -> None:
    from io import BytesIO

    from forms.file_kinds import fits

    data = b"PK\x03\x04" + b"\0" * 100_000 + b"word/document.xml"
    assert fits(BytesIO(data), "a.docx", len(data))


def test_a_required_file_is_asked_for() -> None:
    assert codes(post(FORM, {"title": "x"})) == {"file": ["file_required"]}


def test_an_error_in_another_field_keeps_the_upload_for_the_next_try() -> None:
    first = post(FORM, {"title": ""}, {"file": [Upload(PDF, "a.pdf")]})
    assert codes(first) == {"title": ["required"]}
    second = post(FORM, {**first.typed, "title": "x"})
    assert second.ok
    assert second.values["file"] == first.values["file"]


def test_the_page_of_a_refused_form_carries_the_reference_of_the_stored_file() -> None:
    view = show(post(FORM, {"title": ""}, {"file": [Upload(PDF, "a.pdf")]}))
    field = next(f for f in view.fields() if f.key == "file")
    assert [file.name for file in field.files] == ["a.pdf"]
    assert post(FORM, {"title": "x", "file.kept": [field.files[0].token]}).ok


def test_a_reference_that_is_forged_or_belongs_elsewhere_is_no_file() -> None:
    file: dict[str, Any] = {"name": "other.pdf", "file_key": "../../etc/passwd"}
    elsewhere = seal(context(subject="task:99"), "file", file)
    other_field = seal(context(), "scan", file)
    other_secret = seal(context(secret=b"guessed"), "file", file)
    submission = post(FORM, {"title": "x", "file.kept": [elsewhere, other_field, other_secret, "x.y", "."]})
    assert submission.values["file"] == []


def test_without_a_secret_no_reference_is_given_or_taken() -> None:
    assert seal(context(secret=b""), "file", {"name": "a"}) == ""
    token = seal(context(), "file", {"name": "a"})
    assert post(FORM, {"title": "x", "file.kept": [token]}, secret=b"").values["file"] == []


def test_a_good_file_stays_although_another_of_the_same_field_is_refused() -> None:
    submission = post(FORM, {"title": "x"}, {"file": [Upload(PDF, "a.pdf"), Upload(PDF, "b.exe")]})
    assert codes(submission) == {"file": ["file_kind"]}
    assert [file["name"] for file in submission.values["file"]] == ["a.pdf"]


def test_a_single_file_field_takes_the_new_one_for_the_old() -> None:
    old = seal(context(), "scan", {"name": "old.pdf"})
    submission = post(FORM, {"title": "x", "scan.kept": [old]}, {"scan": [Upload(PDF, "new.pdf")]})
    assert [file["name"] for file in submission.values["scan"]] == ["new.pdf"]


def test_files_for_a_field_that_is_not_open_are_not_stored() -> None:
    form = form_of({"type": "filepicker", "key": "f", "properties": {"edit": "SK"}})
    shelf = Shelf()
    submission = post(form, {}, {"f": [Upload(PDF, "a.pdf")], "g": [Upload(PDF, "b.pdf")]}, store=shelf)
    assert shelf.files == {}
    assert submission.ignored == ["f", "g"]


def test_without_a_store_files_are_refused() -> None:
    submission = post(FORM, {"title": "x"}, {"file": [Upload(PDF, "a.pdf")]}, store=None)
    assert codes(submission) == {"file": ["files_not_taken"]}


def test_more_than_twenty_files_are_refused() -> None:
    files = {"file": [Upload(PDF, f"{i}.pdf") for i in range(30)]}
    assert codes(post(FORM, {"title": "x"}, files)) == {"file": ["too_many_files"]}


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("x\0y.pdf", "xy.pdf"),
        ("...", "file"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_file_names_are_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_a_file_in_a_row_has_its_own_name() -> None:
    form = form_of(
        {"type": "dynamiclist", "path": "lines", "components": [{"type": "filepicker", "key": "scan"}]}
    )
    submission = post(form, {"lines-0": "1"}, {"lines-0-scan": [Upload(PDF, "a.pdf")]})
    assert submission.values["lines"][0]["scan"][0]["name"] == "a.pdf"
    assert form.files() == ["lines.scan"]
    assert [(ref, file["name"]) for ref, file in stored_files(form, submission.values)] == [
        ("lines.scan", "a.pdf")
    ]
