"""Looking after the one kernel that lives: its room, what it uses, and how long its cells take."""

import contextlib
import os
import signal
import time
from collections.abc import Callable

from mlp_course.grading.run.bubblewrap import LINE, WORK
from mlp_course.grading.run.inside import limits
from mlp_course.grading.run.inside.leftovers import Leftovers
from mlp_course.grading.run.inside.room import Room
from mlp_course.grading.run.inside.watch import Watch, any_runs, cpu_seconds
from mlp_course.grading.run.inside.wire import TOO_LONG

GRACE = 5.0  # more seconds for a cell that was interrupted


class Supervisor:
    """Looks after the kernel of one student after the other, in `rooms` if they can be made."""

    def __init__(self, rooms: bool) -> None:
        self.pid = 0
        self.code: int | None = None
        self.why = ""  # the kernel was ended
        self.changed = ""  # what it left changed
        self.stopped = False  # the cell was interrupted
        self.seconds: float | None = None  # that the cell may take
        self.began = 0.0  # seconds of processors taken when it began
        self.slept = 0.0  # seconds in which it waited for nothing but itself
        self.looked = 0.0  # when that was last seen to
        self.watch: Watch | None = None
        self.room: Room | None = None
        self.rooms = rooms
        self.leftovers = Leftovers() if limits.SANDBOXED else None

    def clean(self) -> list[int]:
        """End all that was left; the folders for the next student, opened.

        Raises OSError if something remains.
        """
        self._end()
        if not limits.SANDBOXED:
            return []
        if self.changed:
            raise OSError(self.changed)
        if not self.rooms:
            return [os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in (WORK, LINE)]
        self.room = Room()
        return self.room.folders()

    def start(self, fork: Callable[[Room | None], int]) -> None:
        """Have a kernel forked."""
        self.code = None
        self.why = ""
        self.seconds = None
        self.stopped = False
        if self.room:
            self.watch = Watch(self.room.root, self.room.pid)
        elif limits.SANDBOXED:
            self.watch = Watch()
        self.pid = fork(self.room)

    def look(self) -> None:
        """End the kernel and all it started, if together they use too much."""
        why = self.watch.exceeded() if self.watch else ""
        why = why or self._overdue()
        if why:
            self.why = why
            limits.sweep(reap=False)

    def begin(self, seconds: float | None) -> None:
        """Allow the cell that begins as many seconds of processors; None if none begins.

        It may sleep for as long: time in which none of its processes could run, had it a processor.
        So what else the machine does takes nothing from it.
        """
        self.seconds = seconds
        if seconds is not None:
            self.stopped = False
            self.began = cpu_seconds()
            self.slept = 0.0
            self.looked = time.monotonic()

    def _overdue(self) -> str:
        """Interrupt a cell that takes too long; the reason if it must be ended, or ''."""
        if self.seconds is None:
            return ""
        now = time.monotonic()
        if not any_runs():
            self.slept += now - self.looked
        self.looked = now
        late = max(cpu_seconds() - self.began, self.slept) - self.seconds
        if late > GRACE:
            return TOO_LONG
        if late > 0 and not self.stopped:
            self.stopped = True
            self.send(signal.SIGINT)
        return ""

    def send(self, number: int) -> None:
        """Send the kernel a signal."""
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def told(self) -> dict:
        """How the kernel is: what stands above, and the seconds of processors it has taken."""
        seconds = 0.0
        if self.pid:
            seconds = cpu_seconds()
            self.code = limits.ended(self.pid)
            if self.code is not None:
                self._end()
        return {
            "pid": self.pid,
            "code": self.code,
            "why": self.why,
            "changed": self.changed,
            "stopped": self.stopped,
            "seconds": seconds,
        }

    def _end(self) -> None:
        """End the kernel, all it has started, and its room; note what has changed."""
        limits.sweep()
        self.pid = 0
        self.seconds = None
        if self.room:
            self.room.close()
        self.room = None
        if self.leftovers and not self.changed:
            self.changed = self.leftovers.removed(kept=not self.rooms)
