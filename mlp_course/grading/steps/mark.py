"""What a mark of the gradebook counts for."""

from dataclasses import dataclass

from nbgrader.api import Grade


@dataclass(frozen=True)
class Mark:
    """One graded cell of one student; points are None as long as there are none.

    `extra` are points beyond the maximum that were declared as such.
    """

    item: str
    maximum: float
    auto: float | None
    manual: float | None
    pending: bool
    extra: float = 0.0

    @property
    def by_hand(self) -> float | None:
        """The mark given by hand, as far as it counts; None if there is none that stands."""
        if self.pending or self.manual is None:
            return None
        return counted(self.manual, self.maximum)

    @property
    def points(self) -> float:
        """What counts: the mark by hand if there is one, else the automatic one, and extra."""
        given = self.auto if self.by_hand is None else self.by_hand
        extra = 0.0 if self.pending else self.extra
        return (given or 0.0) + extra

    @property
    def oddity(self) -> str:
        """That a mark given by hand is beyond what there is to be had, '' if it is not."""
        if self.by_hand is None or self.by_hand == self.manual:
            return ""
        return (
            f"{self.item}: {self.manual:g} of {self.maximum:g} points were given and count as "
            f"{self.by_hand:g}; points beyond the maximum have a box of their own, extra credit"
        )


def mark_of(grade: Grade) -> Mark:
    """What the gradebook holds about one cell of a student's."""
    return Mark(
        item=grade.name,
        maximum=grade.max_score,
        auto=grade.auto_score,
        manual=grade.manual_score,
        pending=bool(grade.needs_manual_grade),
        extra=max(grade.extra_credit or 0.0, 0.0),
    )


def counted(points: float, maximum: float) -> float:
    """Points as far as they count: from none to the maximum.

    >>> counted(14, 12), counted(-1, 12), counted(float("nan"), 12)
    (12, 0.0, 0.0)
    """
    if not points > 0:
        return 0.0
    return min(points, maximum)
