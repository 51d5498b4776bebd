"""One small course, built once, for all tests of the site."""

import pytest
import small_book

from mlp_course.book.command import build_book


@pytest.fixture(scope="session")
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
    assert build_book(root) == 0
    return root


@pytest.fixture(scope="session")
def small_site(small_course):
    """The folder with its pages."""
    return small_course / "_build" / "html"
