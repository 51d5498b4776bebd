"""A process that has the stack imported and forks a Jupyter kernel for each request.

It is run as a program by `warm`. Requests are messages (`wire`) on the socket whose number is the
first argument; each is answered by how the kernel is (`Supervisor.told`). The second is `rooms`
where these can be made.

- `{"clean": true}`: a room for the next student; the answer brings its two folders, opened.
- `{"fork": argv, "env": ..., "cwd": ..., "modules": [...]}`: a kernel in it. Open files that come
  with the request are the kernel's, under the numbers that `fds` of the answer says.
- `{"cell": seconds}`: a cell begins that may take as many seconds of processors; null: none runs.
- `{"signal": n}`: to the kernel. `{}`: nothing.

One kernel lives at a time. When it ends, whatever it has started is ended, detached or not; so is
all when the socket closes. In a sandbox this is process 1. Where no rooms can be made, it is the
sandbox that is cleared (`leftovers`); if that cannot be, this process ends.
"""

import contextlib
import gc
import importlib
import os
import random
import select
import signal
import socket
import sys
import warnings

from mlp_course.grading.run.inside import limits, namespaces, wire
from mlp_course.grading.run.inside.room import Room
from mlp_course.grading.run.inside.supervisor import Supervisor
from mlp_course.this_process import end_with_parent

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
# Threads wait for each other in time of processors, and do not live on in a process that is forked.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
TRIED: set[str] = set()
TICK = 0.05  # s between two looks at what a kernel uses


def serve(connection: socket.socket, rooms: bool) -> None:
    """Answer requests until the other end closes."""
    # What a kernel leaves behind becomes our child, and no kernel can read or change this process.
    namespaces.prctl(limits.SET_CHILD_SUBREAPER, 1)
    namespaces.prctl(limits.SET_DUMPABLE, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bring(KERNEL)
    supervisor = Supervisor(rooms)
    try:
        # The other end may die at any moment.
        with contextlib.suppress(OSError):
            while True:
                while supervisor.pid and not _is_waiting(connection):
                    supervisor.look()
                request, fds = wire.receive(connection)
                if request is None:
                    return
                answer, folders = _answer(supervisor, request, connection, fds)
                # Only the kernel, or the other end, keeps them.
                wire.send(connection, answer, folders)
                for fd in (*fds, *folders):
                    os.close(fd)
    finally:
        limits.sweep()


def _answer(
    supervisor: Supervisor,
    request: dict,
    connection: socket.socket,
    fds: list[int],
) -> tuple[dict, list[int]]:
    """Do what is asked; the answer, and the open files that go with it."""
    folders: list[int] = []
    if "clean" in request:
        folders = supervisor.clean()
    if "fork" in request:
        bring(request["modules"])
        supervisor.start(lambda room: fork(request, connection, room))
    elif "signal" in request:
        supervisor.send(request["signal"])
    elif "cell" in request:
        supervisor.begin(request["cell"])
    return supervisor.told() | {"fds": fds}, folders


def _is_waiting(connection: socket.socket) -> bool:
    """Whether a request comes within a tick."""
    readable, _, _ = select.select([connection], [], [], TICK)
    return bool(readable)


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


def fork(request: dict, connection: socket.socket, room: Room | None) -> int:
    """Start a kernel, in a room if there is one; returns its process id."""
    pid = room.fork() if room else os.fork()
    if pid:
        return pid
    code = 1
    try:
        connection.detach()
        os.close(int(sys.argv[1]))
        _become_kernel(request, room)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        os._exit(code)


def _become_kernel(request: dict, room: Room | None) -> None:
    """Turn the forked process into the kernel that was asked for."""
    os.setsid()
    limits.bound()
    if room:
        room.enter()
    elif limits.SANDBOXED:
        namespaces.drop_rights()
    # It ends with the process that forked it; unlike that one, it may be looked into.
    end_with_parent()
    namespaces.prctl(limits.SET_DUMPABLE, 1)
    signal.signal(signal.SIGINT, signal.default_int_handler)

    # Where it is, and what it can see
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"], JPY_PARENT_PID=str(os.getppid()))
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)
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
    for name, value in {"MPLBACKEND": INLINE, **ONE_THREAD}.items():
        os.environ.setdefault(name, value)
    # Nobody steps through a submission, and every kernel would take 0.1 s to load it.
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # as Python marks what is not there
    serve(socket.socket(fileno=int(sys.argv[1])), rooms=sys.argv[2:] == ["rooms"])
