"""A manager changes the rows of a decision table: proposed with a reason, seen beforehand, put into force by
another person, in force from a day on.
"""
