"""Several processes that do one kind of task, each task wholly; a process that dies costs one task."""

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

Work = Callable[[Any], Any]


class Died(Exception):
    """The process that did a task is gone."""


class _Member:
    """One process, and the task it is doing."""

    def __init__(self, start: Callable[..., Work], arguments: tuple) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_do, args=(theirs, start, arguments))
        self.process.start()
        theirs.close()
        self.task: Any = None

    def end(self) -> None:
        """At once, whatever it does; what it has started ends with it."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def done_by(
    jobs: int, start: Callable[..., Work], arguments: Callable[[int], tuple], tasks: Iterable
) -> Iterator:
    """Pairs (task, result) as they are finished by `jobs` processes.

    Process number n calls `start(*arguments(n))` once and then the function that this returned for every task.
    The result of a task whose process died is a `Died`; its successor starts afresh. With one job all is done here.
    """
    if jobs < 2:
        work = start(*arguments(0))
        yield from ((task, work(task)) for task in tasks)
        return
    left, members, number = iter(tasks), [], 0
    try:
        while True:
            while len(members) < jobs and (task := next(left, None)) is not None:
                members.append(_Member(start, arguments(number)))
                number += 1
                _give(members[-1], task)
            if not members:
                return
            ready = wait([member.pipe for member in members])
            for member in [member for member in members if member.pipe in ready]:
                done, result = member.task, _result_of(member)
                task = None if isinstance(result, Died) else next(left, None)
                if task is None:
                    members.remove(member)
                    member.end()
                else:
                    _give(member, task)
                yield done, result
    finally:
        for member in members:
            member.end()


def _give(member: _Member, task: Any) -> None:
    member.task = task
    with contextlib.suppress(
        OSError
    ):  # it died while it had nothing to do: the end of its pipe says so
        member.pipe.send(task)


def _result_of(member: _Member) -> Any:
    try:
        return member.pipe.recv()
    except (EOFError, OSError):
        member.process.join()
        return Died(f"the process that graded it ended with exit code {member.process.exitcode}")


def _do(pipe: Connection, start: Callable[..., Work], arguments: tuple) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who gives the tasks
    work = start(*arguments)
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        pipe.send(work(task))
