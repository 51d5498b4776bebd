"""Our end of the process that forks kernels, in a sandbox if that may be.

It has imported what the lessons import.
"""

import atexit
import contextlib
import signal
import subprocess
import sys
from collections.abc import Sequence

from mlp_course.grading.run import bubblewrap, sandbox
from mlp_course.grading.run.inside import wire
from mlp_course.grading.run.sandbox import Sandbox

PATIENCE = 180.0  # s, for the packages to be imported
STARTS = 3  # tries to start a process that does not end at once


class ColdError(Exception):
    """No kernel can be forked; its text says why."""


class ForkServer:
    """Our end of the process that forks: started when first needed, once more if it died."""

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None
        self.modules: list[str] = []
        self.isolated = False  # wanted, where there is a sandbox
        self.sandboxed = False
        self.sandbox: Sandbox | None = None
        self.rooms = True  # wanted, where they can be made
        self.told: dict = {}  # the last answer
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
        self.kernel = None
        if self.in_sandbox() != self.sandboxed:
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
                    request |= self.sandbox.furnished(argv, cwd, connection)
                told = self.ask(request, fds)
                self.kernel = Forked(self, told["pid"], told["fds"])
                return self.kernel
            self.stop()
        raise ColdError("the process that imports the packages ends at once")

    def in_sandbox(self) -> bool:
        """Whether kernels run in a sandbox."""
        return self.isolated and not sandbox.missing()

    def _start(self) -> None:
        """Start the process, in a sandbox if that is to be."""
        self.sandboxed = self.in_sandbox()
        rooms = self.sandboxed and self.rooms and not bubblewrap.without_rooms()
        self.process, self.socket = sandbox.program(
            "mlp_course.grading.run.fork_server",
            *(["rooms"] if rooms else []),
            isolated=self.sandboxed,
            rooms=rooms,
        )
        self.socket.settimeout(PATIENCE)

    def ask(self, request: dict, fds: Sequence[int] = ()) -> dict:
        """Send a request and wait for the reply; OSError or ValueError if the process is dead.

        Copies of the open files `fds` are sent with it.
        """
        wire.send(self.socket, request, fds)
        told, folders = wire.receive(self.socket)
        if folders:
            self._let_go()
            self.sandbox = Sandbox(*folders)
        if told is None:
            raise ConnectionResetError("the process that forks kernels has ended")
        self.told = told
        return told

    def begin_cell(self, seconds: float) -> float | None:
        """Allow the cell that begins as many seconds of processors, on all of them together.

        A cell that takes more is interrupted; if that does not help, its kernel is ended. Returns
        the seconds that this kernel has taken, None where nobody counts them.
        """
        return self._about_cell(seconds).get("seconds")

    def end_cell(self) -> bool:
        """Say that the cell has ended; whether it was interrupted because it took too long."""
        return self._about_cell(None).get("stopped", False)

    def _about_cell(self, seconds: float | None) -> dict:
        """Tell of a cell; the answer, empty if there is none."""
        if self.kernel is None:
            return {}
        return self.kernel.ask({"cell": seconds})

    @property
    def why(self) -> str:
        """Why the last kernel was ended; '' if it was not."""
        return self.told.get("why", "")

    @property
    def changed(self) -> str:
        """What the last kernel left changed, where it had no room of its own; '' if nothing."""
        return self.told.get("changed", "")

    def stop(self) -> None:
        """Close the socket, upon which the process ends all it has started, and itself."""
        if self.process is None:
            return
        self.socket.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
        self.kernel = None
        self._let_go()

    def _let_go(self) -> None:
        """Close the folders of the last kernel."""
        if self.sandbox:
            self.sandbox.close()
        self.sandbox = None


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
        self.ask({})
        return self.code

    wait = poll

    def send_signal(self, number: int) -> None:
        """To the kernel alone, if it is there."""
        self.ask({"signal": number})

    def ask(self, request: dict) -> dict:
        """Send a request about this kernel, and note whether it has ended; {} if it has before."""
        if self.code is not None:
            return {}
        # It was ended, for its successor or with its fork server.
        if self.server.kernel is not self:
            self.code = 1
            return {}
        try:
            told = self.server.ask(request)
        except (OSError, ValueError):
            self.code = 1
            return {}
        self.code = told["code"]
        return told

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


FORK_SERVER = ForkServer()
atexit.register(FORK_SERVER.stop)
