"""The verb `test`: every check of the course in one pytest run, which is also all that CI does.

These are unit tests, lint and types, the examples in docstrings and README.md, and every notebook
of `solutions/` and `notebooks/` cell by cell. Each file stays on one worker, so a notebook's cells
run in order and a costly fixture is made once.
"""

import os

from mlp_course.commands.arguments import (
    DONE,
    FAILED,
    INTERRUPTED,
    NOT_BEGUN,
    parser_of,
    positive,
)
from mlp_course.files import COURSE

MOST_JOBS = 4  # each holds torch: about 0.5 GB
OTHERS = (
    "Other options and paths go to pytest: -k mae, -x, tests/test_symmetry.py, "
    "solutions/01-symmetry ..."
)

# What pytest ends with, in the codes of all verbs: 4 is a path that there is not, 5 no test at all
CODES = {0: DONE, 1: FAILED, 2: INTERRUPTED, 4: NOT_BEGUN, 5: NOT_BEGUN}

# Where a debugger, or whoever calls, wants one process
ALONE = ("--pdb", "--trace", "-s")


def main(argv: list[str]) -> int:
    """Run pytest on everything, or as the arguments in `argv` say; returns the exit code."""
    parser = parser_of("test", "Run every test of the course.", OTHERS)
    # One more than processors, as tests wait for kernels and browsers
    jobs = min(1 + (os.cpu_count() or 1), MOST_JOBS)
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=positive,
        default=jobs,
        help="processes at once (%(default)s)",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="leave out what starts kernels, browsers or installers, or trains for long",
    )
    wanted, others = parser.parse_known_args(argv)
    if wanted.quick:
        others = ["-m", "not slow", *others]
    import pytest

    os.chdir(COURSE)
    code = pytest.main([*parallel(wanted.jobs, others), *others])
    return CODES.get(int(code), FAILED)


def parallel(jobs: int, others: list[str]) -> list[str]:
    """pytest's options for `jobs` processes; none where a debugger or the caller wants only one.

    >>> parallel(2, [])
    ['-n', '2', '--dist', 'loadscope', '--no-loadscope-reorder']
    >>> parallel(2, ["--pdb"])
    []
    """
    if jobs < 2:
        return []
    for option in others:
        if option in ALONE or option.startswith("-n"):
            return []
    return ["-n", str(jobs), "--dist", "loadscope", "--no-loadscope-reorder"]
