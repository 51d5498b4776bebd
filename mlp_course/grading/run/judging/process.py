"""Our end of the process that judges: it is given a plan and connections, and gives verdicts."""

import atexit
import contextlib
import json
import select
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence

from mlp_course.grading.judge.testing import Plan, Verdict
from mlp_course.grading.run import sandbox
from mlp_course.grading.run.inside import wire

STARTS = 2  # tries, if the process was lost
TICK = 0.5  # s between two looks whether anybody answers
PIECE = 2**16


class JudgeError(RuntimeError):
    """No verdict can be had: the process that judges was lost or took too long."""


class JudgeProcess:
    """The process, started when it is first needed."""

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None
        self.socket: socket.socket | None = None
        self.isolated = False  # wanted, where there is a sandbox

    def judge(
        self,
        plan: Plan,
        answers: Sequence[socket.socket],
        *,
        seconds: float,
        patience: float,
        last: float,
        answering: Callable[[], bool] = lambda: True,
        spoil: bool = False,
    ) -> Iterator[Verdict]:
        """The verdict of each test of the plan, whose answers are at the ends of `answers`.

        An answer may use so many `seconds` of a processor for a test; `patience` (s) is how long is
        waited for a sign of it, unless nobody is `answering` any more; `last` (s) is how long all
        may take. Tests that are left then have no verdict. Raises JudgeError if the process is
        lost.
        """
        request = {
            "plan": plan.to_dict(),
            "seconds": seconds,
            "patience": patience,
            "spoil": spoil,
        }
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                fds = [theirs.fileno(), *(answer.fileno() for answer in answers)]
                self._ask(request, fds)
            for line in self._lines(ours, time.monotonic() + last):
                if line is None:
                    if not answering():
                        hang_up(answers)
                    continue
                content = json.loads(line)
                if "end" in content:
                    return
                yield Verdict(**content)

    def _lines(self, report: socket.socket, last: float) -> Iterator[bytes | None]:
        """The lines that the judge writes until time is up, and None whenever it writes nothing.

        Raises JudgeError if the process is lost.
        """
        unfinished = b""
        while time.monotonic() < last:
            ready, _, _ = select.select([report], [], [], TICK)
            if not ready:
                yield None
                continue
            piece = report.recv(PIECE)
            if not piece:
                self.stop()
                raise JudgeError("the process that judges was lost")
            *lines, unfinished = (unfinished + piece).split(b"\n")
            yield from lines
        self.stop()

    def _ask(self, request: dict, fds: list[int]) -> None:
        """Send a request, to a new process if the old one is gone."""
        for _ in range(STARTS):
            if self.process is None or self.process.poll() is not None:
                self.stop()
                self._start()
            assert self.socket is not None
            with contextlib.suppress(OSError):
                wire.send(self.socket, request, fds)
                return
            self.stop()
        raise JudgeError("the process that judges does not start")

    def _start(self) -> None:
        """Start it; it reads what answers send and files that they write: it sees no more."""
        self.process, self.socket = sandbox.program(
            "mlp_course.grading.run.judging.server",
            isolated=self.isolated and not sandbox.missing(),
        )

    def stop(self) -> None:
        """End the process."""
        if self.socket is not None:
            self.socket.close()
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = None
        self.socket = None


def hang_up(connections: Sequence[socket.socket]) -> None:
    """End these connections, whoever else holds their ends."""
    for connection in connections:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


JUDGE = JudgeProcess()
atexit.register(JUDGE.stop)
