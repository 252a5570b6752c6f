"""Definitions come into force here: read whole, linted, compared, stored as a new version; or refused."""
