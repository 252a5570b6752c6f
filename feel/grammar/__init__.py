"""From text to a tree: tokens, nodes, parser, names."""
