"""The life of a case: start, cancel, comments and files, and what the case page shows."""
