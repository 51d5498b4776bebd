"""Which of all that a student handed in counts, and under which names."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from nbformat import NotebookNode

from mlp_course.grading.collect.archive import Found
from mlp_course.grading.collect.claims import Claim, plain_stem
from mlp_course.grading.reader import READER
from mlp_course.lessons import cells
from mlp_course.lessons.reading import read_notebook


@dataclass
class Submission:
    """What counts of all that one student handed in; files by their name in the folder for it."""

    files: dict[PurePosixPath, Found] = field(default_factory=dict)
    late: bool = False
    remark: str = ""
    export: bool = False

    @property
    def time(self) -> float:
        """When it was handed in: when the last of its files was; 0 if that is not known."""
        times = [file.time for file in self.files.values()]
        return max(times, default=0.0)

    def time_of(self, name: PurePosixPath) -> float:
        """The time that the copy of a file gets: in an export all were handed in together."""
        if self.export:
            return self.time
        return self.files[name].time


def chosen(claims: list[Claim], lesson: str, own: set[str]) -> Submission:
    """The newest attempt; of an export, its notebook under the lesson's name, and files beside it.

    `own` are the names of the lesson's cells.

    1. of several attempts, the one with the newest notebook
    2. of several notebooks in an export, the newest that has cells of this lesson
    3. what is odd about it, in words
    """
    remarks: list[str] = []

    # 1. the attempt
    newest = _newest(claims, remarks)
    claims = [c for c in claims if c.depth == newest.depth and c.attempt == newest.attempt]

    # 2. the notebook
    notebooks = [c for c in claims if c.export and _is_notebook(c)]
    if not notebooks:
        return Submission(
            files={c.name: c.file for c in claims},
            late=any(c.late for c in claims),
            remark="; ".join(remarks),
            export=newest.export,
        )
    best = max(notebooks, key=lambda c: _fitness(c, lesson, own))
    name = PurePosixPath(f"{lesson}.ipynb")
    files = {name: best.file} | _beside(best, claims)

    # 3. what is odd
    if len(notebooks) > 1:
        number = len(notebooks)
        remarks.append(
            f"handed in {number} notebooks, {best.name} counts as the newest of this lesson"
        )
    if plain_stem(best.name) != lesson:
        remarks.append(f"handed in as {best.name}")
    if _belongs(best, own) is False:
        remarks.append(f"{best.name} holds no cell of this lesson")
    counting = [c for c in claims if c.file in files.values()]
    return Submission(
        files=files,
        late=any(c.late for c in counting),
        remark="; ".join(remarks),
        export=best.export,
    )


def _newest(claims: list[Claim], remarks: list[str]) -> Claim:
    """The newest notebook, or else file, by which the attempt that counts is known.

    What lies deeper than others may be somebody else's, who named a folder so.
    """
    depth = min(c.depth for c in claims)
    deeper = {c.attempt for c in claims if c.depth > depth}
    if deeper:
        left_out = _listed(deeper)
        remarks.append(f"{left_out} has this name, too, and was left out: whose is it?")
    own = [c for c in claims if c.depth == depth]
    newest = max(own, key=_newness)
    attempts = {c.attempt for c in own}
    if len(attempts) > 1:
        number = len(attempts)
        listed = _listed(attempts)
        counts = newest.attempt or newest.file.path.name
        remarks.append(f"handed in {number} times ({listed}), the newest counts: {counts}")
    return newest


def _newness(claim: Claim) -> tuple:
    """What decides between the files of a student: the greatest counts."""
    return _is_notebook(claim), claim.order


def _listed(attempts: set[str]) -> str:
    """The places of several attempts; '.' is the top of the export."""
    places = [attempt or "." for attempt in attempts]
    return ", ".join(sorted(places))


def _is_notebook(claim: Claim) -> bool:
    """Whether a file is a notebook by its name."""
    return claim.name.suffix == ".ipynb"


def _fitness(claim: Claim, lesson: str, own: set[str]) -> tuple:
    """What decides between several notebooks of a student: the greatest counts."""
    has_cells = _belongs(claim, own) is True
    is_called_so = plain_stem(claim.name) == lesson
    return has_cells, is_called_so, claim.order


def _beside(best: Claim, claims: Iterable[Claim]) -> dict[PurePosixPath, Found]:
    """Files that lie beside the notebook that counts, or below, named as seen from there."""
    folder = best.name.parent
    files = {}
    for claim in claims:
        if _is_notebook(claim) or not claim.name.is_relative_to(folder):
            continue
        name = claim.name.relative_to(folder)
        files[name] = claim.file
    return files


def _belongs(claim: Claim, own: set[str]) -> bool | None:
    """Whether a notebook has a cell of this lesson; None if it cannot be read."""
    try:
        content = claim.file.read()
        names = READER.read(names_of_cells, content)
    except Exception:
        # Whatever is in the file
        return None
    return bool(own & names)


def names_of_cells(content: bytes) -> set[str]:
    """The names in a notebook that a student handed in: what the child reads."""
    notebook, _ = read_notebook(content)
    return names_in(notebook)


def names_in(notebook: NotebookNode) -> set[str]:
    """The names that nbgrader knows a notebook's cells by."""
    names = {cells.grade_id(cell) for cell in notebook.cells}
    return names - {""}
