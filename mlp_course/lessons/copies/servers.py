"""JupyterLab on a student's copies: started, all offline, and asked which notebooks are open in it."""

import contextlib
import json
import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_server.serverapp import list_running_servers

from mlp_course.lesson import COURSE, has_room
from mlp_course.lessons.copies.making import is_course

PATIENCE = 5  # s


def open_notebooks(work: Path) -> set[Path]:
    """Every notebook that has a kernel in a JupyterLab of this user; one that does not answer has none.

    `work` is the work folder, in which JupyterLab keeps what it runs where the home folder cannot be written.
    """
    return {path for server in running(work / JUPYTER / RUNTIME) for path in _with_kernel(server)}


def running(instead: Path) -> Iterator[dict]:
    """What each Jupyter server of this user says of itself: url, token, root_dir ..."""
    for folder in {
        jupyter_runtime_dir(),
        os.environ.get("JUPYTER_RUNTIME_DIR", ""),
        str(instead),
    } - {""}:
        if Path(folder).is_dir():
            yield from list_running_servers(folder)


def _with_kernel(server: dict) -> Iterator[Path]:
    request = urllib.request.Request(server["url"] + "api/sessions")
    request.add_header("Authorization", f"token {server['token']}")
    directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with (
        contextlib.suppress(OSError, ValueError),
        directly.open(request, timeout=PATIENCE) as answer,
    ):
        for session in json.load(answer):
            yield (Path(server["root_dir"]) / session["path"]).resolve()


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


JUPYTER = (
    ".jupyter"  # in the work folder: what is Jupyter's own, where the home folder cannot be written
)


RUNTIME = "jupyter_runtime_dir"


AT_HOME = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "IPYTHONDIR",
    "MPLCONFIGDIR",
)


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
