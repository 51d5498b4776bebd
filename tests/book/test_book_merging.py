"""Merging outputs into a released lesson, folding, and captions that become alternative texts."""

import pytest

from mlp_course.book.alt_text import describe_figures, plain
from mlp_course.book.outputs import (
    WIDGET,
    fold_machinery,
    merge_outputs,
    outdated_cells,
    presentable,
)

TWO = {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}}
PICTURE = {"output_type": "display_data", "data": {"image/png": "aGk="}, "metadata": {}}


def cell(source, outputs=(), name="a", **marks):
    note = {"nbgrader": marks} if marks else {}
    return {
        "cell_type": "code",
        "id": name,
        "metadata": note,
        "source": source,
        "outputs": list(outputs),
    }


def text(source):
    return {"cell_type": "markdown", "id": "t", "metadata": {}, "source": source}


def notebook(*cells):
    return {"cells": list(cells)}


def shown(release, executed):
    return merge_outputs(notebook(release), notebook(executed))["cells"][0]["outputs"]


def test_outputs_of_the_same_cell_are_taken():
    assert shown(cell(["1 +", " 1"]), cell("1 + 1", [TWO])) == [TWO]


@pytest.mark.parametrize(
    "release, executed",
    [
        (cell("1 + 1"), cell("1 + 2", [TWO])),
        (cell("1 + 1"), cell("1 + 1", [TWO], name="b")),
        (cell("1 + 1", grade=True), cell("1 + 1", [TWO], grade=True)),
        (cell("1 + 1", solution=True), cell("1 + 1", [TWO], solution=True)),
    ],
    ids=["other source", "other cell", "a test", "an answer"],
)
def test_outputs_of_any_other_cell_are_not(release, executed):
    assert shown(release, executed) == []


@pytest.mark.parametrize(
    "source, kept",
    [
        ("reflect('essay')", []),
        ("essays = 1 + 1", [TWO]),
        ("essay_2('x')", [TWO]),
        ("plot(label='mae')", [TWO]),
    ],
)
def test_what_comments_on_an_answer_is_not_shown(source, kept):
    essay = {
        **text("YOUR ANSWER HERE"),
        "metadata": {"nbgrader": {"grade_id": "essay", "solution": True}},
    }
    answer = cell("def mae(): ...", name="b", grade_id="mae", solution=True)
    release, executed = (notebook(cell(source, outputs), essay, answer) for outputs in ([], [TWO]))
    assert merge_outputs(release, executed)["cells"][0]["outputs"] == kept


def test_outputs_left_in_a_release_are_dropped():
    assert shown(cell("1 + 1", [TWO]), cell("something else", name="b")) == []


def test_a_release_older_than_its_source_is_noticed():
    release = notebook(
        cell("old"), cell("stub", name="b", solution=True), cell("visible", name="c", grade=True)
    )
    executed = notebook(
        cell("new"), cell("answer", name="b", solution=True), cell("all", name="c", grade=True)
    )
    assert outdated_cells(release, executed) == ["a"]
    assert outdated_cells(executed, executed) == []


def test_an_error_keeps_its_message_but_no_code():
    error = {
        "output_type": "error",
        "ename": "ValueError",
        "evalue": "no",
        "traceback": ["secret = 42"],
    }
    assert presentable([error])[0]["traceback"] == ["ValueError: no"]


def test_widgets_and_stderr_are_left_out():
    widget = {
        "output_type": "display_data",
        "data": {WIDGET: {}, "text/plain": "HBox()"},
        "metadata": {},
    }
    noise = {"output_type": "stream", "name": "stderr", "text": "noise"}
    assert presentable([widget, noise, TWO]) == [TWO]


@pytest.mark.parametrize(
    "printed, left", [("a\rb\n", "b\n"), ("a\r\nb", "a\r\nb"), ("x\na\rb\rc", "x\nc"), ("", "")]
)
def test_lines_written_over_show_their_end(printed, left):
    assert (
        presentable([{"output_type": "stream", "name": "stdout", "text": printed}])[0]["text"]
        == left
    )


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def test_a_progress_bar_printed_in_pieces_shows_its_end():
    pieces = [stream("start\n"), stream("\r10 %"), stream("noise", "stderr"), stream("\r99 %\n")]
    assert presentable([*pieces, TWO, stream("end")]) == [
        stream("start\n99 %\n"),
        TWO,
        stream("end"),
    ]


@pytest.mark.parametrize(
    "result, kept",
    [
        ("<Axes: xlabel='r'>", 0),
        ("[Text(0.5, 0, 'x')]", 0),
        ("[<matplotlib.lines.Line2D at 0x7f>]", 0),
        ("[0, 1]", 1),
        ("(array([1.]), <BarContainer object of 3 artists>)", 1),
        ("<BarContainer object of 3 artists>", 0),
    ],
)
def test_the_name_of_a_plot_is_not_printed_beside_it(result, kept):
    output = {"output_type": "execute_result", "data": {"text/plain": result}, "metadata": {}}
    assert presentable([output]) == [output] * kept


def test_points_are_told_on_the_fold():
    folded = fold_machinery(
        notebook(cell("assert x", name="x_test", grade=True, points=0.5, grade_id="x_test"))
    )
    assert folded["cells"][0]["metadata"]["mystnb"]["code_prompt_show"] == "Tests of x (0.5 points)"


def alt_of(page):
    return page["cells"][0]["metadata"]["mystnb"]["image"]["alt"]


@pytest.mark.parametrize(
    "caption",
    [
        "*Figure:* it falls.",
        "*Figure 2:* it falls.",
        "*Figure: it falls.*",
        "**Figure:** it\nfalls.",
        "Look.\n\n*Figure:* it falls.\n\nMore.",
    ],
)
def test_a_caption_becomes_the_alternative_text(caption):
    page = notebook(cell("plot()", [PICTURE]), text("Before."), text(caption))
    assert describe_figures(page) == []
    assert alt_of(page) == "it falls."


def test_a_figure_without_caption_is_reported():
    page = notebook(
        cell("plot()", [PICTURE]),
        text("No caption."),
        cell("2", name="b"),
        text("*Figure:* too late."),
    )
    assert describe_figures(page) == ["a"]


def test_a_figure_in_html_is_described_too():
    drawn = {
        "output_type": "display_data",
        "data": {"text/html": ["<img src='x'>", "<b>"]},
        "metadata": {},
    }
    page = notebook(cell("show()", [drawn]), text('*Figure:* the "box".'))
    describe_figures(page)
    assert (
        page["cells"][0]["outputs"][0]["data"]["text/html"]
        == "<img alt=\"the &quot;box&quot;.\" src='x'><b>"
    )


def test_mark_up_and_tex_are_not_read_out():
    assert (
        plain(r"*Figure:* [RMSE](x.md) $\le 5\,\mathrm{meV/\AA}$, $\sigma_{i}$")
        == "RMSE ≤ 5 meV/Å, sigma_i"
    )
