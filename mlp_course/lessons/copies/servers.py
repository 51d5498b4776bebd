"""JupyterLab on a student's copies: started, all offline, and asked which notebooks are open."""

import contextlib
import json
import os
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_server.serverapp import list_running_servers

from mlp_course.files import COURSE
from mlp_course.lesson import has_room
from mlp_course.lessons.copies.making import is_course

# No news, no search for updates, no rebuilding: nothing here needs a network.
QUIET = (
    "--LabApp.log_level=WARN",
    "--ServerApp.log_level=WARN",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--ServerApp.tornado_settings="
    "{'page_config_data': {'buildAvailable': False, 'buildCheck': False},"
    # ms, as patient as by default; Tornado complains of a timeout that is longer than the interval
    " 'ws_ping_interval': 90000, 'ws_ping_timeout': 90000}",
)
# nbgrader asks for a file, which the work folder does not have.
SETTINGS = COURSE / "mlp_course" / "jupyter"
STUDENTS = SETTINGS / "students"  # without what nbgrader has for instructors
INSTRUCTORS = SETTINGS / "course"  # with marking question by question

# In the work folder: what is Jupyter's own, where the home folder cannot be written.
JUPYTER = ".jupyter"
RUNTIME = "jupyter_runtime_dir"
AT_HOME = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "IPYTHONDIR",
    "MPLCONFIGDIR",
)
PATIENCE = 5  # s


def start(work: Path, options: Sequence[str], notebooks: Iterable[Path] = ()) -> int:
    """Run JupyterLab on `work` until it is stopped; returns its exit code.

    It trusts the `notebooks` that hold no output.
    """
    # Only now: that takes a second.
    from mlp_course.lessons.copies import quiet

    os.chdir(work)
    paths = []
    if "JUPYTER_CONFIG_PATH" in os.environ:
        paths.append(os.environ["JUPYTER_CONFIG_PATH"])
    paths.append(str(SETTINGS))
    paths.append(str(INSTRUCTORS if is_course(work) else STUDENTS))
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)

    quiet.sign(notebooks)
    arguments = [f"--ServerApp.root_dir={work}", *QUIET, *quiet.options()]
    if _is_root():
        # In a container; the server listens to this machine only.
        arguments.append("--allow-root")
    try:
        quiet.Lab.launch_instance([*arguments, *options])
    except SystemExit as end:
        if isinstance(end.code, int):
            return end.code
        return 1 if end.code else 0
    return 0


def use_writable_folders(instead: Path) -> None:
    """Where Jupyter's own folders cannot be written (a read-only home), let it use `instead`.

    A printed line says so.
    """
    from jupyter_core import paths

    folders = [
        Path(paths.jupyter_config_dir()),
        Path(paths.jupyter_data_dir()),
        Path(paths.jupyter_runtime_dir()),
        Path.home(),
    ]
    if all(has_room(_first_existing(folder)) for folder in folders):
        return
    for name in AT_HOME:
        folder = instead / name.lower()
        folder.mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(folder)
    cannot = "Your home folder cannot be written to"
    print(f"{cannot}, so JupyterLab keeps its settings in {instead}.", flush=True)


def open_notebooks(work: Path) -> set[Path]:
    """Every notebook that has a kernel in a JupyterLab of this user.

    A JupyterLab that does not answer has none. `work` is the work folder, in which JupyterLab keeps
    what it runs where the home folder cannot be written.
    """
    found: set[Path] = set()
    for server in running(work / JUPYTER / RUNTIME):
        found.update(_with_kernel(server))
    return found


def running(instead: Path) -> Iterator[dict]:
    """What each Jupyter server of this user says of itself: url, token, root_dir ..."""
    folders = {
        jupyter_runtime_dir(),
        os.environ.get("JUPYTER_RUNTIME_DIR", ""),
        str(instead),
    }
    for folder in folders:
        if folder and Path(folder).is_dir():
            yield from list_running_servers(folder)


def _with_kernel(server: dict) -> Iterator[Path]:
    """The notebooks that have a kernel on one server; none if it does not answer."""
    address = server["url"] + "api/sessions"
    request = urllib.request.Request(address)
    request.add_header("Authorization", f"token {server['token']}")
    # Not by way of a proxy: the server is on this computer.
    no_proxy = urllib.request.ProxyHandler({})
    directly = urllib.request.build_opener(no_proxy)
    with (
        contextlib.suppress(OSError, ValueError),
        directly.open(request, timeout=PATIENCE) as answer,
    ):
        root = Path(server["root_dir"])
        for session in json.load(answer):
            yield (root / session["path"]).resolve()


def _first_existing(folder: Path) -> Path:
    """The folder, or the nearest one around it that exists."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _is_root() -> bool:
    """Whether this runs as root; nobody is where there is no such thing."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
