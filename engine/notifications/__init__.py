"""Composing notices in the reader's language, and sending them by e-mail or into a folder."""
