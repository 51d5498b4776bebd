"""Cells of a release that fail while an item is open say so, and "Run All" goes on past them."""

import ast

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from mlp_course.lessons import cells

RAISES = "raises-exception"


class ExpectOpenItems(NbGraderPreprocessor):
    """Tag what fails as long as an item is open, so that "Run All" goes on past it."""

    def preprocess_cell(
        self,
        cell: NotebookNode,
        resources: dict,
        index: int,
    ) -> tuple[NotebookNode, dict]:
        """Tag tests, and answers whose stub is not inside a function."""
        if _fails_while_open(cell):
            tags = cell.metadata.get("tags", [])
            if RAISES not in tags:
                cell.metadata["tags"] = [*tags, RAISES]
        return cell, resources


def _fails_while_open(cell: NotebookNode) -> bool:
    """Whether a cell raises an error until its item is answered."""
    if cell.cell_type != "code":
        return False
    if cells.is_test(cell):
        return True
    if not cells.is_answer(cell):
        return False
    statements = ast.parse(cell.source).body
    return any(isinstance(statement, ast.Raise) for statement in statements)
