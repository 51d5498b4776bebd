"""Answers that are near-identical, listed for a human to judge: two students may well think alike.

An answer counts as its tokens, without comments, docstrings and layout, every name of the student's own being the same.
What stands in the released stub or in the worked answer does not count, and a run of tokens weighs the less the more
students wrote it, so that short or common answers do not speak against anybody.
"""

import ast
import csv
import hashlib
import io
import math
import tokenize
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import nbformat

from mlp_course.files import write_whole
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course

RUN = 6  # tokens
ALIKE, EVIDENCE = (
    0.8,
    40.0,
)  # share of both answers; runs in common, each weighing log(students / those who have it)
CROWD = 25  # students: what more of them wrote points at nobody
SMALL, LARGE = 8, 1000  # students; of a larger class only some of the runs are compared
Runs = set[int]


@dataclass(frozen=True)
class Pair:
    """Two students, how much of what they wrote is the same (0 to 1), and in which answers."""

    first: str
    second: str
    share: float
    items: tuple[str, ...]


def similar(course: Course, lesson: str, students: list[str]) -> list[Pair]:
    """Pairs of students whose answers are near-identical, the likest first."""
    thin = 1 + len(students) // LARGE
    places = [course.folder("release") / lesson / f"{lesson}.ipynb", course.source(lesson)]
    common = set().union(*(runs for place in places for runs in _answers(place, 1).values()))
    found, items = {}, {}
    for student in students:
        answers = _answers(course.folder("submitted") / student / lesson / f"{lesson}.ipynb", thin)
        found[student] = set().union(*answers.values()) - common
        items |= {run: item for item, runs in answers.items() for run in runs}
    return pairs(found, items, EVIDENCE / thin)


def pairs(found: dict[str, Runs], items: dict[int, str], evidence: float = EVIDENCE) -> list[Pair]:
    """Pairs of students who share unusual runs of tokens; `items` says which answer a run comes from."""
    crowd = Counter(run for runs in found.values() for run in runs)
    holders = defaultdict(list)
    for student, runs in sorted(found.items()):
        for run in runs:
            if 1 < crowd[run] <= CROWD:
                holders[run].append(student)
    worth = {
        run: math.log(max(SMALL, len(found)) / count) for run, count in crowd.items() if count > 1
    }
    candidates: Counter[tuple[str, str]] = Counter()
    for run, students in holders.items():
        for pair in combinations(students, 2):
            candidates[pair] += worth[run]
    likely = [pair for pair, shared in candidates.items() if shared >= evidence]
    judged = (Pair(*pair, *_common(found[pair[0]], found[pair[1]], items)) for pair in likely)
    alike = [pair for pair in judged if pair.share >= ALIKE]
    return sorted(alike, key=lambda pair: (-pair.share, pair.first, pair.second))


def _common(one: Runs, other: Runs, items: dict[int, str]) -> tuple[float, tuple[str, ...]]:
    both = one & other
    return len(both) / len(one | other), tuple(sorted({items[run] for run in both}))


def _answers(path: Path, thin: int) -> dict[str, Runs]:
    """Numbers that stand for the runs of tokens in each answer of a notebook; none if it cannot be read."""
    try:
        with warnings.catch_warnings(action="ignore"):
            notebook = nbformat.read(path, as_version=4)
        answers = [
            cell for cell in notebook.cells if cells.is_answer(cell) and cells.grade_id(cell)
        ]
        numbers = {
            cells.grade_id(c): {_number(run) for run in runs(c.source, c.cell_type)}
            for c in answers
        }
    except Exception:  # whatever is in the file
        return {}
    return {
        item: {number for number in found if number % thin == 0} for item, found in numbers.items()
    }


def _number(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode(errors="replace"), digest_size=8).digest())


def runs(source: str, kind: str = "code") -> Iterator[str]:
    """Every run of `RUN` tokens, normalised.

    >>> set(runs("def f(x):  # mine\\n  return x.sum() + 1")) == set(runs("def f(y):\\n    return y.sum() + 1"))
    True
    """
    tokens = list(_tokens(source)) if kind == "code" else source.casefold().split()
    yield from (" ".join(tokens[at : at + RUN]) for at in range(len(tokens) - RUN + 1))


def _tokens(source: str) -> Iterator[str]:
    """The tokens of what a cell does; of the text as it stands where that is not Python."""
    try:
        tree = ast.parse(source)
        plain = ast.unparse(_without_docstrings(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield from source.split()
        return
    own = _own_names(tree)
    for token in tokenize.generate_tokens(io.StringIO(plain).readline):
        if token.type == tokenize.NAME:
            yield "NAME" if token.string in own else token.string
        elif token.type in (tokenize.STRING, tokenize.NUMBER, tokenize.OP):
            yield token.string


def _own_names(tree: ast.AST) -> set[str]:
    """Names that a student chose, of variables and arguments."""
    names = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return names | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            texts = [
                n for n in body if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)
            ]
            node.body = [n for n in body if n not in texts] or [ast.Pass()]
    return tree


def write_similar(found: list[Pair], path: Path) -> None:
    """Write the pairs as CSV."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["student", "other student", "alike", "answers"])
    writer.writerows(
        [pair.first, pair.second, f"{pair.share:.2f}", " ".join(pair.items)] for pair in found
    )
    write_whole(path, table.getvalue().encode())
