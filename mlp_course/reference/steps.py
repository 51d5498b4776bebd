"""Many tasks of one stage, done by several processes, and how far it is."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from mlp_course.processes import Died, map_tasks
from mlp_course.reference.labelling import EngineFailed


class Step(NamedTuple):
    """How far a stage is."""

    title: str  # such as sampling or labelling
    done: int
    total: int


def survivors(function: Callable, tasks: list, jobs: int) -> Iterator[Any]:
    """What `function` makes of every task, as it comes from `jobs` processes (1: this one).

    A process that dies costs its task alone: the others are done first, then EngineFailed says so.
    """
    lost = []
    for _, result in map_tasks(function, tasks, jobs):
        if isinstance(result, Died):
            lost.append(result)
        else:
            yield result
    if lost:
        raise EngineFailed(
            f"{len(lost)} of {len(tasks)} tasks were lost: {lost[0]}. "
            "What was done is kept: run the same command again."
        )
