"""`python -m tests.workflows.renaming SRC DST --seed 7`: writes the renamed copy and prints the names."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.workflows.renaming import operation_outputs, rename


def main() -> None:
    parser = argparse.ArgumentParser(prog="renaming", description="Renames a folder of processes at random.")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    if wanted.target.exists():
        parser.error(f"{wanted.target} is there already")
    names = rename(wanted.source, wanted.target, wanted.seed, operation_outputs())
    for old, new in sorted((names.ids | names.fields).items()):
        sys.stdout.write(f"{old:<40} {new}\n")


if __name__ == "__main__":
    main()
