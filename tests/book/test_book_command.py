"""The verb `book` and the swap: one clear sentence for each way it can fail."""

import pytest

from helpers import small_book
from mlp_course.book import site
from mlp_course.book.build import build_book
from mlp_course.book.site import build_site, missing_pieces
from mlp_course.commands import book


@pytest.fixture
def course(tmp_path):
    return small_book.write_course(tmp_path)


def test_help_names_every_option(capsys):
    with pytest.raises(SystemExit) as stop:
        book.main(["--help"])
    assert stop.value.code == 0
    said = capsys.readouterr().out
    assert all(option in said for option in ("--clean", "--no-execute", "--output"))


def test_a_page_without_lesson_and_a_lesson_without_page(course):
    assert missing_pieces(course) == []
    notebook = course / "notebooks" / small_book.LESSON / f"{small_book.LESSON}.ipynb"
    other = course / "notebooks" / "02-other" / "02-other.ipynb"
    other.parent.mkdir()
    notebook.rename(other)
    said = missing_pieces(course)
    assert len(said) == 2
    assert (
        "not there: run  mlp-course release" in said[0] and "02-other.ipynb has no page" in said[1]
    )


def test_a_folder_that_is_no_course(tmp_path, capsys):
    assert build_book(tmp_path) is False
    assert "is not a course folder" in capsys.readouterr().err


def test_another_folder_is_never_replaced(course, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    (home / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="not a site"):
        build_site(course, home)
    assert (home / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_lesson_that_fails_stops_the_build_before_the_pages(course, capsys, monkeypatch):
    monkeypatch.setattr(site, "build_site", lambda *places: pytest.fail("pages were built"))
    broken = small_book.lesson()
    broken.cells[2].source = "6 / 0"
    small_book.save(course, broken)
    assert build_book(course) is False
    said = capsys.readouterr().err
    assert "01-small.ipynb, cell 3 (6 / 0) failed: ZeroDivisionError: division by zero." in said


def test_a_release_older_than_its_source_is_not_published(course, capsys, monkeypatch):
    monkeypatch.setattr(site, "build_site", lambda *places: [])
    newer = small_book.lesson()
    newer.cells[2].source = "6 * 8"
    small_book.write(newer, course / "solutions")
    assert build_book(course) is False
    said = capsys.readouterr().err
    assert "01-small.ipynb is older than its source (cell demo): run  mlp-course release" in said
    assert build_book(course, run_lessons=False) is True


def test_without_execution_missing_outputs_are_said(course, capsys, monkeypatch):
    monkeypatch.setattr(site, "build_site", lambda *places: [])
    assert build_book(course, run_lessons=False) is True
    said = capsys.readouterr().out
    assert "01-small: outputs are missing" in said and "index.html" in said


def test_a_new_site_replaces_the_old_one_whole(course, tmp_path, monkeypatch):
    def builder(root, scratch):
        new = scratch / "_build" / "html"
        new.mkdir(parents=True)
        (new / site.STAMP).touch()
        (new / "new.html").touch()
        return []

    monkeypatch.setattr(site, "_run_builder", builder)
    old = tmp_path / "_build" / "html"
    old.mkdir(parents=True)
    (old / site.STAMP).touch()
    (old / "old.html").touch()
    assert build_site(course, old) == []
    assert sorted(path.name for path in old.iterdir()) == [site.STAMP, "new.html"]
    assert [path.name for path in old.parent.iterdir()] == ["html"]
