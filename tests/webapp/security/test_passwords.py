"""How long a password must be: twelve characters, and long ones are taken (ASVS 6.2.1)."""

from __future__ import annotations

import pytest

from engine.kernel.errors import InvalidInput
from engine.organisation import passwords


def test_twelve_characters_are_enough_and_eleven_are_not():
    passwords.require_good("k7fq-2mzd-9x", "linxiaolan")
    with pytest.raises(InvalidInput):
        passwords.require_good("k7fq-2mzd-9", "linxiaolan")


def test_a_sentence_is_a_password_and_counts_to_its_end():
    sentence = "苏澄的雨下到第三天还没有停 " * 8
    passwords.require_good(sentence, "linxiaolan")
    kept = passwords.hash_password(sentence)

    assert passwords.fits(sentence, kept)
    assert not passwords.fits(sentence[:-1], kept)
