"""Where a course keeps its notebooks, submissions, marks and gradebook."""

from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from mlp_course.files import COURSE

CONFIG = "nbgrader_config.py"
SQLITE = "sqlite:///"


class GradingError(Exception):
    """Something the instructor can mend; its text is the whole message."""


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
        raise GradingError(
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

    def chosen(self, names: list[str]) -> list[str]:
        """The lessons called `names`, or all of them.

        A name may be shortened ('04') as long as it is unique. Raises GradingError if it is not.
        """
        known = self.lessons()
        if not known:
            raise GradingError(f"There is no lesson in {self.folder('source')}.")
        if not names:
            return known
        return [_lesson_called(name, known) for name in names]


def _notebook(folder: Path, lesson: str) -> Path:
    """Where a folder of nbgrader's keeps the notebook of a lesson."""
    return folder / lesson / f"{lesson}.ipynb"


def _lesson_called(name: str, known: list[str]) -> str:
    """The one lesson that has this name, or begins with it."""
    if name in known:
        return name
    hits = [lesson for lesson in known if lesson.startswith(name)]
    # More than one is as bad as none: nobody knows which is meant.
    if len(hits) != 1:
        lessons = ", ".join(known)
        raise GradingError(f"There is no lesson called '{name}': the lessons are {lessons}.")
    return hits[0]
