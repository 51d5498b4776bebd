"""A small course with planted secrets, as its site shows it."""

import shutil

import pytest
from bs4 import BeautifulSoup

from helpers import site_browser, small_book
from helpers.chromium import needs_chromium
from mlp_course.book.build import build_book
from mlp_course.book.leaks import read_sources
from mlp_course.book.site import inspect
from mlp_course.lessons.secrets import secrets_of


@pytest.fixture(scope="module")
def small_course(tmp_path_factory):
    """A small course whose site stands, among files that are none of the site's business."""
    root = small_book.write_course(tmp_path_factory.mktemp("course"))
    for name in (
        ".venv/lib/notes.md",
        "my-work/01-small/diary.md",
        "tests/plan.md",
        "grading/marks.md",
        "data/DATA.md",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("# Wombat\n", encoding="utf-8")
    assert build_book(root) is True
    return root


@pytest.fixture(scope="module")
def small_site(small_course):
    """The folder with its pages."""
    return small_course / "_build" / "html"


@pytest.fixture(scope="module")
def page(small_site):
    path = small_site / "notebooks" / small_book.LESSON / f"{small_book.LESSON}.html"
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def outputs(page):
    return "\n".join(cell.get_text() for cell in page.select(".cell_output"))


def test_outputs_are_those_of_the_worked_lesson(outputs):
    assert "42" in outputs
    assert (
        "working 100 %" in outputs
        and "working 10 %" not in outputs
        and "progress bar" not in outputs
    )


def test_a_figure_says_what_it_shows(page):
    assert [image["alt"] for image in page.select(".cell_output img")] == [small_book.ALT]


def test_stubs_and_tests_show_no_output(page, outputs):
    assert "all is well" in page.get_text() and "the open test passed" in page.get_text()
    assert "all is well" not in outputs and "the open test passed" not in outputs
    assert "NotImplementedError" in page.get_text() and "NotImplementedError" not in outputs


def test_tests_and_set_up_are_folded_behind_a_line(page):
    lines = [line.get_text().strip().splitlines()[0] for line in page.select("details summary")]
    assert lines == [
        "Set-up of this lesson",
        "Tests of squares_total (2 points)",
        "Tests of open (1 point)",
    ]


def test_an_intended_error_shows_its_message_and_no_code_on_the_way(outputs):
    assert "TypeError: unsupported operand" in outputs
    assert "Traceback" not in outputs


def test_no_file_of_the_site_contains_a_word_of_a_secret(small_site):
    for path in filter(lambda p: p.is_file(), small_site.rglob("*")):
        content = path.read_bytes()
        for word in (b"quibbled", b"zanzibar", b"moose", b"xylophone", b"xylophon"):
            assert word not in content, (path, word)
        assert b"BEGIN SOLUTION" not in content or path.stem == "authors", (
            path
        )  # who are told of it


def test_the_secrets_are_known_as_such(small_course):
    assert set(small_book.SECRETS) <= secrets_of(read_sources(small_course))


def test_the_site_passes_its_own_inspection(small_site, small_course):
    assert inspect(small_site, small_course) == []


def test_only_listed_pages_are_there(small_site):
    pages = {
        p.relative_to(small_site).as_posix()
        for p in small_site.rglob("*.html")
        if "_static" not in p.parts
    }
    own = {f"book/{path.stem}.html" for path in (small_book.ROOT / "book").glob("*.md")}
    lesson = f"notebooks/{small_book.LESSON}/{small_book.LESSON}.html"
    assert pages == own | {lesson, "index.html", "search.html", "genindex.html"}
    assert not any(
        "wombat" in path.read_text(encoding="utf-8").lower() for path in small_site.glob("*.js")
    )


def test_the_lesson_can_be_downloaded_as_released(small_site, small_course):
    name = f"notebooks/{small_book.LESSON}/{small_book.LESSON}.ipynb"
    assert (small_site / "_sources" / name).read_bytes() == (small_course / name).read_bytes()


@needs_chromium
@pytest.mark.parametrize("place", ["file", "sub-path"])
def test_pages_open_in_a_browser(small_site, tmp_path, place):
    if place == "file":
        assert (
            site_browser.survey(small_site, small_site.as_uri() + "/", thorough=False).problems
            == []
        )
    else:
        shutil.copytree(small_site, tmp_path / "courses" / "mlp")
        with site_browser.served(tmp_path) as address:
            assert (
                site_browser.survey(small_site, address + "courses/mlp/", thorough=False).problems
                == []
            )


@pytest.mark.parametrize("where", ["notebooks", "book"])
def test_a_leak_or_a_warning_keeps_the_old_site(small_course, tmp_path, capsys, where):
    root = tmp_path / "course"
    shutil.copytree(small_course, root)
    if where == "notebooks":
        leaky = small_book.release(small_book.lesson())
        leaky.cells.append(small_book.text(f"Psst: {small_book.SECRETS[2]}", "psst"))
        small_book.write(leaky, root / "notebooks")
    else:
        page = root / "book" / "how-to-use.md"
        page.write_text(page.read_text(encoding="utf-8") + "\n{doc}`nowhere`\n", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in (root / "_build" / "html").rglob("*")}
    assert build_book(root, run_lessons=False) is False
    assert before == {
        path: path.stat().st_mtime_ns for path in (root / "_build" / "html").rglob("*")
    }
    said = capsys.readouterr().err
    assert ("gives away: The moose theorem" if where == "notebooks" else "nowhere") in said
    assert "The last good one is still at" in said
