"""The first cell of every lesson: check that all is there, and make every kernel the same.

Threads, messages and figures are set everywhere the same. Whatever is wrong is said in one sentence
with what to do about it.
"""

import atexit
import contextlib
import functools
import importlib.util
import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

from mlp_course.files import COURSE, DATA, damaged_in

PACKAGES = ("numpy", "scipy", "matplotlib", "torch", "ase", "dscribe", "vesin", "tqdm")
ROOM_MB = 50  # what a lesson writes at most


class NotReady(RuntimeError):
    """Something a lesson needs is not there; a notebook shows the message alone."""

    # Under this name IPython asks for what to show instead of a traceback.
    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def begin(title: str = "") -> None:
    """Prepare the kernel for the lesson `title` ("01-symmetry").

    It gets one thread (a laptop's other core stays free), all messages on stdout (a grader takes
    anything on stderr for an error), and the course's figure style. Raises NotReady if a package is
    missing.
    """
    sys.stderr = sys.stdout
    warnings.showwarning = _show_in_one_line

    # Before torch and matplotlib are imported, which read them only then
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    if not has_room(Path.home()):
        os.environ.setdefault("MPLCONFIGDIR", str(scratch()))
    for name in PACKAGES:
        if importlib.util.find_spec(name) is None:
            raise NotReady(f"The package {name} is missing: run  python3 course.py doctor")
    try:
        import torch

        from mlp_course import plots
        from mlp_course.checks import unrun
    except (ImportError, OSError) as error:
        raise NotReady(f"A package is broken ({error}): run  python3 course.py doctor") from error
    torch.set_num_threads(1)
    plots.use_style()
    unrun.watch()
    for sentence in warnings_about(Path.cwd(), title):
        print(sentence)


def self_check() -> bool:
    """Look for what the lessons need, a sentence each; returns whether all is well.

    It is quick: packages are found but not loaded, which `doctor` does, and every lesson anew.
    """
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    python = sys.version.split()[0]
    packages = f"{', '.join(missing)} missing" if missing else "all packages are there"
    damaged = damaged_in(DATA)
    files = f"{damaged[0]} is missing or damaged" if damaged else "every file is as it was shipped"
    found = {
        f"Python {python}: {packages}": not missing,
        f"reference data: {files}": not damaged,
        "your answers can be saved here": has_room(Path.cwd()),
    }
    for sentence, well in found.items():
        print("well   " if well else "WRONG  ", sentence)

    all_well = all(found.values())
    if all_well:
        print("All is well: open the first lesson.")
    else:
        print("Run  python3 course.py doctor")
    return all_well


def warnings_about(folder: Path, title: str = "") -> list[str]:
    """A sentence for every way in which work done in `folder` on the lesson `title` would be lost.

    Where a notebook lies matters only to a person in JupyterLab, not to a grader or a test.
    """
    from mlp_course.data import shipped

    own = f"run  python3 course.py lab  and open my-work/{title}/{title}.ipynb"
    said = []
    if not shipped.FOLDER.is_dir():
        said.append(
            f"The course's data folder is missing ({shipped.FOLDER}): "
            "copy the whole course again, not single files."
        )
    if not has_room(folder):
        said.append(
            f"Your answers cannot be saved here, the disk is full or the folder read-only: {own}."
        )
    in_jupyter = "JPY_SESSION_NAME" in os.environ
    if in_jupyter and folder.is_relative_to(COURSE / "notebooks"):
        said.append(f"This is the original, which updates overwrite: to keep your answers, {own}.")
    if in_jupyter and folder.is_relative_to(COURSE / "solutions"):
        said.append(f"This is the worked solution: for your own answers, {own}.")
    return said


@functools.cache
def scratch() -> Path:
    """A folder for databases and checkpoints: empty at first, deleted with the kernel."""
    places = [Path.cwd(), Path.home()]
    # FileNotFoundError: there is no folder for temporary files.
    with contextlib.suppress(FileNotFoundError):
        places.insert(0, Path(tempfile.gettempdir()))
    for place in places:
        if has_room(place):
            folder = Path(tempfile.mkdtemp(prefix="mlp_course-", dir=place))
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            return folder
    raise NotReady(
        f"Nothing can be written on this computer: free {ROOM_MB} MB of disk and restart the "
        "kernel."
    )


def has_room(folder: Path) -> bool:
    """Whether a file can be written in `folder` and ROOM_MB are free there."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"0")
        return shutil.disk_usage(folder).free > ROOM_MB * 1e6
    except OSError:
        return False


def _show_in_one_line(message, category, filename, lineno, file=None, line=None) -> None:
    """A warning without the line of code that it came from."""
    print(f"{category.__name__}: {message}")
