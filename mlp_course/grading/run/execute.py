"""Running a submission to its end, whatever a cell does, be it to loop or to kill the kernel."""

import re
import time
from typing import Any

from jupyter_client.manager import KernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets import Bool, Integer, Unicode

from mlp_course.grading.run import sandbox
from mlp_course.grading.run.imports import imported
from mlp_course.grading.run.inside.wire import TOO_LONG
from mlp_course.grading.run.kernels import NoAnswerError, WarmKernelManager
from mlp_course.grading.run.listen import Listener
from mlp_course.grading.run.needed import cells_for, idle_cells
from mlp_course.grading.run.outputs import error
from mlp_course.grading.run.warm import FORK_SERVER
from mlp_course.lessons import cells
from mlp_course.lessons.course import GradingError
from mlp_course.lessons.name_use import made_or_changed
from mlp_course.lessons.remarks import note

BY_CLOCK = 100  # times as long a cell may take on a machine that is busy with other things
STOPPED = "This cell took too long and was stopped."
DEAF = "This cell took too long and could not be interrupted."
NOT_RUN = "This cell was not run: the cells above it used up the time for this notebook."
UNSHOWN = "This cell failed, but hid its error."
CHANGED = "This notebook changed {}, in which the next one would have been run."
NAME = re.compile(r"name '(\w+)' is not defined")


class LostError(RuntimeError):
    """A process that works beside the notebook was lost, perhaps by nobody's code."""


class ResilientExecutor(Listener):
    """nbgrader's Execute, except that one cell never costs the marks of the others.

    A cell that takes too long is interrupted. Where kernels are forked, what counts is the time of
    processors that it and all it started take, and the time in which all of them sleep: what else
    the machine does costs nobody a mark. A cell that kills the kernel, or that cannot be
    interrupted, is failed, and the notebook is run again without it. Cells that no mark depends on
    are left out, unless a name turns out to be missing.
    """

    answer_timeout = Integer(
        120,
        help="Seconds of processors for a cell with an answer or a test.",
    ).tag(config=True)
    notebook_timeout = Integer(1800, help="Seconds for the whole notebook.").tag(config=True)
    restarts = Integer(3, help="How many cells may take the kernel with them.").tag(config=True)
    item = Unicode(help="Run only what the mark of this item depends on.").tag(config=True)
    isolated = Bool(
        True,
        help="Run students' code in a sandbox, where there is one.",
    ).tag(config=True)
    require_isolation = Bool(
        False,
        help="Refuse to run anything where there is no sandbox.",
    ).tag(config=True)
    run_everything = Bool(
        False,
        help="Run also the cells that no mark depends on.",
    ).tag(config=True)

    modules: tuple[str, ...] = ()  # that the kernel is to have, beside those of the lesson

    def __init__(self, *arguments: object, **options: object) -> None:
        options.setdefault("kernel_manager_class", WarmKernelManager)
        super().__init__(*arguments, **options)

    def preprocess(
        self,
        nb: NotebookNode,
        resources: dict,
        km: KernelManager | None = None,
    ) -> tuple:
        """Run every cell; each ends with its outputs or with an error output that says why not."""
        self.timeout_func = self._seconds_for
        FORK_SERVER.modules = [*imported(nb), *self.modules]
        FORK_SERVER.isolated = self.isolated
        if self.require_isolation and not FORK_SERVER.in_sandbox():
            reason = sandbox.missing() or "not wanted"
            raise GradingError(f"Student code is not isolated on this computer: {reason}.")
        self.idle = self._idle(nb)
        self._run_to_the_end(nb, resources, km)
        # What was left out may have been needed after all: then nothing is.
        if misses_a_name(nb, self.idle):
            self.idle = set()
            self._run_to_the_end(nb, resources, km)
        return nb, resources

    def _idle(self, nb: NotebookNode) -> set[int]:
        """Positions of the cells that need not be run."""
        if self.run_everything:
            return set()
        if self.item:
            everything = set(range(len(nb.cells)))
            return everything - cells_for(nb, self.item)
        return idle_cells(nb)

    def _run_to_the_end(self, nb: NotebookNode, resources: dict, km: KernelManager | None) -> None:
        """Run the notebook, again without the cell that stopped it, as often as that may be."""
        self.fatal: dict[int, str] = {}
        self.current = -1
        self.stop_at = len(nb.cells)
        attempts = 0
        ended_once: set[int] = set()
        while True:
            # Too many cells have taken a kernel with them: what comes after is not run.
            if len(self.fatal) > self.restarts:
                self.stop_at = min(self.stop_at, self.current)
            self._prepare()
            self.deadline = time.monotonic() + BY_CLOCK * self.notebook_timeout
            for cell in nb.cells:
                if cell.cell_type == "code":
                    cell.outputs = []
                    cell.execution_count = None
            try:
                super().preprocess(nb, resources, km)
                if FORK_SERVER.changed:
                    note(nb, nb.cells[-1], CHANGED.format(FORK_SERVER.changed))
                return
            except GradingError:
                raise
            except (NoAnswerError, LostError):
                # Nobody's fault: no cell has begun, or all have ended.
                attempts += 1
                if attempts > self.restarts:
                    raise
            except DeadKernelError:
                # Once, somebody else may have ended it; and who does so again, did so before.
                if not FORK_SERVER.why and self.current not in ended_once:
                    ended_once.add(self.current)
                    continue
                why = f": {FORK_SERVER.why}" if FORK_SERVER.why else ""
                ended = f"This cell stopped the Python process{why}."
                self._blame(nb, DEAF if FORK_SERVER.why == TOO_LONG else ended)
            except CellTimeoutError:
                self._blame(nb, DEAF)
            except (ValueError, KeyError, TypeError, AttributeError) as problem:
                kind = type(problem).__name__
                self._blame(nb, f"This cell sent what cannot be understood ({kind}).")

    def _prepare(self) -> None:
        """What is to be done before a kernel starts."""

    def _conclude(self) -> None:
        """What is to be done when all cells have been run, and the kernel is still there."""

    def preprocess_cell(
        self,
        cell: NotebookNode,
        resources: dict,
        index: int,
    ) -> tuple[NotebookNode, dict]:
        """Run one cell, unless it is not to be, or cannot be any more."""
        self.current = index
        self.printed = self.drawn = 0
        if cell.cell_type == "code" and index not in self.idle:
            self._run(cell, resources, index)
        if cell is self.nb.cells[-1]:
            self._conclude()
        return cell, resources

    def _run(self, cell: NotebookNode, resources: dict, index: int) -> None:
        """Run a cell, unless it has taken a kernel with it or the notebook's time is up."""
        if index in self.fatal:
            self._fail(cell, self.fatal[index])
        elif not self._may_run(index) or self._begin(cell) > self.notebook_timeout:
            self._fail(cell, NOT_RUN)
        else:
            super().preprocess_cell(cell, resources, index)
            if FORK_SERVER.end_cell():
                cell.outputs.append(error("CellTimeoutError", STOPPED))
            if any(output.get("ename") == "CellTimeoutError" for output in cell.outputs):
                note(self.nb, cell, STOPPED)

    def _may_run(self, index: int) -> bool:
        """Whether a cell is to be run."""
        in_time = time.monotonic() <= self.deadline
        return in_time and index < self.stop_at and index not in self.fatal

    def _begin(self, cell: NotebookNode) -> float:
        """Have the seconds counted that this cell takes; returns those that are spent."""
        self.counted = FORK_SERVER.begin_cell(self._allowed(cell))
        if self.counted is not None:
            return self.counted
        return time.monotonic() - self.deadline + BY_CLOCK * self.notebook_timeout

    def on_cell_executed(self, **about: Any) -> None:
        """See to it that an error the kernel reports is among the outputs; note if it was not."""
        cell = about["cell"]
        # Whatever nbgrader adds now was not among the outputs.
        shown = len(cell.outputs)
        super().on_cell_executed(**about)
        if any(output.ename != "CellTimeoutError" for output in cell.outputs[shown:]):
            note(self.nb, cell, UNSHOWN)

    def _blame(self, nb: NotebookNode, sentence: str) -> None:
        """Remember that the current cell stopped the kernel; a second time nobody is to blame."""
        if self.current < 0 or self.current in self.fatal:
            raise RuntimeError("the Python process does not start")
        self.fatal[self.current] = sentence
        note(nb, nb.cells[self.current], sentence)

    def _fail(self, cell: NotebookNode, sentence: str) -> None:
        """Give a code cell an error for its only output."""
        if cell.cell_type == "code":
            cell.outputs = [error("NotRun", sentence)]

    def _seconds_for(self, cell: NotebookNode) -> int:
        """Seconds this cell may take by the clock."""
        allowed = self._allowed(cell)
        if self.counted is None:
            return allowed
        # What counts is the time of processors; by the clock a busy machine takes much longer.
        return allowed * BY_CLOCK

    def _allowed(self, cell: NotebookNode) -> int:
        """Seconds this cell may take."""
        if cells.is_answer(cell) or cells.is_test(cell):
            return self.answer_timeout
        return self.timeout


def misses_a_name(nb: NotebookNode, idle: set[int]) -> bool:
    """Whether an error may be owed to a cell above that was left out."""
    # Where each name is first made by what was left out
    first: dict[str, int] = {}
    for place in sorted(idle):
        for name in made_or_changed(nb.cells[place].source):
            first.setdefault(name, place)
    for place, cell in enumerate(nb.cells):
        for output in cell.get("outputs", []):
            if output.output_type != "error":
                continue
            found = NAME.search(output.evalue)
            if found and first.get(found[1], place) < place:
                return True
    return False
