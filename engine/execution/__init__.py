"""The executor and the step: one transaction, one instant, one permission question, one audit row."""
