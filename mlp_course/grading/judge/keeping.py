"""A student's kernel serves the judge: each test meets the names as they were where it stands.

This is what a kernel is told to do: to note names before each cell, and in the end to make a copy
of itself for each test. What the copy is asked, the kernel never knows, nor does any other copy.
"""

import os
import select
import signal
import socket
import sys
from typing import Any

from mlp_course.grading.judge.answers import Answers
from mlp_course.grading.judge.wire import Wire

PROTECTED = (os.fork, os._exit, os.waitpid, os.kill)  # as they were before any answer
TICK = 50  # ms between two looks whether a copy has ended
KEPT: dict[int, dict[str, Any]] = {}  # names before each cell, by its number


def keep_names(shell: Any) -> None:
    """From now on keep, before each cell that `shell` runs, what every name stands for.

    An answer may be called long after: by then a helper of the same name may be another one.
    """

    def note(info: Any) -> None:
        KEPT[shell.execution_count - ahead] = dict(shell.user_ns)

    # Some versions of IPython count a cell before they say that it is to run, others after it.
    ahead = 0
    first = shell.execution_count
    shell.events.register("pre_run_cell", note)
    shell.run_cell("pass", store_history=True)
    ahead = min(KEPT, default=first) - first
    KEPT.clear()
    shell.execution_count = first


def serve_each(namespace: dict[str, Any], places: list[tuple[int, int]]) -> None:
    """Serve one test after the other: on an open file, with the names as they were before a cell.

    Each is served by a copy of this process, which no other test has asked for anything. If no copy
    can be made, all connections end.
    """
    fork, leave, _, _ = PROTECTED
    connections = [(socket.socket(fileno=fd), count) for fd, count in places]
    try:
        _take_reserve()
        for connection, count in connections:
            child = fork()
            if child:
                _see_to_its_end(child, connection)
                continue
            try:
                _be_quiet()
                if count in KEPT:
                    names = KEPT[count]
                    namespace.clear()
                    namespace.update(names)
                Answers(Wire(connection), namespace).serve()
            finally:
                leave(0)
    finally:
        for connection, _ in connections:
            connection.close()


def _take_reserve() -> None:
    """Have what memory is kept for this: an answer may have used up all else."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def _see_to_its_end(child: int, connection: socket.socket) -> None:
    """Wait until a copy ends; end it when the judge asks nothing more, since it may sleep."""
    _, _, wait, kill = PROTECTED
    hung_up = select.poll()
    hung_up.register(connection, select.POLLRDHUP)
    with connection:
        while wait(child, os.WNOHANG) == (0, 0):
            if hung_up.poll(TICK):
                kill(child, signal.SIGKILL)
                wait(child, 0)
                return


def _be_quiet() -> None:
    """Nothing that is said from now on is heard."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    quiet = os.fdopen(nothing, "w")
    sys.stdout = quiet
    sys.stderr = quiet
