"""The tests mirror the tree; `tests/support` holds what several of them share."""
