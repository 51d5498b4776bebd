"""Running a submission for marks: its cells in the student's kernel, its tests in the judge's.

1. The notebook runs to its end, with the visible part of each test. Just before a test the kernel
   is copied: the copy waits.
2. Nothing more is taken from the kernel. What is shown on any page has been shown by now, when no
   hidden test has asked for anything.
3. The judge runs the lesson's own tests, and asks the copies. What it says is the output of the
   test cell.
"""

import socket
from pathlib import Path

import nbformat
from jupyter_client.manager import KernelManager
from nbformat import NotebookNode, v4
from traitlets import Bool, Integer, Unicode

from mlp_course.grading.judge.answers import HERE
from mlp_course.grading.judge.testing import Verdict
from mlp_course.grading.run.execute import ResilientExecutor
from mlp_course.grading.run.judge_process import JUDGE, JudgeError
from mlp_course.grading.run.kernels import WarmKernelManager
from mlp_course.grading.run.outputs import error
from mlp_course.grading.run.plan import plan_of
from mlp_course.grading.run.warm import FORK_SERVER
from mlp_course.lessons import cells
from mlp_course.lessons.course import GradingError
from mlp_course.lessons.remarks import note

ANSWERS = "mlp_course.grading.judge.answers"
HOLD = f"__import__('{ANSWERS}', fromlist=['hold']).hold({{fd}}, globals())"
NOT_JUDGED = "This test was not run: the tests above it used up the time for this notebook."
UNJUDGED = "The tests could not be run to their end: judge it by hand."
NOT_KEPT = "The answer could not be kept for this test: judge it by hand."


class JudgedExecutor(ResilientExecutor):
    """Runs a submission, and its tests apart from it."""

    modules = (ANSWERS,)

    spoil = Bool(
        False,
        help="Spoil all that answers return: tests that pass then accept anything.",
    ).tag(config=True)
    slack = Integer(
        10,
        help="So many times as long as an answer may compute is waited for one that sleeps.",
    ).tag(config=True)
    sources = Unicode(help="The folder of the lessons with their tests.").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict, km: KernelManager | None = None
    ) -> tuple:
        """Run the notebook and judge it; `resources["lesson"]` is the lesson with its tests."""
        lesson = self._lesson(resources)
        self.plan = plan_of(lesson, nb, self.item)
        self.tests = [step.test for step in self.plan.steps if step.test]
        self.ends: dict[str, socket.socket] = {}
        try:
            return super().preprocess(nb, resources, km)
        finally:
            self._close()
            WarmKernelManager.fds = ()

    def _begin(self) -> None:
        """Make connections for the kernel that is to start."""
        self._close()
        self.held: set[str] = set()
        self.theirs: list[socket.socket] = []
        for test in self.tests:
            ours, theirs = socket.socketpair()
            self.ends[test] = ours
            self.theirs.append(theirs)
        WarmKernelManager.fds = [end.fileno() for end in self.theirs]

    def _close(self) -> None:
        for end in [*self.ends.values(), *getattr(self, "theirs", [])]:
            end.close()
        self.ends = {}

    def _run(self, cell: NotebookNode, resources: dict, index: int) -> None:
        """Before a test, keep a copy of the kernel; of the test, run what students can see."""
        name = cells.grade_id(cell)
        if name not in self.tests:
            super()._run(cell, resources, index)
            return
        whole = cell.source
        if self._may_run(index):
            self._hold(name)
        cell.source = cells.outside(whole, cells.BEGIN_HIDDEN, cells.END_HIDDEN)
        try:
            super()._run(cell, resources, index)
        finally:
            cell.source = whole

    def _hold(self, test: str) -> None:
        """Keep a copy of the kernel as it is now."""
        kernel = FORK_SERVER.kernel
        # It has its own copies by now.
        for end in self.theirs:
            end.close()
        self.theirs = []
        if kernel is None or not kernel.fds:
            return
        self.held.add(test)
        fd = kernel.fds[self.tests.index(test)]
        self._aside(v4.new_code_cell(HOLD.format(fd=fd)))

    def _conclude(self) -> None:
        """All cells have been run: judge the tests."""
        here = {test for test in self.tests if _is_here(self.ends[test])}
        for test in set(self.tests) - here:
            # Whoever holds the other end has nothing to say.
            self.ends[test].shutdown(socket.SHUT_RDWR)
        answers = [self.ends[test] for test in self.tests]
        JUDGE.isolated = self.isolated
        found: dict[str, Verdict] = {}
        missing = NOT_JUDGED
        try:
            said = JUDGE.judge(
                self.plan,
                answers,
                seconds=self.answer_timeout,
                patience=self.slack * self.answer_timeout,
                last=self.notebook_timeout,
                spoil=self.spoil,
            )
            for verdict in said:
                found[verdict.test] = verdict
        except JudgeError:
            missing = UNJUDGED
        for cell in self.nb.cells:
            name = cells.grade_id(cell)
            if name not in self.held:
                continue
            why = missing if name in here else NOT_KEPT
            cell.outputs = self._shown(cell, found.get(name) if name in here else None, why)

    def _shown(self, cell: NotebookNode, verdict: Verdict | None, why: str) -> list[NotebookNode]:
        """A verdict as outputs of the test's cell; `why` there is none."""
        if verdict is None:
            note(self.nb, cell, why)
            return [error("NotRun", why)]
        outputs = []
        if verdict.printed:
            outputs.append(v4.new_output("stream", name="stdout", text=verdict.printed))
        if verdict.error:
            outputs.append(_failure(cell, verdict))
        elif verdict.value:
            outputs.append(
                v4.new_output(
                    "execute_result",
                    data={"text/plain": verdict.value},
                    execution_count=cell.execution_count,
                )
            )
        return outputs

    def _lesson(self, resources: dict) -> NotebookNode:
        """The lesson with its tests."""
        if "lesson" in resources:
            return resources["lesson"]
        name = resources.get("nbgrader", {}).get("notebook", "")
        path = Path(self.sources) / name / f"{name}.ipynb"
        if not path.is_file():
            raise GradingError(f"The tests are not there: {path} is no file.")
        return nbformat.read(path, as_version=4)


def _is_here(end: socket.socket) -> bool:
    """Whether the copy of the kernel that holds the other end has said so."""
    end.setblocking(False)
    try:
        return end.recv(len(HERE)) == HERE
    except OSError:
        return False
    finally:
        end.setblocking(True)


def _failure(cell: NotebookNode, verdict: Verdict) -> NotebookNode:
    """An error output, with the lines it went through as a notebook's traceback has them."""
    places = [f"Cell In[{cell.execution_count}], line {line}" for line in verdict.lines]
    if verdict.place:
        count, line = verdict.place
        places.append(f"Cell In[{count}], line {line}")
    last = f"{verdict.error}: {verdict.message}"
    return v4.new_output(
        "error",
        ename=verdict.error,
        evalue=verdict.message,
        traceback=["\n".join([*places, last])],
    )
