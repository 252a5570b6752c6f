"""How long a password must be: twelve characters, and long ones are taken (ASVS 6.2.1)."""

from __future__ import annotations

import pytest

from engine.kernel.errors import InvalidInput
from engine.organisation import passwords
from engine.organisation.commands.set_password import SetPassword
from engine.seeds.logins import make_password
from tests.webapp.conftest import PASSWORD


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


@pytest.mark.parametrize(
    "poor",
    [
        "password1234", "P@ssw0rd1234", "qwertyuiop12", "123456789012", "aaaaaaaaaaaa", "abcd1234abcd1234",
        "woaini1314520", "woaizhongguo1", "wodemima123456", "guanliyuan2026", "zhongguo12345",
        "qinglan@2026!", "青澜生物青澜生物青澜生物", "xiaolanlin2026", "Neiqin2026!!!", "x" * 200,
    ],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(poor):
    names = ("林晓岚", "E0107", "xiaolan.lin@qinglan.example", "青澜生物技术有限公司")
    with pytest.raises(InvalidInput) as refused:
        passwords.require_good(poor, "linxiaolan", names)

    assert [one.code for one in refused.value.facts["fields"]["password"]] == ["password_common"]


@pytest.mark.parametrize("good", ["bamboo river seven", "竹林里住着七个人和一只猫", "k7fq-2mzd-9x"])
def test_words_that_have_nothing_to_do_with_each_other_are_taken(good):
    passwords.require_good(good, "linxiaolan", ("林晓岚", "青澜生物技术有限公司"))


def test_the_page_says_why_a_common_password_is_refused(browser_of):
    lin = browser_of("linxiaolan")
    lin.get("/password")
    typed = {"old_password": PASSWORD, "password": "password1234", "again": "password1234"}
    answer = lin.post("/password", typed)

    assert answer.status_code == 422
    assert "太容易被猜到" in answer.text


def test_a_name_of_ones_own_is_no_password(company):
    with pytest.raises(InvalidInput):
        company.execute(SetPassword("linxiaolan", "林晓岚林晓岚林晓岚2026"), "hewen")


def test_every_password_that_is_made_for_people_is_taken():
    for _ in range(50):
        passwords.require_good(make_password(), "linxiaolan", ("林晓岚",))
