"""Products: one row for each name, specification and pack, with its certificate and prices (domain B.4)."""
