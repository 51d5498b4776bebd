"""A process that judges: it has imported what lessons import, and forks a judge for each student.

It is run as a program by `process`. A request is a message (`wire`) with open files: into the first
verdicts are written, a line each; the others are connections to the answers, in the order of the
tests. The cells above the first test that have nothing to do with answers are run once.
"""

import contextlib
import gc
import json
import os
import re
import signal
import socket
import sys
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from mlp_course.grading.judge.remote import Remote
from mlp_course.grading.judge.spoiling import Spoiler
from mlp_course.grading.judge.testing import Bounded, Plan, Verdict, fresh_space, run, verdicts
from mlp_course.grading.judge.wire import Wire
from mlp_course.grading.run.fork_server import bring
from mlp_course.grading.run.inside import limits, wire
from mlp_course.this_process import end_with_parent

END = {"end": True}
NOTHING = "Nothing of what came from the answer could be spoiled."
SECOND_PATIENCE = 5.0  # s for the first sign of answers, after others gave none
OWN = ("mlp_course.lesson", "mlp_course.exercises", "mlp_course.grading.judge.gradients")
WORD = re.compile(r"\w+")


class Template:
    """A lesson as it is before any answer is asked."""

    def __init__(self) -> None:
        self.sources: list[str] = []
        self.space: dict[str, Any] = {}

    def prepare(self, plan: Plan) -> Plan:
        """Run the beginning of the plan, unless it has been; what is left of the plan."""
        # What a test imports, no judge has to import again.
        bring([*plan.modules, *OWN])
        beginning = []
        names = set(plan.names)
        for step in plan.steps:
            if step.test or names & set(WORD.findall(step.source)):
                break
            beginning.append(step)
        sources = [step.source for step in beginning]
        if sources != self.sources or not self.space:
            self.space = fresh_space()
            for step in beginning:
                with contextlib.suppress(Exception), contextlib.redirect_stdout(Bounded()):
                    run(step.source, self.space, f"<{step.count}>")
            self.sources = sources
            # Judges share what is there now, as long as nobody touches it.
            gc.collect()
            gc.freeze()
        return replace(plan, steps=plan.steps[len(beginning) :])


def serve(connection: socket.socket) -> None:
    """Answer requests until the other end closes."""
    template = Template()
    judge = 0
    while True:
        request, fds = wire.receive(connection)
        _end(judge)
        if request is None:
            return
        plan = template.prepare(Plan.of_dict(request["plan"]))
        judge = os.fork()
        if not judge:
            connection.close()
            _judge(plan, request, fds, template.space)
        for fd in fds:
            os.close(fd)


def _end(judge: int) -> None:
    """End the judge of the submission before."""
    if judge:
        with contextlib.suppress(ProcessLookupError):
            os.kill(judge, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(judge, 0)


def _judge(plan: Plan, request: dict, fds: list[int], space: dict[str, Any]) -> None:
    """Judge one submission, and end."""
    code = 1
    try:
        end_with_parent()
        limits.bound()
        report, *answers = fds
        with (
            tempfile.TemporaryDirectory(prefix="judge-", ignore_cleanup_errors=True) as folder,
            os.fdopen(report, "w") as lines,
        ):
            os.chdir(folder)
            for verdict in judged(plan, request, answers, space):
                lines.write(json.dumps(asdict(verdict)) + "\n")
                lines.flush()
            lines.write(json.dumps(END) + "\n")
        code = 0
    finally:
        os._exit(code)


def judged(
    plan: Plan, request: dict, answers: list[int], space: dict[str, Any]
) -> Iterator[Verdict]:
    """The verdicts on answers that are reached through these open files."""
    from mlp_course.lesson import scratch

    tempfile.tempdir = os.getcwd()
    scratch.cache_clear()
    folder = scratch()
    left = iter(answers)
    asked: list[Remote] = []

    def connect(test: str) -> Remote:
        """The answers as they were before the next test."""
        for path in folder.iterdir():
            path.unlink()
        wire = Wire(socket.socket(fileno=next(left)))
        remote = Remote(wire, folder, request["seconds"], request["patience"])
        if request["spoil"]:
            remote.spoil = Spoiler()
        # Answers are served one after the other: who was silent once, hardly speaks later.
        if asked and not asked[-1].was_heard:
            remote.first_patience = min(remote.first_patience, SECOND_PATIENCE)
        asked.append(remote)
        return remote

    for verdict in verdicts(plan, connect, space):
        spoiler = asked[-1].spoil
        if isinstance(spoiler, Spoiler) and spoiler.was_in_vain() and not verdict.error:
            yield replace(verdict, error="NothingSpoiled", message=NOTHING)
        else:
            yield verdict


if __name__ == "__main__":
    # Nothing is imported from where this program was started.
    del sys.path[0]
    os.environ["MPLBACKEND"] = "Agg"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    serve(socket.socket(fileno=int(sys.argv[1])))
