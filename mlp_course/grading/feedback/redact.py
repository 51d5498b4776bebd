"""What a student may see of a graded notebook: everything of theirs, nothing of a hidden test."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from nbconvert.filters import strip_ansi
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool

from mlp_course.checks.cards.card import STOPPED, Card
from mlp_course.checks.cards.outputs import card_in, of_card
from mlp_course.grading.feedback.authored import Authored
from mlp_course.lessons import cells
from mlp_course.lessons.secrets import (
    fold,
    hidden_from_students,
    is_the_lessons,
    lines_for_students,
)

PLACE = "# (further tests ran here)"
HIDDEN_OUTPUT = "(This output showed part of a hidden test and was left out.)\n"
FURTHER = "raised in a further test"
MOST_RAISED = 30  # different messages of a notebook
OURS = ("NotRun", "CellTimeoutError")  # errors whose messages are ours
VERDICT = re.compile(r"^[a-l]  (?:right|WRONG): .*\n(?:   .*\n)*", re.MULTILINE)
FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)")
ByCount = dict[int, NotebookNode]  # code cells by the number of their execution


class HideHiddenTests(Preprocessor):
    """Leave hidden tests and mark schemes out of sources, tracebacks and outputs."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Redact the notebook in place."""
        secrets = hidden_from_students(nb)
        executed = by_count(nb)
        authored = authored_in(nb)
        # Once answers have met a hidden test, what comes of them may tell of it, in any test.
        has_met = False
        for cell in cells.code_cells(nb):
            allowed = cell.outputs
            if _has_hidden_tests(cell) or (has_met and cells.is_test(cell)):
                allowed = []
                for output in _allowed(cell):
                    allowed.append(_in_short(output, cell, executed, authored, has_met))
            has_met = has_met or _has_hidden_tests(cell)
            cell.outputs = [_shown(output, secrets) for output in allowed]
        for cell in filter(is_the_lessons, nb.cells):
            cell.source = "\n".join(_source_shown(cell))
        return nb, resources


def by_count(nb: NotebookNode) -> ByCount:
    """The code cells that were run: by this number an error's traceback names a cell."""
    return {cell.execution_count: cell for cell in cells.code_cells(nb) if cell.execution_count}


def authored_in(nb: NotebookNode) -> Authored:
    """The messages that the tests of a notebook can give."""
    return Authored(cell.source for cell in nb.cells if cells.is_test(cell))


def _source_shown(cell: NotebookNode) -> Iterator[str]:
    """The lines of a cell that are for the student, and where code was left out."""
    left_out = False
    for line, secret in lines_for_students(cell):
        if not secret:
            yield line
        elif not left_out and cell.cell_type == "code":
            yield PLACE
        left_out = secret


def _has_hidden_tests(cell: NotebookNode) -> bool:
    """Whether part of this code is hidden."""
    return is_the_lessons(cell) and cells.BEGIN_HIDDEN in cell.source


def _allowed(cell: NotebookNode) -> Iterator[NotebookNode]:
    """The outputs of a test without what it prints or shows.

    Verdicts on statements (quiz.mark) and cards are for the student.
    """
    for output in cell.outputs:
        verdicts = VERDICT.findall(output.get("text", ""))
        if output.output_type == "error" or card_in(output):
            yield output
        elif verdicts:
            yield _printed("".join(verdicts))


def _printed(text: str) -> NotebookNode:
    """A text as the output of a cell."""
    return NotebookNode(output_type="stream", name="stdout", text=text)


def _in_short(
    output: NotebookNode,
    cell: NotebookNode,
    executed: ByCount,
    authored: Authored,
    has_met: bool,
) -> NotebookNode:
    """An error in one sentence, a card without values; anything else as it is."""
    card = card_in(output)
    if card:
        return of_card(_without_values(card, authored))
    if output.output_type != "error":
        return output
    shown, _ = short_error(output, cell, executed, authored, has_met)
    return shown


def _without_values(card: Card, authored: Authored) -> Card:
    """Of a card what its author wrote, and the student's own line.

    What was got and expected tells what was asked; in the own notebook the visible test shows it.
    """
    sentence = authored.part_of(card.sentence) if card.sentence else ""
    if card.state == STOPPED:
        sentence = f"`{card.name}` stopped with an error."
    return replace(card, sentence=sentence or FURTHER, comparison=None)


def _shown(output: NotebookNode, secrets: set[str]) -> NotebookNode:
    """An output as the student sees it; if it repeats a secret, that there was one."""
    text = "\n".join(_strings(output))
    folded = fold(strip_ansi(text))
    if any(secret in folded for secret in secrets):
        return _printed(HIDDEN_OUTPUT)
    return output


def _strings(value: object) -> Iterator[str]:
    """All text inside an output; images and widgets come out as text, too."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, str):
        yield value


def short_error(
    error: NotebookNode,
    test: NotebookNode,
    executed: ByCount,
    authored: Authored,
    has_met: bool = False,
) -> tuple[NotebookNode, bool]:
    """An error of a test in one sentence, and whether a hidden part of the test raised it.

    The line of the student's own code that it came from is shown, too. Of a message of a hidden
    test only what stands in a source is shown, the author's or the student's; so it is if the
    answers have met (`has_met`) one before.
    """
    own, in_hidden = student_line(error, test, executed)
    message = error.evalue.strip().split("\n")[0]
    is_ours = error.ename in OURS or _is_written(message, executed)
    if (in_hidden or has_met) and not is_ours:
        message = authored.part_of(error.evalue) or (FURTHER if in_hidden else "")
    head = f"{error.ename}: {message}".rstrip(": ")
    shown = NotebookNode(
        output_type="error",
        ename=error.ename,
        evalue=message,
        traceback=["\n".join([head, *own])],
    )
    return shown, in_hidden


def _is_written(message: str, executed: ByCount) -> bool:
    """Whether a message stands, for everybody to read, in a `raise` of a cell that is no test.

    Of many such messages the one that is raised could tell what a hidden test has asked.
    """
    texts: set[str] = set()
    for cell in executed.values():
        if not cells.is_test(cell):
            texts.update(_raised("\n".join(_source_shown(cell))))
    if len(texts) > MOST_RAISED:
        return False
    return message in texts or message in map(repr, texts)


def _raised(source: str) -> Iterator[str]:
    """The texts in all `raise` statements of a source; none if it is not Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def student_line(
    error: NotebookNode,
    test: NotebookNode,
    executed: ByCount,
) -> tuple[list[str], bool]:
    """The last line of the student's code in the traceback, none if there is no such line.

    The second answer is whether the test's own line was hidden.
    """
    own: list[str] = []
    secret = [is_secret for _, is_secret in lines_for_students(test)]
    # A card leaves no line in the traceback: then any hidden one may have been it.
    in_hidden = any(secret)
    for entry in error.traceback:
        # Only at its beginning: the rest may be a message, which can say anything.
        found = FRAME.match(strip_ansi(entry))
        if not found:
            continue
        number = int(found[2])
        where = executed.get(int(found[1]))
        if where is test:
            in_hidden = any(secret[number - 1 : number])
        elif where is not None and not cells.is_test(where):
            lines = where.source.split("\n")
            if 0 < number <= len(lines):
                text = lines[number - 1].strip()
                own = [f"in line {number} of your cell: {text}"]
    return own, in_hidden
