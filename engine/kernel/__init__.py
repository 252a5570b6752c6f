"""Clock, errors, actor, ids and exact JSON: what every room may use. Standard library only."""
