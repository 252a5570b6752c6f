"""Tender agencies and platforms: where tenders are published and deposits are paid to (domain B.7)."""
