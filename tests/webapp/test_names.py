"""Names of people in the scripts of the pages."""

from __future__ import annotations

from flask import g

from webapp import filters


def test_a_family_name_is_never_converted(app):
    with app.test_request_context("/"):
        g.language, g.names = "zh-Hant", {"yujia": "余佳"}

        assert filters.person("yujia") == "余佳"
        assert filters.data("审批") == "審批"
