"""A file from outside is bytes that wish us ill."""

from __future__ import annotations

import contextlib

import pytest

from engine.bpmn.dialect import read_bpmn
from engine.kernel.errors import DefinitionRejected
from tests.engine.bpmn.kit import END, START, user, xml

GOOD = xml(START + END + user("a"), "s>a a>e")


def code_of(data: bytes) -> str:
    with pytest.raises(DefinitionRejected) as refused:
        read_bpmn(data, "upload.bpmn")
    return refused.value.problems[0].code


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        "<!doctype html>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_doctype_is_refused_in_every_encoding(prolog: str, encoding: str):
    declared = "utf-16" if "16" in encoding else "utf-8"
    data = f'<?xml version="1.0" encoding="{declared}"?>{prolog}{GOOD.decode()}'.encode(encoding)
    # Without its byte order mark a UTF-16 file is not readable at all, which is as good.
    assert code_of(data) in (
        "doctype_refused",
        "encoding_not_supported",
        "encoding_broken",
        "xml_not_wellformed",
    )
    if encoding in ("utf-8", "utf-16"):
        assert code_of(data) == "doctype_refused"


def test_no_entity_is_ever_resolved(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("do-not-read")
    data = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode() + GOOD.replace(b">a<", b">&x;<")
    with pytest.raises(DefinitionRejected) as refused:
        read_bpmn(data, "upload.bpmn")
    assert "do-not-read" not in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf_8_and_utf_16_are_read(encoding: str):
    declared = "utf-16" if encoding == "utf-16" else "UTF-8"
    text = f'<?xml version="1.0" encoding="{declared}"?>\n{GOOD.decode()}'.replace(
        'id="a"', 'id="a" name="审批"'
    )
    assert read_bpmn(text.encode(encoding), "upload.bpmn").processes["P"].nodes["a"].name == "审批"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml_not_wellformed"),
        (b"PK\x03\x04 a zip", "xml_not_wellformed"),
        (b"<a/>", "not_bpmn"),
        (GOOD[:-20], "xml_not_wellformed"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>' + GOOD, "encoding_not_supported"),
        (b'<?xml version="1.0" encoding="no-such"?>' + GOOD, "encoding_not_supported"),
        (b'<?xml version="1.0" encoding="utf-7"?>' + GOOD, "encoding_not_supported"),
        (GOOD.replace(b'id="a"', b'id="a" name="\xff"'), "encoding_broken"),
        (GOOD + b" " * 2_000_000, "file_too_large"),
        (b"<a>" * 101 + b"</a>" * 101, "xml_too_deep"),
        (b"<a>" + b"<b/>" * 10_000 + b"</a>", "too_many_elements"),
        (GOOD.replace(b'"a"', b'"1a"'), "id_invalid"),
        (GOOD.replace(b'"a"', b'"' + b"a" * 101 + b'"'), "id_invalid"),
        (GOOD.replace(b'"a"', '"任务"'.encode()), "id_invalid"),
        (GOOD.replace(b"zeebe:userTask", b"ghost:userTask"), "xml_not_wellformed"),
    ],
)
def test_what_is_no_reasonable_file_is_refused(data: bytes, code: str):
    assert code_of(data) == code


def test_damage_never_raises_anything_else():
    # Every byte range is cut out once, and every byte is replaced once by one that XML dislikes.
    step = 37
    for start in range(0, len(GOOD), step):
        for damaged in (GOOD[:start] + GOOD[start + step :], GOOD[:start] + b"<" + GOOD[start + 1 :]):
            with contextlib.suppress(DefinitionRejected):
                read_bpmn(damaged, "upload.bpmn")
