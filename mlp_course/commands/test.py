"""The verb `test`: every check of the course in one pytest run, which is also all that CI does.

These are unit tests, lint and types, the examples in docstrings and README.md, and every notebook
of `solutions/` and `notebooks/` cell by cell. Each file stays on one worker, so a notebook's cells
run in order and a costly fixture is made once.
"""

import argparse
import os

from mlp_course.files import COURSE

MOST_JOBS = 4  # each holds torch: about 0.5 GB
OTHERS = (
    "Other options and paths go to pytest: -k mae, -x, tests/test_symmetry.py, "
    "solutions/01-symmetry ..."
)

# Where a debugger, or whoever calls, wants one process
ALONE = ("--pdb", "--trace", "-s")


def main(argv: list[str]) -> int:
    """Run pytest on everything, or as the arguments in `argv` say; returns pytest's exit code."""
    parser = argparse.ArgumentParser(
        prog="mlp-course test",
        description="Run every test of the course.",
        allow_abbrev=False,
        epilog=OTHERS,
    )
    # One more than processors, as tests wait for kernels and browsers
    jobs = min(1 + (os.cpu_count() or 1), MOST_JOBS)
    parser.add_argument("--jobs", type=int, default=jobs, help="processes at once (%(default)s)")
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
    return int(code)


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
