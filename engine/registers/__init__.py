"""The registers of the sales back office: each with its tables, queries and operations.

The engine runs without this room; bootstrap is given the list of register packages.
"""
