"""`mlp-course book`: run the worked lessons that changed, build the site, say where it is."""

import argparse
import importlib.util
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(argv: list[str]) -> int:
    """Build the site of the course; 0 if it stands, 1 if not."""
    wanted = _parser().parse_args(argv)
    return build_book(
        ROOT, Path(wanted.output) if wanted.output else None, wanted.clean, not wanted.no_execute
    )


def build_book(
    root: Path, output: Path | None = None, clean: bool = False, run_lessons: bool = True
) -> int:
    """The same for the course in `root`; `output` is by default its `_build/html`."""
    if importlib.util.find_spec("jupyter_book") is None:
        return _give_up(
            [
                "Jupyter Book is missing: set up with  python3 course.py book  (or pip install '.[book]')."
            ]
        )
    from mlp_course.book.site import build_site, missing_pieces, outdated_lessons

    if problems := missing_pieces(root):
        return _give_up(problems)
    if clean:
        shutil.rmtree(root / "_build" / "executed", ignore_errors=True)
    place = (output or root / "_build" / "html").absolute()
    problems = _outputs(root, run_lessons)
    if run_lessons and not problems:
        problems = outdated_lessons(root)
    if problems:
        return _give_up(problems, place)
    print("Building the pages ...", flush=True)
    start = time.monotonic()
    try:
        problems = build_site(root, place)
    except OSError as error:
        problems = [str(error)]
    if problems:
        return _give_up(problems, place)
    print(
        f"The site is ready ({time.monotonic() - start:.0f} s). Open  {(place / 'index.html').as_uri()}"
    )
    return 0


def _outputs(root: Path, run_lessons: bool) -> list[str]:
    """Bring the outputs of all lessons up to date; returns the failures."""
    from mlp_course.book.execution import LessonError, execute, executed_path, is_current

    failures = []
    for notebook in sorted(root.glob("solutions/*/*.ipynb")):
        name = notebook.stem
        if is_current(notebook, root):
            print(f"{name}: outputs are up to date.")
        elif not run_lessons:
            state = "older than the lesson" if executed_path(notebook, root).exists() else "missing"
            print(f"{name}: outputs are {state}; leave out --no-execute to make them.")
        else:
            start = time.monotonic()
            try:
                execute(notebook, root, _show_progress(name))
                print(
                    f"{_line_start()}{name}: executed in {time.monotonic() - start:.0f} s.",
                    flush=True,
                )
            except LessonError as error:
                failures.append(str(error))
    return failures


def _show_progress(name: str) -> Callable[[int, int], None]:
    """A listener that rewrites one line of a terminal, and is silent elsewhere."""

    def progress(done: int, of: int) -> None:
        if sys.stdout.isatty():
            print(f"{_line_start()}{name}: cell {done} of {of}", end="", flush=True)

    return progress


def _line_start() -> str:
    """On a terminal: go back to the start of the line and clear it."""
    return "\r\x1b[K" if sys.stdout.isatty() else ""


def _give_up(problems: list[str], place: Path | None = None) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    kept = f" The last good one is still at {place}." if place and place.exists() else ""
    print(f"No new site was made.{kept}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mlp-course book", description="Build the course as a site that needs no network."
    )
    parser.add_argument(
        "--clean", action="store_true", help="run every lesson again, changed or not"
    )
    parser.add_argument(
        "--no-execute", action="store_true", help="run no lesson; show the outputs there are"
    )
    parser.add_argument(
        "--output", metavar="DIR", help="where to put the site (default: _build/html)"
    )
    return parser
