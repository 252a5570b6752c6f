"""Keys are unique and grow, whoever makes them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from engine.kernel.ids import KeyMaker


def make(maker: KeyMaker, count: int) -> list[int]:
    return [maker.next() for _ in range(count)]


def test_keys_grow_and_fit_into_63_bits():
    keys = make(KeyMaker(), 10_000)

    assert keys == sorted(set(keys))
    assert keys[0] > 0
    assert keys[-1] < 2**63


def test_threads_of_one_node_never_make_the_same_key():
    maker = KeyMaker()

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: make(maker, 2_000), range(8)))

    assert len({key for keys in made for key in keys}) == 16_000
    assert all(keys == sorted(keys) for keys in made)


def test_two_nodes_never_make_the_same_key():
    assert not set(make(KeyMaker(node=1), 5_000)) & set(make(KeyMaker(node=2), 5_000))


def test_keys_go_on_growing_when_the_machine_sets_its_clock_back(monkeypatch):
    maker = KeyMaker()
    before = maker.next()
    monkeypatch.setattr("engine.kernel.ids.time.time_ns", lambda: 1_700_000_000_000_000_000)

    after = make(maker, 10_000)

    assert after == sorted(set(after))
    assert after[0] > before
