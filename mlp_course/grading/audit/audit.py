"""Grading the graders: every answer of a bank, every worked answer and every stub, through the real steps."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mlp_course.grading.audit import bank
from mlp_course.grading.audit.bank import ACCEPT, REJECT, STUB, WORKED, Answer, Unusable
from mlp_course.grading.audit.rehearsal import PLACE, Rehearsal, Trials, Tried
from mlp_course.grading.audit.verdict import Verdict, judge
from mlp_course.grading.steps.settings import ANSWER_TIMEOUT
from mlp_course.lessons.course import Course, GradingError
from mlp_course.lessons.release import check
from mlp_course.processes import Died, done_by

PATIENCE = 30  # s for a wrong answer; a right one has as long as a student's


@dataclass
class Plan:
    """What will be audited, and what cannot be."""

    answers: list[Answer] = field(default_factory=list)
    unusable: list[Unusable] = field(default_factory=list)


def plan(course: Course, answers: Path | None, lessons: list[str], item: str = "") -> Plan:
    """All answers to the items of `lessons` in the bank `answers`, their stubs and worked answers.

    With `item`, only answers to that one. Lessons are those of the course if none is named.
    """
    found = Plan()
    for lesson in dict.fromkeys(course.chosen(lessons)):
        if faults := check(course, [lesson]):
            found.unusable.append(Unusable(lesson, " ".join(faults)))
            continue
        worked = bank.items_of(course, lesson)
        own = [
            Answer(lesson, name, kind, "", text)
            for name, text in worked.items()
            for kind in (STUB, WORKED)
        ]
        read = list(bank.read_lesson(answers, course, lesson)) if answers else []
        found.unusable += [file for file in read if isinstance(file, Unusable)]
        wanted = [a for a in own + read if isinstance(a, Answer) and item in ("", a.item)]
        found.answers += sorted(wanted, key=lambda a: list(worked).index(a.item))
    return found


def run(
    course: Course, wanted: Plan, jobs: int = 1, patience: int | None = None
) -> Iterator[Verdict]:
    """Grade every answer of the plan; what cannot be graded moves to the plan's list of unusable files."""
    timeouts = dict.fromkeys((ACCEPT, WORKED), patience or ANSWER_TIMEOUT)
    timeouts |= dict.fromkeys((REJECT, STUB), patience or PATIENCE)
    with tempfile.TemporaryDirectory(prefix=PLACE, ignore_cleanup_errors=True) as folder:
        rehearsal = Rehearsal(Path(folder) / "course", course)
        rehearsal.root.mkdir()
        _prepare(rehearsal, wanted)
        places = _copies(rehearsal, Path(folder), jobs)
        for answer, tried in done_by(jobs, Worker, lambda n: (places(n), timeouts), wanted.answers):
            yield judge(
                Tried(answer, None, remarks=(str(tried),)) if isinstance(tried, Died) else tried
            )


def _prepare(rehearsal: Rehearsal, wanted: Plan) -> None:
    for lesson in dict.fromkeys(answer.lesson for answer in wanted.answers):
        try:
            rehearsal.prepare(lesson)
        except GradingError as error:
            wanted.unusable.append(Unusable(lesson, str(error)))
            wanted.answers = [answer for answer in wanted.answers if answer.lesson != lesson]


def _copies(rehearsal: Rehearsal, folder: Path, jobs: int) -> Callable[[int], Rehearsal]:
    return lambda n: rehearsal if jobs < 2 else rehearsal.copy_to(folder / f"course-{n}")


class Worker:
    """What one process does: it makes its tools once, and uses them for every answer."""

    def __init__(self, course: Rehearsal, timeouts: dict[str, int]) -> None:
        self.trials = Trials(course, timeouts)

    def __call__(self, answer: Answer) -> Tried:
        """Grade one answer."""
        return self.trials.attempt(answer)
