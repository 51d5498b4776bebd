"""Which notebooks are open in a JupyterLab on this computer."""

import contextlib
import json
import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_server.serverapp import list_running_servers

from mlp_course.workspace import JUPYTER, RUNTIME

PATIENCE = 5  # s


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
    request = urllib.request.Request(server["url"] + "api/sessions")
    request.add_header("Authorization", f"token {server['token']}")
    # Not by way of a proxy: the server is on this computer.
    directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with (
        contextlib.suppress(OSError, ValueError),
        directly.open(request, timeout=PATIENCE) as answer,
    ):
        root = Path(server["root_dir"])
        for session in json.load(answer):
            yield (root / session["path"]).resolve()
