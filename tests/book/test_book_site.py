"""The site of the course itself: every lesson executed, every page opened."""

import json

import pytest
from bs4 import BeautifulSoup

from helpers import ROOT, site_browser
from helpers.chromium import needs_chromium
from mlp_course.book.build import build_book
from mlp_course.book.execution import executed_path
from mlp_course.book.leaks import find_leaks, read_sources
from mlp_course.lessons.secrets import secrets_of

LESSONS = sorted(path.parent.name for path in ROOT.glob("solutions/*/*.ipynb"))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    place = tmp_path_factory.mktemp("site") / "html"
    assert build_book(ROOT, place) is True
    return place


@pytest.fixture(params=LESSONS)
def lesson(request):
    return request.param


@pytest.fixture
def page(site, lesson):
    text = (site / "notebooks" / lesson / f"{lesson}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def figures(notebook):
    """How many images and how many frames (a knob has a picture, too) a notebook shows."""
    shown = [
        output.get("data", {}) for cell in notebook["cells"] for output in cell.get("outputs", [])
    ]
    framed = ["<iframe" in "".join(data.get("text/html", "")) for data in shown]
    return sum(
        "image/png" in data and not frame for data, frame in zip(shown, framed, strict=True)
    ), sum(framed)


def test_there_is_something_to_keep_secret():
    assert len(LESSONS) >= 2 and len(secrets_of(read_sources(ROOT))) > 100


def test_released_notebooks_give_nothing_away():
    assert find_leaks(ROOT / "notebooks", secrets_of(read_sources(ROOT))) == []


def test_every_figure_of_a_lesson_is_on_its_page(page, lesson):
    source = ROOT / "solutions" / lesson / f"{lesson}.ipynb"
    executed = json.loads(executed_path(source, ROOT).read_text(encoding="utf-8"))
    images, frames = (len(page.select(f".cell_output {kind}")) for kind in ("img", "iframe"))
    assert (images, frames) == figures(executed) and images >= 3


def test_no_error_and_no_warning_is_shown(page):
    shown = "\n".join(cell.get_text() for cell in page.select(".cell_output"))
    for word in ("NotImplementedError", "AssertionError", "NameError", "Traceback", "Warning"):
        assert word not in shown


def test_answers_are_left_to_the_reader(page):
    code = "\n".join(cell.get_text() for cell in page.select(".cell_input"))
    assert code.count("raise NotImplementedError") >= 5


@needs_chromium
def test_every_page_is_sound_by_day_by_night_on_a_phone_and_on_paper(
    site, tmp_path, record_property
):
    (tmp_path / "courses").symlink_to(site.parent)
    with site_browser.served(tmp_path) as address:
        seen = site_browser.survey(site, f"{address}courses/{site.name}/")
    record_property("browser", f"the site, under a sub-path: {seen}")
    assert seen.problems == []


@needs_chromium
def test_every_page_opens_from_a_file(site, record_property):
    seen = site_browser.survey(site, site.as_uri() + "/", thorough=False)
    record_property("browser", f"the site, from files: {seen}")
    assert seen.problems == []
