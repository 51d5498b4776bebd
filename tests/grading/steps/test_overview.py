"""The student's page of feedback: the list on top, in a real browser, by day, by night, narrow."""

import os
import re
from datetime import datetime

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Page, expect

from helpers import chromium, tiny_course
from helpers.compose import answered, hand_in, perfect_answers
from helpers.grading import grade, table
from helpers.tiny_course import LESSON
from mlp_course.commands import release as release_verb
from mlp_course.lessons.course import Course

HEADS = {
    "mean": "### Exercise 1: `mean` (2 points)",
    "moments": "### Exercise 2: `moments` (3 points)",
    "why": "### Question 3. Why?\n\n#### Your answer (4 points)",
}
WRONG = {"mean": "def mean(values):\n    return max(values)"}
WHY = {"why": "Because a mean is a sum over a count."}
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
LATE = datetime(2026, 11, 22, 9, 30)

pytestmark = chromium.needs_chromium


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Course:
    """Two of a lesson with headings, due on the 20th: one late and right, one wrong and open."""
    notebook = tiny_course.lesson()
    for item, heading in HEADS.items():
        [place] = [k for k, cell in enumerate(notebook.cells) if cell.id == item]
        notebook.cells.insert(place, tiny_course.text(f"{item}-head", heading))
    course = tiny_course.make(tmp_path_factory.mktemp("class") / "course", notebook)
    assert release_verb.main(["--course", str(course.root)]) == 0
    right = perfect_answers(course, LESSON) | WHY
    path = hand_in(course, LESSON, "Ada Late_101", answered(course, LESSON, right))
    os.utime(path, (LATE.timestamp(), LATE.timestamp()))
    path = hand_in(course, LESSON, "Bo Wrong_102", answered(course, LESSON, WRONG))
    os.utime(path, (0, 0))
    assert grade(course, "--due", "2026-11-20", "--late-penalty", "10") == 0
    return course


@pytest.fixture(scope="module")
def browser():
    """One for all tests."""
    with chromium.started() as started:
        yield started


@pytest.fixture
def page(browser) -> Page:
    """A window that nobody has used."""
    with browser.new_context() as context:
        yield context.new_page()


def open_page(page: Page, course: Course, student: str) -> None:
    """Open a student's page."""
    path = course.folder("feedback") / student / LESSON / f"{LESSON}.html"
    page.goto(path.as_uri())


def facts(page: Page) -> dict[str, str]:
    """What stands in the box on top."""
    names = page.locator("dt").all_inner_texts()
    return dict(zip(names, page.locator("dd").all_inner_texts(), strict=True))


def rows(page: Page) -> list[str]:
    """The list, a line for each exercise, without what screens alone show."""
    found = page.locator("nav li")
    return [" ".join(text.split()) for text in found.all_text_contents()]


def test_lateness_has_its_arithmetic_and_the_number_of_the_table(page, graded):
    open_page(page, graded, "Ada Late_101")
    expect(page.locator("header .name")).to_have_text("Ada Late")
    expect(page.get_by_role("heading", level=1)).to_have_text("A tiny lesson")
    told = facts(page)
    assert told["Points"] == "6 of 10, 2 days late, 20 % off: 4.8"
    assert table(graded)["Ada Late_101"]["total"] == "4.8"
    assert told["Late"] == "1 day, 9 hours and 30 minutes"
    assert told["Handed in"] == "22 November 2026, 09:30"
    assert told["Due"] == "20 November 2026, end of the day"
    assert told["Not counted yet"] == "4 points wait for a mark"


def test_the_list_names_every_exercise_and_what_waits_has_no_points(page, graded):
    open_page(page, graded, "Ada Late_101")
    assert rows(page) == [
        "✓ Exercise 1: mean all points 2 of 2 points",
        "✓ Exercise 2: moments all points 3 of 3 points",
        "… Question 3: your answer waits for a mark 4 points "
        "Your instructor has not marked it yet.",
        "✓ largest all points 1 of 1 point",
    ]
    open_page(page, graded, "Bo Wrong_102")
    wrong, *still_open = rows(page)
    said = "Divide the sum by how many there are."
    assert wrong == f"✗ Exercise 1: mean no points 0 of 2 points {said}"
    assert all(row.startswith("○") for row in still_open)
    assert "Late" not in facts(page)


def test_a_row_leads_to_its_exercise_and_the_rest_is_folded(page, graded):
    open_page(page, graded, "Bo Wrong_102")
    page.get_by_role("link", name="Exercise 1: mean").click()
    assert page.url.endswith("#mean")
    exercise = page.locator("section#mean")
    expect(exercise).to_be_in_viewport()
    expect(exercise).to_contain_text("return max(values)")
    said = exercise.get_by_text("Divide the sum by how many there are.")
    expect(said.filter(visible=True)).to_have_count(1)
    expect(page.get_by_text("Some prose in between.")).to_be_hidden()
    page.get_by_text("The rest of the lesson").click()
    expect(page.get_by_text("Some prose in between.")).to_be_visible()


def test_a_mark_and_a_comment_come_onto_the_page(page, graded):
    place = graded.config().CourseDirectory
    with Gradebook(place.db_url, place.course_id) as book:
        given = book.find_grade("why", LESSON, LESSON, "Ada Late_101")
        given.manual_score = 3.5
        given.needs_manual_grade = False
        comment = book.find_comment("why", LESSON, LESSON, "Ada Late_101")
        comment.manual_comment = "Well *put*."
        book.db.commit()
    assert grade(graded) == 0
    open_page(page, graded, "Ada Late_101")
    assert facts(page)["Points"] == "9.5 of 10, 2 days late, 20 % off: 7.6"
    assert table(graded)["Ada Late_101"]["total"] == "7.6"
    assert "◐ Question 3: your answer some points 3.5 of 4 points" in rows(page)
    expect(page.locator("section#why .comment em")).to_have_text("put")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1200])
def test_a_page_is_accessible_fits_and_asks_for_nothing(browser, graded, scheme, width):
    size = {"width": width, "height": 900}
    with browser.new_context(viewport=size, color_scheme=scheme) as context:
        page = context.new_page()
        watch = chromium.Watch(page, "file:///")
        open_page(page, graded, "Bo Wrong_102")
        page.evaluate("document.querySelectorAll('details').forEach(all => all.open = true)")
        assert chromium.violations(page) == []
        assert not page.evaluate(TOO_WIDE)
        assert watch.faults == []


def test_a_new_deadline_makes_the_pages_anew(graded):
    path = graded.folder("feedback") / "Ada Late_101" / LESSON / f"{LESSON}.html"
    before = path.read_text(encoding="utf-8")
    assert grade(graded) == 0
    assert path.read_text(encoding="utf-8") == before
    assert grade(graded, "--due", "none") == 0
    after = path.read_text(encoding="utf-8")
    assert "% off" in before and "% off" not in after
    assert re.search(r"<dd>9.5 of 10</dd>", after)
