"""One run of `mlp-course grade`: collect, grade what is not graded yet, write marks and all that is worth a look."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from mlp_course.grading.collect.collect import Collected, collect, keep_remarks, remarks_in
from mlp_course.grading.integrity.similar import similar, write_similar
from mlp_course.grading.jobs import gradebook, workers
from mlp_course.grading.jobs.autograde import Grader, grade_all, unreadable
from mlp_course.grading.jobs.lock import alone
from mlp_course.grading.jobs.outcome import NOT_GRADED, NOTHING, Outcome
from mlp_course.grading.report import exports, marks, summary
from mlp_course.grading.report.roster import expected, missing
from mlp_course.grading.report.terms import Terms
from mlp_course.grading.run import sandbox
from mlp_course.lessons.course import Course, GradingError


@dataclass(frozen=True)
class Wishes:
    """What the instructor asked for."""

    submitted: Path | None = None
    students: list[str] = field(default_factory=list)
    again: bool = False
    timeout: int | None = None
    jobs: int = 1
    scheduler: str = ""
    require_isolation: bool = False
    table: Path | None = None
    format: str = "plain"
    due: str | None = None
    late_penalty: float | None = None
    roster: str | None = None
    missing_is_zero: bool | None = None
    compare: bool = True


class Session:
    """Grades one lesson for one class; run again, it goes on."""

    def __init__(self, course: Course, lesson: str, wishes: Wishes) -> None:
        self.course, self.lesson, self.wishes = course, lesson, wishes
        self.grader = Grader(course, lesson, wishes.timeout)
        self.table = wishes.table or course.root / "grading" / "marks" / f"{lesson}.csv"
        self.notes = self.grader.memory.folder.with_suffix(".collected")
        self.said = {name: getattr(wishes, name) for name in Terms.__dataclass_fields__}
        self.terms = Terms.kept(self.notes.with_suffix(".terms")).but(self.said)
        self.deadline = self.terms.deadline()
        self.listed = expected(Path(self.terms.roster)) if self.terms.roster else []

    def run(self) -> int:
        """Do all; returns 0 if every submission is graded, else 1. Raises GradingError, OSError."""
        crew = partial(workers.local, self.wishes.jobs)
        if self.wishes.scheduler:
            crew = partial(workers.cluster, self.wishes.scheduler)
        with alone(self.course):
            gradebook.register(self.course, self.lesson)
            if self.wishes.submitted:
                collected = collect(self.course, self.lesson, self.wishes.submitted)
                keep_remarks(self.notes, collected)
                self._tell(collected)
            students = self._students()
            self._announce()
            for student in students if self.wishes.again else []:
                self.grader.memory.forget(student)
            outcomes = list(self._reported(grade_all(self.grader, students, crew), len(students)))
            outcomes += [self.grader.recall(name) for name in self._others()]
            self._conclude(outcomes)
        return int(any(outcome.status == NOT_GRADED for outcome in outcomes))

    def rehearse(self) -> int:
        """Say what would be done, and do nothing."""
        collected = Collected()
        if self.wishes.submitted:
            collected = collect(self.course, self.lesson, self.wishes.submitted, dry=True)
            self._tell(collected, "would be ")
        known = self.wishes.students or sorted({*self.grader.students(), *collected.students})
        recalled = [self.grader.recall(name) for name in known if name not in collected.changed]
        waiting = [
            o.student
            for o in recalled
            if o.status == NOT_GRADED or (self.wishes.again and o.has_marks)
        ]
        todo = sorted(waiting + [name for name in known if name in collected.changed])
        title = f"{len(todo)} of {len(known)} submissions of {self.lesson} would be graded; nothing was done."
        print("\n".join(summary.listed(title, todo) or [title]))
        return 0

    def _announce(self) -> None:
        """Say how student code will be run; a sandbox that is promised here must be there at every worker, too."""
        survive = self.grader.config.Survive
        wanted, required = survive.get("isolated", True), survive.get("require_isolation", False)
        required |= self.wishes.require_isolation
        print(sandbox.announced(self.course.secrets(), required, wanted), flush=True)
        survive.require_isolation = wanted and not sandbox.missing()
        if before := self.terms.options(self.said):
            print(f"as said before: {before}", flush=True)

    def _students(self) -> list[str]:
        students = self.wishes.students or self.grader.students()
        if not students:
            raise GradingError(f"There is no submission in {self.grader.submitted}.")
        return students

    def _others(self) -> list[str]:
        """Who is in the class but was not graded in this run."""
        there = self.grader.students()
        absent = missing(self.listed, [*there, *self.wishes.students])
        return [
            name for name in there if name not in self.wishes.students and self.wishes.students
        ] + absent

    def _reported(self, outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
        """Pass on each outcome and say how far grading has come."""
        start = time.perf_counter()
        for number, outcome in enumerate(outcomes, 1):
            left = (time.perf_counter() - start) / number * (total - number)
            said = f": {outcome.reason}" if outcome.reason else ""
            print(
                f"[{number}/{total}, {left:.0f} s left] {outcome.student} {outcome.status}{said}",
                flush=True,
            )
            yield outcome

    def _tell(self, collected: Collected, would: str = "") -> None:
        print(
            f"{len(collected.students)} {would}collected, {len(collected.changed)} of them new or changed"
        )
        lines = [f"{refused.path}: {refused.reason}" for refused in collected.refused]
        lines += [f"{student}: {remark}" for student, remark in sorted(collected.remarks.items())]
        if lines:
            print("\n".join(summary.listed("not understood, or odd:", lines)), flush=True)

    def _can_be_read(self, outcome: Outcome) -> bool:
        """Whether what was handed in is a notebook, and not a link or a pipe that leads elsewhere."""
        folder = self.grader.submitted / outcome.student / self.lesson
        return outcome.has_marks or (
            outcome.status != NOTHING and not unreadable(folder, self.lesson)
        )

    def _conclude(self, outcomes: list[Outcome]) -> None:
        """Write marks and lists, and say on one screen what they hold."""
        wishes, lesson = self.wishes, self.lesson
        policy = marks.Policy(self.deadline, self.terms.missing_is_zero, remarks_in(self.notes))
        rows = marks.write_marks(self.course, lesson, outcomes, self.table, policy)
        self.terms.keep(self.notes.with_suffix(".terms"))
        lines = summary.summary(lesson, outcomes, rows)
        if wishes.compare:
            found = similar(
                self.course, lesson, [o.student for o in outcomes if self._can_be_read(o)]
            )
            write_similar(found, path := self.table.with_suffix(".similar.csv"))
            lines += summary.alike(found, path)
        if wishes.format != "plain":
            lines += self._export(rows)
        print(
            "\n".join(
                [*lines, f"marks: {self.table}", f"feedback: {self.course.folder('feedback')}"]
            )
        )

    def _export(self, rows: list[dict]) -> list[str]:
        """Write the marks, and for Moodle the feedback, as they are to be imported; says where."""
        kind, path = self.wishes.format, self.table.with_suffix(f".{self.wishes.format}.csv")
        left_out = exports.write_export(kind, self.lesson, rows, path)
        lines = summary.listed("without a number in their name, so not in the import:", left_out)
        lines.append(f"for {kind.capitalize()}: {path}")
        if kind == "moodle":
            pages = path.with_suffix(".zip")
            exports.write_pages(self.lesson, rows, self.course.folder("feedback"), pages)
            lines.append(f"feedback for Moodle: {pages}")
        return lines
