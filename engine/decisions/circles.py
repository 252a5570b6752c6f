"""Which decisions need each other in a circle, and how long the lines of requirements are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def heights(needs: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """For each key that is in no circle and needs none that is: the length of the longest line below it.

    needs   keys that each key needs; every one of them is a key itself
    """
    wanted_by: dict[str, list[str]] = {key: [] for key in needs}
    open_needs = {key: len(below) for key, below in needs.items()}
    for key, below in needs.items():
        for one in below:
            wanted_by[one].append(key)
    found: dict[str, int] = {}
    ready = [key for key, count in open_needs.items() if not count]
    while ready:
        key = ready.pop()
        found[key] = 1 + max((found[one] for one in needs[key]), default=0)
        for above in wanted_by[key]:
            open_needs[above] -= 1
            if not open_needs[above]:
                ready.append(above)
    return found


def circle(needs: Mapping[str, Sequence[str]], done: Mapping[str, int], key: str) -> list[str]:
    """The circle that one comes to from a key that has no height, its first key at both ends."""
    path: list[str] = []
    places: dict[str, int] = {}
    while key not in places:
        places[key] = len(path)
        path.append(key)
        key = next(one for one in needs[key] if one not in done)
    return [*path[places[key] :], key]
