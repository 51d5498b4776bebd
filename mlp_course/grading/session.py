"""One run of `mlp-course grade`: collect, grade what is open, write marks and what is odd."""

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

DONE = 0
SOME_NOT = 1  # some submissions are not graded


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
        self.course = course
        self.lesson = lesson
        self.wishes = wishes
        self.grader = Grader(course, lesson, wishes.timeout)
        folder = course.root / "grading" / "marks"
        self.table = wishes.table or folder / f"{lesson}.csv"

        # What is known from run to run lies beside what is known of each submission.
        memory = self.grader.memory.folder
        self.notes = memory.with_suffix(".collected")
        self.kept = memory.with_suffix(".terms")

        # The terms of earlier runs hold, but for what is said now.
        self.said = {name: getattr(wishes, name) for name in Terms.__dataclass_fields__}
        before = Terms.kept(self.kept)
        self.terms = before.but(self.said)
        self.deadline = self.terms.deadline()
        self.listed: list[str] = []
        if self.terms.roster:
            self.listed = expected(Path(self.terms.roster))

    def run(self) -> int:
        """Do all; returns 0 if every submission is graded, else 1. Raises GradingError, OSError."""
        with alone(self.course):
            gradebook.register(self.course, self.lesson)
            self._collect()
            students = self._students()
            self._announce()
            if self.wishes.again:
                for student in students:
                    self.grader.memory.forget(student)
            outcomes = self._graded(students)
            for student in self._others():
                outcome = self.grader.recall(student)
                outcomes.append(outcome)
            self._conclude(outcomes)
        for outcome in outcomes:
            if outcome.status == NOT_GRADED:
                return SOME_NOT
        return DONE

    def rehearse(self) -> int:
        """Say what would be done, and do nothing."""
        wishes = self.wishes
        collected = Collected()
        if wishes.submitted:
            collected = collect(self.course, self.lesson, wishes.submitted, dry=True)
            self._tell(collected, "would be ")
        known = wishes.students
        if not known:
            known = sorted({*self.grader.students(), *collected.students})
        todo = []
        for student in known:
            if self._would_be_graded(student, collected):
                todo.append(student)
        title = f"{len(todo)} of {len(known)} submissions of {self.lesson} would be graded; "
        title += "nothing was done."
        lines = summary.listed(title, sorted(todo)) or [title]
        print("\n".join(lines))
        return DONE

    def _would_be_graded(self, student: str, collected: Collected) -> bool:
        """Whether there is something new to grade, or something to grade again."""
        if student in collected.changed:
            return True
        outcome = self.grader.recall(student)
        if self.wishes.again and outcome.has_marks:
            return True
        return outcome.status == NOT_GRADED

    def _announce(self) -> None:
        """Say how student code will be run, and what holds from earlier runs."""
        survive = self.grader.config.Survive
        wanted = survive.get("isolated", True)
        required = survive.get("require_isolation", False)
        if self.wishes.require_isolation:
            required = True
        print(sandbox.announced(self.course.secrets(), required, wanted), flush=True)

        # A sandbox that is promised here must be there at every worker, too.
        survive.require_isolation = wanted and not sandbox.missing()

        before = self.terms.options(self.said)
        if before:
            print(f"as said before: {before}", flush=True)

    def _students(self) -> list[str]:
        """Who is to be graded now; GradingError if there is nobody."""
        students = self.wishes.students or self.grader.students()
        if not students:
            folder = self.grader.submitted
            raise GradingError(f"There is no submission in {folder}.")
        return students

    def _others(self) -> list[str]:
        """Who is in the class but was not graded in this run."""
        chosen = self.wishes.students
        there = self.grader.students()
        others = []
        if chosen:
            others = [name for name in there if name not in chosen]
        absent = missing(self.listed, [*there, *chosen])
        return others + absent

    def _graded(self, students: list[str]) -> list[Outcome]:
        """Grade these students, wherever that is to be done."""
        wishes = self.wishes
        crew = partial(workers.local, wishes.jobs)
        if wishes.scheduler:
            crew = partial(workers.cluster, wishes.scheduler)
        outcomes = grade_all(self.grader, students, crew)
        return list(self._reported(outcomes, len(students)))

    def _reported(self, outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
        """Pass on each outcome and say how far grading has come."""
        start = time.perf_counter()
        for number, outcome in enumerate(outcomes, 1):
            spent = time.perf_counter() - start
            left = spent / number * (total - number)
            words = [
                f"[{number}/{total}, {left:.0f} s left]",
                outcome.student,
                outcome.status,
            ]
            line = " ".join(words)
            if outcome.reason:
                line += f": {outcome.reason}"
            print(line, flush=True)
            yield outcome

    def _collect(self) -> None:
        """Bring in what was handed in, if that is asked for."""
        source = self.wishes.submitted
        if source:
            collected = collect(self.course, self.lesson, source)
            keep_remarks(self.notes, collected)
            self._tell(collected)

    def _tell(self, collected: Collected, would: str = "") -> None:
        """Say how much was collected, and what of it was not understood."""
        number = len(collected.students)
        changed = len(collected.changed)
        print(f"{number} {would}collected, {changed} of them new or changed")

        odd = []
        for refused in collected.refused:
            odd.append(f"{refused.path}: {refused.reason}")
        for student in sorted(collected.remarks):
            remark = collected.remarks[student]
            odd.append(f"{student}: {remark}")
        if odd:
            lines = summary.listed("not understood, or odd:", odd)
            print("\n".join(lines), flush=True)

    def _can_be_read(self, outcome: Outcome) -> bool:
        """Whether a notebook was handed in, and not a link or a pipe that leads elsewhere."""
        if outcome.has_marks:
            return True
        if outcome.status == NOTHING:
            return False
        folder = self.grader.submitted / outcome.student / self.lesson
        return not unreadable(folder, self.lesson)

    def _conclude(self, outcomes: list[Outcome]) -> None:
        """Write marks and lists, and say on one screen what they hold."""
        policy = marks.Policy(
            deadline=self.deadline,
            missing_is_zero=self.terms.missing_is_zero,
            notes=remarks_in(self.notes),
        )
        rows = marks.write_marks(self.course, self.lesson, outcomes, self.table, policy)
        # Kept only now: after a run that ends before, the terms are those of the table there is.
        self.terms.keep(self.kept)

        lines = summary.summary(self.lesson, outcomes, rows)
        if self.wishes.compare:
            lines += self._compare(outcomes)
        if self.wishes.format != "plain":
            lines += self._export(rows)
        feedback = self.course.folder("feedback")
        lines.append(f"marks: {self.table}")
        lines.append(f"feedback: {feedback}")
        print("\n".join(lines))

    def _compare(self, outcomes: list[Outcome]) -> list[str]:
        """Write who is much alike; says it, too."""
        students = [outcome.student for outcome in outcomes if self._can_be_read(outcome)]
        found = similar(self.course, self.lesson, students)
        path = self.table.with_suffix(".similar.csv")
        write_similar(found, path)
        return summary.alike(found, path)

    def _export(self, rows: list[dict]) -> list[str]:
        """Write the marks, and for Moodle the feedback, as they are to be imported; says where."""
        kind = self.wishes.format
        path = self.table.with_suffix(f".{kind}.csv")
        left_out = exports.write_export(kind, self.lesson, rows, path)
        lines = summary.listed("without a number in their name, so not in the import:", left_out)
        lines.append(f"for {kind.capitalize()}: {path}")
        if kind == "moodle":
            feedback = self.course.folder("feedback")
            pages = path.with_suffix(".zip")
            exports.write_pages(self.lesson, rows, feedback, pages)
            lines.append(f"feedback for Moodle: {pages}")
        return lines
