"""Build the site next to the one there is, look it over, and only then put it in its place."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import yaml

from mlp_course.book.execution import executed_path
from mlp_course.book.inspection import broken_links, images_without_text, outside_requests
from mlp_course.book.leaks import find_leaks, read_sources
from mlp_course.book.outputs import outdated_cells
from mlp_course.lessons.secrets import secrets_of

STAMP = ".buildinfo"  # Sphinx writes it into every site
BUILDER = "from jupyter_book.cli.main import main; main()"


def missing_pieces(root: Path) -> list[str]:
    """One sentence for each thing to put right before the site in `root` can be built."""
    contents = root / "_toc.yml"
    if not contents.exists():
        return [f"{root} is not a course folder: it has no _toc.yml."]
    toc = yaml.safe_load(contents.read_text(encoding="utf-8"))
    listed = set(_files_of(toc))
    problems = []
    for name in sorted(listed):
        is_lesson = name.startswith("notebooks/")
        if is_lesson and not (root / f"{name}.ipynb").exists():
            problems.append(
                f"{name}.ipynb is listed in _toc.yml but not there: run  mlp-course release  first."
            )
    for path in sorted(root.glob("notebooks/*/*.ipynb")):
        name = path.relative_to(root).with_suffix("").as_posix()
        if name not in listed:
            problems.append(f"{name}.ipynb has no page: add it to _toc.yml.")
    return problems


def outdated_lessons(root: Path) -> list[str]:
    """One sentence for each lesson of `root` whose release does not read as the executed source.

    Its page would lack outputs.
    """
    problems = []
    for release in sorted(root.glob("notebooks/*/*.ipynb")):
        source = root / "solutions" / release.parent.name / release.name
        executed = executed_path(source, root)
        if not executed.exists():
            continue
        page = json.loads(release.read_text(encoding="utf-8"))
        worked = json.loads(executed.read_text(encoding="utf-8"))
        cells = outdated_cells(page, worked)
        if cells:
            name = release.relative_to(root).as_posix()
            problems.append(
                f"{name} is older than its source (cell {cells[0]}): "
                "run  mlp-course release  first."
            )
    return problems


def build_site(root: Path, output: Path) -> list[str]:
    """Build the site of `root` and put it at `output`; returns what is wrong with it.

    With anything wrong, `output` stays as it was. Raises FileExistsError if `output` is something
    else than a site.
    """
    is_filled = output.exists() and any(output.iterdir())
    if is_filled and not (output / STAMP).exists():
        raise FileExistsError(
            f"{output} holds something that is not a site; choose another folder."
        )
    output.parent.mkdir(parents=True, exist_ok=True)
    # Beside the old one: there it can be swapped in one step, and fills no other disk.
    with tempfile.TemporaryDirectory(prefix=".site-", dir=output.parent) as scratch:
        folder = Path(scratch)
        built = folder / "_build" / "html"
        problems = _run_builder(root, folder)
        if not problems:
            problems = inspect(built, root)
        if not problems:
            _swap(built, output, folder / "old")
    return problems


def inspect(site: Path, root: Path) -> list[str]:
    """Everything wrong with a built site.

    It may give away secrets of `root`, make requests, or have faulty links or images.
    """
    secrets = secrets_of(read_sources(root))
    problems = find_leaks(site, secrets)
    problems += outside_requests(site)
    problems += broken_links(site)
    problems += images_without_text(site)
    return problems


def _run_builder(root: Path, scratch: Path) -> list[str]:
    """Run Jupyter Book with warnings as errors; returns its complaints."""
    command = [
        sys.executable,
        "-c",
        BUILDER,
        "build",
        str(root),
        "--path-output",
        str(scratch),
        "-W",
        "-n",
        "--keep-going",
        "--all",
    ]
    env = dict(os.environ, NO_COLOR="1", PYTHONWARNINGS="ignore", PYTHONUTF8="1")
    run = subprocess.run(
        command,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return _complaints(run.stdout + run.stderr, run.returncode)


def _complaints(said: str, code: int) -> list[str]:
    """What the builder complained of, each complaint once; if it only stopped, its last line."""
    without_colours = re.sub(r"\x1b\[[0-9;]*m", "", said)
    lines = without_colours.strip().splitlines()
    complaints = []
    for line in lines:
        if re.search(r"\b(WARNING|ERROR|CRITICAL)\b", line):
            complaints.append(line.strip())
    if code and not complaints:
        last = lines[-1] if lines else "it said nothing"
        complaints = [f"Jupyter Book stopped: {last}"]
    return list(dict.fromkeys(complaints))


def _swap(new: Path, place: Path, old: Path) -> None:
    """Put `new` in its place; what was there moves to `old`."""
    if place.exists():
        shutil.move(place, old)
    try:
        shutil.move(new, place)
    # Better the old site than none
    except OSError:
        if old.exists():
            shutil.move(old, place)
        raise


def _files_of(toc: object) -> list[str]:
    """Every `file:` and `root:` of a table of contents, without ending."""
    names: list[str] = []
    parts: Iterable = ()
    if isinstance(toc, list):
        parts = toc
    elif isinstance(toc, dict):
        parts = toc.values()
        for key in ("file", "root"):
            if key in toc:
                names.append(str(toc[key]).removesuffix(".ipynb"))
    for part in parts:
        names += _files_of(part)
    return names
