"""Whose word about addresses and names is believed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import request

from webapp.app import create_app

OUTSIDE = "203.0.113.7"


@pytest.fixture
def client_with(company):
    """A client of the same company under other settings."""

    def made(**settings):
        company.engine.settings = replace(company.engine.settings, **settings)
        return create_app(company.engine).test_client()

    return made


def test_another_host_name_is_not_answered(client_with):
    client = client_with(base_url="https://neiqin.example", trusted_hosts=("office.example",))

    def status(host):
        return client.get("/login", headers={"Host": host}).status_code

    assert [status(host) for host in ("neiqin.example", "office.example", "127.0.0.1:8000")] == [200] * 3
    assert status("evil.example") == 400


def test_what_is_said_about_addresses_is_believed_of_named_proxies_alone(client_with):
    said = {"X-Forwarded-For": f"198.51.100.1, {OUTSIDE}", "X-Forwarded-Proto": "https"}
    seen = []
    for proxies in (0, 1):
        with client_with(proxies=proxies) as client:
            client.get("/login", headers=said)
            seen.append((request.remote_addr, request.is_secure))

    assert seen == [("127.0.0.1", False), (OUTSIDE, True)]
