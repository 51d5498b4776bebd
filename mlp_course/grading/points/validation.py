"""Validate, JupyterLab's button and `nbgrader validate`: the list of `report` for one notebook.

nbgrader's own shows the source of every cell that failed, and its traceback. Of nbgrader (>=0.9.6,
<0.10) this file, and no other, overrides the Validator, by its name in the two modules that make
one; and it counts on how the dialog of nbgrader's extension shows what failed: the source as text,
the error as HTML. tests/grading/test_overrides.py says so if one of them is no longer what it was.
"""

import os
from html import escape
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.apps import validateapp
from nbgrader.preprocessors import ClearOutput, Execute
from nbgrader.server_extensions.validate_assignment import handlers
from nbgrader.utils import chdir
from nbgrader.validator import Validator

from mlp_course.grading.feedback.listing import as_html
from mlp_course.grading.points.own_copy import read_copy, restore_tests
from mlp_course.grading.points.standing import (
    OPEN_ITEM,
    WRONG,
    Standing,
    answered_in,
    judged,
)
from mlp_course.grading.points.told import so_far, told
from mlp_course.lesson import COURSE

DONE = "Everything passes. Grading tries further numbers."
# The dialog's own words, and the empty place of the source, are not shown.
STYLE = """<style>
#validation-message > div:not(:has(.mlp-list)) {display: none}
#validation-message .jp-RenderedText pre:has(.mlp-list) {padding: 0; white-space: normal;
  font-family: var(--jp-ui-font-family); font-size: var(--jp-ui-font-size1);
  color: var(--jp-ui-font-color0); overflow-wrap: anywhere}
#validation-message p {margin: 0 0 0.6em !important}
#validation-message .mlp-list {list-style: none; margin: 0; padding: 0; white-space: normal}
#validation-message .mlp-list li {display: grid; grid-template-columns: 1.8em 1fr auto;
  gap: 0 0.5em; padding: 0.35em 0; border-top: 1px solid var(--jp-border-color2)}
#validation-message .mlp-sign {width: 1.5em; text-align: center; border-radius: 3px;
  font-weight: bold; color: #fff; background: #595959; align-self: start}
#validation-message .mlp-right .mlp-sign {background: #1a7f37}
#validation-message .mlp-wrong .mlp-sign {background: #b3261e}
#validation-message .mlp-state {grid-column: 2; grid-row: 2}
#validation-message .mlp-said {grid-column: 2 / 4; grid-row: 3; font-weight: 600}
</style>"""


class ListingValidator(Validator):
    """Runs a notebook as nbgrader does, and says how each exercise stands."""

    # A copied cell is said in the list; nbgrader's look at the metadata would stop there.
    preprocessors = [ClearOutput, Execute]  # noqa: RUF012 (a trait of nbgrader's)

    def validate(self, filename: str) -> dict[str, list[dict[str, str]]]:
        """The list as what nbgrader's dialog takes for the one cell that failed."""
        found = self._standing(filename)
        page = f"{STYLE}<p><b>{escape(_head(found))}</b></p>"
        page += as_html(item.row for item in found.items)
        text = "\n".join(told(found))
        return {"failed": [{"source": "", "error": page, "raw_error": text}]}

    def validate_and_print(self, filename: str) -> None:
        """The list in the terminal."""
        text = "\n".join(told(self._standing(filename)))
        self.stream.write(f"{text}\n")

    def _standing(self, filename: str) -> Standing:
        """How the notebook stands once it was run."""
        path = Path(os.path.abspath(filename))
        notebook = read_copy(path)
        given = _given(path.stem) or notebook
        restore_tests(notebook, given)
        touched = answered_in(notebook)
        with chdir(str(path.parent)):
            notebook = self._preprocess(notebook)
        return Standing(path.stem, judged(given, notebook, touched))


def use_list() -> None:
    """Let nbgrader's button and command show the list."""
    validateapp.Validator = ListingValidator
    handlers.Validator = ListingValidator


def _head(found: Standing) -> str:
    """The line above the list."""
    if not found.points(OPEN_ITEM, WRONG):
        return f"{so_far(found)}. {DONE}"
    return f"{so_far(found)}."


def _given(name: str) -> NotebookNode | None:
    """The lesson of this name as it is handed out; None if the course has none."""
    path = COURSE / "notebooks" / name / f"{name}.ipynb"
    return read_copy(path) if path.is_file() else None
