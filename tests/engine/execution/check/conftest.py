"""The company that the tests of this room work in."""

from tests.support.company import company, demo_company

__all__ = ["company", "demo_company"]
