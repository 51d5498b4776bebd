"""What waits for a mark by hand, and all answers to one question, read off the gradebook."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, SubmittedNotebook

from mlp_course.grading.collect.collect import remarks_in
from mlp_course.grading.collect.deadline import HandedIn, days_of
from mlp_course.grading.feedback.listing import number
from mlp_course.grading.integrity.similar import runs
from mlp_course.grading.jobs.progress import state_folder
from mlp_course.grading.report.policy import CoursePolicy
from mlp_course.grading.steps.mark import mark_of
from mlp_course.grading.steps.overview import date, shown_name
from mlp_course.grading.steps.suggestion import FOR_INSTRUCTOR, SUGGESTED
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course
from mlp_course.lessons.titles import lesson_title, title_of, titles

ALIKE = 0.4  # share of the runs of words of both answers that makes them similar


@dataclass(frozen=True)
class Question:
    """A question that is marked by hand: how many answers wait, of how many."""

    lesson: str
    item: str
    title: str
    lesson_title: str
    waiting: int
    answers: int


@dataclass
class Answer:
    """One student's answer, its mark, and what helps to find one."""

    student: str
    grade: str
    comment: str
    submission: str
    text: NotebookNode
    most: float
    points: float | None
    said: str
    suggested: str
    notes: list[str]
    about: str
    words: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """As the class knows the student."""
        return shown_name(self.student)


def questions(course: Course, gradebook: Gradebook) -> list[Question]:
    """Every question that is marked by hand and has answers, in the order of the lessons."""
    found = []
    graded = {assignment.name for assignment in gradebook.assignments}
    for lesson in course.lessons():
        if lesson not in graded:
            continue
        source = nbformat.read(course.source(lesson), as_version=4)
        known = titles(source)
        submitted = gradebook.notebook_submissions(lesson, lesson)
        grades = [grade for one in submitted for grade in one.grades]
        for name in _by_hand(source):
            own = [grade for grade in grades if grade.name == name]
            if own:
                waiting = sum(bool(grade.needs_manual_grade) for grade in own)
                title = title_of(known, cells.item_of(name))
                lesson_name = lesson_title(source) or lesson
                found.append(Question(lesson, name, title, lesson_name, waiting, len(own)))
    return found


def scheme(course: Course, lesson: str, item: str) -> list[str]:
    """The lines of a question's mark scheme."""
    source = nbformat.read(course.source(lesson), as_version=4)
    for cell in source.cells:
        if cells.grade_id(cell) == item:
            return cells.inside(cell.source, cells.BEGIN_SCHEME, cells.END_SCHEME)
    return []


def answers(course: Course, gradebook: Gradebook, lesson: str, item: str) -> list[list[Answer]]:
    """All answers to a question in groups of similar ones, those with most that wait first."""
    found: list[Answer] = []
    state = state_folder(course) / lesson
    deadline = CoursePolicy.kept(state.with_suffix(".terms")).deadline()
    notes = remarks_in(state.with_suffix(".collected"))
    for submitted in gradebook.notebook_submissions(lesson, lesson):
        student = submitted.student.id
        folder = course.folder("submitted") / student / lesson
        note = notes.get(student, {})
        handed_in = HandedIn.of(deadline, folder, f"{lesson}.ipynb", note)
        path = course.notebook("autograded", lesson, student)
        if path.is_file():
            found += _answer(submitted, item, path, handed_in)
    grouped = groups(sorted(found, key=lambda answer: answer.student))
    return sorted(grouped, key=_done)


def groups(found: Iterable[Answer]) -> list[list[Answer]]:
    """Similar answers together; each is compared with the first of every group."""
    grouped: list[list[Answer]] = []
    for answer in found:
        for group in grouped:
            if alike(group[0].words, answer.words) >= ALIKE:
                group.append(answer)
                break
        else:
            grouped.append([answer])
    return grouped


def alike(one: set[str], other: set[str]) -> float:
    """How much of two answers is the same, 0 to 1."""
    either = one | other
    return len(one & other) / len(either) if either else 1.0


def _done(group: list[Answer]) -> tuple[bool, int]:
    """What groups are sorted by: those that wait come first, of these the largest."""
    waits = any(answer.points is None for answer in group)
    return not waits, -len(group)


def _answer(
    submitted: SubmittedNotebook,
    item: str,
    path: Path,
    handed_in: HandedIn,
) -> Iterable[Answer]:
    """A student's answer to a question; nothing if it is not in the notebook at `path`."""
    notebook = nbformat.read(path, as_version=4)
    places = [k for k, cell in enumerate(notebook.cells) if cells.grade_id(cell) == item]
    grades = [grade for grade in submitted.grades if grade.name == item]
    comments = [comment for comment in submitted.comments if comment.name == item]
    if not (places and grades and comments):
        return
    cell = notebook.cells[places[0]]
    mark = mark_of(grades[0])
    yield Answer(
        student=submitted.student.id,
        grade=grades[0].id,
        comment=comments[0].id,
        submission=submitted.id,
        text=cell,
        most=mark.maximum,
        points=None if mark.pending else mark.points,
        said=comments[0].manual_comment or "",
        suggested=_suggested(comments[0].auto_comment or ""),
        notes=_notes_above(notebook, places[0]),
        about=_about(submitted, handed_in),
        words=set(runs(cell.source, "markdown")),
    )


def _suggested(comment: str) -> str:
    """The points that the automatic comment suggests, '' if it does not.

    >>> _suggested("Suggestion, not a mark: 2.5 of 4 points. The reasons ..."), _suggested("")
    ('2.5', '')
    """
    if not comment.startswith(SUGGESTED):
        return ""
    return comment.removeprefix(SUGGESTED).partition(" of ")[0].strip()


def _notes_above(notebook: NotebookNode, place: int) -> list[str]:
    """The texts for the instructor that stand right above an answer."""
    found: list[str] = []
    for cell in reversed(notebook.cells[:place]):
        if not cell.metadata.get(FOR_INSTRUCTOR):
            break
        found.insert(0, cell.source)
    return found


def _about(submitted: SubmittedNotebook, handed_in: HandedIn) -> str:
    """The student's points, lateness and penalty, as the table has them."""
    points = sum(mark_of(grade).points for grade in submitted.grades)
    parts = []
    if handed_in.moment:
        parts.append(f"handed in {date(handed_in.moment.isoformat())}")
    parts.append(f"{number(points)} points so far")
    lost = handed_in.cost(points)
    if lost:
        share = handed_in.deadline.penalty * days_of(handed_in.late)
        parts.append(f"late {handed_in.late}, {share:g} % off: {number(points - lost)}")
    elif handed_in.late:
        parts.append(f"late {handed_in.late}")
    return ", ".join(parts)


def _by_hand(source: NotebookNode) -> list[str]:
    """The names of the cells that are marked by hand."""
    return [
        cells.grade_id(cell)
        for cell in source.cells
        if cells.is_marked_by_hand(cell) or cells.is_task(cell)
    ]
