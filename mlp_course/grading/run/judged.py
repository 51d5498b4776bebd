"""Running a submission for marks: its cells in the student's kernel, its tests in the judge's.

1. The notebook runs to its end. Before each cell the kernel keeps what every name stands for.
2. Nothing more is taken from the kernel: what is shown on any page has been shown by now, when no
   test has asked for anything.
3. The judge runs the lesson's own tests. For each the kernel makes a copy of itself, which answers
   with the names as they were where the test stands. What the judge says is the output of the test.
"""

import queue
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import KernelManager
from jupyter_core.utils import run_sync
from nbformat import NotebookNode, v4
from traitlets import Bool, Integer, Unicode

from mlp_course.checks.cards.card import Card
from mlp_course.checks.cards.outputs import of_card
from mlp_course.grading.judge.testing import ENDED, LATE, Verdict
from mlp_course.grading.run.execute import LostError, ResilientExecutor
from mlp_course.grading.run.judging.plan import STUDENT, plan_of
from mlp_course.grading.run.judging.process import JUDGE, JudgeError
from mlp_course.grading.run.kernels import WarmKernelManager
from mlp_course.grading.run.needed import name_in, needed_by, only_answers_differ
from mlp_course.grading.run.outputs import error, with_line
from mlp_course.grading.run.warm import FORK_SERVER
from mlp_course.lessons import cells
from mlp_course.lessons.course import GradingError
from mlp_course.lessons.remarks import note

KEEPING = "mlp_course.grading.judge.keeping"
MODULE = f"__import__('{KEEPING}', fromlist=['KEPT'])"
KEEP = f"--IPKernelApp.exec_lines={MODULE}.keep_names(get_ipython())"
SERVE = f"{MODULE}.serve_each(get_ipython().user_ns, {{places}})"
NOT_JUDGED = "This test was not run: the tests above it used up the time for this notebook."
UNJUDGED = "The tests could not be run to their end: judge it by hand."
# Elsewhere no running process can be copied.
APART = sys.platform == "linux"


class JudgedExecutor(ResilientExecutor):
    """Runs a submission, and its tests apart from it."""

    modules = (KEEPING,)  # that the kernel is to have

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
        self.lesson = self._lesson(resources)
        self.plan = plan_of(self.lesson, nb, self.item)
        self.tests = [step.test for step in self.plan.steps if step.test]
        self.ends: list[socket.socket] = []
        self.theirs: list[socket.socket] = []
        self.again = False
        try:
            return super().preprocess(nb, resources, km)
        finally:
            self._close()

    def _idle(self, nb: NotebookNode) -> set[int]:
        """Tests are the judge's; of the lesson's own cells only those are run that answers need."""
        if self.run_everything or (not self.item and not only_answers_differ(nb, self.lesson)):
            return set()
        answers = set()
        for place, cell in enumerate(nb.cells):
            name = cells.grade_id(cell)
            if cells.is_answer(cell) and cell.cell_type == "code" and self.item in ("", name):
                answers.add(place)
        name = name_in(nb)
        if name:
            self.plan = replace(self.plan, known={STUDENT: name})
        return set(range(len(nb.cells))) - needed_by(nb, answers, below=False)

    def start_new_kernel(self, **options: Any) -> None:
        """Start a kernel that keeps its names; its arguments are the settings' until now."""
        self.extra_arguments: list[str] = [*self.extra_arguments, KEEP]
        super().start_new_kernel(**options)

    def _prepare(self) -> None:
        """Make connections for the kernel that is to start."""
        self._close()
        pairs = [socket.socketpair() for _ in self.tests]
        self.ends = [ours for ours, _ in pairs]
        self.theirs = [theirs for _, theirs in pairs]
        WarmKernelManager.fds = [end.fileno() for end in self.theirs]

    def _close(self) -> None:
        """Close all connections."""
        for end in [*self.ends, *self.theirs]:
            end.close()
        self.ends = []
        self.theirs = []
        WarmKernelManager.fds = ()

    def _run(self, cell: NotebookNode, resources: dict, index: int) -> None:
        """Of a test, run what students can see."""
        whole = cell.source
        if cells.is_test(cell):
            cell.source = cells.outside(whole, cells.BEGIN_HIDDEN, cells.END_HIDDEN)
        try:
            super()._run(cell, resources, index)
        finally:
            cell.source = whole

    def _conclude(self) -> None:
        """All cells have been run: judge the tests."""
        found: dict[str, Verdict] = {}
        missing = NOT_JUDGED
        lost = False
        JUDGE.isolated = self.isolated
        try:
            self._serve()
            for verdict in self._judge():
                found[verdict.test] = verdict
                lost = lost or verdict.error == ENDED
        except JudgeError:
            missing = UNJUDGED
            lost = True
        if lost and not self.again:
            self.again = True
            raise LostError("a process was lost while the tests were run")
        for place, cell in enumerate(self.nb.cells):
            name = cells.grade_id(cell)
            if name in self.tests and (place in self.idle or self._may_run(place)):
                # By its number a traceback names a cell; the kernel has run fewer.
                cell.execution_count = cell.execution_count or len(self.nb.cells) + place
                cell.outputs = self._shown(cell, found.get(name), missing)

    def _judge(self) -> Iterator[Verdict]:
        """What the judge says."""
        return JUDGE.judge(
            self.plan,
            self.ends,
            seconds=self.answer_timeout,
            patience=self.slack * self.answer_timeout,
            last=self.notebook_timeout,
            answering=self._serves,
            spoil=self.spoil,
        )

    def _serve(self) -> None:
        """Let the kernel serve the judge, from now on and until it is ended."""
        # It has its own copies of the connections.
        for end in self.theirs:
            end.close()
        kernel = FORK_SERVER.kernel
        if kernel is None:
            raise GradingError(
                "no kernel could be forked, so the tests cannot be run apart from it"
            )
        places = list(zip(kernel.fds, self._counts(), strict=True))
        code = SERVE.format(places=places)
        self.serving = self.kc.execute(code, silent=True, store_history=False)

    def _serves(self) -> bool:
        """Whether the kernel has not said that it has done with serving."""
        try:
            reply = run_sync(self.kc.get_shell_msg)(timeout=0)
        except queue.Empty:
            return True
        except Exception:
            # Whatever it is, it came from the kernel.
            return False
        return reply["parent_header"].get("msg_id") != self.serving

    def _counts(self) -> list[int]:
        """For each test the number of the first cell that was run there or below; 0 if none was."""
        counts = dict.fromkeys(self.tests, 0)
        below = 0
        for cell in reversed(self.nb.cells):
            below = cell.get("execution_count") or below
            name = cells.grade_id(cell)
            if name in counts:
                counts[name] = below
        return list(counts.values())

    def _shown(self, cell: NotebookNode, verdict: Verdict | None, why: str) -> list[NotebookNode]:
        """A verdict as outputs of the test's cell; `why` there is none."""
        if verdict is None:
            note(self.nb, cell, why)
            return [error("NotRun", why)]
        outputs = []
        if verdict.error in (ENDED, LATE):
            note(self.nb, cell, verdict.message)
        card = Card.of_dict(verdict.card)
        if card:
            outputs.append(of_card(with_line(card, self.nb, verdict.place)))
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


# Where tests cannot be judged apart they are run in the student's kernel, and `grade` says so.
EXECUTOR: type[ResilientExecutor] = JudgedExecutor if APART else ResilientExecutor


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
        traceback=[*places, last],
    )
