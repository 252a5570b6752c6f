"""Who may call a route. A view without a policy does not start: the default is refusal.

The policy says who may *ask*. Whether the thing asked for exists for this person and may be done by them is
decided again by the engine's command or query, so that no other door is wider than this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Policy:
    """Who may call a route.

    roles       role codes, one of which is needed; empty = every employee with a session
    public      nobody needs to be known
    demo_only   the route does not exist in production mode
    basic       an API route: an account by HTTP basic authentication instead of a session
    """

    roles: frozenset[str] = frozenset()
    public: bool = False
    demo_only: bool = False
    basic: bool = False

    def words(self) -> str:
        """The row of the permission table, e.g. `roles: admin, operator`."""
        who = (
            "public"
            if self.public
            else "employee"
            if not self.roles
            else "roles: " + ", ".join(sorted(self.roles))
        )
        extra = [
            word
            for word, on in (("demo mode only", self.demo_only), ("basic authentication", self.basic))
            if on
        ]
        return "; ".join([who, *extra])


def allow(
    *roles: str, public: bool = False, demo_only: bool = False, basic: bool = False
) -> Callable[[View], View]:
    """Declare a view's policy."""

    def mark(view: View) -> View:
        view.policy = Policy(frozenset(roles), public, demo_only, basic)  # type: ignore[attr-defined]
        return view

    return mark


def policy_of(app: Flask, endpoint: str | None) -> Policy | None:
    """The policy of an endpoint, None where it has none."""
    if endpoint is None:
        return None
    if endpoint == "static":
        return Policy(public=True)
    return getattr(app.view_functions.get(endpoint), "policy", None)


def refuse_unguarded(app: Flask) -> None:
    """Stop the start when a route has no policy."""
    bare = sorted(
        {rule.endpoint for rule in app.url_map.iter_rules() if policy_of(app, rule.endpoint) is None}
    )
    if bare:
        raise RuntimeError(f"routes without a policy: {', '.join(bare)}")


def table(app: Flask) -> list[str]:
    """One line a route and method: `GET /inbox | employee`, sorted."""
    return sorted(_lines(app))


def _lines(app: Flask) -> Iterable[str]:
    for rule in app.url_map.iter_rules():
        policy = policy_of(app, rule.endpoint)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield f"{method} {rule.rule} | {policy.words() if policy else 'MISSING'}"
