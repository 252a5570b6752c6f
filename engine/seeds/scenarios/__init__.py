"""Scenario files (`workflows/scenario.schema.json`): read, played on an engine, compared with what they say.

They are the acceptance tests of the processes, what a manager tries a redrawn process with, and how demo
cases are made.
"""
