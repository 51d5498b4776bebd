"""What became of one submission."""

from dataclasses import dataclass

GRADED = "graded"
UNCHANGED = "unchanged"
NOT_GRADED = "not graded"
NOTHING = "nothing handed in"


@dataclass(frozen=True)
class Outcome:
    """How grading one submission went; `reason` says why not, or what was noticed."""

    student: str
    status: str
    reason: str = ""
    seconds: float = 0.0

    @property
    def has_marks(self) -> bool:
        """Whether the gradebook's marks belong to what lies in the submission folder now."""
        return self.status in (GRADED, UNCHANGED)
