"""Random models: loading anew changes nothing, a second player of the standard moves the same tokens, nothing
is left over, `stuck` is exact; and a fault planted in the loader or the joins does not pass unseen.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from engine.bpmn import joins, state
from engine.bpmn.dialect import read_bpmn
from engine.bpmn.effects import SUBSCRIPTIONS, Continue, Entered, Left
from engine.bpmn.model import Model
from tests.engine.bpmn.drawings import drawn
from tests.engine.bpmn.kit import Run
from tests.engine.bpmn.token_game import Game

STEPS = 120


def built(text: bytes) -> Model:
    return Model(read_bpmn(text, "drawn.bpmn").processes["P"])


def offers(r: Run) -> list[tuple[str, int, Any]]:
    """What can be done, by name and age."""
    waits = (wait for found in r.waits.values() for wait in found)
    return sorted(
        (
            (wait.event_id if isinstance(wait, SUBSCRIPTIONS) else wait.element_id, wait.key, wait)
            for wait in waits
        ),
        key=lambda one: one[:2],
    )


def begin(model: Model, seed: int, reload: bool) -> Run:
    return Run(model, {"v": seed % 5, "order": "HT-7"}, reload)


def answer(r: Run, wait: Any, values: dict[str, Any]) -> None:
    if isinstance(wait, SUBSCRIPTIONS):
        assert r.do("trigger", wait.key, wait.event_id, values)
    else:
        r.do("complete", wait.key, values)
    while r.log[-1] == Continue():
        r.do("go_on")


def drive(model: Model, seed: int, reload: bool, jumps: bool) -> tuple[Run, str]:
    """Answer whatever waits, in random order, at most 120 times; `done`, `stuck` or `long`."""
    dice = random.Random(seed)
    r = begin(model, seed, reload)
    for step in range(STEPS):
        waits = offers(r)
        if r.done or not waits:
            return r, "done" if r.done else "stuck"
        name, key, wait = dice.choice(waits)
        if jumps and not isinstance(wait, SUBSCRIPTIONS) and dice.random() < 0.04 and alone(r, key):
            r.do("modify", [(name, None)], [key])
        else:
            answer(r, wait, {"v": dice.randint(0, 5), f"x{dice.randint(0, 3)}": {"n": step}})
    return r, "long"


def alone(r: Run, key: int) -> bool:
    """The token's scope runs once, so that it need not be named."""
    tokens = {token.key: token for token in r.instance.tokens}
    owner = tokens[tokens[key].parent_key or 1]
    return (
        owner.element_id != tokens[key].element_id
        and sum(token.element_id == owner.element_id for token in tokens.values()) == 1
    )


def compare_reloaded(seed: int) -> None:
    model = built(drawn(seed, sound=False))
    live, how = drive(model, seed, False, True)
    reloaded, how_reloaded = drive(model, seed, True, True)
    assert (live.log, how, live.state, live.rows) == (
        reloaded.log,
        how_reloaded,
        reloaded.state,
        reloaded.rows,
    ), seed
    check_end(reloaded, how, seed)


def compare_players(seed: int, reload: bool = True) -> int:
    """The engine and the game are told the same; they must offer the same and have gone the same ways."""
    text, dice = drawn(seed, sound=False), random.Random(seed)
    r, game = begin(built(text), seed, reload), Game(text, {"v": seed % 5})
    mark = 0
    for step in range(STEPS):
        told = r.log[mark:]
        entered = Counter(effect.element_id for effect in told if isinstance(effect, Entered))
        left = Counter((effect.element_id, effect.how) for effect in told if isinstance(effect, Left))
        assert entered == Counter(game.entered), (seed, step)
        assert left == Counter(game.left), (seed, step)
        mark, mine, other = len(r.log), offers(r), game.offers()
        assert [name for name, _, _ in mine] == [name for name, _ in other], (seed, step)
        if not mine:
            assert (game.root is None) == r.done, seed
            return step
        index, v = dice.randrange(len(mine)), dice.randint(0, 5)
        answer(r, mine[index][2], {"v": v})
        game.act(*other[index], {"v": v})
    return STEPS


@pytest.mark.parametrize("chunk", range(10))
def test_loading_before_every_command_changes_nothing(chunk: int):
    for seed in range(chunk * 30, chunk * 30 + 30):
        compare_reloaded(seed)


@pytest.mark.parametrize("chunk", range(10))
def test_a_second_player_of_the_standard_moves_the_same_tokens(chunk: int):
    for seed in range(20_000 + chunk * 30, 20_000 + chunk * 30 + 30):
        compare_players(seed, reload=seed % 2 == 0)


def test_sound_models_end_and_are_never_stuck():
    for seed in range(1_000, 1_120):
        r, how = drive(built(drawn(seed, sound=True)), seed, True, False)
        assert how in ("done", "long"), seed
        check_end(r, how, seed)


def check_end(r: Run, how: str, seed: int) -> None:
    if how == "stuck":
        assert r.instance.stuck(), seed
    if how == "done":
        assert not r.instance.stuck(), seed
        assert not offers(r), seed
        assert {key for key, _ in r.rows} <= {1}, seed
        assert r.instance._mover.joins == {}
        assert not any(r.instance._mover.scopes.is_open(key) for key in range(2, r.instance._mover.next_key))


# Faults that somebody could make: each must be caught by the comparisons above.


def forget_arrivals(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loader loses which flows have brought a token to a join."""
    real = state._load_token

    def load(mover, key, parent, name, letter, internal=None):
        real(mover, key, parent, name, letter, {"in": {}} if letter == "w" else internal)

    monkeypatch.setattr(state, "_load_token", load)


def forget_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loader loses that an event subprocess has interrupted its scope, and what counts a list."""
    real = state._load_token

    def load(mover, key, parent, name, letter, internal=None):
        kept = {slot: value for slot, value in (internal or {}).items() if slot not in ("es", "done")}
        if internal and "done" in internal:
            kept["done"] = 0
        real(mover, key, parent, name, letter, kept)

    monkeypatch.setattr(state, "_load_token", load)


def join_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """An inclusive join waits for nobody."""
    monkeypatch.setattr(joins, "blockers", lambda mover, join: [])


def drop_surplus(monkeypatch: pytest.MonkeyPatch) -> None:
    """A join forgets the second token of a flow."""

    def fire(mover, scope, join):
        join.internal.pop("in")
        del mover.joins[scope.key, join.spec.name]
        join.make_ready()

    monkeypatch.setattr(joins, "_fire", fire)


def join_on_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A parallel join fires with its first token."""
    real = joins.arrive

    def arrive(mover, scope, spec, flow, rounds):
        if spec.is_inclusive:
            real(mover, scope, spec, flow, rounds)
        else:
            mover.spawn(spec, scope)

    monkeypatch.setattr(joins, "arrive", arrive)


@pytest.mark.parametrize(
    "fault", [forget_arrivals, forget_interruption, join_early, drop_surplus, join_on_first]
)
def test_a_planted_fault_is_caught(fault, monkeypatch: pytest.MonkeyPatch):
    fault(monkeypatch)
    for seed in range(20_000, 20_300):
        try:
            compare_players(seed)
            compare_reloaded(seed)
        except (AssertionError, KeyError):
            return
    raise AssertionError(f"{fault.__name__} was not noticed")
