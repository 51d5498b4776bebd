"""Where a course keeps its notebooks, submissions, marks and gradebook."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from mlp_course.files import COURSE
from mlp_course.spelling import nearest

CONFIG = "nbgrader_config.py"
SQLITE = "sqlite:///"


class GradingError(Exception):
    """Something the instructor can mend; its text is the whole message."""


class NotThere(GradingError):
    """A course, a lesson, a student that somebody named is not there; nothing was done."""


@dataclass(frozen=True)
class Course:
    """One course folder, recognised by its `nbgrader_config.py`."""

    root: Path

    @classmethod
    def find(cls, folder: str | Path | None = None) -> "Course":
        """The course in `folder`, else around the current directory, else where this library is."""
        # The nearest one counts.
        here = Path.cwd()
        places = [here, *here.parents, COURSE]
        if folder:
            places = [Path(folder)]
        for place in places:
            if (place / CONFIG).is_file():
                return cls(place.resolve())
        first = places[0]
        raise NotThere(
            f"There is no course in {first}: a course folder holds {CONFIG} and solutions/."
        )

    def config(self) -> Config:
        """What `nbgrader_config.py` says, as any nbgrader command run here would read it."""
        loader = PyFileConfigLoader(CONFIG, path=str(self.root))
        return loader.load_config()

    def folder(self, step: str) -> Path:
        """The folder of a step of nbgrader's: source, release, submitted, autograded, feedback."""
        places = self.config().CourseDirectory
        return self.root / places[f"{step}_directory"]

    def secrets(self) -> list[Path]:
        """What student code must not see: solutions, everybody's submissions and marks."""
        steps = ("source", "submitted", "autograded", "feedback")
        found = [self.folder(step) for step in steps]
        # Only SQLite keeps a gradebook in a file.
        places = self.config().CourseDirectory
        url = places.db_url
        if url.startswith(SQLITE):
            gradebook = url.removeprefix(SQLITE)
            found.append(Path(gradebook))
        return found

    def source(self, lesson: str) -> Path:
        """The lesson's notebook with answers and hidden tests."""
        folder = self.folder("source")
        return _notebook(folder, lesson)

    def released(self, lesson: str) -> Path:
        """The lesson's notebook as students get it."""
        folder = self.folder("release")
        return _notebook(folder, lesson)

    def notebook(self, step: str, lesson: str, student: str) -> Path:
        """A student's notebook after one of nbgrader's steps."""
        folder = self.folder(step) / student
        return _notebook(folder, lesson)

    def lessons(self) -> list[str]:
        """Names of all lessons, in order."""
        source = self.folder("source")
        notebooks = source.glob("*/*.ipynb")
        return sorted(path.parent.name for path in notebooks)

    def chosen(self, names: Sequence[str]) -> list[str]:
        """The lessons that somebody calls so, or all of them; NotThere if one is not there."""
        folder = self.folder("source")
        return lessons_called(names, self.lessons(), folder)


def lessons_called(typed: Sequence[str], known: Sequence[str], folder: Path) -> list[str]:
    """The lessons that somebody calls so, of those `known` in a folder; all, if none is named.

    Every verb that is told a lesson asks here. Raises NotThere if one is not.
    """
    if not known:
        raise NotThere(f"There is no lesson in {folder}.")
    if not typed:
        return list(known)
    # One that is named twice is meant once.
    return list(dict.fromkeys(lesson_called(name, known) for name in typed))


def lesson_called(typed: str, known: Sequence[str]) -> str:
    """The one lesson that goes by its number, its name, the beginning of either, or a word of it.

    >>> lessons = ["01-symmetry", "05-mace", "06-md-ionic-conductivity"]
    >>> [lesson_called(typed, lessons) for typed in ("1", "05", "SYM", "conductivity")]
    ['01-symmetry', '05-mace', '01-symmetry', '06-md-ionic-conductivity']

    Raises NotThere, with the nearest name, if there is none, or more than one.
    """
    # A path is as good: shells complete it.
    name = typed.rstrip("/").rpartition("/")[2].removesuffix(".ipynb").lower()
    for is_meant in (_is_whole, _begins, _has_word):
        hits = [lesson for lesson in known if name and is_meant(name, lesson.lower())]
        if len(hits) == 1:
            return hits[0]
        # Nobody knows which is meant.
        if hits:
            raise NotThere(f"Which lesson is '{typed}'? It may be {' or '.join(hits)}.")

    meant = _nearest_lesson(name, known)
    if meant:
        raise NotThere(f"There is no lesson called '{typed}': did you mean {meant}?")
    raise NotThere(f"There is no lesson called '{typed}': the lessons are {', '.join(known)}.")


def _is_whole(name: str, lesson: str) -> bool:
    """Whether this is all of a lesson's name, or its number, or what follows the number."""
    number, _, rest = lesson.partition("-")
    if name.isdecimal() and number.isdecimal():
        return int(name) == int(number)
    return name in (lesson, rest)


def _begins(name: str, lesson: str) -> bool:
    """Whether a lesson's name begins so, with its number or without."""
    _, _, rest = lesson.partition("-")
    # A number is whole, or none.
    return not name.isdecimal() and (lesson.startswith(name) or rest.startswith(name))


def _has_word(name: str, lesson: str) -> bool:
    """Whether this is a word of a lesson's name."""
    return name in lesson.split("-")


def _nearest_lesson(name: str, known: Sequence[str]) -> str:
    """The lesson of which the name, or a word of it, is most like this one; '' if none is."""
    lesson_of = {}
    for lesson in known:
        _, _, rest = lesson.partition("-")
        for spelling in (*rest.split("-"), rest, lesson):
            lesson_of[spelling] = lesson
    meant = nearest(name, lesson_of)
    return lesson_of.get(meant, "")


def _notebook(folder: Path, lesson: str) -> Path:
    """Where a folder of nbgrader's keeps the notebook of a lesson."""
    return folder / lesson / f"{lesson}.ipynb"
