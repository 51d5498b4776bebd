"""A text whose formulas would take too long is shown as typed, and said to the instructor."""

import time

import pytest
from nbformat import v4

from helpers.compose import answered, hand_in, perfect_answers
from helpers.grading import grade, table
from helpers.tiny_course import LESSON
from mlp_course.grading.feedback import exporter, formulas
from mlp_course.grading.integrity.drawable import NOT_DRAWN, why_not_drawn

LONG = ["\\begin{a}" * 8000, "\\begin{a*}x\\end{b} " * 4000, "\\\\[" * 8000, "\\\\(" * 8000]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:12])
def test_what_never_ends_is_not_drawn(text, monkeypatch):
    monkeypatch.setattr(formulas, "MarkdownWithMath", None)
    page = formulas.markdown2html({"cell": {}}, f"{text}<b>")
    assert NOT_DRAWN in page and "<b>" not in page and text[:5] in page


@pytest.mark.parametrize(
    "text",
    [
        "\\begin{align} x &= 1 \\end{align}\n" * 100,
        "Because $x$ is \\(y\\). " * 1000,
        f"![a picture](data:image/png;base64,{'A' * 3_000_000}) \\begin{{a}} x \\end{{a}}",
    ],
    ids=lambda text: text[:12],
)
def test_what_honest_texts_hold_is_drawn(text):
    assert why_not_drawn(text) == ""


def test_the_instructor_is_told_and_the_marks_stand(course):
    answers = perfect_answers(course, LESSON) | {"why": LONG[0]}
    hand_in(course, LESSON, "ada", answered(course, LESSON, answers))
    assert grade(course) == 0
    assert table(course)["ada"]["remarks"] == f"why: {NOT_DRAWN}"
    assert table(course)["ada"]["total"] == "6"


def test_remarks_are_as_many_as_somebody_reads(course):
    notebook = answered(course, LESSON, perfect_answers(course, LESSON))
    notebook.cells += [v4.new_markdown_cell(LONG[2][:12_000]) for _ in range(300)]
    hand_in(course, LESSON, "ada", notebook)
    assert grade(course) == 0
    said = table(course)["ada"]["remarks"].split("; ")
    assert len(said) == 100
    assert said[-1].startswith("there is more like this")


@pytest.mark.parametrize(
    ("source", "given"),
    [("x = 1  \n \t\ny = 2", "x = 1\n\ny = 2"), ("<b>\n" * 8000, None)],
    ids=["short", "long"],
)
def test_long_code_is_not_coloured_nor_blanks_at_the_ends_of_lines(source, given):
    seen = []
    page = exporter._coloured(lambda text: seen.append(text) or "coloured", source)
    assert seen == ([] if given is None else [given])
    assert page == "coloured" or ("<b>" not in page and "&lt;b&gt;" in page)


@pytest.mark.parametrize(
    "code", ["<b>\n" * 8000, "x\n" + " \n" * 9000 + "<b>"], ids=["long", "blank"]
)
def test_code_in_a_text_takes_no_longer(code):
    before = time.process_time()
    page = formulas.markdown2html({"cell": {}}, f"```python\n{code}\n```")
    # With the blanks it takes half a minute.
    assert time.process_time() - before < 5
    assert "<b>" not in page


def test_nbconverts_filter_for_old_links_is_not_used(course):
    """It takes the square of the number of brackets."""
    filters = course.config().HTMLExporter.filters
    assert filters["strip_files_prefix"]("[" * 9) == "[" * 9
    assert filters["strip_files_prefix"] is formulas.as_it_is
