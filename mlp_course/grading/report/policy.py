"""The policy of a lesson: when it is due, what being late costs, who is in the class.

Said once, it holds from then on. Without that, a run that leaves one out would write a table of
other marks, and nobody would notice. The file that keeps it, and what is said to the instructor,
call it the terms of the lesson.
"""

import json
import shlex
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from mlp_course.files import write_whole
from mlp_course.grading.collect.deadline import Deadline
from mlp_course.lessons.course import GradingError

NONE = "none"  # takes back a deadline or a roster


@dataclass(frozen=True)
class CoursePolicy:
    """Options of `grade` that outlast a run.

    `due` is a date, `late_penalty` in percent, `roster` a file.
    """

    due: str = ""
    late_penalty: float = 0.0
    roster: str = ""
    missing_is_zero: bool = False

    @classmethod
    def kept(cls, place: Path) -> "CoursePolicy":
        """What `keep` wrote to the file `place`; nothing if there is none.

        Raises GradingError if it is damaged.
        """
        try:
            return cls(**json.loads(place.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, TypeError) as error:
            raise GradingError(
                f"The terms of the lesson in {place} cannot be read: delete the file, "
                "and say --due, --late-penalty, --roster and --missing-is-zero again."
            ) from error

    def keep(self, place: Path) -> None:
        """Remember the policy in the file `place`."""
        text = json.dumps(asdict(self))
        write_whole(place, text.encode())

    def but(self, said: dict[str, object]) -> "CoursePolicy":
        """This policy, changed by what is `said` now.

        None leaves one as it is, and 'none' takes it back.
        """
        new: dict = {}
        for name, value in said.items():
            if value is not None:
                new[name] = "" if value == NONE else value
        # As seen from here, where it is said
        if new.get("roster"):
            new["roster"] = str(Path(new["roster"]).resolve())
        return replace(self, **new)

    def deadline(self) -> Deadline:
        """The deadline it sets. Raises GradingError if it is no date."""
        return Deadline.read(self.due, self.late_penalty)

    def options(self, said: dict[str, object]) -> str:
        """How one would say it, without what is `said` anyway.

        >>> CoursePolicy("2026-11-30", 10.0, missing_is_zero=True).options({"due": "2026-11-30"})
        '--late-penalty 10 --missing-is-zero'
        >>> CoursePolicy("2026-11-30 18:00", roster="class.csv").options({})
        "--due '2026-11-30 18:00' --roster class.csv"
        """
        # What is said now need not be said again.
        words = []
        for name, value in asdict(self).items():
            if value and said.get(name) is None:
                option = name.replace("_", "-")
                words.append(f"--{option}{_value(value)}")
        return " ".join(words)


def _value(value: str | float | bool) -> str:
    """What follows the name of an option."""
    if value is True:
        return ""
    if isinstance(value, float):
        return f" {value:g}"
    return f" {shlex.quote(str(value))}"
