"""Where a course keeps its notebooks, submissions, marks and gradebook."""

from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from mlp_course.files import COURSE

CONFIG = "nbgrader_config.py"


class GradingError(Exception):
    """Something the instructor can mend; its text is the whole message."""


@dataclass(frozen=True)
class Course:
    """One course folder, recognised by its `nbgrader_config.py`."""

    root: Path

    @classmethod
    def find(cls, folder: str | Path | None = None) -> "Course":
        """The course in `folder`, else around the current directory, else the one this library lies in."""
        here = Path.cwd()
        places = [Path(folder)] if folder else [here, *here.parents, COURSE]
        for place in places:
            if (place / CONFIG).is_file():
                return cls(place.resolve())
        raise GradingError(
            f"There is no course in {places[0]}: a course folder holds {CONFIG} and solutions/."
        )

    def config(self) -> Config:
        """What `nbgrader_config.py` says, as any nbgrader command run here would read it."""
        return PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()

    def folder(self, step: str) -> Path:
        """The folder of one of nbgrader's steps: source, release, submitted, autograded or feedback."""
        return self.root / self.config().CourseDirectory[f"{step}_directory"]

    def secrets(self) -> list[Path]:
        """What student code must not see: solutions, everybody's submissions and marks."""
        url = self.config().CourseDirectory.db_url
        book = [Path(url.removeprefix("sqlite:///"))] if url.startswith("sqlite:///") else []
        return [
            self.folder(step) for step in ("source", "submitted", "autograded", "feedback")
        ] + book

    def source(self, lesson: str) -> Path:
        """The lesson's notebook with answers and hidden tests."""
        return self.folder("source") / lesson / f"{lesson}.ipynb"

    def lessons(self) -> list[str]:
        """Names of all lessons, in order."""
        return sorted(path.parent.name for path in self.folder("source").glob("*/*.ipynb"))

    def chosen(self, names: list[str]) -> list[str]:
        """The lessons called `names`, or all of them; a name may be shortened ('04') as long as it is unique."""
        known = self.lessons()
        if not known:
            raise GradingError(f"There is no lesson in {self.folder('source')}.")
        found = []
        for name in names:
            hits = [lesson for lesson in known if lesson == name] or [
                k for k in known if k.startswith(name)
            ]
            if len(hits) != 1:
                raise GradingError(
                    f"There is no lesson called '{name}': the lessons are {', '.join(known)}."
                )
            found += hits
        return found or known
