"""`uv run python -m benchmarks`: every figure in one run, as a table."""

import sys

from benchmarks import answers, figures
from benchmarks.database import postgresql
from benchmarks.table import Row, printed


def main() -> int:
    """Measure, print, and say how many goals were missed."""
    wanted = set(sys.argv[1:])
    found: list[Row] = []
    with postgresql() as empty:
        if not wanted or "answers" in wanted:
            found += answers.rows(empty)
        for name, measure in figures.ALL.items():
            if not wanted or name in wanted:
                found += measure(empty())
    print(printed(found))
    missed = [row for row in found if not row.met]
    print(f"\n{len(missed)} goals missed" + (f": {'; '.join(row.work for row in missed)}" if missed else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
