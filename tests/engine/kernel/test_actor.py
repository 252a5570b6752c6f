"""Who acts."""

from __future__ import annotations

from engine.kernel.actor import Actor


def test_a_substitute_counts_as_himself_and_as_the_person_he_stands_in_for():
    assert Actor("zhouzimo", on_behalf_of="linxiaolan").persons == {"zhouzimo", "linxiaolan"}
    assert Actor("zhouzimo").persons == {"zhouzimo"}


def test_only_the_engines_own_parts_are_the_system():
    assert Actor.system("timer").user_id == "system:timer"
    assert Actor.system("timer").is_system
    assert not Actor("system.admin").is_system
