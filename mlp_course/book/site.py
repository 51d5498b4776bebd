"""Build the site next to the one there is, look it over, and only then put it in its place."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
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
    """One sentence for each thing that has to be put right before the site in `root` can be built."""
    if not (root / "_toc.yml").exists():
        return [f"{root} is not a course folder: it has no _toc.yml."]
    listed = set(_files_of(yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))))
    problems = []
    for name in sorted(listed):
        if name.startswith("notebooks/") and not (root / f"{name}.ipynb").exists():
            problems.append(
                f"{name}.ipynb is listed in _toc.yml but not there: run  mlp-course release  first."
            )
    for path in sorted(root.glob("notebooks/*/*.ipynb")):
        name = path.relative_to(root).with_suffix("").as_posix()
        if name not in listed:
            problems.append(f"{name}.ipynb has no page: add it to _toc.yml.")
    return problems


def outdated_lessons(root: Path) -> list[str]:
    """One sentence for each lesson of `root` whose release does not read as the executed source: outputs would lack."""
    problems = []
    for release in sorted(root.glob("notebooks/*/*.ipynb")):
        source = root / "solutions" / release.parent.name / release.name
        executed = executed_path(source, root)
        if executed.exists():
            pages = [json.loads(path.read_text(encoding="utf-8")) for path in (release, executed)]
            if cells := outdated_cells(*pages):
                name = release.relative_to(root).as_posix()
                problems.append(
                    f"{name} is older than its source (cell {cells[0]}): run  mlp-course release  first."
                )
    return problems


def build_site(root: Path, output: Path) -> list[str]:
    """Build the site of `root` and put it at `output`; returns what is wrong with it.

    With anything wrong, `output` stays as it was. Raises FileExistsError if `output` is something else than a site.
    """
    if output.exists() and any(output.iterdir()) and not (output / STAMP).exists():
        raise FileExistsError(
            f"{output} holds something that is not a site; choose another folder."
        )
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=output.parent) as scratch:
        problems = _run_builder(root, Path(scratch))
        built = Path(scratch) / "_build" / "html"
        problems = problems or inspect(built, root)
        if not problems:
            _swap(built, output, Path(scratch) / "old")
    return problems


def inspect(site: Path, root: Path) -> list[str]:
    """Everything wrong with a built site: secrets of `root` it gives away, requests it makes, links, images."""
    leaks = find_leaks(site, secrets_of(read_sources(root)))
    return leaks + outside_requests(site) + broken_links(site) + images_without_text(site)


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
    ]
    env = dict(os.environ, NO_COLOR="1", PYTHONWARNINGS="ignore", PYTHONUTF8="1")
    run = subprocess.run(
        [*command, "--keep-going", "--all"],
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    said = re.sub(r"\x1b\[[0-9;]*m", "", run.stdout + run.stderr)
    complaints = [
        line.strip()
        for line in said.splitlines()
        if re.search(r"\b(WARNING|ERROR|CRITICAL)\b", line)
    ]
    if run.returncode and not complaints:
        complaints = [
            "Jupyter Book stopped: " + (said.strip().splitlines() or ["it said nothing"])[-1]
        ]
    return list(dict.fromkeys(complaints))


def _swap(new: Path, place: Path, old: Path) -> None:
    """Put `new` in its place; what was there moves to `old`."""
    if place.exists():
        shutil.move(place, old)
    try:
        shutil.move(new, place)
    except OSError:
        if old.exists():
            shutil.move(old, place)
        raise


def _files_of(toc: object) -> list[str]:
    """Every `file:` and `root:` of a table of contents, without ending."""
    if isinstance(toc, list):
        return [name for part in toc for name in _files_of(part)]
    if not isinstance(toc, dict):
        return []
    own = [str(toc[key]).removesuffix(".ipynb") for key in ("file", "root") if key in toc]
    return own + [name for value in toc.values() for name in _files_of(value)]
