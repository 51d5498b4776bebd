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
    if os.path.isabs(program) and not _same_folder(program, sys.executable):
        yield Finding(
            "bad",
            f"Notebooks start another Python ({program}).",
            f"delete the folder {kernel.resource_dir}",
        )
    else:
        yield Finding("good", "Notebooks run in this Python.")


def check_validate_button() -> Iterator[Finding]:
    """Whether JupyterLab has nbgrader's Validate button, and a server that answers it."""
    from jupyter_core.paths import jupyter_config_path, jupyter_path
    from jupyter_server.config_manager import BaseJSONConfigManager

    enabled = {}
    for folder in reversed(jupyter_config_path()):  # the first one has the last word
        settings = BaseJSONConfigManager(config_dir=folder).get("jupyter_server_config")
        enabled |= settings.get("ServerApp", {}).get("jpserver_extensions", {})
    button = any(
        Path(folder, "@jupyter", "nbgrader").is_dir() for folder in jupyter_path("labextensions")
    )
    if enabled.get(VALIDATE) and button:
        yield Finding("good", "The Validate button is there.")
    else:
        mend = f"run  jupyter server extension enable {VALIDATE}" if button else AFRESH
        yield Finding(
            "bad", "JupyterLab's Validate button (nbgrader) is switched off or missing.", mend
        )


def _same_folder(one: str, other: str) -> bool:
    """Not by what they link to: every environment links to the same Python."""
    return os.path.normcase(os.path.dirname(one)) == os.path.normcase(
        os.path.dirname(os.path.abspath(other))
    )
