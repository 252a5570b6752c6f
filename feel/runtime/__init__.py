"""From a tree to a value: scopes, closures per node, calls."""
