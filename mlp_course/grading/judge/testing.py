"""Running a lesson's tests against an answer that lives in another process.

The lesson's own cells run here, as its author wrote them; each name that a student was to write is
what the student's process has under it, just before the test.
"""

import ast
import contextlib
import io
import traceback
import types
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from mlp_course.checks.cards.showing import collected
from mlp_course.grading.judge.errors import StoppedError
from mlp_course.grading.judge.remote import TOO_LATE, Remote
from mlp_course.grading.judge.values.plain import RefusedError

ENDED = "NotRun"  # what nbgrader is told of an answer that ended its process
LATE = "CellTimeoutError"  # and of one that took too long
MOST_PRINTED = 100_000  # characters
SHOWN_NOWHERE = {"display": lambda *things, **options: None}


@dataclass(frozen=True)
class Step:
    """A cell of the lesson: a demonstration that tests need, or a test."""

    source: str
    count: int  # its place in the lesson
    test: str = ""  # its name, if it is one


@dataclass(frozen=True)
class Plan:
    """What of a lesson is to be run here."""

    steps: list[Step]
    names: list[str]  # that the student was to write
    modules: list[str] = field(default_factory=list)  # to be imported beforehand
    known: dict[str, str] = field(default_factory=dict)  # of these names, read off the notebook

    def to_dict(self) -> dict:
        """As plain values, to be sent."""
        return asdict(self)

    @classmethod
    def of_dict(cls, content: dict) -> "Plan":
        """The plan of such values."""
        steps = [Step(**step) for step in content["steps"]]
        return cls(steps, content["names"], content["modules"], content["known"])


@dataclass(frozen=True)
class Verdict:
    """What came of one test: the text it printed, the value of its last line, its error."""

    test: str
    printed: str = ""
    value: str = ""
    error: str = ""  # the class of the error; '' if there was none
    message: str = ""
    lines: list[int] = field(default_factory=list)  # of the test that the error went through
    place: list[int] | None = None  # cell and line, if the answer's own code raised it
    card: dict | None = None  # what students see of the test, as plain values


class Bounded(io.StringIO):
    """Keeps only the beginning of what is printed."""

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        room = MOST_PRINTED - self.tell()
        super().write(_writable(text[: max(0, room)]))
        return len(text)


def verdicts(
    plan: Plan, connect: Callable[[str], Remote | None], space: dict[str, Any] | None = None
) -> Iterator[Verdict]:
    """Run the plan; a verdict for each test, in order.

    `connect(test)` gives the answers as they were just before the test, None if they are not
    there. `space` holds the lesson's names so far.
    """
    space = fresh_space() if space is None else space
    steps = list(plan.steps)
    while steps:
        tests = [place for place, step in enumerate(steps) if step.test]
        if not tests:
            return
        until = tests[0]
        test = steps[until]
        remote = connect(test.test)
        try:
            yield _tested(test, steps[:until], plan, space, remote)
        finally:
            if remote:
                remote.close()
        steps = steps[until + 1 :]


def _tested(
    test: Step, demos: list[Step], plan: Plan, space: dict[str, Any], remote: Remote | None
) -> Verdict:
    """Run the demonstrations above a test, and it."""
    try:
        theirs = (remote.look(plan.names) if remote else {}) | plan.known
    except (StoppedError, RefusedError) as error:
        return _failed(test, error, None)
    _bind(space, plan.names, theirs)
    for demo in demos:
        # As in a notebook: the next cell runs all the same.
        with contextlib.suppress(Exception), contextlib.redirect_stdout(Bounded()):
            run(demo.source, space, f"<{demo.count}>")
    # A demonstration may have given one of these names to something of the course's.
    _bind(space, plan.names, theirs)
    return judged(test, space, remote)


def fresh_space() -> dict[str, Any]:
    """Names as in a notebook that was just opened."""
    module = types.ModuleType("__main__")
    space = module.__dict__
    space.update(SHOWN_NOWHERE)
    return space


def _bind(space: dict[str, Any], names: list[str], theirs: dict[str, Any]) -> None:
    """Give the student's names what the student has under them, and nothing else."""
    for name in names:
        space.pop(name, None)
    space.update(theirs)


def judged(test: Step, space: dict[str, Any], remote: Remote | None) -> Verdict:
    """Run one test."""
    with collected() as cards:
        verdict = _judged(test, space, remote)
    if not cards:
        return verdict
    return replace(verdict, card=cards[-1].to_dict())


def _judged(test: Step, space: dict[str, Any], remote: Remote | None) -> Verdict:
    """Run one test, whose cards are collected."""
    printed = Bounded()
    try:
        with contextlib.redirect_stdout(printed):
            value = run(test.source, space, f"<{test.count}>")
    except NameError as error:
        unreadable = remote.unreadable if remote else {}
        why: Exception = unreadable.get(error.name or "", error)
        return _failed(test, why.with_traceback(error.__traceback__), remote, printed.getvalue())
    except Exception as error:
        return _failed(test, error, remote, printed.getvalue())
    shown = "" if value is None else _shown(value)
    return Verdict(test.test, printed.getvalue(), shown)


def run(source: str, space: dict[str, Any], file: str) -> Any:
    """Run a cell; the value of its last line."""
    body = ast.parse(source).body
    last = None
    if body and isinstance(body[-1], ast.Expr):
        last = ast.Expression(body[-1].value)
        body.pop()
    exec(compile(ast.Module(body, []), file, "exec"), space)
    if last is None:
        return None
    return eval(compile(last, file, "eval"), space)


def _shown(value: object) -> str:
    """A value as a notebook shows it."""
    return repr(value)[:MOST_PRINTED]


def _failed(test: Step, error: Exception, remote: Remote | None, printed: str = "") -> Verdict:
    """The verdict of a test that ended with an error."""
    kind = type(error).__name__
    message = _text(error)
    # However the sentence came about, it is one.
    if isinstance(error, AssertionError | RefusedError):
        kind = "AssertionError"
    if isinstance(error, StoppedError):
        kind = LATE if message == TOO_LATE else ENDED
    lines = list(_lines_of(error, test))
    is_the_answers = getattr(error, "is_the_answers", False)
    place = remote.place if remote and is_the_answers else None
    return Verdict(test.test, printed, "", kind, message, lines, place)


def _text(error: Exception) -> str:
    """The beginning of what an error says."""
    try:
        text = str(error)[:MOST_PRINTED]
    except Exception:
        # What an answer filled into it cannot be shown.
        text = ""
    return _writable(text)


def _writable(text: str) -> str:
    """A text without what no file can hold: halves of characters."""
    return text.encode(errors="replace").decode()


def _lines_of(error: Exception, test: Step) -> Iterator[int]:
    """Lines of the test that the error went through."""
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == f"<{test.count}>":
            yield line
