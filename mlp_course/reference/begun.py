"""A data set goes on as it was begun: by one process, with one plan, at one level of theory."""

import contextlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock, Timeout

from mlp_course.data import DataError
from mlp_course.reference.labelling import as_settings
from mlp_course.reference.plan import DataPlan, Task


@contextlib.contextmanager
def alone(work: Path) -> Iterator[None]:
    """Be the only one who works in this folder; the lock ends with the process."""
    try:
        held = FileLock(work / "lock").acquire(blocking=False)
    except Timeout:
        raise DataError(f"Another process makes the data set in {work}; wait for it.") from None
    with held:
        yield


def keep_to_one_level(db, plan: DataPlan) -> None:
    """Two levels of theory in one data set are the end of it: the first one is written down."""
    level = as_settings(plan.labelling)
    begun = db.metadata.get("labelling", level)
    if begun != level:
        raise DataError(
            f"{db.filename} was begun with other settings, {begun}: "
            "move it away or choose another --output."
        )
    db.metadata = {**db.metadata, "labelling": level}


def keep_to_one_plan(db, plan: DataPlan) -> None:
    """What is there was sampled as the plan says now; tasks may be added."""
    now = {task.name: _but_for_its_length(task) for task in plan.tasks}
    now |= {"sampling": repr(plan.sampling), "network": repr(plan.network)}
    begun = db.metadata.get("plan", {})
    other = [name for name in now if begun.get(name, now[name]) != now[name]]
    if other:
        raise DataError(
            f"{db.filename} was begun with other settings of {', '.join(other)}: "
            "move it away or choose another --output."
        )
    db.metadata = {**db.metadata, "plan": {**begun, **now}}


def _but_for_its_length(task: Task) -> str:
    """A task's settings; it may become longer, which leaves its first frames what they were."""
    settings = asdict(task)
    settings.pop("frames", None)
    return f"{type(task).__name__} {settings}"
