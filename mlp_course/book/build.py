"""The site, built: the worked lessons that changed are run, then the pages are made."""

import importlib.util
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

MISSING = (
    "Jupyter Book is missing: set up with  python3 course.py book  (or pip install '.[book]')."
)


def build_book(
    root: Path,
    output: Path | None = None,
    clean: bool = False,
    run_lessons: bool = True,
) -> bool:
    """Build the site of the course in `root` into `output` (its `_build/html`); whether it stands.

    What is wrong is said on stderr, and then the site of the last good call is as it was.
    """
    if importlib.util.find_spec("jupyter_book") is None:
        return _give_up([MISSING])
    from mlp_course.book.site import build_site, missing_pieces, outdated_lessons

    problems = missing_pieces(root)
    if problems:
        return _give_up(problems)

    # 1. the outputs of the lessons
    if clean:
        shutil.rmtree(root / "_build" / "executed", ignore_errors=True)
    place = (output or root / "_build" / "html").absolute()
    problems = _outputs(root, run_lessons)
    if run_lessons and not problems:
        problems = outdated_lessons(root)
    if problems:
        return _give_up(problems, place)

    # 2. the pages
    print("Building the pages ...", flush=True)
    start = time.monotonic()
    try:
        problems = build_site(root, place)
    except OSError as error:
        problems = [str(error)]
    if problems:
        return _give_up(problems, place)
    seconds = time.monotonic() - start
    print(f"The site is ready ({seconds:.0f} s). Open  {(place / 'index.html').as_uri()}")
    return True


def _outputs(root: Path, run_lessons: bool) -> list[str]:
    """Bring the outputs of all lessons up to date; returns the failures."""
    from mlp_course.book.execution import LessonError, execute, executed_path, is_current

    failures = []
    for notebook in sorted(root.glob("solutions/*/*.ipynb")):
        name = notebook.stem
        if is_current(notebook, root):
            print(f"{name}: outputs are up to date.")
        elif not run_lessons:
            there = executed_path(notebook, root).exists()
            state = "older than the lesson" if there else "missing"
            print(f"{name}: outputs are {state}; leave out --no-execute to make them.")
        else:
            start = time.monotonic()
            try:
                execute(notebook, root, _show_progress(name))
            # The others are run all the same: one call names all that fail.
            except LessonError as error:
                failures.append(str(error))
            else:
                seconds = time.monotonic() - start
                print(f"{_line_start()}{name}: executed in {seconds:.0f} s.", flush=True)
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


def _give_up(problems: list[str], place: Path | None = None) -> bool:
    """Say what is wrong, and that there is no new site: False."""
    for problem in problems:
        print(problem, file=sys.stderr)
    kept = ""
    if place and place.exists():
        kept = f" The last good one is still at {place}."
    print(f"No new site was made.{kept}", file=sys.stderr)
    return False
