"""Odd notebooks, whatever wrote them: read and mended, with a remark; or a sentence why not."""

import json
import os

import nbformat
import pytest

from helpers import tiny_course
from helpers.compose import answered, hand_in, perfect_answers
from helpers.grading import grade, table
from helpers.tiny_course import LESSON
from mlp_course.lessons import cells
from mlp_course.lessons.reading import read_notebook

ANSWER = 2  # the place of an answer's cell


def plain() -> dict:
    """The lesson as JSON."""
    return json.loads(nbformat.writes(tiny_course.lesson()))


def with_cell(place: int = ANSWER, **fields: object) -> bytes:
    """The lesson with some fields of one cell changed."""
    notebook = plain()
    notebook["cells"][place].update(fields)
    return json.dumps(notebook).encode()


def but(**fields: object) -> bytes:
    """The lesson with some of its own fields changed."""
    return json.dumps(plain() | fields).encode()


def without(*names: str) -> bytes:
    """The lesson without some of its own fields."""
    notebook = plain()
    for name in names:
        del notebook[name]
    return json.dumps(notebook).encode()


def old(version: int) -> bytes:
    """The lesson in an old format."""
    return nbformat.writes(nbformat.convert(tiny_course.lesson(), version), version).encode()


PICTURE = "![a](attachment:a.png)"
ODD = {
    "id with a dot": (with_cell(id="cell.7"), "cells with odd ids got new ones"),
    "id too long": (with_cell(id="x" * 65), "cells with odd ids got new ones"),
    "id of no letters": (with_cell(id=""), "cells with odd ids got new ones"),
    "id a number": (with_cell(id=7), "cells with odd ids got new ones"),
    "id twice": (with_cell(id="title"), ""),
    "picture gone": (with_cell(0, source=PICTURE), "the picture a.png of a text is missing"),
    "picture empty": (
        with_cell(0, source=PICTURE, attachments={"a.png": {}}),
        "the picture a.png of a text is missing",
    ),
    "pictures no table": (
        with_cell(0, source=PICTURE, attachments="a"),
        "the picture a.png of a text is missing",
    ),
    "picture not in base 64": (
        with_cell(0, source=PICTURE, attachments={"a.png": {"image/png": '"><script>'}}),
        "the picture a.png of a text is missing",
    ),
    "cell metadata no table": (with_cell(metadata=None), ""),
    "cell metadata unknown": (
        with_cell(metadata={"collapsed": "x", "nbgrader": {"grade_id": "mean"}}),
        "metadata that the format does not know were left out",
    ),
    "nbgrader's no table": (with_cell(metadata={"nbgrader": "x"}), ""),
    "nbgrader's id a list": (with_cell(metadata={"nbgrader": {"grade_id": ["x"]}}), ""),
    "outputs no list": (with_cell(outputs=5), ""),
    "count no number": (with_cell(execution_count="<b>"), ""),
    "field unknown": (with_cell(surprise=1), ""),
    "source a number": (with_cell(source=5), "a cell without a text counts as empty"),
    "source nothing": (with_cell(source=None), "a cell without a text counts as empty"),
    "source lines": (with_cell(source=["def mean(x):\n", "    pass"]), ""),
    "type unknown": (with_cell(0, cell_type="heading"), "a cell of an unknown type stands as text"),
    "no cell": (but(cells=[*plain()["cells"], "x"]), "something that was no cell stands as text"),
    "metadata gone": (without("metadata"), ""),
    "metadata no table": (but(metadata=[]), ""),
    "kernel no table": (but(metadata={"kernelspec": "x"}), ""),
    "minor gone": (without("nbformat_minor"), ""),
    "minor of tomorrow": (but(nbformat_minor=9), ""),
    "half a sign": (with_cell(0, source="a \ud800 b"), "signs that are none were replaced by ?"),
    "mark of Windows": (b"\xef\xbb\xbf" + but(), ""),
    "UTF-16": (but().decode().encode("utf-16"), "not written in UTF-8"),
    "Latin-1": (
        json.dumps(plain(), ensure_ascii=False).replace("tiny", "kürz").encode("latin-1"),
        "not written in UTF-8: some letters may be wrong",
    ),
    "format 3": (old(3), "a notebook of the old format 3"),
    "format 4.0": (but(nbformat_minor=0), ""),
}
UNREADABLE = {
    "cut off": (but()[:500], "no JSON, or was cut off"),
    "empty": (b"", "no JSON, or was cut off"),
    "a list": (b"[]", "no notebook"),
    "of tomorrow": (but(nbformat=5), "of a format \\(5\\)"),
    "of no format": (b"{}", "of a format \\(None\\)"),
    "no cells": (without("cells"), "no list of cells"),
    "deep": (b"[" * 100_000, "deeply nested"),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_odd_is_mended_and_told(kind):
    content, remark = ODD[kind]
    notebook, remarks = read_notebook(content)
    nbformat.validate(notebook)
    assert remarks == [remark] * bool(remark)
    assert len(notebook.cells) >= len(tiny_course.lesson().cells)


def test_what_is_in_order_stays_as_it_is():
    notebook, remarks = read_notebook(but())
    assert notebook == tiny_course.lesson() and remarks == []


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_read_is_a_sentence(kind):
    content, said = UNREADABLE[kind]
    with pytest.raises(ValueError, match=f"it is (too )?{said}|it has {said}"):
        read_notebook(content)


@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not have")
def test_a_class_of_odd_notebooks_and_names_is_graded(course):
    """Each has the marks of the plain one, and nobody stops the others."""
    perfect = answered(course, LESSON, perfect_answers(course, LESSON))
    [why] = [cell for cell in perfect.cells if cells.grade_id(cell) == "why"]
    why.source = f"Because {PICTURE}."
    notebook = json.loads(nbformat.writes(perfect))
    notebook["cells"][ANSWER]["id"] = "cell.7"
    names = [b"x" * 249 + b".csv", b"\xff\xfe.csv", b"a\nb.csv", b"\x1b[31m.csv", b"=1+1.csv"]
    for number, name in enumerate(names):
        path = hand_in(course, LESSON, f"s{number}", perfect)
        path.write_text(json.dumps(notebook))
        path.with_name(os.fsdecode(name)).write_text("1")
    os.symlink("/etc/passwd", os.fsencode(path.parent) + b"/\xff\x1b[31m")
    path.with_name(f"{LESSON}.ipynb").rename(path.with_name(os.fsdecode(b"\xff.ipynb")))
    assert grade(course) == 1
    rows = table(course)
    told = "the picture a.png of a text is missing"
    for number in range(len(names) - 1):
        row = rows[f"s{number}"]
        assert (row["total"], row["remarks"]) == ("6", f"cells with odd ids got new ones; {told}")
    assert rows["s4"]["remarks"].startswith("\\udcff\\x1b[31m in the folder is a link")
