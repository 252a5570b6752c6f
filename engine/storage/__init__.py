"""The database: one metadata, column types, the one place that begins a transaction, retry, prepared
statements.
"""
