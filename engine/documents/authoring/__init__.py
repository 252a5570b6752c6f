"""How the shipped Word templates were drawn: scripts to run by hand, whose results are committed."""
