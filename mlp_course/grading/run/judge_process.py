"""Our end of the process that judges: it is given a plan and connections, and gives verdicts."""

import atexit
import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from mlp_course.grading.judge.testing import Plan, Verdict
from mlp_course.grading.run import sandbox

STARTS = 2  # tries, if the process was lost


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
        spoil: bool = False,
    ) -> Iterator[Verdict]:
        """The verdict of each test of the plan, whose answers are at the ends of `answers`.

        An answer may use so many `seconds` of a processor for a test; `patience` (s) is how long is
        waited for a sign of it, `last` (s) how long all may take: tests that are left then have no
        verdict. Raises JudgeError if the process is lost.
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
                self._ask(json.dumps(request).encode() + b"\n", fds)
            yield from self._verdicts(ours, time.monotonic() + last)

    def _verdicts(self, report: socket.socket, last: float) -> Iterator[Verdict]:
        """What the judge writes, until it says that this was all, or time is up."""
        with report.makefile("rb") as lines:
            while True:
                report.settimeout(max(0.01, last - time.monotonic()))
                try:
                    line = lines.readline()
                except TimeoutError:
                    self.stop()
                    return
                content = json.loads(line or "null")
                if content is None:
                    self.stop()
                    raise JudgeError("the process that judges was lost")
                if "end" in content:
                    return
                yield Verdict(**content)

    def _ask(self, line: bytes, fds: list[int]) -> None:
        """Send a request, to a new process if the old one is gone."""
        for _ in range(STARTS):
            if self.process is None or self.process.poll() is not None:
                self.stop()
                self._start()
            assert self.socket is not None
            with contextlib.suppress(OSError):
                sent = socket.send_fds(self.socket, [line], fds)
                self.socket.sendall(line[sent:])
                return
            self.stop()
        raise JudgeError("the process that judges does not start")

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        fd = theirs.fileno()
        command = [sys.executable, "-m", "mlp_course.grading.run.judge_server", str(fd)]
        options: dict = {
            "stdin": subprocess.DEVNULL,
            "start_new_session": True,
            "cwd": "/",
        }
        with theirs:
            # It reads what answers send and files that they write: it sees no more than they do.
            if self.isolated and not sandbox.missing():
                self.process, _ = sandbox.enter(command, fd, **options)
            else:
                self.process = subprocess.Popen(command, pass_fds=[fd], **options)
        self.socket = ours

    def stop(self) -> None:
        """End the process."""
        if self.socket is not None:
            self.socket.close()
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = None
        self.socket = None


JUDGE = JudgeProcess()
atexit.register(JUDGE.stop)
