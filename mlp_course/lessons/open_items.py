"""Cells of a release that fail as long as an item is open say so, and "Run All" goes on past them."""

import ast

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from mlp_course.lessons import cells

RAISES = "raises-exception"


class ExpectOpenItems(NbGraderPreprocessor):
    """Tag the cells of a release that fail as long as an item is open, so that "Run All" goes on past them."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, index: int
    ) -> tuple[NotebookNode, dict]:
        """Tag tests, and answers whose stub is not inside a function."""
        if cell.cell_type == "code" and (
            cells.is_test(cell) or (cells.is_answer(cell) and _raises_at_once(cell))
        ):
            tags = cell.metadata.get("tags", [])
            cell.metadata["tags"] = [*tags, *({RAISES} - set(tags))]
        return cell, resources


def _raises_at_once(cell: NotebookNode) -> bool:
    return any(isinstance(statement, ast.Raise) for statement in ast.parse(cell.source).body)
