"""What JupyterLab says in the terminal where students start it: its address, and real trouble.

What frightens without a reason is not hidden where its cause can be taken away: messages to kernels
are encrypted, and lessons are signed. Only what is left is filtered, sentence by sentence.
"""

import contextlib
import logging
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.manager import KernelManager
from jupyter_server.serverapp import ServerApp
from jupyterlab.labapp import LabApp
from nbformat import reader
from nbformat.sign import NotebookNotary

# A laptop that slept, and what we say in one line of our own
HARMLESS = re.compile(r"WebSocket ping timeout|\s*To access the server, ")
FILTER = f"{__name__}.Harmless"
ENCRYPTED = "--KernelManager.transport_encryption=auto"


class Harmless(logging.Filter):
    """Lets a record pass unless it is one of the sentences that mean nothing to students."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is printed; an error always is."""
        if record.exc_info:
            return True
        return HARMLESS.match(record.getMessage()) is None


class Lab(LabApp):
    """JupyterLab that says in one line where it is."""

    @classmethod
    def get_extension_package(cls) -> str:
        """What the server loads is JupyterLab's own, not the module in which this stands."""
        return LabApp.get_extension_package()

    @classmethod
    def initialize_server(cls, argv: Sequence[str] = (), **options: Any) -> ServerApp:
        """Print the line once the port is known."""
        server = super().initialize_server(argv=argv, **options)
        address = server.local_url  # with its token, if nobody has set one
        print(f"JupyterLab: {address}  (to stop it, press Ctrl-C here twice)", flush=True)
        return server


def options() -> Iterator[str]:
    """What JupyterLab is told, to be quiet for good reasons."""
    filters = {"harmless": {"()": FILTER}}
    handlers = {"console": {"filters": ["harmless"]}}
    yield f"--ServerApp.logging_config={ {'filters': filters, 'handlers': handlers} }"
    # Not every build of zmq can, nor did every version.
    if zmq.has("curve") and KernelManager.class_traits().get("transport_encryption"):
        yield ENCRYPTED


def sign(notebooks: Iterable[Path]) -> None:
    """Tell JupyterLab that these can be trusted, of those that hold no output.

    Without an output there is nothing in a notebook that a browser could run by itself. Whatever
    keeps a signature from being written is no reason not to start.
    """
    notary = NotebookNotary()
    for path in notebooks:
        with contextlib.suppress(OSError, ValueError, KeyError, sqlite3.Error):
            notebook = reader.reads(path.read_text(encoding="utf-8"))
            has_outputs = any(cell.get("outputs") for cell in notebook.cells)
            if not has_outputs and not notary.check_signature(notebook):
                notary.sign(notebook)
