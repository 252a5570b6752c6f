"""One rule a file: `check(bundle, world)` yields its reports."""
