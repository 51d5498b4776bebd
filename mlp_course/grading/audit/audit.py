"""Grading the graders: a bank's answers, worked answers and stubs go through the real steps."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mlp_course.grading.audit import bank
from mlp_course.grading.audit.bank import (
    ACCEPT,
    REJECT,
    SPOILED,
    STUB,
    WORKED,
    BankAnswer,
    Unusable,
)
from mlp_course.grading.audit.rehearsal import PLACE, CaseResult, CaseRunner, Rehearsal
from mlp_course.grading.audit.verdict import Verdict, judge
from mlp_course.grading.run.judged import APART
from mlp_course.grading.steps.settings import ANSWER_TIMEOUT
from mlp_course.lessons.course import Course, GradingError, NotThere
from mlp_course.lessons.release import check
from mlp_course.processes import Died, map_with_tools
from mlp_course.spelling import not_there

PATIENCE = 30  # s for a wrong answer; a right one has as long as a student's


@dataclass
class AuditPlan:
    """What will be audited, and what cannot be."""

    answers: list[BankAnswer] = field(default_factory=list)
    unusable: list[Unusable] = field(default_factory=list)


def plan(course: Course, answers: Path | None, lessons: list[str], item: str = "") -> AuditPlan:
    """All answers to the items of `lessons` in the bank `answers`, their stubs and worked answers.

    With `item`, only answers to that one. Lessons are those of the course if none is named. Raises
    NotThere if a lesson is not, or the item in none of them.
    """
    found = AuditPlan()
    items: list[str] = []
    for lesson in dict.fromkeys(course.chosen(lessons)):
        faults = check(course, [lesson])
        if faults:
            found.unusable.append(Unusable(lesson, " ".join(faults)))
            continue

        # The lesson's own answers to every item, then the bank's
        by_item: dict[str, list[BankAnswer]] = {}
        accept_much = bank.with_many_answers(course, lesson)
        for name, text in bank.items_of(course, lesson).items():
            stub = BankAnswer(lesson, name, STUB, "", text)
            worked = BankAnswer(lesson, name, WORKED, "", text)
            by_item[name] = [stub, worked]
            # Only what is judged apart can be spoiled on the way.
            if APART and name not in accept_much:
                spoiled = BankAnswer(lesson, name, SPOILED, "", text)
                by_item[name].append(spoiled)
        if answers:
            for file in bank.read_lesson(answers, course, lesson):
                if isinstance(file, Unusable):
                    found.unusable.append(file)
                else:
                    by_item[file.item].append(file)
        items += by_item
        for name, own in by_item.items():
            if item in ("", name):
                found.answers += own
    if item and item not in items and items:
        raise NotThere(not_there("item", item, items))
    return found


def run_cases(
    course: Course,
    wanted: AuditPlan,
    jobs: int = 1,
    patience: int | None = None,
) -> Iterator[Verdict]:
    """Grade every answer of the plan.

    What cannot be graded moves to the plan's list of unusable files. With `patience`, every answer
    has so many seconds.
    """
    for_right = patience or ANSWER_TIMEOUT
    for_wrong = patience or PATIENCE
    timeouts = {
        ACCEPT: for_right,
        WORKED: for_right,
        REJECT: for_wrong,
        STUB: for_wrong,
        SPOILED: for_right,
    }
    with tempfile.TemporaryDirectory(prefix=PLACE, ignore_cleanup_errors=True) as folder:
        rehearsal = Rehearsal(Path(folder) / "course", course)
        rehearsal.root.mkdir()
        _prepare(rehearsal, wanted)
        places = _copies(rehearsal, Path(folder), jobs)
        graded = map_with_tools(
            CaseRunner,
            lambda n: (places(n), timeouts),
            wanted.answers,
            jobs,
            did="graded",
        )
        # A process that died has taken one answer with it.
        for answer, result in graded:
            if isinstance(result, Died):
                result = CaseResult(answer, None, remarks=(str(result),))
            yield judge(result)


def _prepare(rehearsal: Rehearsal, wanted: AuditPlan) -> None:
    """Release the lessons of the plan; those that cannot be are taken out of it."""
    for lesson in dict.fromkeys(answer.lesson for answer in wanted.answers):
        try:
            rehearsal.prepare(lesson)
        except GradingError as error:
            wanted.unusable.append(Unusable(lesson, str(error)))
            wanted.answers = [answer for answer in wanted.answers if answer.lesson != lesson]


def _copies(rehearsal: Rehearsal, folder: Path, jobs: int) -> Callable[[int], Rehearsal]:
    """Gives process `n` its course: of several, each has a copy."""

    def place(n: int) -> Rehearsal:
        if jobs < 2:
            return rehearsal
        return rehearsal.copy_to(folder / f"course-{n}")

    return place
