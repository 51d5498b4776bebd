"""What students wrote is read in a child, which may use so much time and memory and no more.

A text can be made so that a parser never ends, takes all memory, or crashes Python. In the child
that is the end of one text: whoever asked for it is told why, and goes on with the next in a fresh
child. A child that came through is kept: starting it costs more than reading a notebook.
"""

import contextlib
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mlp_course.lessons.course import GradingError
from mlp_course.processes import Died, Worker, passed_on
from mlp_course.this_process import bytes_said, end_with_parent, limit

SECONDS = 20.0  # of the processor, for one call
MEMORY = 2 * 2**30  # bytes beyond what Python takes
PATIENCE = 600.0  # s by the clock, for what sleeps
TRIES = 2  # of a call whose child ended for another reason: somebody may have killed it
BY_HAND = "judge it by hand"
TOO_LONG = f"took too long to be read: {BY_HAND}"
TOO_LARGE = f"took too much memory to be read: {BY_HAND}"
TOO_DEEP = f"is nested too deeply to be read: {BY_HAND}"
CRASHED = f"could not be read, Python ended with it: {BY_HAND}"


class TooMuch(Exception):
    """A text took more than reading it may take; what it says is a remark for the instructor."""


class Reader:
    """The child, which is started when it is first needed."""

    def __init__(
        self,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        patience: float = PATIENCE,
    ) -> None:
        self.limits = (seconds, memory)
        self.patience = patience
        self.worker: Worker | None = None
        self.is_ready = False

    def read(self, function: Callable, *arguments: object) -> Any:
        """What `function`, of the top of a module, makes of the `arguments` in the child.

        Raises what it raises, TooMuch, or GradingError if there can be no child.
        """
        for _ in range(TRIES):
            worker = self.begin()
            try:
                self._await(worker)
                worker.give((function, arguments))
                result = worker.result(self.patience)
            except BaseException:
                # Its answer must not be taken for that to the next question.
                self.end()
                raise
            if not isinstance(result, Died):
                return self._passed_on(result)
            self.end()
            if _ran_out(worker.process.exitcode, str(result)):
                raise TooMuch(TOO_LONG)
        raise TooMuch(CRASHED)

    def _await(self, worker: Worker) -> None:
        """Return when a new child is ready: that it does not start is no student's fault.

        Raises GradingError.
        """
        if self.is_ready:
            return
        worker.give((_itself, (True,)))
        answer = worker.result(self.patience)
        if isinstance(answer, Died):
            raise GradingError(f"Submissions cannot be read on this computer: {answer}.")
        self.is_ready = True

    def begin(self, *functions: Callable) -> Worker:
        """The child; a new one imports what `functions` need while nobody waits for it."""
        if self.worker is None:
            self.is_ready = False
            self.worker = Worker(_start, (*self.limits, functions), "read")
        return self.worker

    def end(self) -> None:
        """Let the child end at once, whatever it does."""
        if self.worker is not None:
            self.worker.end()
            self.worker = None

    def _passed_on(self, result: Any) -> Any:
        """What the child made of its task; limits that Python itself has met are limits, too."""
        try:
            return passed_on(result)
        except MemoryError:
            # What is left of its memory may be in pieces.
            self.end()
            raise TooMuch(TOO_LARGE) from None
        except RecursionError:
            raise TooMuch(TOO_DEEP) from None


READER = Reader()


def _ran_out(code: int | None, said: str) -> bool:
    """Whether a child was ended for the time that it took."""
    timer = getattr(signal, "SIGPROF", 0)
    return code == -timer or said.endswith("did not end")


def _itself(value: bool) -> bool:
    """The value: a child that can say so is ready."""
    return value


def _start(
    seconds: float,
    memory: int,
    functions: tuple[Callable, ...],
) -> Callable[[tuple[Callable, tuple]], Any]:
    """What the child does with a task; `functions` were imported on the way here."""
    end_with_parent()
    _bound_memory(memory)

    def read(task: tuple[Callable, tuple]) -> Any:
        function, arguments = task
        with _clock(seconds):
            return function(*arguments)

    return read


def _bound_memory(memory: int) -> None:
    """Let the system refuse this process more memory; elsewhere than in Linux nothing is done."""
    status = Path("/proc/self/status")
    if not status.exists():
        return
    import resource

    in_use = bytes_said(str(status), "VmData")
    limit(resource.RLIMIT_DATA, in_use + memory, for_good=False)
    limit(resource.RLIMIT_CORE, 0, for_good=False)


@contextlib.contextmanager
def _clock(seconds: float) -> Any:
    """The system ends this process when it has used so much time of the processor in here."""
    # Windows has no such clock: there only the one who waits has.
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
