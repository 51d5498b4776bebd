"""One run of `mlp-course grade`: collect, grade what is open, write marks and what is odd."""

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from mlp_course.grading.collect.claims import composed
from mlp_course.grading.collect.collect import Collected, collect, keep_remarks, remarks_in
from mlp_course.grading.integrity.similar import similar, write_similar
from mlp_course.grading.jobs import gradebook, workers
from mlp_course.grading.jobs.autograde import grade_all
from mlp_course.grading.jobs.bounded import BoundedGrader
from mlp_course.grading.jobs.lock import alone
from mlp_course.grading.jobs.outcome import NOT_GRADED, NOTHING, Outcome
from mlp_course.grading.options import GradeOptions
from mlp_course.grading.report import exports, marks, summary
from mlp_course.grading.report.policy import CoursePolicy
from mlp_course.grading.report.roster import called, expected, missing
from mlp_course.grading.run import judged, sandbox
from mlp_course.lessons.course import Course, GradingError, NotThere

TOGETHER = (
    "WARNING: an answer can fool its tests in the same Python; judging them apart needs Linux."
)
NO_SUBMISSION = """\
There is no submission of {lesson}. Put each notebook to
  {folder}/STUDENT/{lesson}/{lesson}.ipynb
or name where they are, a folder, a zip, or an export of Moodle or Canvas:  --submitted PLACE"""
DONE = 0
SOME_NOT = 1  # some submissions are not graded


class Session:
    """Grades one lesson for one class; run again, it goes on."""

    def __init__(self, course: Course, lesson: str, options: GradeOptions) -> None:
        self.course = course
        self.lesson = lesson
        self.options = options
        self.grader = BoundedGrader(course, lesson, options.timeout)
        folder = course.root / "grading" / "marks"
        self.table = options.table or folder / f"{lesson}.csv"

        # What is known from run to run lies beside what is known of each submission.
        state = self.grader.progress.folder
        self.notes = state.with_suffix(".collected")
        self.kept = state.with_suffix(".terms")

        # The policy of earlier runs holds, but for what is said now.
        self.said = {name: getattr(options, name) for name in CoursePolicy.__dataclass_fields__}
        before = CoursePolicy.kept(self.kept)
        self.policy = before.but(self.said)
        # A date that is none is refused before anything is done.
        self.grader.deadline = self.policy.deadline()
        self.listed: list[str] = []
        if self.policy.roster:
            self.listed = expected(Path(self.policy.roster))

    def run(self) -> int:
        """Do all; returns 0 if every submission is graded, else 1. Raises GradingError, OSError."""
        with alone(self.course):
            self._ask_for_the_gradebook()
            gradebook.register(self.course, self.lesson)
            self._collect()
            students = self._students()
            self._announce()
            if self.options.again:
                for student in students:
                    self.grader.forget(student)
            outcomes = self._graded(students)
            for student in self._others():
                outcome = self.grader.recall(student)
                outcomes.append(outcome)
            gradebook.name_students(self.course, [outcome.student for outcome in outcomes])
            is_all_written = self._conclude(outcomes)
        is_all_graded = all(outcome.status != NOT_GRADED for outcome in outcomes)
        return DONE if is_all_graded and is_all_written else SOME_NOT

    def rehearse(self) -> int:
        """Say what would be done, and do nothing."""
        self._ask_for_the_gradebook()
        options = self.options
        collected = Collected()
        if options.submitted:
            collected = collect(self.course, self.lesson, options.submitted, dry=True)
            print("\n".join(summary.collection(collected, "would be ")), flush=True)
        known = self._students(collected.students)
        todo = [student for student in known if self._would_be_graded(student, collected)]
        print("\n".join(summary.dry_run(self.lesson, todo, known)))
        return DONE

    def _would_be_graded(self, student: str, collected: Collected) -> bool:
        """Whether there is something new to grade, or something to grade again."""
        if student in collected.changed:
            return True
        outcome = self.grader.recall(student)
        if self.options.again and outcome.has_marks:
            return True
        return outcome.status == NOT_GRADED

    def _ask_for_the_gradebook(self) -> None:
        """Raise GradingError if marks were given that no gradebook has now."""
        known = {*self.grader.progress.students(), *marks.marked_in(self.table)}
        if self.options.new_gradebook or not known or self.grader.marked & known:
            return
        url = self.course.config().CourseDirectory.db_url
        raise GradingError(
            f"The gradebook {url} is missing or empty, but {len(known)} submissions of "
            f"{self.lesson} had marks in it; {self.table} was left as it is. "
            "Bring the gradebook back from where it was moved to, or from a backup. "
            "Or say --new-gradebook: all are graded again, and marks by hand stand as they did "
            "when you last graded."
        )

    def _announce(self) -> None:
        """Say how student code will be run, and what holds from earlier runs."""
        settings = self.grader.config.ResilientExecutor
        wanted = settings.get("isolated", True)
        required = settings.get("require_isolation", False)
        if self.options.require_isolation:
            required = True
        print(sandbox.announced(self.course.secrets(), required, wanted), flush=True)

        if not judged.APART:
            print(TOGETHER, flush=True)

        # A sandbox that is promised here must be there at every worker, too.
        settings.require_isolation = wanted and not sandbox.missing()

        before = self.policy.options(self.said)
        if before:
            print(f"as said before: {before}", flush=True)

    def _students(self, coming: Sequence[str] = ()) -> list[str]:
        """Who is to be graded now; NotThere if there is nobody, or not who is named."""
        there = sorted({*self.grader.students(), *coming})
        # Folders last: of two forms of one name, the one that a folder has is meant.
        known = [*self.listed, *self.grader.progress.students(), *there]
        if known and self.options.students:
            return called(self.options.students, known)
        if not there:
            raise NotThere(NO_SUBMISSION.format(folder=self.grader.submitted, lesson=self.lesson))
        return there

    def _others(self) -> list[str]:
        """Who is in the class but was not graded in this run."""
        chosen = self.options.students
        there = self.grader.students()
        others = []
        if chosen:
            names = {composed(name) for name in chosen}
            others = [name for name in there if composed(name) not in names]
        absent = missing(self.listed, [*there, *chosen])
        return others + absent

    def _graded(self, students: list[str]) -> list[Outcome]:
        """Grade these students, wherever that is to be done; say how far that has come."""
        outcomes = []
        self.grader.notes = remarks_in(self.notes)
        start = time.perf_counter()
        for outcome in grade_all(self.grader, students, self._workers()):
            outcomes.append(outcome)
            spent = time.perf_counter() - start
            line = summary.progress(outcome, len(outcomes), len(students), spent)
            print(line, flush=True)
        return outcomes

    def _workers(self) -> workers.Workers:
        """Who executes the submissions."""
        if self.options.scheduler:
            return partial(workers.cluster, self.options.scheduler)
        return partial(workers.local, self.options.jobs)

    def _collect(self) -> None:
        """Bring in what was handed in, if that is asked for."""
        source = self.options.submitted
        if source:
            collected = collect(self.course, self.lesson, source)
            keep_remarks(self.notes, collected)
            print("\n".join(summary.collection(collected)), flush=True)

    def _can_be_read(self, outcome: Outcome) -> bool:
        """Whether a notebook was handed in, and not a link or a pipe that leads elsewhere."""
        if outcome.has_marks:
            return True
        if outcome.status == NOTHING:
            return False
        return not self.grader.unreadable(outcome.student)

    def _conclude(self, outcomes: list[Outcome]) -> bool:
        """Write marks and lists, and say on one screen what they hold; False if some are not."""
        rows = marks.write_marks(
            self.course,
            self.lesson,
            outcomes,
            self.table,
            self.policy,
            self._notes(outcomes),
        )
        # Kept only now: after a run that ends before, the policy is that of the table there is.
        self.policy.keep(self.kept)

        lines = summary.summary(self.lesson, outcomes, rows)
        if self.options.compare:
            lines += self._compare(outcomes)
        feedback = self.course.folder("feedback")
        is_all_written = True
        if self.options.format != "plain":
            is_all_written, said = exports.export(
                self.options.format,
                self.lesson,
                rows,
                self.table,
                feedback,
                self.options.provisional,
            )
            lines += said
        lines.append(f"marks: {self.table}")
        lines.append(f"feedback: {feedback}")
        print("\n".join(lines))
        return is_all_written

    def _notes(self, outcomes: list[Outcome]) -> dict[str, dict]:
        """What collecting left of each student, and what became of marks given by hand."""
        notes = remarks_in(self.notes)
        for outcome in outcomes:
            if not outcome.has_marks:
                continue
            said = self.grader.by_hand.remarks(outcome.student)
            if said:
                note = notes.setdefault(outcome.student, {})
                note["remark"] = "; ".join(filter(None, [note.get("remark"), *said]))
        return notes

    def _compare(self, outcomes: list[Outcome]) -> list[str]:
        """Write who is much alike; says it, too."""
        students = [outcome.student for outcome in outcomes if self._can_be_read(outcome)]
        found = similar(self.course, self.lesson, students)
        path = self.table.with_suffix(".similar.csv")
        write_similar(found.pairs, path)
        unread = [f"{student}: {why}" for student, why in found.unread.items()]
        return [
            *summary.listed("not compared with the others:", unread),
            *summary.alike(found.pairs, path),
        ]
