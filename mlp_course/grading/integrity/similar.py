"""Answers that are near-identical, listed for a human to judge: two students may well think alike.

An answer counts as its tokens, without comments, docstrings and layout, every name of the student's
own being the same. What stands in the released stub or in the worked answer does not count, and a
run of tokens weighs the less the more students wrote it, so that short or common answers do not
speak against anybody.
"""

import ast
import hashlib
import io
import math
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from mlp_course.files import csv_bytes, write_whole
from mlp_course.grading.reader import READER, TooMuch
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course
from mlp_course.lessons.reading import read_notebook

RUN = 6  # tokens
ALIKE = 0.8  # share of both answers
EVIDENCE = 40.0  # runs in common, each weighing log(students / those who have it)
CROWD = 25  # students: what more of them wrote points at nobody
SMALL = 8  # students: a smaller class counts as one of so many
LARGE = 1000  # students: of a larger class only some of the runs are compared
KINDS = {tokenize.NAME, tokenize.STRING, tokenize.NUMBER, tokenize.OP}  # of tokens that count
Runs = set[int]


@dataclass(frozen=True)
class Pair:
    """Two students, how much of what they wrote is the same (0 to 1), and in which answers."""

    first: str
    second: str
    share: float
    items: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """The pairs that are near-identical, the likest first; and who could not be read, and why."""

    pairs: list[Pair]
    unread: dict[str, str]


def similar(course: Course, lesson: str, students: list[str]) -> Compared:
    """Compare the answers of all students, which are read in a child with limits."""
    # What everybody was given says nothing about anybody.
    given: Runs = set()
    for path in (course.released(lesson), course.source(lesson)):
        for numbers in answers_in(path, 1).values():
            given |= numbers

    thin = 1 + len(students) // LARGE
    found: dict[str, Runs] = {}
    items: dict[int, str] = {}
    unread: dict[str, str] = {}
    for student in students:
        own: Runs = set()
        path = course.notebook("submitted", lesson, student)
        try:
            answers = READER.read(answers_in, path, thin)
        except Exception as error:
            # Whatever is in the file
            kind = type(error).__name__
            unread[student] = str(error) if isinstance(error, TooMuch) else kind
            continue
        for item, numbers in answers.items():
            own |= numbers
            items |= dict.fromkeys(numbers, item)
        found[student] = own - given
    alike = pairs(found, items, evidence=EVIDENCE / thin)
    return Compared(alike, unread)


def pairs(
    found: dict[str, Runs],
    items: dict[int, str],
    evidence: float = EVIDENCE,
) -> list[Pair]:
    """Pairs of students who share unusual runs of tokens; `items` says which answer a run is of.

    1. who has each run, of those that several have but not a crowd
    2. what a run is worth as evidence: the more, the fewer have it
    3. the evidence against every pair that shares a run
    4. of the pairs with enough of it, those whose answers are alike as a whole
    """
    # 1. who has it
    crowd: Counter[int] = Counter()
    for runs in found.values():
        crowd.update(runs)
    holders: dict[int, list[str]] = defaultdict(list)
    for student, runs in sorted(found.items()):
        for run in runs:
            if 1 < crowd[run] <= CROWD:
                holders[run].append(student)

    # 2. what it is worth, and 3. the evidence
    size = max(SMALL, len(found))
    shared: dict[tuple[str, str], float] = defaultdict(float)
    for run, students in holders.items():
        number = crowd[run]
        worth = math.log(size / number)
        for couple in combinations(students, 2):
            shared[couple] += worth

    # 4. alike as a whole
    alike = []
    for (first, second), weight in shared.items():
        if weight < evidence:
            continue
        pair = _compared(first, second, found, items)
        if pair.share >= ALIKE:
            alike.append(pair)
    return sorted(alike, key=lambda pair: (-pair.share, pair.first, pair.second))


def _compared(
    first: str,
    second: str,
    found: dict[str, Runs],
    items: dict[int, str],
) -> Pair:
    """How much of two students' runs is the same, and where."""
    one = found[first]
    other = found[second]
    both = one & other
    either = one | other
    share = len(both) / len(either)
    names = sorted({items[run] for run in both})
    return Pair(first, second, share, tuple(names))


def answers_in(path: Path, thin: int) -> dict[str, Runs]:
    """Numbers for the runs of tokens in each answer of a notebook, for one run of `thin`."""
    notebook, _ = read_notebook(path.read_bytes())
    found: dict[str, Runs] = {}
    for cell in notebook.cells:
        name = cells.grade_id(cell)
        if not cells.is_answer(cell) or not name:
            continue
        texts = runs(cell.source, cell.cell_type)
        numbers = {_number(text) for text in texts}
        found[name] = _thinned(numbers, thin)
    return found


def _thinned(numbers: Runs, thin: int) -> Runs:
    """One of `thin` numbers, the same ones in every answer."""
    return {number for number in numbers if number % thin == 0}


def _number(run: str) -> int:
    """A number that stands for a run of tokens, the same in every process."""
    content = run.encode(errors="replace")
    digest = hashlib.blake2b(content, digest_size=8)
    return int.from_bytes(digest.digest())


def runs(source: str, kind: str = "code") -> Iterator[str]:
    """Every run of `RUN` tokens, normalised.

    >>> mine = runs("def f(x):  # mine\\n  return x.sum() + 1")
    >>> set(mine) == set(runs("def f(y):\\n    return y.sum() + 1"))
    True
    """
    tokens = source.casefold().split()
    if kind == "code":
        tokens = list(_tokens(source))
    last = len(tokens) - RUN
    for start in range(last + 1):
        run = tokens[start : start + RUN]
        yield " ".join(run)


def _tokens(source: str) -> Iterator[str]:
    """The tokens of what a cell does; of the text as it stands where that is not Python."""
    try:
        tree = ast.parse(source)
        plain = ast.unparse(_without_docstrings(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield from source.split()
        return
    own = _own_names(tree)
    lines = io.StringIO(plain)
    for token in tokenize.generate_tokens(lines.readline):
        if token.type not in KINDS:
            continue
        is_own = token.type == tokenize.NAME and token.string in own
        yield "NAME" if is_own else token.string


def _own_names(tree: ast.AST) -> set[str]:
    """Names that a student chose, of variables and arguments."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    return names


def _without_docstrings(tree: ast.Module) -> ast.Module:
    """The tree, changed in place: without statements that are only a value."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        kept = [statement for statement in body if not _is_value(statement)]
        node.body = kept or [ast.Pass()]  # type: ignore[attr-defined]  # it has a body
    return tree


def _is_value(statement: ast.stmt) -> bool:
    """Whether a statement does nothing, as a docstring does."""
    if not isinstance(statement, ast.Expr):
        return False
    return isinstance(statement.value, ast.Constant)


def write_similar(found: list[Pair], path: Path) -> None:
    """Write the pairs as CSV."""
    lines = [["student", "other student", "alike", "answers"]]
    for pair in found:
        row = [
            pair.first,
            pair.second,
            f"{pair.share:.2f}",
            " ".join(pair.items),
        ]
        lines.append(row)
    write_whole(path, csv_bytes(lines))
