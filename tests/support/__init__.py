"""Helpers of the tests: what a machine has, throw-away databases, reading our own source."""
