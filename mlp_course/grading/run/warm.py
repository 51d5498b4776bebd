"""Our end of the process that forks kernels, in a sandbox if that may be.

It has imported what the lessons import.
"""

import ast
import atexit
import contextlib
import json
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from nbformat import NotebookNode

from mlp_course.grading.run import bubblewrap, sandbox
from mlp_course.grading.run.sandbox import Sandbox
from mlp_course.lessons import cells

PATIENCE = 180.0  # s, for the packages to be imported
STARTS = 3  # tries to start a process that does not end at once
# What a package imports when it is first used, here an optimizer's step (0.6 s)
LATER = {"torch": "torch._dynamo"}


class ColdError(Exception):
    """No kernel can be forked; its text says why."""


class ForkServer:
    """Our end of the process that forks: started when first needed, once more if it died."""

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None
        self.modules: list[str] = []
        self.isolated = False  # wanted, where there is a sandbox
        self.sandbox: Sandbox | None = None
        self.why = ""  # the last kernel was ended
        self.kernel: Forked | None = None

    def fork(
        self,
        argv: list[str],
        env: dict[str, str],
        cwd: str,
        connection: dict | None = None,
        fds: Sequence[int] = (),
    ) -> "Forked":
        """A kernel with these arguments, to be reached as `connection` says.

        `connection` is changed for a sandbox. The kernel has copies of the open files `fds`; its
        numbers for them are in `fds` of what is returned. Raises ColdError. One kernel lives at a
        time: one that nobody ended, because something failed meanwhile, is ended now.
        """
        if sys.platform != "linux":
            raise ColdError("only Linux forks processes safely")
        if self.in_sandbox() != bool(self.sandbox):
            self.stop()
        for _ in range(STARTS):
            with contextlib.suppress(OSError, ValueError):
                if self.process is not None and self.process.poll() is not None:
                    self.stop()
                if self.process is None:
                    self._start()
                self.ask({"clean": True})
                request = {
                    "fork": argv,
                    "env": env,
                    "cwd": cwd,
                    "modules": self.modules,
                }
                if self.sandbox:
                    # Without, nobody could reach a kernel in a sandbox.
                    assert connection is not None
                    request |= self._inside(self.sandbox, argv, cwd, connection)
                told = self.ask(request, fds)
                self.kernel = Forked(self, told["pid"], told["fds"])
                return self.kernel
            self.stop()
        raise ColdError("the process that imports the packages ends at once")

    def in_sandbox(self) -> bool:
        """Whether kernels run in a sandbox."""
        return self.isolated and not sandbox.missing()

    def _inside(
        self,
        inside: Sandbox,
        argv: list[str],
        cwd: str,
        connection: dict,
    ) -> dict:
        """The request as it is in the sandbox, to which the sockets move."""
        place = f"{bubblewrap.HOME}/{uuid.uuid4().hex}"
        moved = connection | {"ip": place, "key": connection["key"].decode()}
        name = inside.furnish(Path(cwd), moved)
        connection["ip"] = inside.outside(place)

        # The connection file is another there.
        at = argv.index("-f") + 1
        return {
            "fork": [*argv[:at], name, *argv[at + 1 :]],
            "env": bubblewrap.environment(),
            "cwd": bubblewrap.WORK,
        }

    def _start(self) -> None:
        """Start the process, in a sandbox if that is to be."""
        ours, theirs = socket.socketpair()
        ours.settimeout(PATIENCE)
        fd = theirs.fileno()
        command = [sys.executable, "-m", "mlp_course.grading.run.fork_server", str(fd)]
        options: dict = {
            "stdin": subprocess.DEVNULL,
            "start_new_session": True,
            "cwd": "/",
        }
        with theirs:
            if self.in_sandbox():
                self.process, self.sandbox = sandbox.enter(command, fd, **options)
            else:
                self.process = subprocess.Popen(command, pass_fds=[fd], **options)
        self.socket = ours
        self.lines = ours.makefile("rb")

    def ask(self, request: dict, fds: Sequence[int] = ()) -> dict:
        """Send a request and wait for the reply; OSError or ValueError if the process is dead.

        Copies of the open files `fds` are sent with it.
        """
        line = json.dumps(request).encode() + b"\n"
        sent = socket.send_fds(self.socket, [line], list(fds)) if fds else 0
        self.socket.sendall(line[sent:])
        return json.loads(self.lines.readline())

    def stop(self) -> None:
        """Close the socket, upon which the process ends all it has started, and itself."""
        if self.process is None:
            return
        self.lines.close()
        self.socket.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
        self.sandbox = None
        self.kernel = None


class Forked:
    """A kernel's process, with the methods of `subprocess.Popen` that a provisioner calls."""

    stdin = stdout = stderr = None

    def __init__(self, server: ForkServer, pid: int, fds: Sequence[int] = ()) -> None:
        self.server = server
        self.pid = pid
        self.fds = list(fds)  # its numbers for the open files it was given
        self.code: int | None = None

    def poll(self) -> int | None:
        """The exit code, None while the kernel runs."""
        self._ask({})
        return self.code

    wait = poll

    def send_signal(self, number: int) -> None:
        """To the kernel alone, if it is there."""
        self._ask({"signal": number})

    def _ask(self, request: dict) -> None:
        """Send a request about this kernel, and note whether it has ended."""
        if self.code is not None:
            return
        # It was ended, for its successor or with its fork server.
        if self.server.kernel is not self:
            self.code = 1
            return
        try:
            told = self.server.ask(request)
            self.code = told["code"]
            self.server.why = told["why"]
        except (OSError, ValueError):
            self.code = 1

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


FORK_SERVER = ForkServer()
atexit.register(FORK_SERVER.stop)


def imported(nb: NotebookNode) -> list[str]:
    """The modules that the lesson's own, locked cells import.

    A student's imports are left to their kernel.
    """
    found: set[str] = set()
    for cell in cells.code_cells(nb):
        if cells.is_locked(cell):
            found.update(_modules(cell.source))
    later = {module for package, module in LATER.items() if package in found}
    return sorted(found | later)


def _modules(source: str) -> Iterator[str]:
    """Modules that a cell imports, or may: of `from a import b`, `b` may be one, too."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            for alias in node.names:
                yield f"{node.module}.{alias.name}"
