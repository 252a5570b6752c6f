"""Who reads the figures of the node."""

from __future__ import annotations

from tests.webapp.security.test_proxies import OUTSIDE, client_with

__all__ = ["client_with"]


def figures(client, address="127.0.0.1", **headers):
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/metrics", headers=sent, environ_overrides={"REMOTE_ADDR": address}).status_code


def test_the_figures_are_for_this_machine_alone(client_with):
    client = client_with()

    assert figures(client) == 200
    assert figures(client, "::1") == 200
    assert figures(client, OUTSIDE) == 403
    assert figures(client, "") == 403


def test_a_proxy_of_this_machine_does_not_open_the_figures(client_with):
    assert figures(client_with(), X_Forwarded_For=OUTSIDE) == 403
    assert figures(client_with(proxies=1), X_Forwarded_For=OUTSIDE) == 403


def test_with_a_token_the_figures_are_for_who_sends_it_from_wherever(client_with):
    client = client_with(metrics_token="a token of ours")

    assert figures(client, OUTSIDE, Authorization="Bearer a token of ours") == 200
    assert figures(client, OUTSIDE, Authorization="Bearer another") == 403
    assert figures(client, Authorization="Basic a token of ours") == 403
    assert figures(client) == 403
