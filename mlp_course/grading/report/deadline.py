"""Who was late, and what that costs if it is to cost anything."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from nbgrader.utils import parse_utc

from mlp_course.grading.jobs.progress import TIMES
from mlp_course.lessons.course import GradingError


@dataclass(frozen=True)
class Deadline:
    """When submissions are due, and the percentage of the points that each day begun after it costs."""

    due: datetime | None = None
    penalty: float = 0.0

    @classmethod
    def read(cls, text: str | None, penalty: float = 0.0) -> "Deadline":
        """`2026-11-30`, which is its end, or `2026-11-30 18:00`, of this machine's time zone. Raises GradingError."""
        if not text:
            return cls(None, penalty)
        try:
            due = datetime.fromisoformat(text)
        except ValueError:
            raise GradingError(
                f"'{text}' is no date such as 2026-11-30 or '2026-11-30 18:00'."
            ) from None
        if len(text) <= len("2026-11-30"):
            due += timedelta(days=1)
        return cls(due.astimezone(), penalty)

    def late(self, folder: Path, notebook: str, marked: bool) -> str:
        """How late what lies in `folder` was handed in: '' if it was not, 'yes' if only the export says so."""
        moment = handed_in_at(folder, notebook)
        if self.due is None or moment is None:
            return "yes" if marked else ""
        seconds = (moment - self.due).total_seconds()
        return said(seconds) if seconds > 0 else ""

    def cost(self, late: str, points: float) -> float:
        """Points lost; never more than there are."""
        days = days_of(late) if late else 0
        return min(points, points * self.penalty / 100 * days)


def handed_in_at(folder: Path, notebook: str) -> datetime | None:
    """nbgrader's `timestamp.txt` if there is one, else when the notebook was last changed."""
    stamped = folder / TIMES
    try:
        if stamped.is_symlink() or not stamped.is_file():  # a pipe would be waited for
            raise FileNotFoundError(stamped)
        stamp = parse_utc(stamped.read_text().strip())
        return (
            datetime.fromtimestamp(stamp.timestamp()).astimezone() if stamp.tzinfo else _utc(stamp)
        )
    except (OSError, ValueError):
        pass
    try:
        return datetime.fromtimestamp((folder / notebook).stat().st_mtime).astimezone()
    except OSError:
        return None


def _utc(stamp: datetime) -> datetime:
    return datetime.fromisoformat(f"{stamp.isoformat()}+00:00").astimezone()


def said(seconds: float) -> str:
    """
    >>> said(90), said(7 * 3600), said(26 * 3600 + 60)
    ('0 d 00:02', '0 d 07:00', '1 d 02:01')
    """
    minutes = math.ceil(seconds / 60)
    return f"{minutes // 1440} d {minutes // 60 % 24:02}:{minutes % 60:02}"


def days_of(late: str) -> int:
    """Days begun; one if nothing but 'yes' is known.

    >>> days_of("0 d 00:02"), days_of("1 d 00:00"), days_of("yes")
    (1, 1, 1)
    """
    if late == "yes":
        return 1
    days, _, clock = late.partition(" d ")
    return max(1, int(days) + (clock != "00:00"))
