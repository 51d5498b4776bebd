"""Checks of what notebooks need: the right kernel, and nbgrader's Validate button."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from mlp_course.setup.finding import AFRESH, Finding

VALIDATE = "nbgrader.server_extensions.validate_assignment"


def check_kernel() -> Iterator[Finding]:
    """Whether notebooks run in this Python: the kernel called python3 may start another one."""
    from jupyter_client.kernelspec import KernelSpecManager

    kernel = KernelSpecManager().get_kernel_spec("python3")
    program = kernel.argv[0]
    # A name without a folder is found on the PATH, where this Python stands first.
    if os.path.isabs(program) and not _same_folder(program, sys.executable):
        said = f"Notebooks start another Python ({program})."
        yield Finding("bad", said, f"delete the folder {kernel.resource_dir}")
    else:
        yield Finding("good", "Notebooks run in this Python.")


def check_validate_button() -> Iterator[Finding]:
    """Whether JupyterLab has nbgrader's Validate button, and a server that answers it."""
    from jupyter_core.paths import jupyter_config_path, jupyter_path
    from jupyter_server.config_manager import BaseJSONConfigManager

    # The server: of several folders with settings, the first one has the last word.
    enabled: dict[str, bool] = {}
    for folder in reversed(jupyter_config_path()):
        settings = BaseJSONConfigManager(config_dir=folder).get("jupyter_server_config")
        server = settings.get("ServerApp", {})
        enabled |= server.get("jpserver_extensions", {})

    places = [Path(folder, "@jupyter", "nbgrader") for folder in jupyter_path("labextensions")]
    button = any(place.is_dir() for place in places)
    if enabled.get(VALIDATE) and button:
        yield Finding("good", "The Validate button is there.")
        return
    mend = AFRESH
    if button:
        mend = f"run  jupyter server extension enable {VALIDATE}"
    said = "JupyterLab's Validate button (nbgrader) is switched off or missing."
    yield Finding("bad", said, mend)


def _same_folder(one: str, other: str) -> bool:
    """Not by what they link to: every environment links to the same Python."""
    folder = os.path.dirname(one)
    other_folder = os.path.dirname(os.path.abspath(other))
    return os.path.normcase(folder) == os.path.normcase(other_folder)
