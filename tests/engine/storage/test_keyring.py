"""What is sealed opens with its key and for its owner alone."""

from __future__ import annotations

import pytest

from engine.storage.keyring import CannotBeOpened, Keyring, new_key

OLD, NEW = new_key(), new_key()


def test_a_sealed_text_opens_and_holds_nothing_in_clear():
    sealed = Keyring([NEW]).seal("密码-Secret-1", "account:1")

    assert Keyring([NEW]).open(sealed, "account:1") == "密码-Secret-1"
    assert "Secret" not in sealed


def test_the_same_text_is_sealed_differently_each_time():
    ring = Keyring([NEW])

    assert ring.seal("x", "a") != ring.seal("x", "a")


def test_a_sealed_text_of_another_row_does_not_open():
    ring = Keyring([NEW])

    with pytest.raises(CannotBeOpened):
        ring.open(ring.seal("x", "account:1"), "account:2")


def test_a_former_key_opens_and_the_present_one_seals():
    sealed = Keyring([OLD]).seal("x", "a")
    ring = Keyring([NEW, OLD])

    assert ring.open(sealed, "a") == "x"
    assert not ring.is_current(sealed)
    assert ring.is_current(ring.seal("x", "a"))
    with pytest.raises(CannotBeOpened):
        Keyring([NEW]).open(sealed, "a")


@pytest.mark.parametrize("spoilt", ["", "1", "1.x.y", "1..", "clear text"])
def test_what_was_spoilt_does_not_open(spoilt):
    with pytest.raises(CannotBeOpened):
        Keyring([NEW]).open(spoilt, "a")


def test_a_changed_sign_is_noticed():
    ring = Keyring([NEW])
    sealed = ring.seal("a longer text", "a")
    place = len(sealed) - 6
    changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]

    with pytest.raises(CannotBeOpened):
        ring.open(changed, "a")
