"""What a student has so far, and what a class finds hard, in the tiny course."""

import csv
import json
from copy import deepcopy

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_output as output

from helpers import chromium, tiny_course
from helpers.compose import answered, hand_in, perfect_answers, released
from helpers.tiny_class import NEEDS_DEMO, NUMPY, OTHER_WAY
from helpers.tiny_course import LESSON, REPOSITORY, SECRET
from mlp_course.commands import grade as grade_verb
from mlp_course.commands import report as report_verb
from mlp_course.grading.points.own_copy import execute
from mlp_course.grading.points.standing import standing
from mlp_course.grading.report.class_report import histogram, in_terminal
from mlp_course.grading.report.difficulties import (
    Difficulty,
    difficulties,
    discrimination,
    hardest,
    sentence,
    totals,
)
from mlp_course.lessons.cells import about
from mlp_course.lessons.start.minutes import minutes_of
from mlp_course.lessons.start.page import points_so_far
from mlp_course.lessons.start.saved import as_saved, is_untouched, read

SUM = OTHER_WAY.replace("/ len(values)", "")
THREE = "def mean(values):\n    return sum(values) / 3"
HOSTILE = "def mean(values):\n    raise AssertionError('\\x1b[2J\\x07gone $\\\\frac{ a\\tb')"


def report(course, *arguments: object) -> int:
    """Call the verb."""
    return report_verb.main(["--course", str(course.root), *map(str, arguments)])


def work(course, notebook) -> None:
    """Report on this notebook, which must not be changed by that."""
    path = course.root / "my-work" / LESSON / f"{LESSON}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    before = path.read_bytes()
    assert report(course) == 0
    assert path.read_bytes() == before


def test_points_so_far_what_is_wrong_and_what_is_open(course, capsys):
    notebook = answered(
        course, LESSON, {"mean": OTHER_WAY, "moments": "def moments(values):\n    return [0, 1]"}
    )
    notebook.cells[0].source += "\n\n**Time** about\ntwo hours."
    nbformat.write(
        notebook, course.folder("release") / LESSON / f"{LESSON}.ipynb"
    )  # its own time, too
    work(course, notebook)
    said = capsys.readouterr().out
    assert f"{LESSON}: 2 of 10 points so far, about 95 minutes left" in said
    assert said.splitlines()[1:-1] == [
        "  ✓ mean: passes, 2 of 2 points",
        "  ✗ moments: not yet right, 0 of 3 points",
        "      Return three numbers.",
        "  ○ why: open, 4 points",
        "  ○ largest: open, 1 point",
    ]
    assert said.splitlines()[-1].startswith("2 of 10 points by the visible tests; ")


def test_everything_done_by_the_visible_tests(course, capsys):
    answers = perfect_answers(course, LESSON) | {
        "mean": THREE,
        "moments": NEEDS_DEMO,
    }  # hidden tests would see it
    work(course, answered(course, LESSON, answers))
    said = capsys.readouterr().out
    assert "6 of 10 points so far, 4 written for marking by hand\n" in said
    assert "open" not in said and "not yet right" not in said
    assert "  … why: written, 4 points\n      Your instructor reads it" in said


def test_an_untouched_notebook_is_not_run(course, capsys, monkeypatch):
    monkeypatch.setattr(NotebookClient, "execute", None)
    work(course, released(course, LESSON))
    assert "0 of 10 points so far" in capsys.readouterr().out.splitlines()[0]


def test_a_test_that_was_changed_counts_as_it_was(course, capsys):
    notebook = answered(course, LESSON, {"mean": SUM})
    notebook.cells[3].source = "mean = 'fine'"
    work(course, notebook)
    said = capsys.readouterr().out
    assert "0 of 10 points so far" in said
    assert "✗ mean: not yet right, 0 of 2 points\n      Divide the sum" in said


def test_a_deleted_test_and_one_that_is_there_twice_are_said(course, capsys):
    notebook = answered(course, LESSON, perfect_answers(course, LESSON))
    notebook.cells += [nbformat.NotebookNode(notebook.cells[3], id="copy")]
    del notebook.cells[7]
    work(course, notebook)
    assert capsys.readouterr().out.count("Its test is not in your notebook once") == 2


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "notebooks").glob("*/*.ipynb")), ids=lambda path: path.stem
)
def test_every_lesson_says_how_long_it_takes(path):
    assert 60 <= minutes_of(nbformat.read(path, as_version=4)) <= 480


def test_a_lesson_that_there_is_not_is_named_and_none_is_reported(course, capsys):
    assert report(course, LESSON[:2], "99") == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        f"There is no lesson called '99': the lessons are {LESSON}.\n",
    )


def test_lessons_that_were_not_begun_and_files_that_cannot_be_read(course, capsys):
    assert report(course) == 2
    assert "There is no folder" in capsys.readouterr().err
    (course.root / "my-work" / LESSON).mkdir(parents=True)
    assert report(course) == 0
    assert "not begun, 10 points" in capsys.readouterr().out
    copy = course.root / "my-work" / LESSON / f"{LESSON}.ipynb"
    copy.with_name("mine.ipynb").write_text("{}")
    assert report(course) == 0
    assert "not begun (not counted for its name: mine.ipynb), 10 points" in capsys.readouterr().out
    copy.write_text("{")
    assert report(course) == 1
    assert "cannot be read" in capsys.readouterr().out
    assert report(course, "09") == 2


# The table on the page to start from.


def saved(course, notebook) -> str:
    """What is shown of a notebook that was run and saved."""
    path = course.root / "my-work" / LESSON / f"{LESSON}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    before = sorted(course.root.rglob("*"))
    shown = points_so_far(course.root / "my-work", course.folder("release"))
    assert (
        sorted(course.root.rglob("*")) == before and shown._repr_markdown_() == repr(shown) == shown
    )
    return shown


def test_points_so_far_are_read_off_what_was_saved(course, monkeypatch):
    notebook = answered(
        course, LESSON, {"mean": OTHER_WAY, "moments": "def moments(values):\n    return [0, 1]"}
    )
    assert "| 0 of 10 | not begun |" in saved(course, released(course, LESSON))
    assert "| 0 of 10 | not begun |" in saved(course, notebook)  # its tests were not run
    execute(notebook, course.root)
    monkeypatch.setattr(NotebookClient, "execute", None)
    shown = saved(course, notebook)
    row = "| – | 2 of 10 | not yet right: `moments`; open: `why`, `largest` |"
    assert f"]({LESSON}/{LESSON}.ipynb) {row}" in shown
    assert shown.endswith(
        "**2 of 10 points**, by the visible tests as you last ran and saved them."
    )


def test_points_so_far_when_all_is_done(course):
    notebook = answered(course, LESSON, perfect_answers(course, LESSON))
    execute(notebook, course.root)
    assert "| 6 of 10, 4 to be marked | all done: press **Validate**, then hand it in |" in saved(
        course, notebook
    )


@pytest.mark.parametrize("left_out", ["execution_count", "outputs", "id"])
def test_points_so_far_of_a_notebook_that_another_program_saved(course, left_out):
    notebook = answered(course, LESSON, {"mean": OTHER_WAY})
    for cell in notebook.cells:
        cell.pop(left_out, None)
    path = course.root / "my-work" / LESSON / f"{LESSON}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert "| 0 of 10 | not begun |" in points_so_far(
        course.root / "my-work", course.folder("release")
    )


def test_what_is_saved_is_read_as_nbgrader_reads_it(course, tmp_path):
    """The quick reading of the start page and the one that grades, on every kind of answer."""
    perfect = perfect_answers(course, LESSON)
    answers = [
        {},
        perfect,
        perfect | {"mean": SUM, "moments": "def moments(values):\n    return [0, 1]"},
        {"mean": OTHER_WAY, "largest": "1 / 0"},
        {"mean": HOSTILE, "why": "Because."},
    ]
    given = course.folder("release") / LESSON / f"{LESSON}.ipynb"
    own = tmp_path / "own.ipynb"
    for chosen in answers:
        for is_run in (False, True):
            notebook = answered(course, LESSON, chosen)
            if is_run:
                execute(notebook, course.root)
            every = notebook.cells
            partial, warned = deepcopy(every), deepcopy(every)
            partial[3].outputs = [output("execute_result", {"text/plain": "1.0"})]
            warned[3].outputs = [output("stream", name="stderr", text="look out")]
            for cells in (every, every[:-1], every + every[3:4], partial, warned):
                text = json.dumps(notebook | {"cells": cells})
                own.write_text(text, encoding="utf-8")
                slow = standing(LESSON, given, own, run=False)
                quick = as_saved(read(given), own)
                assert quick.items == {item.name: (item.points, item.state) for item in slow.items}


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": [1]}', '{"cells": [{}]}'])
def test_a_copy_that_is_no_notebook_is_named(course, tmp_path, text):
    given = course.folder("release") / LESSON / f"{LESSON}.ipynb"
    (tmp_path / "own.ipynb").write_text(text)
    found = as_saved(read(given), tmp_path / "own.ipynb")
    assert "cannot be read" in found.problem or not found.points("passes")


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "notebooks").glob("*/*.ipynb")), ids=lambda path: path.stem
)
def test_the_checksum_is_nbgrader_s(path):
    cells = [cell for cell in read(path)["cells"] if "checksum" in about(cell)]
    assert len(cells) > 10 and all(is_untouched(cell) for cell in cells)
    cells[0]["source"] = "changed"
    assert not is_untouched(cells[0])


CLASS = {"a": SUM, "b": SUM, "c": THREE, "d": OTHER_WAY, "e": HOSTILE}


@pytest.fixture(scope="module")
def graded(template, tmp_path_factory):
    """Five students, graded; one has left everything but `mean` open."""
    course = tiny_course.copy_of(template, tmp_path_factory.mktemp("class") / "course")
    for student, mean in CLASS.items():
        before = perfect_answers(course, LESSON) | {"moments": NUMPY} if student != "e" else {}
        hand_in(course, LESSON, student, answered(course, LESSON, before | {"mean": mean}))
    assert grade_verb.main([LESSON, "--course", str(course.root)]) == 0
    return course


def test_items_and_misconceptions_are_counted(graded):
    mean, moments, why, largest = difficulties(graded, LESSON)
    assert dict(mean.states) == {"all points": 1, "no points": 4}
    assert dict(mean.sentences) == {
        "Divide the sum by how many there are.": 2,
        "Your mean fails for two numbers.": 1,
        "gone $\\frac{ a b": 1,
    }
    assert (mean.lost, moments.lost, largest.lost) == pytest.approx((0.8, 1 - 8 / 15, 0.2))
    assert dict(moments.states) == {"some points": 4, "open": 1}
    assert dict(why.states) == {"waits for a mark": 4, "open": 1}
    assert not largest.sentences and dict(largest.states) == {"all points": 4, "open": 1}
    order = [entry.item for entry in hardest([largest, why, moments, mean])]
    assert order == ["mean", "moments", "largest"]  # nobody knows yet what was lost in `why`


def test_what_waits_is_apart_and_the_others_are_sorted_by_what_was_lost(graded):
    lines = in_terminal(LESSON, difficulties(graded, LESSON))
    assert "5 students: mean 2.8, median 3, from 0 to 5, of 10 points (4 of them" in lines[0]
    lost = [float(line.split("%")[0]) for line in lines if "%" in line and line[5] == "%"]
    assert lost == sorted(lost, reverse=True) and len(lost) == 3
    assert lines[-1].split() == ["4", "why"]


def test_totals_count_what_is_marked(graded):
    found = difficulties(graded, LESSON)
    assert totals(found) == {"a": 3, "b": 3, "c": 3, "d": 5, "e": 0}
    counted = {low: number for low, _, number in histogram(found) if number}
    assert counted == {0: 1, 3: 3, 5: 1}


def test_discrimination_is_a_correlation_with_the_rest():
    """Numbers worked out by hand: points 1, 1, 0, 0 against 3, 2, 1, 0 correlate to 2 / √5."""
    students = "abcd"
    item = Difficulty("item", points_of=dict(zip(students, (1, 1, 0, 0), strict=True)))
    rest = Difficulty("rest", points_of=dict(zip(students, (3, 2, 1, 0), strict=True)))
    same = Difficulty("same", points_of=dict.fromkeys(students, 1))
    found = [item, rest, same]
    assert discrimination(item, found) == pytest.approx(2 / 5**0.5)
    assert discrimination(same, found) is None
    rest.states["waits for a mark"] = 1
    assert discrimination(rest, found) is None
    assert discrimination(item, found) is None  # all others have the same points


def test_the_class_is_reported_without_running_anything(graded, capsys, monkeypatch):
    monkeypatch.setattr(NotebookClient, "execute", None)
    assert report(graded, "--class", "00") == 0
    said = capsys.readouterr().out
    assert "5 students" in said and "2 × Divide the sum by how many there are." in said
    assert "\x1b" not in said and SECRET not in said
    folder = graded.root / "grading" / "report"
    page = (folder / f"{LESSON}.html").read_text(encoding="utf-8")
    assert page.count("data:image/svg+xml;base64,") == 2 and "\x1b" not in page
    assert "2 × Divide the sum by how many there are." in page and "<script" not in page
    with (folder / f"{LESSON}.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["item"]: row for row in csv.DictReader(file)}
    assert (rows["mean"]["lost"], rows["mean"]["no points"]) == ("0.8", "4")
    assert (rows["why"]["waits for a mark"], rows["why"]["marked"]) == ("4", "1")


@chromium.needs_chromium
def test_the_page_of_a_class_is_accessible_and_fits(graded):
    assert report(graded, "--class", "00") == 0
    path = graded.root / "grading" / "report" / f"{LESSON}.html"
    with chromium.started() as browser:
        for scheme, width in (("light", 1200), ("dark", 400)):
            size = {"width": width, "height": 900}
            page = browser.new_page(color_scheme=scheme, viewport=size)
            watch = chromium.Watch(page, "file:///")
            page.goto(path.as_uri())
            assert chromium.violations(page) == []
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert watch.faults == []


def test_before_anything_is_graded_that_is_said(course, capsys):
    assert report(course, "--class") == 2
    assert "Nothing is graded yet" in capsys.readouterr().err


def test_sentences_are_told_from_values():
    assert sentence("Wrong unit. Got 1,\nexpected 2.") == "Wrong unit."
    assert sentence("Got 1, expected 2.") == "Got 1, expected 2."
