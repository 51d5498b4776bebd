"""Sphinx extension: makes the pages of lessons, their map, and the library's reference.

A lesson's page is its release in `notebooks/`; before Sphinx reads it, the outputs of the executed
solution (`_build/executed/`) are merged in. Nothing else of a solution reaches Sphinx. Numbers from
runs can be shown in any page.
"""

import json
import re
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from mlp_course.book.alt_text import describe_figures
from mlp_course.book.execution import executed_path
from mlp_course.book.library import reference
from mlp_course.book.outputs import fold_machinery, merge_outputs
from mlp_course.lessons import cells

LOG = logging.getLogger(__name__)
LIBRARY = "<!-- library -->"  # where the reference goes
NO_CAPTION = "%s: the figure of cell %s has no caption; begin the text after it with *Figure:*"

# What the theme and the extensions write and no setting changes, and what stands there instead
MENDED = {
    # Fonts fetched early: from file:// a browser refuses.
    r'<link rel="preload" as="font"[^>]*>\s*': "",
    # The old name, which a list may not hold
    r'role="doc-biblioentry"': 'role="listitem"',
    # A side bar is no part of the page's text.
    r'(<div class="bd-sidebar-primary bd-sidebar[^"]*")>': (
        r'\1 role="complementary" aria-label="Course">'
    ),
}


def setup(app: Sphinx) -> dict:
    """Register with Sphinx."""
    app.connect("source-read", source_read)
    app.connect("build-finished", mend_pages)
    app.add_directive("lesson-map", LessonMap)
    app.add_directive("lesson-output", LessonOutput)
    return {"version": "1", "parallel_read_safe": True}


def source_read(app: Sphinx, docname: str, source: list[str]) -> None:
    """Replace the text of a lesson by the same lesson with outputs and described figures.

    In any page, fill in the library.
    """
    text = source[0]
    if LIBRARY in text:
        text = text.replace(LIBRARY, reference())
        source[0] = text
    if not docname.startswith("notebooks/"):
        return
    page = json.loads(text)
    executed = _executed(app.env, docname) or {"cells": []}
    merge_outputs(page, executed)
    for cell in describe_figures(page):
        LOG.warning(NO_CAPTION, docname, cell)
    fold_machinery(page)
    source[0] = json.dumps(page)


def mend_pages(app: Sphinx, failed: Exception | None) -> None:
    """Put right in every page what no setting changes (MENDED)."""
    if failed:
        return
    for page in Path(app.outdir).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for pattern, instead in MENDED.items():
            text = re.sub(pattern, instead, text)
        page.write_text(text, encoding="utf-8")


class LessonMap(SphinxDirective):
    """A table of the lessons named in its body, with links.

    A line of the body is `NN-topic | what one can do afterwards | minutes`. Points are counted in
    the released lesson; a lesson that is not there yet is called planned.
    """

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Write the table in Markdown and let the parser of the page read it."""
        rows = ["| Lesson | Afterwards you can | Your part |", "|---|---|---|"]
        for line in self.content:
            if line.strip():
                name, able, minutes = (part.strip() for part in line.split("|"))
                row = self._row(name, able, minutes)
                rows.append(row)
        here = self.env.doc2path(self.env.docname)
        box = nodes.container(classes=["lesson-map"])
        table = StringList(rows, here)
        self.state.nested_parse(table, self.content_offset, box)
        return [box]

    def _row(self, name: str, able: str, minutes: str) -> str:
        """A row of the table, as Markdown."""
        place = f"notebooks/{name}/{name}.ipynb"
        path = Path(self.env.srcdir, place)
        lesson = _read(self.env, path)
        if lesson is None:
            return f"| {name} | {able} | *planned* |"
        points = sum(map(cells.points, lesson["cells"]))
        title = _title(lesson)
        link = f"[{title}](/{place})"
        return f"| {link} | {able} | {minutes} min, {points:g} points |"


class LessonOutput(SphinxDirective):
    """What a cell printed when the lesson was run for these pages.

    Its arguments are the lesson and the cell's id.
    """

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        """The text as it was printed; before any run, a sentence in its place."""
        name, cell_id = self.arguments
        docname = f"notebooks/{name}/{name}"
        lesson = _executed(self.env, docname)
        if lesson is None:
            later = f"(Numbers of lesson {name} appear here once it has been run.)"
            return [nodes.paragraph("", later)]
        text = _printed(lesson, cell_id).strip("\n")
        if not text:
            raise self.error(f"Cell {cell_id} of lesson {name} printed nothing.")
        return [nodes.literal_block(text, text, language="none")]


def _executed(env: BuildEnvironment, docname: str) -> dict | None:
    """The executed solution of a page, None before any run."""
    root = Path(env.srcdir)
    lesson = root / f"{docname}.ipynb"
    return _read(env, executed_path(lesson, root))


def _read(env: BuildEnvironment, path: Path) -> dict | None:
    """A notebook, None if there is none; Sphinx makes the page again when it changes."""
    if not path.exists():
        return None
    env.note_dependency(str(path))
    return json.loads(path.read_text(encoding="utf-8"))


def _printed(lesson: dict, cell_id: str) -> str:
    """All that the cell of that id printed."""
    text = ""
    for cell in lesson["cells"]:
        if cell["id"] != cell_id:
            continue
        for output in cell.get("outputs", []):
            lines = output.get("text", "")
            text += "".join(lines)
    return text


def _title(lesson: dict) -> str:
    """The first heading."""
    first = lesson["cells"][0]
    lines = cells.source_of(first).splitlines()
    return lines[0].lstrip("# ")
