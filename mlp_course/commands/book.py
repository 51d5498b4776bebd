"""`mlp-course book`: run the worked lessons that changed, build the site, say where it is."""

import argparse
from pathlib import Path

from mlp_course.book.build import build_book
from mlp_course.commands.arguments import DONE, FAILED, parser_of
from mlp_course.files import COURSE


def main(argv: list[str]) -> int:
    """Build the site of the course; 0 if it stands, 1 if not."""
    wanted = _parser().parse_args(argv)
    stands = build_book(
        COURSE,
        wanted.output,
        clean=wanted.clean,
        run_lessons=not wanted.no_execute,
    )
    return DONE if stands else FAILED


def _parser() -> argparse.ArgumentParser:
    """What `mlp-course book` understands."""
    parser = parser_of("book", "Build the course as a site that needs no network.")
    parser.add_argument(
        "--clean",
        action="store_true",
        help="run every lesson again, changed or not",
    )
    parser.add_argument(
        "--no-execute",
        action="store_true",
        help="run no lesson; show the outputs there are",
    )
    parser.add_argument(
        "--output",
        metavar="DIR",
        type=Path,
        help="where to put the site (default: _build/html)",
    )
    return parser
