"""Registration certificates and approvals of products: their numbers, terms and renewals (domain B.4a)."""
