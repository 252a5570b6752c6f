"""Tenders (招标项目): what is asked for, by whom, by which rules and until when (domain B.8)."""
