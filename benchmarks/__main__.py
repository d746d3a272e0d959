"""`python -m benchmarks [name ...]`: runs the benchmarks and prints what was measured beside what we aim at."""

from __future__ import annotations

import importlib
import sys

BENCHMARKS = ("case_work", "start", "painting", "order_list", "import_rows")


def main(names: list[str]) -> int:
    """Each benchmark's lines as they come; 1 when a count or ratio was missed."""
    missed = 0
    for name in names or BENCHMARKS:
        for line in importlib.import_module(f"benchmarks.{name}").measure():
            print(line, flush=True)
            missed += line.reached is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
