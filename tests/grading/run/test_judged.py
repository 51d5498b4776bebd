"""A submission is judged apart from its kernel: what is lost, left out or spoiled on the way."""

import time

import nbformat
import pytest

from helpers import tiny_course
from mlp_course.grading.jobs import job
from mlp_course.grading.jobs.job import Job, execute, opened
from mlp_course.grading.run import judged
from mlp_course.grading.run.execute import ResilientExecutor
from mlp_course.grading.run.outputs import has_failed
from mlp_course.grading.run.warm import FORK_SERVER, ColdError
from mlp_course.lessons import cells
from mlp_course.lessons.remarks import NOTES


def run(change=None, **settings):
    """The executed tiny lesson with its worked answers, after `change` of the notebook."""
    lesson = tiny_course.lesson()
    notebook = nbformat.from_dict(lesson)
    if change:
        change({cell.id: cell for cell in notebook.cells}, notebook)
    content = [nbformat.writes(nb).encode() for nb in (notebook, lesson)]
    result = execute(Job("ada", *content, settings={"JudgedExecutor": settings}))
    assert not result.problem, result.problem
    return opened(result.notebook)


def failed(notebook) -> list[str]:
    """The tests that did not pass."""
    return [cells.grade_id(c) for c in notebook.cells if cells.is_test(c) and has_failed(c)]


@pytest.mark.parametrize("what", ["judge", "kernel"])
def test_what_is_lost_once_while_judging_costs_nobody_a_mark(monkeypatch, what):
    judge = judged.JUDGE.judge
    lost = []

    def losing(*given, **named):
        for verdict in judge(*given, **named):
            yield verdict
            if not lost:
                lost.append(verdict)
                kill = judged.JUDGE.process.kill if what == "judge" else FORK_SERVER.kernel.kill
                kill()

    monkeypatch.setattr(judged.JUDGE, "judge", losing)
    notebook = run()
    assert lost and failed(notebook) == [] and notebook.metadata.get(NOTES, []) == []


def test_what_ends_its_process_again_is_told():
    def ends(by_id, _):
        by_id["mean"].source = "import os\ndef mean(values):\n    os._exit(0)\n"

    notebook = run(ends)
    assert failed(notebook) == ["mean_test"]
    assert "mean_test: this cell stopped the Python process" in notebook.metadata[NOTES]


# What the judge waits for never comes: the kernel says that it has done all, and has not.
DOES_NOTHING = """
async def do_execute(*given, **named):
    return {"status": "ok", "execution_count": 9, "payload": [], "user_expressions": {}}

get_ipython().kernel.do_execute = do_execute
"""


def test_nobody_waits_for_a_kernel_that_has_done_with_serving():
    def ends(by_id, _):
        by_id["largest"].source += DOES_NOTHING

    # By default it would be waited for half an hour.
    began = time.monotonic()
    notebook = run(ends, answer_timeout=1000)
    assert time.monotonic() - began < 100
    assert len(failed(notebook)) == 3
    assert "stopped the Python process" in str(notebook.metadata[NOTES])


def test_a_helper_of_the_same_name_further_down_changes_nothing_above():
    def reuses(by_id, _):
        by_id[
            "mean"
        ].source = "def total(v):\n    return sum(v)\ndef mean(v):\n    return total(v) / len(v)\n"
        by_id["moments"].source = "def total(v):\n    return 0\n" + by_id["moments"].source

    assert failed(run(reuses)) == []


def test_what_a_student_adds_is_run_in_its_place():
    def adds(by_id, notebook):
        by_id["mean"].source = "def mean(v):\n    return helper(v)\n"
        own = nbformat.v4.new_code_cell("def helper(v):\n    return sum(v) / len(v)\n")
        notebook.cells.insert(1, own)

    assert failed(run(adds)) == []


def test_spoiled_answers_fail_every_test():
    notebook = run(spoil=True)
    assert failed(notebook) == ["mean_test", "largest_test"]
    (partial,) = [c for c in notebook.cells if cells.grade_id(c) == "moments_test"]
    assert partial.outputs[-1].data["text/plain"] == "0.0"


def test_hidden_tests_never_enter_the_kernel():
    """The kernel looks for what only the tests know, when it is asked and at its end."""

    def spies(by_id, _):
        by_id["largest"].source = (
            "import gc\n"
            "def largest(values):\n"
            "    seen = [g for g in gc.get_objects() if isinstance(g, (dict, str))]\n"
            "    names = [g for g in seen if isinstance(g, dict) and 'hidden_' + 'sample' in g]\n"
            "    code = [s for s in In if 'HID' + 'DEN' in s]\n"
            "    return 0 if names or code else max(values)\n"
        )

    assert "hidden_sample" in tiny_course.lesson().cells[7].source
    assert failed(run(spies)) == []


def test_where_no_process_can_be_copied_tests_run_in_the_kernel(monkeypatch):
    monkeypatch.setattr(job, "EXECUTOR", ResilientExecutor)

    def wrong(by_id, _):
        by_id["mean"].source = "def mean(values):\n    return 9\n"

    assert failed(run(wrong)) == ["mean_test"]


def test_a_kernel_that_was_not_forked_is_no_mark(monkeypatch):
    lesson = nbformat.writes(tiny_course.lesson()).encode()
    monkeypatch.setattr(
        judged.FORK_SERVER, "fork", lambda *given, **named: (_ for _ in ()).throw(ColdError("no"))
    )
    monkeypatch.setattr(judged.FORK_SERVER, "kernel", None)
    settings = {"ResilientExecutor": {"isolated": False}}
    result = execute(Job("ada", lesson, lesson, settings=settings))
    assert "cannot be run apart" in result.problem
