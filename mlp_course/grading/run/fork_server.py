"""A process that has the stack imported and forks a Jupyter kernel for each request.

It is run as a program by `warm`. Requests are lines of JSON on the socket whose number is the only
argument: `{"clean": true}`, `{"fork": argv, "env": ..., "cwd": ..., "modules": [...]}`,
`{"signal": n}`, `{}`. The answer is `{"pid": n, "code": its exit code or null, "why": what it used
too much, "fds": [...]}`, or by the end of this process, if it cannot clean up. Open files that come
with a request are the kernel's, under the numbers that `fds` says. One kernel lives at a time. When
it ends, whatever it has started is ended, detached or not; so is all when the socket closes. In a
sandbox this is process 1.
"""

import contextlib
import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import sys
import warnings

from mlp_course.grading.run import limits

KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "tornado.platform.asyncio",
    "tornado.queues",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.oinspect",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.extensions.storemagic",
)
# What a kernel sets before it imports anything
INLINE = "module://matplotlib_inline.backend_inline"
TRIED: set[str] = set()
TICK = 0.05  # s between two looks at what a kernel uses
MOST_FDS = 200  # open files that come with one request


def serve(connection: socket.socket) -> None:
    """Answer requests until the other end closes."""
    # What a kernel leaves behind becomes our child, and no kernel can read or change this process.
    limits.prctl(limits.SET_CHILD_SUBREAPER, 1)
    limits.prctl(limits.SET_DUMPABLE, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folders = limits.SandboxFolders() if limits.SANDBOXED else None
    bring(KERNEL)
    supervisor = Supervisor()
    try:
        # The other end may die at any moment.
        with contextlib.suppress(OSError):
            while True:
                while supervisor.pid and not _is_waiting(connection):
                    supervisor.look()
                request, fds = receive(connection)
                if request is None:
                    return
                if "clean" in request and not supervisor.clean(folders):
                    return
                if "fork" in request:
                    bring(request["modules"])
                    supervisor.start(request, connection)
                elif "signal" in request:
                    supervisor.send(request["signal"])
                # Only the kernel keeps them.
                for fd in fds:
                    os.close(fd)
                told = supervisor.told() | {"fds": fds}
                connection.sendall(json.dumps(told).encode() + b"\n")
    finally:
        limits.sweep()


def receive(connection: socket.socket) -> tuple[dict | None, list[int]]:
    """The next request and the numbers of the open files that came with it.

    The request is None when the other end has closed.
    """
    line = b""
    fds: list[int] = []
    while not line.endswith(b"\n"):
        part, more, _, _ = socket.recv_fds(connection, 2**16, MOST_FDS)
        if not part:
            return None, fds
        line += part
        fds += more
    for fd in fds:
        os.set_inheritable(fd, False)
    return json.loads(line), fds


def _is_waiting(connection: socket.socket) -> bool:
    """Whether a request comes within a tick."""
    readable, _, _ = select.select([connection], [], [], TICK)
    return bool(readable)


class Supervisor:
    """Looks after the one kernel that lives."""

    def __init__(self) -> None:
        self.pid = 0
        self.code: int | None = None
        self.why = ""
        self.watch: limits.Watch | None = None

    def start(self, request: dict, connection: socket.socket) -> None:
        """Fork a kernel."""
        self.code = None
        self.why = ""
        self.watch = limits.Watch() if limits.SANDBOXED else None
        self.pid = fork(request, connection)

    def look(self) -> None:
        """End the kernel and all it started, if together they use too much."""
        if not self.watch:
            return
        why = self.watch.exceeded()
        if why:
            self.why = why
            limits.sweep(reap=False)

    def send(self, number: int) -> None:
        """Send the kernel a signal."""
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def clean(self, folders: limits.SandboxFolders | None) -> bool:
        """End and delete all that was left; whether nothing remains."""
        limits.sweep()
        self.pid = 0
        return folders is None or folders.emptied()

    def told(self) -> dict:
        """How the kernel is."""
        told: dict = {"pid": self.pid, "why": self.why}
        if self.pid:
            self.code = limits.ended(self.pid)
            if self.code is not None:
                limits.sweep()
                self.pid = 0
        told["code"] = self.code
        return told


def bring(modules: list[str] | tuple[str, ...]) -> None:
    """Import what is not there yet; the notebook complains about what cannot be imported."""
    wanted = set(modules) - TRIED
    TRIED.update(wanted)
    for name in sorted(wanted):
        with contextlib.suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            importlib.import_module(name)
    if wanted:
        gc.collect()
        gc.freeze()


def fork(request: dict, connection: socket.socket) -> int:
    """Start a kernel; returns its process id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        connection.detach()
        os.close(int(sys.argv[1]))
        _become_kernel(request)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        os._exit(code)


def _become_kernel(request: dict) -> None:
    """Turn the forked process into the kernel that was asked for."""
    # It ends with the process that forked it; unlike that one, it may be looked into.
    os.setsid()
    limits.prctl(limits.SET_PDEATHSIG, signal.SIGKILL)
    limits.prctl(limits.SET_DUMPABLE, 1)
    limits.bound()
    signal.signal(signal.SIGINT, signal.default_int_handler)

    # Where it is, and what it can see
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"], JPY_PARENT_PID=str(os.getppid()))
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    reseed()
    gc.enable()
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["ipykernel_launcher", *request["fork"]]
    IPKernelApp.launch_instance(request["fork"])


def reseed() -> None:
    """Give this process random numbers of its own, as a kernel started in the ordinary way has."""
    random.seed()
    for name in ("numpy.random", "torch"):
        if name in sys.modules:
            sys.modules[name].seed()


if __name__ == "__main__":
    # Nothing is imported from where this program was started.
    del sys.path[0]
    os.environ.setdefault("MPLBACKEND", INLINE)
    # Nobody steps through a submission, and every kernel would take 0.1 s to load it.
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # as Python marks what is not there
    serve(socket.socket(fileno=int(sys.argv[1])))
