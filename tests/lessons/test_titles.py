"""What items are called: as the lessons' headings say, and by their name where none does."""

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from helpers import ROOT
from helpers.tiny_course import code, lesson, text
from mlp_course.lessons import cells
from mlp_course.lessons.titles import Title, title_of, titles

LESSONS = sorted(ROOT.glob("solutions/*/*.ipynb"))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_item_of_the_course_has_a_heading_with_its_points(path):
    notebook = nbformat.read(path, as_version=4)
    known = titles(notebook)
    points = {}
    for cell in notebook.cells:
        if cells.has_points(cell):
            item = cells.item_of(cells.grade_id(cell))
            points[item] = points.get(item, 0) + cells.points(cell)
    assert {item: title.points for item, title in known.items()} == points
    assert [item for item, title in known.items() if title.text == item] == []
    assert len({title.text for title in known.values()}) == len(known)


def test_released_lessons_say_the_same():
    for path in LESSONS:
        released = ROOT / "notebooks" / path.parent.name / path.name
        assert titles(nbformat.read(released, 4)) == titles(nbformat.read(path, 4))


def test_exercises_and_questions_are_called_as_they_are_headed():
    [path] = [path for path in LESSONS if path.stem == "01-symmetry"]
    known = titles(nbformat.read(path, 4))
    assert title_of(known, "random_rotation") == "Exercise 1: random_rotation"
    assert title_of(known, "q29_answer") == "Question 29: your answer"
    assert known["q30_statements"].full == "Question 30: your six statements (3 points)"
    assert known["distance_matrix"].full == "Exercise 2: distance_matrix (1 point)"


def test_what_has_no_heading_is_called_by_its_name():
    known = titles(lesson())
    assert list(known.values()) == [
        Title("mean", "mean", 2),
        Title("moments", "moments", 3),
        Title("why", "why", 4),
        Title("largest", "largest", 1),
    ]
    assert title_of(known, "no such item") == "no such item"


def test_a_heading_names_one_item_and_headings_inside_code_or_answers_none():
    fenced = "```\n# Exercise 9: x (9 points)\n```"
    heading = new_markdown_cell(f"### Exercise 1: `one` (1 point)\n{fenced}")
    said = text("why", "### Exercise 5: mine (9 points)", grade=True, solution=True, points=4)
    test = code("two_test", "1", grade=True, points=3)
    one = code("one_test", "1", grade=True, points=1)
    known = titles(new_notebook(cells=[heading, one, said, test]))
    assert [title.text for title in known.values()] == ["Exercise 1: one", "why", "two"]
    assert [title.points for title in known.values()] == [1, 4, 3]
