"""Whether a test can still fail in a student's kernel: it is run again, against a spoiled answer.

What the student's functions return is changed, numbers to others, True to False, before the test
sees it. If the test gives full marks all the same, something in this kernel makes tests pass,
whatever it was: asserts that are dropped, functions of the tests that were replaced, marks that are
shown instead of the test's own. The instructor is told. It does not find answers that lie only for
themselves, nor one made to recognise this very check: see `suspicion`.
"""

import builtins
import copy
import secrets
import time
from collections.abc import Callable

from nbformat import NotebookNode, v4
from nbgrader.utils import determine_grade

from mlp_course.grading.run.outputs import has_failed, keep_own_result
from mlp_course.lessons import cells
from mlp_course.lessons.name_use import names_of
from mlp_course.lessons.remarks import NOTES, note

MANY = "# many answers are right"  # an author's word in a test that a spoiled answer may well pass
PASSES = "This test passes here whatever the answer gives: judge it by hand."
UNTRIED = (
    "From here on it could not be tried whether tests can fail "
    "(Python ended, or time was up): judge it by hand."
)
OURS = f"_spoil_{secrets.token_hex(8)}"  # a name that no student's cell can wait for
SPOIL = """
def _spoil(value):
    from random import random
    kind, number = type(value), (type(0), type(0.0), type(0j))  # a student may have replaced float
    if kind.__name__ == "module":
        return value
    if callable(value) and not isinstance(value, type(kind)):
        return lambda *given, **named: _spoil(value(*given, **named))
    if isinstance(value, type({})):
        return {key: _spoil(part) for key, part in value.items()}
    if kind in (type([]), type(()), type({1})):
        return kind(_spoil(part) for part in value)
    _spoil.count += isinstance(value, (*number, type(''))) or hasattr(value, "dtype")
    if isinstance(value, type(True)):
        return not value
    if isinstance(value, type('')):
        return value + "?"
    if hasattr(value, "dtype") and "bool" in str(value.dtype):
        return ~value
    if hasattr(value, "dtype") and "int" in str(value.dtype) or isinstance(value, type(0)):
        return value + 1 + (100 * random()).__trunc__()
    if hasattr(value, "dtype") or isinstance(value, number):
        return value * (1.5 + random()) + 1.0 + random()
    return value


_spoil.count = 0
""".replace("_spoil", OURS)
RESTORE = f"""
try:
    globals().update({OURS}.kept)  # what an earlier check has spoiled
except Exception:
    pass
"""
WAS_USED = f"assert {OURS}.count > 0"


Run = Callable[[NotebookNode], NotebookNode]  # one cell that is not in the notebook


def note_fooled_tests(nb: NotebookNode, run: Run, deadline: float) -> None:
    """Note which tests pass in this kernel whatever the answer is, or that nobody knows.

    `run` may raise TimeoutError and RuntimeError, if the kernel is dead or cannot be interrupted;
    after `deadline` (as `time.monotonic` counts) no further test is tried.
    """
    remarks = list(nb.metadata.get(NOTES, []))
    answers = {cells.grade_id(cell): cell for cell in nb.cells if cells.is_answer(cell)}
    fooled = []
    untried = None
    for test in filter(cells.is_test, nb.cells):
        if not test.execution_count or loses(test):
            continue
        item = cells.item_of(cells.grade_id(test))
        cell = spoiling(test, answers.get(item))
        try:
            if cell and _passes(cell, run, deadline):
                fooled.append(test)
        except (TimeoutError, RuntimeError):
            untried = test
            break

    # What was noted while tests ran against spoiled answers is about nobody's answer.
    nb.metadata[NOTES] = remarks
    for test in fooled:
        note(nb, test, PASSES)
    if untried:
        note(nb, untried, UNTRIED)


def _passes(cell: NotebookNode, run: Run, deadline: float) -> bool:
    """Whether a test gives full marks to a spoiled answer that it has looked at."""
    if time.monotonic() > deadline:
        raise TimeoutError
    if not is_fooled(run(cell)):
        return False
    was_used = v4.new_code_cell(WAS_USED)
    return not loses(run(was_used))


def spoiling(test: NotebookNode, answer: NotebookNode | None) -> NotebookNode | None:
    """A cell that runs `test` against spoiled names of `answer`.

    It is None if the test uses none of them, or says MANY.
    """
    used = names_of(test.source)
    if not used or MANY in test.source:
        return None
    # Where an answer cannot be read, it is expected to make what is called like the item.
    made = names_of(answer.source) if answer else None
    names = frozenset({cells.item_of(cells.grade_id(test))})
    if made:
        names = made.made
    names &= (used.now | used.later) - frozenset(vars(builtins))
    if not names:
        return None
    lines = [
        RESTORE,
        SPOIL,
        f"{OURS}.kept = {{name: globals()[name] for name in {sorted(names)} if name in globals()}}",
        f"globals().update({{name: {OURS}(value) for name, value in {OURS}.kept.items()}})",
        test.source,
    ]
    cell = copy.deepcopy(test)
    cell.source = "\n".join(lines)
    cell.outputs = []
    return cell


def is_fooled(cell: NotebookNode) -> bool:
    """Whether the test, having run against a spoiled answer, gives full marks."""
    keep_own_result(cell)
    points, most = determine_grade(cell)
    return points >= most > 0


def loses(cell: NotebookNode) -> bool:
    """Whether a cell failed, or a test gave less than full marks.

    Then there is nothing to be looked into.
    """
    if has_failed(cell):
        return True
    if not cells.is_test(cell):
        return False
    # A copy, since results that are not the test's own are taken out of it.
    has_all = "points" in cells.about(cell) and is_fooled(copy.deepcopy(cell))
    return not has_all
