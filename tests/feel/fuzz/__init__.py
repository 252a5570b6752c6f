"""Inputs that nobody would write, by the million: `python -m tests.feel.fuzz --count 1000000 --seed 7`."""
