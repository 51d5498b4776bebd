"""Tasks done by several processes: all of them once, whatever happens to a process."""

import multiprocessing
import os
import subprocess
import sys
import time

import pytest

from mlp_course.processes import Died, map_tasks, map_with_tools


class Clerk:
    """Does what it is told, and says which process did it and with what."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, task: object) -> tuple:
        if task == "die":
            os._exit(7)
        if task == "sleep":
            time.sleep(600)
        return task, self.number, os.getpid()


def test_one_job_is_done_here():
    assert list(map_with_tools(Clerk, lambda n: (n,), [3, 4], 1)) == [
        (3, (3, 0, os.getpid())),
        (4, (4, 0, os.getpid())),
    ]


def test_every_task_is_done_once_and_a_dead_process_costs_one():
    tasks = [1, "die", 2, 3, "die", 4, 5]
    done = list(map_with_tools(Clerk, lambda n: (n,), tasks, 2))
    assert sorted(map(str, (task for task, _ in done))) == sorted(map(str, tasks))
    died = [result for task, result in done if task == "die"]
    assert [type(result) for result in died] == [Died, Died] and "exit code 7" in str(died[0])
    others = [result for task, result in done if task != "die"]
    assert all(result[0] == task for task, result in done if task != "die")
    assert os.getpid() not in {pid for _, _, pid in others}


def test_processes_end_when_nobody_wants_the_results():
    results = map_with_tools(Clerk, lambda n: (n,), ["sleep", 1, 2, 3], 2)
    _, (_, _, pid) = next(results)
    start = time.monotonic()
    results.close()
    assert time.monotonic() - start < 300  # half of what the other one sleeps
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_no_tasks_need_no_process():
    assert list(map_with_tools(Clerk, lambda n: (n,), [], 2)) == []


def fails(task: int) -> int:
    if task == 2:
        raise KeyError("two")
    return 10 * task


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_task_raises_is_raised_to_the_one_who_asked(jobs):
    assert sorted(map_tasks(fails, [1, 3], jobs)) == [(1, 10), (3, 30)]
    with pytest.raises(KeyError, match="two"):
        list(map_tasks(fails, [1, 2, 3], jobs))


def test_none_is_a_task_like_any_other():
    done = list(map_with_tools(Clerk, lambda n: (n,), [None, 1, None], 2))
    assert sorted(str(task) for task, _ in done) == ["1", "None", "None"]


class Two(Exception):
    """An error that cannot be put together again from its words."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other}")


def makes_trouble(task: str) -> object:
    if task == "error":
        raise Two("one", "other")
    if task == "result":
        return lambda: None
    return task


@pytest.mark.parametrize(
    ("task", "kind", "words"),
    [("error", RuntimeError, "Two: one and other"), ("result", Exception, "pickle")],
)
def test_what_does_not_survive_the_way_is_told_in_words(task, kind, words):
    with pytest.raises(kind, match=words):
        list(map_tasks(makes_trouble, ["fine", task], 2))


def test_a_task_that_cannot_be_given_ends_all():
    others = multiprocessing.active_children()
    with pytest.raises(Exception, match="pickle"):
        list(map_tasks(fails, [1, lambda: 0, 3], 2))
    assert set(multiprocessing.active_children()) <= set(others)


def test_an_error_says_where_in_its_process_it_was_raised():
    with pytest.raises(KeyError) as raised:
        list(map_tasks(fails, [1, 2, 3], 2))
    assert "raise KeyError" in str(raised.value.__cause__)


def no_start() -> object:
    raise OSError("no tools here")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_process_that_cannot_begin_says_why(jobs):
    with pytest.raises(OSError, match="no tools here"):
        list(map_with_tools(no_start, lambda n: (), [1, 2, 3], jobs))


LEFT = """
from mlp_course.processes import map_tasks

if __name__ == "__main__":
    results = map_tasks(abs, range(9), 2)
    next(results)
    raise SystemExit(3)
"""


def test_an_error_ends_the_program_though_processes_wait_for_tasks(tmp_path):
    (tmp_path / "program.py").write_text(LEFT)
    program = [sys.executable, str(tmp_path / "program.py")]
    assert subprocess.run(program, timeout=60).returncode == 3
