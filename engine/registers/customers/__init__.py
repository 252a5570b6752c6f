"""Customers: agents, dealers, distributors, hospitals, laboratories, pharmacies (domain B.5)."""
