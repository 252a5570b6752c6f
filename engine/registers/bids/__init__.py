"""Bids (投标): one for each bidder of a tender package, from assessment to result (domain B.9)."""
