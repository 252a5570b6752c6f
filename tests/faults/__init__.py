"""Crash runs: real processes are killed with SIGKILL while they work, and every row is counted afterwards."""
