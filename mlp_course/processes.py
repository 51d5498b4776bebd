"""One kind of task, done by several processes, each task wholly.

A process that dies costs one task.

Python's own pools do not do that: `multiprocessing.Pool` waits for ever for what a killed process
had, and `concurrent.futures` gives up on all that is left.
"""

import atexit
import contextlib
import multiprocessing
import multiprocessing.util
import pickle
import signal
import traceback
import weakref
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, ClassVar, TypeVar

Task = TypeVar("Task")
Work = Callable[[Any], Any]  # task -> result
Start = Callable[..., Work]  # what a process calls once, before its first task

NOTHING_LEFT = object()


class Died(Exception):
    """The process that did a task is gone."""


class InProcess(Exception):
    """Where in its process a task raised: the cause of what is raised here."""


class _Raised:
    """What a task raised instead of returning, and where."""

    def __init__(self, error: Exception) -> None:
        self.error = _sendable(error)
        self.where = traceback.format_exc()


def map_tasks(function: Work, tasks: Iterable[Task], jobs: int) -> Iterator[tuple[Task, Any]]:
    """Pairs (task, function(task)), as `map_with_tools` gives them."""
    return map_with_tools(_itself, lambda _: (function,), tasks, jobs)


def map_with_tools(
    start: Start,
    arguments: Callable[[int], tuple],
    tasks: Iterable[Task],
    jobs: int,
    *,
    did: str = "did",
) -> Iterator[tuple[Task, Any]]:
    """Pairs (task, result) as they are finished by `jobs` processes.

    Process number n calls `start(*arguments(n))` once and then the function that this returned for
    every task. The result of a task whose process died is a `Died`; its successor starts afresh.
    What a task raises is raised here, and ends the others. With one job all is done here. `did`
    says in a `Died` what a process is for.
    """
    if jobs < 2:
        work = start(*arguments(0))
        for task in tasks:
            yield task, work(task)
        return
    pool = _Pool(start, arguments, tasks, did)
    try:
        while pool.has_work_for(jobs):
            yield from pool.finished()
    finally:
        pool.end()


class _Pool:
    """The processes at work, and the tasks that are left."""

    def __init__(
        self,
        start: Start,
        arguments: Callable[[int], tuple],
        tasks: Iterable[Task],
        did: str,
    ) -> None:
        self.start = start
        self.arguments = arguments
        self.left = iter(tasks)
        self.did = did
        self.workers: list[Worker] = []
        self.started = 0

    def has_work_for(self, jobs: int) -> bool:
        """Let as many begin as are wanted; whether anybody is at work."""
        while len(self.workers) < jobs:
            task = next(self.left, NOTHING_LEFT)
            if task is NOTHING_LEFT:
                break
            worker = Worker(self.start, self.arguments(self.started), self.did)
            # It is known before it is given anything: a task may not survive the way to it.
            self.workers.append(worker)
            self.started += 1
            worker.give(task)
        return bool(self.workers)

    def finished(self) -> Iterator[tuple[Task, Any]]:
        """Wait until somebody is ready, and tell what they did; raises what a task raised."""
        ready = wait([worker.pipe for worker in self.workers])
        for worker in [worker for worker in self.workers if worker.pipe in ready]:
            done = worker.task
            result = passed_on(worker.result())
            # The next task is given before the result is told, so that nobody waits.
            task = NOTHING_LEFT
            if not isinstance(result, Died):
                task = next(self.left, NOTHING_LEFT)
            if task is NOTHING_LEFT:
                self.workers.remove(worker)
                worker.end()
            else:
                worker.give(task)
            yield done, result

    def end(self) -> None:
        """Of everybody, at once."""
        for worker in self.workers:
            worker.end()


class Worker:
    """One process, and the task it is doing; it ends with this one at the latest."""

    running: ClassVar[weakref.WeakSet["Worker"]] = weakref.WeakSet()

    def __init__(self, start: Start, arguments: tuple, did: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_do, args=(theirs, start, arguments))
        self.process.start()
        self.running.add(self)
        theirs.close()
        self.did = did
        self.task: Any = None

    def give(self, task: Any) -> None:
        """Let it begin with `task`."""
        self.task = task
        # If it died while it had nothing to do, the end of its pipe says so.
        with contextlib.suppress(OSError):
            self.pipe.send(task)

    def result(self, within: float | None = None) -> Any:
        """What it has made of its task, to be `passed_on`; a `Died` if it is gone.

        If it is not ready `within` so many seconds, it is ended.
        """
        try:
            if within is not None and not self.pipe.poll(within):
                self.end()
                return Died(f"the process that {self.did} it did not end")
            return self.pipe.recv()
        except (EOFError, OSError):
            self.process.join()
            code = self.process.exitcode
            return Died(f"the process that {self.did} it ended with exit code {code}")

    def end(self) -> None:
        """At once, whatever it does; what it has started has to see for itself that it is gone."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        self.running.discard(self)


# It comes before what `multiprocessing` does at exit, as that has been imported: to wait for all
# processes, for ever if one waits for a task.
@atexit.register
def _end_all() -> None:
    for worker in list(Worker.running):
        worker.end()


def passed_on(result: Any) -> Any:
    """What a `Worker` has made of its task; what the task raised is raised here."""
    if isinstance(result, _Raised):
        raise result.error from InProcess(f"\n{result.where}")
    return result


def _itself(function: Work) -> Work:
    return function


def _do(pipe: Connection, start: Start, arguments: tuple) -> None:
    """What a process does: task after task, until nobody gives it any."""
    # Ctrl-C is for the one who gives the tasks.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        work = start(*arguments)
    except Exception as error:
        pipe.send(_Raised(error))
        return
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        # A result that does not survive the way is an error of its task, too.
        try:
            pipe.send(work(task))
        except Exception as error:
            pipe.send(_Raised(error))


def _sendable(error: Exception) -> Exception:
    """The error, or a RuntimeError with its words if it does not survive the way."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
