"""The cursor of a register's page is a key; a forged one is refused and never meets the database."""

from __future__ import annotations

import base64

import pytest

from engine.kernel.errors import InvalidInput
from engine.registers.shared import listing


@pytest.mark.parametrize("number", ["9" * 40, str(2**63), "-1", "x", ""])
def test_what_can_be_no_key_is_refused(number):
    with pytest.raises(InvalidInput):
        listing.read_cursor(base64.urlsafe_b64encode(number.encode()).decode())


def test_ours_comes_back():
    assert listing.read_cursor(listing.write_cursor(913015891131424796)) == 913015891131424796
