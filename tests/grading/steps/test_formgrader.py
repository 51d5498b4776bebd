"""An instructor in a real browser: formgrader on a class, a mark and a comment typed and kept."""

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import FrameLocator, expect

from helpers import chromium, tiny_course
from helpers.compose import answered, hand_in, perfect_answers
from helpers.labs import SLOW, Lab, lab_on, needs_a_lab
from helpers.tiny_course import LESSON
from mlp_course.commands import grade as grade_verb
from mlp_course.lessons.course import Course

CLASS = ("ada", "bo")
WRONG = {"mean": "def mean(values):\n    return max(values)"}
WHY = {"why": r"Because a mean is a sum over a count: $m = \frac{1}{N} \sum_i x_i$."}
# As it gave its author all points, where Mermaid was drawn
FULL = "new Grade({id: all.find(one => one.name == 'why').id}).save({manual_score: 4})"
ALL = "base_url + '/api/grades?submission_id=' + submission_id"
LIE = f"""
```mermaid
<img src=x onerror="$.getJSON({ALL}, all => {FULL})">
```
"""

pytestmark = needs_a_lab


@pytest.fixture(scope="module")
def graded(template: Course, tmp_path_factory) -> Course:
    """A class of two: one has everything right, the other one answer wrong."""
    course = tiny_course.copy_of(template, tmp_path_factory.mktemp("class") / "course")
    for student in CLASS:
        answers = perfect_answers(course, LESSON) | WHY
        if student == "bo":
            answers |= WRONG | {"why": WHY["why"] + LIE}
        hand_in(course, LESSON, student, answered(course, LESSON, answers))
    assert grade_verb.main([LESSON, "--course", str(course.root)]) == 0
    return course


@pytest.fixture(scope="module")
def lab(graded: Course, tmp_path_factory):
    """JupyterLab on the whole course, as an instructor starts it."""
    with lab_on(graded.root, tmp_path_factory.mktemp("jupyter"), course=True) as lab:
        yield lab


@pytest.fixture(scope="module")
def formgrader(lab: Lab) -> FrameLocator:
    """Formgrader, opened from the menu."""
    lab.page.goto(f"{lab.url}lab?token={lab.token}&reset")
    lab.menu("Nbgrader", "Formgrader")
    return lab.page.frame_locator("iframe[src*='formgrader']")


def submissions(formgrader: FrameLocator) -> None:
    """Go from wherever we are to the list of submissions of the lesson."""
    formgrader.get_by_role("link", name="Manual Grading").first.click()
    for _ in ("lesson", "notebook"):
        formgrader.locator("#main-table").get_by_role("link", name=LESSON, exact=True).click()
    expect(formgrader.locator("#main-table tr")).to_have_count(len(CLASS), timeout=SLOW)


def test_the_class_is_listed_with_its_marks(formgrader: FrameLocator):
    formgrader.get_by_role("link", name="Assignments").click()
    row = formgrader.locator("#main-table tr", has_text=LESSON)
    expect(row).to_contain_text(str(len(CLASS)), timeout=SLOW)
    submissions(formgrader)
    rows = formgrader.locator("#main-table tr")
    expect(rows.filter(has_text="6 / 10")).to_have_count(1)
    expect(rows.filter(has_text="4 / 10")).to_have_count(1)


def test_a_mark_and_a_comment_are_typed_and_kept(
    formgrader: FrameLocator, lab: Lab, graded: Course
):
    submissions(formgrader)
    formgrader.locator("#main-table tr", has_text="6 / 10").get_by_role("link").click()
    expect(formgrader.locator("#mean_test")).to_have_attribute("placeholder", "2", timeout=SLOW)
    expect(formgrader.get_by_text("Because a mean is a sum over a count")).to_be_visible()
    expect(formgrader.locator("math")).to_be_visible()  # the formula is drawn, not shown as TeX
    mark, comment = formgrader.locator("#why"), formgrader.locator("#why-comment")
    mark.fill("3")
    with lab.page.expect_response("**/api/grade/*"):
        mark.press("Tab")
    expect(formgrader.locator("#why_extra_credit")).to_be_focused()
    comment.fill("Say what is counted.")
    with lab.page.expect_response("**/api/comment/*"):
        comment.press("Escape")
    comment.evaluate("() => location.reload()")
    expect(mark).to_have_value("3", timeout=SLOW)
    expect(comment).to_have_value("Say what is counted.")
    with Gradebook(
        f"sqlite:///{(graded.root / 'grading' / 'gradebook.db').as_posix()}", "mlp_course"
    ) as gradebook:
        kept = gradebook.find_grade("why", LESSON, LESSON, "ada")
        assert (kept.manual_score, kept.needs_manual_grade) == (3.0, False)
        assert (
            gradebook.find_comment("why", LESSON, LESSON, "ada").manual_comment
            == "Say what is counted."
        )


def test_a_diagram_of_a_students_is_text_and_gives_no_points(
    formgrader: FrameLocator, lab: Lab, graded: Course
):
    submissions(formgrader)
    with lab.page.expect_response("**/api/comments*"):
        formgrader.locator("#main-table tr", has_text="4 / 10").get_by_role("link").click()
    expect(formgrader.get_by_text("onerror=").first).to_be_visible(timeout=SLOW)
    expect(formgrader.locator("#notebook img")).to_have_count(0)
    expect(formgrader.locator("#why")).to_have_value("")
    with Gradebook(
        f"sqlite:///{(graded.root / 'grading' / 'gradebook.db').as_posix()}", "mlp_course"
    ) as gradebook:
        assert gradebook.find_grade("why", LESSON, LESSON, "bo").manual_score is None


def test_formgrader_asks_no_other_machine_and_complains_of_nothing(lab: Lab):
    assert lab.watch.requests > 50
    assert lab.watch.faults == []


def test_feedback_is_a_page_that_needs_no_other_machine(lab: Lab, graded: Course):
    page = lab.page.context.browser.new_page()
    watch = chromium.Watch(page, "file:///")
    page.goto((graded.folder("feedback") / "bo" / LESSON / f"{LESSON}.html").as_uri())
    expect(page.locator("math")).to_be_visible()
    assert chromium.violations(page) == []
    assert watch.faults == []
