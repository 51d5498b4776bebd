"""What an instructor asks of one run of `mlp-course grade`."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class GradeOptions:
    """The options of `grade`, by the names that its arguments have.

    `submitted` is where to collect from first, `table` the CSV to write. The four from `due` on
    outlast the run (`report.policy`): None leaves what was said before.
    """

    submitted: Path | None = None
    students: list[str] = field(default_factory=list)
    again: bool = False
    timeout: int | None = None  # s
    jobs: int = 1
    scheduler: str = ""
    require_isolation: bool = False
    table: Path | None = None
    format: str = "plain"
    provisional: bool = False
    new_gradebook: bool = False
    due: str | None = None
    late_penalty: float | None = None  # per cent a day
    roster: str | None = None
    missing_is_zero: bool | None = None
    compare: bool = True
