"""Loans for the costs of bids: what was lent, how it was settled, what is still open (domain B.11)."""
