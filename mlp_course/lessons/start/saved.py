"""How a student's copy stands by what was saved in it, read as plain JSON; nothing is run.

`mlp_course.grading.points.standing` says the same without running, with nbgrader's own means, which
take seconds to load; a test compares the two.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mlp_course.lessons import cells

OPEN = "NotImplementedError"
OPEN_ITEM = "open"
WRONG = "not yet right"
PASSES = "passes"
BY_HAND = "written"


@dataclass(frozen=True)
class Saved:
    """One lesson: for each item its points and its state; why the copy says nothing, if so."""

    items: dict[str, tuple[float, str]] = field(default_factory=dict)
    problem: str = ""

    def points(self, *states: str) -> float:
        """Points of the items in these states, or of all."""
        return sum(points for points, state in self.items.values() if not states or state in states)

    def named(self, state: str) -> list[str]:
        """The items in this state, in order."""
        return [name for name, (_, its) in self.items.items() if its == state]


def read(path: Path) -> dict:
    """A notebook as it is in the file; ValueError if it is none."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError(f"{path.name} is no notebook.")
    return notebook


def as_saved(given: Mapping, own: Path) -> Saved:
    """How the copy `own` of the lesson `given` stands."""
    marking: dict[str, list[Mapping]] = {}
    for cell in given["cells"]:
        if cells.has_points(cell) or cells.is_task(cell):
            marking.setdefault(cells.item_of(cells.grade_id(cell)), []).append(cell)
    points = {name: sum(_points(cell) for cell in tests) for name, tests in marking.items()}
    if not own.is_file():
        return Saved({name: (worth, OPEN_ITEM) for name, worth in points.items()}, "not begun")
    try:
        notebook = read(own)
        answered = {
            cells.grade_id(cell)
            for cell in notebook["cells"]
            if cells.is_answer(cell) and not is_untouched(cell)
        }
        items = {}
        for name, tests in marking.items():
            items[name] = (points[name], _state(name, tests, notebook["cells"], answered))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        # Whatever is in the file
        return Saved(problem=f"{own.name} cannot be read ({type(error).__name__})")
    return Saved(items)


def is_untouched(cell: Mapping) -> bool:
    """Whether a cell is what was handed out, by nbgrader's checksum of it."""
    about = cells.about(cell)
    digest = hashlib.md5(usedforsecurity=False)
    parts = [cells.source_of(cell), cell["cell_type"]]
    parts += [str(about.get(key, False)) for key in ("grade", "solution", "locked")]
    parts.append(about["grade_id"])
    if about.get("grade"):
        parts.append(str(float(about["points"])))
    for part in parts:
        digest.update(part.encode())
    return about.get("checksum") == digest.hexdigest()


def _points(cell: Mapping) -> float:
    """What a cell, a test or a task, is worth."""
    return cells.about(cell).get("points", 0)


def _state(name: str, tests: list[Mapping], own: list[Mapping], answered: set[str]) -> str:
    """The state of one item, which `tests` mark."""
    names = {cells.grade_id(cell) for cell in tests}
    if not cells.is_test(tests[0]):
        return BY_HAND if names & answered else OPEN_ITEM
    ran = [cell for cell in own if cells.grade_id(cell) in names]
    # A test that was deleted, or copied, cannot be judged by.
    if len(ran) != len(tests):
        return WRONG
    was_run = all(cell.get("execution_count") is not None for cell in ran)
    if name not in answered or not was_run:
        return OPEN_ITEM
    for cell in ran:
        errors = [out for out in cell.get("outputs", []) if out["output_type"] == "error"]
        if errors:
            return OPEN_ITEM if errors[-1]["ename"] == OPEN else WRONG
    return PASSES if all(_has_all_points(cell) for cell in ran) else WRONG


def _has_all_points(test: Mapping) -> bool:
    """Whether a test that ran without an error gives all it can, as nbgrader counts."""
    for output in test.get("outputs", []):
        if output.get("name") == "stderr":
            return False
        if output["output_type"] == "execute_result":
            number = cells.joined(output["data"].get("text/plain", ""))
            try:
                return float(number) == float(_points(test))
            except ValueError:
                return True
    return True
