"""Thousands of histories of one installation, each from its seed, held against a model of what must be there.

    python -m tests.simulation [--histories 10000] [--seed 1] [--steps 8] [--processes 2] [--tell] [--mutation NAME]

History n of a run has the seed `seed + n`; one alone, step by step: `python -m tests.simulation --histories 1 --seed 4711 --tell`.
The figures are said at the end, with the seeds that found something; then the command ends with 1.
"""

import argparse
import os
import sys

from tests.simulation.many import run
from tests.simulation.mutations import MUTATIONS


def main() -> int:
    """How many histories found something, as an exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulation", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--tell", action="store_true", help="say each step")
    parser.add_argument(
        "--mutation",
        choices=MUTATIONS,
        default="",
        help="put a fault into the product; the first history that finds it ends the run",
    )
    given = parser.parse_args()
    found = run(
        range(given.seed, given.seed + given.histories),
        given.steps,
        processes=given.processes,
        tell=given.tell,
        mutation=given.mutation,
    )
    print(found.say())
    return int(bool(found.violations))


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # sets of words are walked in the same order each time
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.simulation", *sys.argv[1:]],
            {**os.environ, "PYTHONHASHSEED": "0"},
        )
    raise SystemExit(main())
