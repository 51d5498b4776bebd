"""An instructor marks one question over three students, in a real browser."""

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Page, expect

from helpers import chromium, tiny_course
from helpers.compose import answered, hand_in, perfect_answers
from helpers.grading import grade, table
from helpers.labs import SLOW, Lab, lab_on, needs_a_lab
from helpers.tiny_course import LESSON
from mlp_course.grading.jobs.gradebook import names_of
from mlp_course.grading.marking.waiting import alike
from mlp_course.lessons.course import Course

SUM = "Because a mean is a sum over a count, and every value counts the same in it."
CLASS = {
    "Ada One_101": SUM,
    "Bo Two_102": "It is $\\frac{1}{N}$ of <img src=x onerror=alert(1)> something else altogether.",
    "Cy Three_103": f"{SUM} So it is.",
}
POINTS = {"Ada One_101": "3.5", "Bo Two_102": "0", "Cy Three_103": "4"}
SAID = "Say what is counted."

pytestmark = needs_a_lab


@pytest.fixture(scope="module")
def graded(template: Course, tmp_path_factory) -> Course:
    """Three students whose texts wait; two of them wrote nearly the same."""
    course = tiny_course.copy_of(template, tmp_path_factory.mktemp("class") / "course")
    for student, text in CLASS.items():
        answers = perfect_answers(course, LESSON) | {"why": text}
        hand_in(course, LESSON, student, answered(course, LESSON, answers))
    assert grade(course) == 0
    return course


@pytest.fixture(scope="module")
def lab(graded: Course, tmp_path_factory):
    """JupyterLab on the whole course, as an instructor starts it."""
    with lab_on(graded.root, tmp_path_factory.mktemp("jupyter"), course=True) as lab:
        yield lab


def opened(lab: Lab) -> Page:
    """The page of the question, from where Formgrader opens."""
    page = lab.page
    page.goto(f"{lab.url}formgrader?token={lab.token}")
    expect(page).to_have_title("What waits for a mark")
    page.get_by_role("link", name="A tiny lesson: why").click()
    expect(page.locator("article")).to_have_count(len(CLASS))
    return page


def test_formgrader_opens_on_what_waits_and_groups_similar_answers(lab: Lab):
    page = opened(lab)
    expect(page.get_by_role("status").first).to_have_text("3 of 3 answers wait.")
    [group] = page.locator("section[aria-label='Similar answers']").all()
    expect(group.locator("article")).to_have_count(2)
    expect(page.get_by_text("Ada One")).to_be_hidden()
    page.get_by_label("show names").check()
    expect(page.get_by_text("Ada One")).to_be_visible()
    expect(page.get_by_text("onerror=")).to_be_visible()
    expect(page.locator("main img")).to_have_count(0)
    expect(page.locator("math")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1280])
def test_the_pages_are_accessible_and_fit(lab: Lab, scheme: str, width: int):
    page = opened(lab)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    for _ in ("question", "list"):
        assert chromium.violations(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        page.get_by_role("link", name="What waits").click()
    page.set_viewport_size({"width": 1280, "height": 900})


def test_formgraders_own_pages_have_a_bar_that_leads_to_the_question(lab: Lab):
    page = lab.page
    page.goto(f"{lab.url}formgrader/gradebook?token={lab.token}")
    page.get_by_role("link", name="A tiny lesson: why (3)").click()
    expect(page.locator("article")).to_have_count(len(CLASS))


def test_too_many_points_are_refused(lab: Lab, graded: Course):
    page = opened(lab)
    points = page.locator("article .points").first
    points.fill("40")
    points.press("Tab")
    expect(page.locator("article.waits")).to_have_count(len(CLASS))
    place = graded.config().CourseDirectory
    with Gradebook(place.db_url, place.course_id) as gradebook:
        grades = [gradebook.find_grade("why", LESSON, LESSON, student) for student in CLASS]
        assert [one.manual_score for one in grades] == [None] * 3


def test_one_question_is_marked_over_three_students(lab: Lab, graded: Course):
    page = opened(lab)
    page.get_by_label("show names").check()
    for done, student in enumerate(CLASS, start=1):
        name = student.partition("_")[0]
        article = page.locator("article", has_text=name)
        article.locator(".points").fill(POINTS[student])
        article.locator("textarea").fill(SAID)
        article.locator("textarea").blur()
        expect(article.locator(".saved")).to_have_text("saved", timeout=SLOW)
        expect(page.locator("#left")).to_have_text(str(len(CLASS) - done), timeout=SLOW)
    page.reload()
    expect(page.locator("article.waits")).to_have_count(0)
    page.get_by_role("link", name="What waits").click()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()

    place = graded.config().CourseDirectory
    with Gradebook(place.db_url, place.course_id) as gradebook:
        for student in CLASS:
            kept = gradebook.find_grade("why", LESSON, LESSON, student)
            assert (kept.manual_score, kept.needs_manual_grade) == (float(POINTS[student]), False)
            comment = gradebook.find_comment("why", LESSON, LESSON, student)
            assert comment.manual_comment == SAID
    assert grade(graded) == 0
    assert {student: row["why"] for student, row in table(graded).items()} == POINTS


def test_a_course_with_a_class_opens_on_what_waits(lab: Lab):
    lab.page.goto(f"{lab.url}?token={lab.token}")
    expect(lab.page).to_have_title("What waits for a mark")


def test_formgraders_own_pages_have_names_and_no_note_about_an_exchange(lab: Lab):
    page = lab.page
    page.goto(f"{lab.url}formgrader/manage_students?token={lab.token}")
    expect(page.locator("#main-table")).to_contain_text("One, Ada", timeout=SLOW)
    assert "None, None" not in page.locator("#main-table").inner_text()
    page.goto(f"{lab.url}formgrader/manage_assignments")
    expect(page.locator("#main-table")).to_contain_text(LESSON, timeout=SLOW)
    assert "exchange" not in page.locator("body").inner_text().lower()
    page.get_by_role("link", name="What waits for a mark").click()
    expect(page).to_have_title("What waits for a mark")


def test_nothing_was_asked_elsewhere_and_nothing_complained(lab: Lab):
    assert lab.watch.requests > 20
    assert lab.watch.faults == []


def test_answers_are_alike_by_what_they_share():
    assert alike({"a", "b"}, {"a", "b"}) == 1 and alike({"a"}, {"b"}) == 0
    assert alike(set(), set()) == 1


def test_names_are_told_apart():
    assert names_of("Ada Mary One_101") == ("Ada Mary", "One")
