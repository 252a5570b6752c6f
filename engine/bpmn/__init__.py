"""Reads BPMN in the Camunda 8 dialect and moves tokens through it; knows no database, no clock and no person.

`dialect.read_bpmn` -> `graph.Process` -> `model.Model` -> `instance.Instance` -> effects, state and
variables, which the execution room writes.
"""
