"""A process that has the stack imported and forks a Jupyter kernel for each request; run as a program by `warm`.

Requests and replies are lines of JSON on the socket whose number is the only argument: `{"fork": argv, "env": ...,
"cwd": ..., "modules": [...]}` -> `{"pid": n}`, and `{"poll": n}` -> `{"code": its exit code or null}`. One kernel lives
at a time. When it ends, whatever it has started is ended, detached or not; so is all when the socket closes.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import random
import signal
import socket
import sys
import warnings

KERNEL = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "IPython.core.completer")
INLINE = "module://matplotlib_inline.backend_inline"  # what a kernel sets before it imports anything
TRIED: set[str] = set()
SET_PDEATHSIG, SET_CHILD_SUBREAPER = 1, 36  # of prctl(2)


def serve(connection: socket.socket) -> None:
    """Answer requests until the other end closes."""
    prctl(SET_CHILD_SUBREAPER, 1)  # what a kernel leaves behind becomes our child
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bring(KERNEL)
    kernel = 0
    try:
        with connection.makefile("rwb") as lines:
            for line in lines:
                request = json.loads(line)
                if "fork" in request:
                    sweep()
                    bring(request["modules"])
                    kernel, code = fork(request, connection), None
                    reply: dict = {"pid": kernel}
                else:
                    code = ended(kernel) if kernel else code
                    if code is not None:
                        sweep()
                        kernel = 0
                    reply = {"code": code}
                lines.write(json.dumps(reply).encode() + b"\n")
                lines.flush()
    finally:
        sweep()


def bring(modules: list[str] | tuple[str, ...]) -> None:
    """Import what is not there yet; what cannot be imported is left for the notebook to complain about."""
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
    os.setsid()
    prctl(SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
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
    for name, function in (("numpy.random", "seed"), ("torch", "seed")):
        if name in sys.modules:
            getattr(sys.modules[name], function)()


def ended(pid: int) -> int | None:
    """The exit code of our child `pid`; None while it runs."""
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return 1
    return os.waitstatus_to_exitcode(status) if found else None


def sweep() -> None:
    """End all our children, and theirs as they become ours."""
    while children := _children():
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)


def _children() -> list[int]:
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return [int(pid) for pid in file.read().split()]


def prctl(option: int, value: int) -> None:
    """Set an attribute of this process."""
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    del sys.path[0]  # where this program was started
    os.environ.setdefault("MPLBACKEND", INLINE)
    serve(socket.socket(fileno=int(sys.argv[1])))
