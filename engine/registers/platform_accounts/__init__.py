"""Accounts on platforms, their passwords in a vault, and who saw which (domain B.7a, B.7b)."""
