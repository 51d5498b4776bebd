"""The verb `lab`: the student's own copies of the lessons, and JupyterLab opened on them, all offline.

What is already in the work folder is never touched; to begin a lesson afresh, rename your copy.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mlp_course.files import replacing
from mlp_course.lesson import COURSE, has_room

QUIET = (  # no news, no search for updates, no rebuilding: nothing here needs a network
    "--LabApp.log_level=WARN",
    "--ServerApp.log_level=WARN",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--ServerApp.tornado_settings={'page_config_data': {'buildAvailable': False, 'buildCheck': False}}",
)
SETTINGS = (
    COURSE / "mlp_course" / "jupyter"
)  # nbgrader asks for a file, which the work folder does not have
STUDENTS = SETTINGS / "students"  # without what nbgrader has for instructors
FIRST = "start.ipynb"  # what JupyterLab opens
JUPYTER = (
    ".jupyter"  # in the work folder: what is Jupyter's own, where the home folder cannot be written
)
BASE = ".releases"  # in the work folder: the releases that its copies were made from, for `mlp-course update`
UPDATE = "run  python3 course.py update  (your answers stay)."
RUNTIME = "jupyter_runtime_dir"
AT_HOME = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "IPYTHONDIR",
    "MPLCONFIGDIR",
)


def main(argv: list[str]) -> int:
    """Bring the work folder up to date and open JupyterLab there; returns its exit code."""
    wanted, others = _arguments().parse_known_args(argv)
    work = Path(wanted.course or wanted.work).expanduser().resolve()
    if wanted.course and not is_course(work):
        print(
            f"There is no course in {work}: a course folder holds nbgrader_config.py.",
            file=sys.stderr,
        )
        return 1
    try:
        if not wanted.course:
            for path in copy_missing(COURSE / "notebooks", work):
                print(f"new: {work.name}/{path}")
            if corrected := [path.stem for path in outdated(COURSE / "notebooks", work)]:
                print(
                    f"Corrected since you got them: {', '.join(corrected)}. To have that,", UPDATE
                )
        stop = "" if wanted.copy_only else " To stop, press Ctrl-C here twice."
        print(f"Your lessons are in {work}.{stop}", flush=True)
        use_writable_folders(work / JUPYTER)
    except OSError as error:
        mend = "make room, or name another one with --work"
        print(
            f"The work folder {work} cannot be written to ({error.strerror or error}): {mend}.",
            file=sys.stderr,
        )
        return 1
    if wanted.copy_only:
        return 0
    options = ["--no-browser"] * wanted.no_browser + [f"--port={wanted.port}"] * bool(wanted.port)
    options += [f"--LabApp.default_url=/lab/tree/{FIRST}"] * (work / FIRST).exists()
    return start(work, [*options, *others])


def _arguments() -> argparse.ArgumentParser:
    about = "Copy the lessons you do not have yet to your work folder and open JupyterLab there."
    others = "Other options go to JupyterLab."
    parser = argparse.ArgumentParser(
        prog="mlp-course lab", description=about, epilog=others, allow_abbrev=False
    )
    parser.add_argument(
        "--work", metavar="DIR", default=COURSE / "my-work", help="your work folder (my-work)"
    )
    course = "open the course itself, or the one in DIR: for authors and instructors"
    parser.add_argument("--course", metavar="DIR", nargs="?", const=COURSE, help=course)
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument(
        "--copy-only", action="store_true", help="copy the lessons, and do not start JupyterLab"
    )
    parser.add_argument("--port", type=int, help="of the local server (8888, or the next free one)")
    return parser


def copy_missing(lessons: Path, work: Path) -> Iterator[Path]:
    """Copy what `work` does not have of `lessons`, each file whole or not at all; yields what was copied.

    Raises OSError if `work` cannot be written or the disk is full.
    """
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=work):  # a folder that has every lesson must be writable, too
        pass
    for source in sorted(lessons.rglob("*")):
        path = source.relative_to(lessons)
        if source.is_dir() or (work / path).exists() or ".ipynb_checkpoints" in path.parts:
            continue
        for target in (work / BASE / path, work / path):
            target.parent.mkdir(parents=True, exist_ok=True)
            with replacing(target) as partial:
                shutil.copyfile(source, partial)
        yield path


def outdated(lessons: Path, work: Path, names: list[str] = ()) -> Iterator[Path]:
    """Notebooks of `work` that were made from another release than the one in `lessons`, relative to both.

    With `names`, only those of lessons that begin so.
    """
    for source in sorted(lessons.rglob("*.ipynb")):
        path = source.relative_to(lessons)
        wanted = not names or any(path.stem.startswith(name) for name in names)
        if not wanted or not (work / path).exists() or ".ipynb_checkpoints" in path.parts:
            continue
        made_from = work / BASE / path
        if not made_from.exists() or made_from.read_bytes() != source.read_bytes():
            yield path


def is_course(folder: Path) -> bool:
    """Whether `folder` is one for authors and instructors: nbgrader's settings lie there."""
    return (folder / "nbgrader_config.py").is_file()


def use_writable_folders(instead: Path) -> None:
    """Where Jupyter's own folders cannot be written (a read-only home), let it use `instead`, and say so."""
    from jupyter_core import paths

    own = (paths.jupyter_config_dir(), paths.jupyter_data_dir(), paths.jupyter_runtime_dir())
    if all(has_room(_first_existing(Path(folder))) for folder in (*own, Path.home())):
        return
    for name in AT_HOME:
        folder = instead / name.lower()
        folder.mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(folder)
    print(
        f"Your home folder cannot be written to, so JupyterLab keeps its settings in {instead}.",
        flush=True,
    )


def _first_existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())


def start(work: Path, options: list[str]) -> int:
    """Run JupyterLab on `work` until it is stopped; returns its exit code."""
    from jupyterlab.labapp import LabApp

    os.chdir(work)
    own = [str(SETTINGS), *([] if is_course(work) else [str(STUDENTS)])]
    others = [os.environ["JUPYTER_CONFIG_PATH"]] if "JUPYTER_CONFIG_PATH" in os.environ else []
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join([*others, *own])
    if (
        getattr(os, "geteuid", lambda: 1)() == 0
    ):  # in a container; the server listens to this machine only
        options = ["--allow-root", *options]
    try:
        LabApp.launch_instance([f"--ServerApp.root_dir={work}", *QUIET, *options])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0
