"""Territories: where products are sold, who answers for it, and its rules (domain B.3)."""
