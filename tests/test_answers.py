"""Every answer of the bank meets the tests of its exercise.

Right ones pass, wrong ones are told what is wrong.

`mlp-course audit` does the same as a grader would, with a kernel for each answer, in minutes. Here
answers run in this process, which takes a second for ten of them, and more is asked: sentences, and
a bank that covers every item.
"""

import ast
import contextlib
import functools
import re
import warnings
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from mlp_course.grading.audit import bank
from mlp_course.grading.audit.bank import ACCEPT, REJECT, BankAnswer
from mlp_course.grading.run.needed import cells_for
from mlp_course.lesson import scratch
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course

COURSE = Course(Path(__file__).resolve().parent.parent)
BANK = COURSE.root / "tests" / "answers"
LESSONS = [name for name in bank.lessons_in(BANK) if name in COURSE.lessons()]
READ = [found for lesson in LESSONS for found in bank.read_lesson(BANK, COURSE, lesson)]
ANSWERS = [found for found in READ if isinstance(found, BankAnswer)]

items_of = functools.cache(functools.partial(bank.items_of, COURSE))
ITEMS = [(lesson, item) for lesson in LESSONS for item in items_of(lesson)]


@functools.cache
def source_of(lesson: str) -> nbformat.NotebookNode:
    """The lesson with its answers and hidden tests."""
    return nbformat.read(COURSE.source(lesson), as_version=4)


def run(lesson: str, item: str, answer: str) -> tuple[float, float]:
    """The points that `answer` earns, and how many there are; raises what the cells raise."""
    worked = source_of(lesson).cells
    tried = [
        nbformat.NotebookNode(c, source=answer) if cells.grade_id(c) == item else c for c in worked
    ]
    notebook = v4.new_notebook(cells=tried)
    space, earned, most = {"__name__": "lesson"}, 0.0, 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a warning costs no points
        for place in sorted(cells_for(notebook, item)):
            cell = notebook.cells[place]
            of_item = cells.item_of(cells.grade_id(cell)) == item
            with contextlib.suppress(
                NotImplementedError if of_item and cells.is_answer(cell) else ()
            ):
                value = execute(cell.source, space)  # as Jupyter goes on
            if of_item and cells.is_test(cell):
                most += cell.metadata.nbgrader.points
                earned += cell.metadata.nbgrader.points if value is None else float(value)
    return earned, most


def execute(source: str, space: dict):
    """Run a cell in `space`; the value of its last expression, as Jupyter shows it."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), space)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), space) if last else None


def stub(lesson: str, item: str) -> str:
    """The answer cell as students get it."""
    worked, region = items_of(lesson)[item], r"^( *)### BEGIN SOLUTION.*?### END SOLUTION"
    return re.sub(region, r"\1raise NotImplementedError()", worked, flags=re.DOTALL | re.MULTILINE)


def of_kind(kind: str) -> pytest.MarkDecorator:
    """For a test of each answer of this kind."""
    return pytest.mark.parametrize(
        "answer", [a for a in ANSWERS if a.kind == kind], ids=lambda a: a.file
    )


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path, monkeypatch):
    """What a lesson writes, every answer writes anew."""
    monkeypatch.chdir(tmp_path)
    scratch.cache_clear()


@pytest.mark.parametrize(("lesson", "item"), ITEMS)
def test_the_model_answer_earns_every_point_and_the_stub_none(lesson, item):
    earned, most = run(lesson, item, items_of(lesson)[item])
    assert earned == most > 0
    with pytest.raises(NotImplementedError):
        run(lesson, item, stub(lesson, item))


@of_kind(ACCEPT)
def test_right_answer_passes(answer):
    earned, most = run(answer.lesson, answer.item, answer.source)
    assert earned == most


@of_kind(REJECT)
def test_wrong_answer_is_told_why(answer):
    try:
        earned, most = run(answer.lesson, answer.item, answer.source)
    except AssertionError as error:
        assert re.search(answer.says, str(error)), (
            f"the message does not speak to the mistake: {error}"
        )
        assert len(str(error).split()) > 2, f"not a sentence: {error}"
    else:
        assert earned < most, "a wrong answer got full marks"


@pytest.mark.parametrize(("lesson", "item"), ITEMS)
def test_the_bank_covers_the_item(lesson, item):
    kinds = [answer.kind for answer in ANSWERS if (answer.lesson, answer.item) == (lesson, item)]
    assert kinds.count(ACCEPT) >= 2, f"{item} needs two right answers written differently"
    assert kinds.count(REJECT) >= 2, f"{item} needs two wrong answers"


def test_every_file_is_an_answer_and_names_its_idea():
    assert (
        [found for found in READ if found not in ANSWERS]
        == list(bank.strangers(BANK, COURSE))
        == []
    )
    assert [answer.file for answer in ANSWERS if not answer.idea] == []
