"""Who was late, and what that costs if it is to cost anything."""

import contextlib
import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from nbgrader.utils import parse_utc

from mlp_course.lessons.course import GradingError

DATE = "2026-11-30"  # what one looks like
HOUR = 60  # minutes
DAY = 24 * HOUR
TIMES = "timestamp.txt"  # nbgrader's time stamp
LONGEST_STAMP = 100  # characters that are read of one


@dataclass(frozen=True)
class Deadline:
    """When submissions are due, and the percentage of the points that each day begun costs."""

    due: datetime | None = None
    penalty: float = 0.0

    @classmethod
    def read(cls, text: str | None, penalty: float = 0.0) -> "Deadline":
        """`2026-11-30`, which is its end, or `2026-11-30 18:00`, of this machine's time zone.

        Raises GradingError.
        """
        if not text:
            return cls(None, penalty)
        try:
            due = datetime.fromisoformat(text)
        except ValueError:
            raise GradingError(f"'{text}' is no date such as {DATE} or '{DATE} 18:00'.") from None
        # A day without an hour is meant to its end.
        if len(text) <= len(DATE):
            due += timedelta(days=1)
        return cls(due.astimezone(), penalty)

    def late(self, folder: Path, notebook: str, note: dict) -> str:
        """How late what lies in `folder` was handed in; `note` is what collecting it left.

        The answer is '' if it was not late, and 'yes' if only the export says so, because it
        marked it.
        """
        marked = bool(note.get("late"))
        moment = moment_of(folder, notebook, note)
        if self.due is None or moment is None:
            return "yes" if marked else ""
        beyond = moment - self.due
        seconds = beyond.total_seconds()
        return said(seconds) if seconds > 0 else ""

    def cost(self, late: str, points: float) -> float:
        """Points lost; never more than there are."""
        days = days_of(late) if late else 0
        lost = points * self.penalty / 100 * days
        return min(points, lost)


@dataclass(frozen=True)
class HandedIn:
    """One submission: when it was handed in, how late that was, and the deadline it had."""

    deadline: Deadline = field(default_factory=Deadline)
    moment: datetime | None = None
    late: str = ""

    @classmethod
    def of(cls, deadline: Deadline, folder: Path, notebook: str, note: dict) -> "HandedIn":
        """What lies in `folder`; `note` is what collecting it left."""
        moment = moment_of(folder, notebook, note)
        return cls(deadline, moment, deadline.late(folder, notebook, note))

    def cost(self, points: float) -> float:
        """Points lost, of those there are."""
        return self.deadline.cost(self.late, points)


def moment_of(folder: Path, notebook: str, note: dict) -> datetime | None:
    """When the notebook was handed in, as far as the `note` of collecting it lets one say so."""
    if not note.get("dated", True):
        return None
    # In an export a time stamp is a file of the student's like any other.
    return handed_in_at(folder, notebook, stamped=not note.get("export"))


def handed_in_at(folder: Path, notebook: str, stamped: bool = True) -> datetime | None:
    """When the notebook was last changed, which for an export is the time that it told.

    In nbgrader's own layout, if it may be `stamped`, its `timestamp.txt` goes first.
    """
    if stamped:
        # dateutil raises OverflowError for some that are no times
        with contextlib.suppress(OSError, ValueError, OverflowError):
            return _stamped(folder / TIMES)
    try:
        changed = (folder / notebook).stat().st_mtime
        return datetime.fromtimestamp(changed).astimezone()
    except OSError:
        return None


def _stamped(path: Path) -> datetime:
    """The moment that nbgrader wrote down. Raises OSError, ValueError."""
    # A pipe would be waited for.
    if path.is_symlink() or not path.is_file():
        raise FileNotFoundError(path)
    with path.open(encoding="utf-8") as file:
        text = file.read(LONGEST_STAMP)
    stamp = parse_utc(text.strip())
    if stamp.tzinfo:
        return datetime.fromtimestamp(stamp.timestamp()).astimezone()
    return datetime.fromisoformat(f"{stamp.isoformat()}+00:00").astimezone()


def said(seconds: float) -> str:
    """A time in words that a table can be sorted by.

    >>> said(90), said(7 * 3600), said(26 * 3600 + 60)
    ('0 d 00:02', '0 d 07:00', '1 d 02:01')
    """
    minutes = math.ceil(seconds / 60)
    days, minutes = divmod(minutes, DAY)
    hours, minutes = divmod(minutes, HOUR)
    return f"{days} d {hours:02}:{minutes:02}"


def days_of(late: str) -> int:
    """Days begun; one if nothing but 'yes' is known.

    >>> days_of("0 d 00:02"), days_of("1 d 00:00"), days_of("yes")
    (1, 1, 1)
    """
    if late == "yes":
        return 1
    whole, _, clock = late.partition(" d ")
    days = int(whole)
    if clock != "00:00":
        days += 1
    return max(1, days)
