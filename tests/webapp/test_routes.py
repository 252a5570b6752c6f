"""Every route and every command has its row in the permission table; a missing or stale row fails the build.

After a change: `python -m tests.webapp.test_routes` writes the table anew, and the change of it is reviewed.
"""

from __future__ import annotations

import re

import pytest
from flask import Flask

from engine.bootstrap.handlers import by_command
from tests.support.source import ROOT
from webapp import policy

TABLE = ROOT / "tests" / "architecture" / "permissions.txt"


def rows(app: Flask) -> list[str]:
    """Routes with who may ask, then commands with the rule that is asked."""
    commands = [
        f"command {command.__name__} | {one.action} | {one.rule.__module__}.{one.rule.__qualname__}"
        for command, one in by_command().items()
    ]
    return [f"route {line}" for line in policy.table(app)] + sorted(commands)


def test_the_permission_table_names_every_route_and_command(app):
    assert TABLE.read_text("utf-8").splitlines() == rows(app)


def test_a_route_without_a_policy_does_not_start(app):
    bare = Flask("bare")
    bare.add_url_rule("/open", "open", lambda: "")

    with pytest.raises(RuntimeError, match="open"):
        policy.refuse_unguarded(bare)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
def test_nobody_without_a_session_gets_past_a_guarded_route(app, method):
    """Every guarded route answers with the login page or a refusal, by whatever method."""
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        guard = policy.policy_of(app, rule.endpoint)
        if guard is None or guard.public or method not in (rule.methods or ()):
            continue
        path = (
            re.sub(r"<int:\w+>", "1", rule.rule).replace("<process_id>", "P").replace("<name>", "employees")
        )
        answer = client.open(path, method=method)
        assert answer.status_code in {303, 401, 403}, f"{method} {path}"
        assert answer.status_code != 303 or answer.location.startswith("/login")


def write() -> None:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from engine.bootstrap import build_engine
    from tests.support.company import settings_for
    from webapp.app import create_app

    with TemporaryDirectory() as folder:
        engine = build_engine(settings_for(f"sqlite:///{folder}/x.db", Path(folder)))
        TABLE.write_text("\n".join(rows(create_app(engine))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
