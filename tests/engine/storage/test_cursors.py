"""Cursors name the last row of a page, and whoever forges one is told so."""

from __future__ import annotations

import base64

import pytest
from sqlalchemy import literal, select

from engine.kernel.errors import InvalidInput
from engine.storage import cursors
from engine.storage.database import Database


def test_what_was_encoded_comes_back_as_text():
    assert cursors.decode(cursors.encode("2026-05-20T09:00:00Z", 913015891131424796), 2) == [
        "2026-05-20T09:00:00Z",
        "913015891131424796",
    ]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "印",
        "%%%",
        "bm8",
        cursors.encode("one"),
        base64.urlsafe_b64encode(b'{"a":1}').decode(),
        "W10",
        "W1tdLDFd",
    ],
)
def test_a_forged_cursor_is_refused_with_its_field(cursor):
    with pytest.raises(InvalidInput) as refused:
        cursors.decode(cursor, 2)

    assert [problem.code for problem in refused.value.facts["fields"]["cursor"]] == ["cursor_unreadable"]


@pytest.mark.parametrize(
    ("text", "searched", "found"),
    [
        ("合同 100%", "100%", True),
        ("合同 100 件", "100%", False),
        ("a_b", "a_b", True),
        ("axb", "a_b", False),
        ("a\\b", "\\", True),
    ],
)
def test_the_signs_of_like_are_searched_as_they_are(database_url, text, searched, found):
    database = Database(database_url)
    with database.read() as connection:
        said = connection.execute(select(literal(text).like(cursors.like(searched), escape="\\"))).scalar()
    database.dispose()

    assert bool(said) is found
