"""What to compute: a data set's `settings.toml` read into sampling tasks and labelled frames.

A *frame* is one structure to be labelled. A *stage* is what can be sampled at one time: tasks that
are moved by a network have to wait for the labels that it learns from.
"""

import itertools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mlp_course.reference.labelling import Engine, read_engine
from mlp_course.reference.learned import Learned, Network
from mlp_course.reference.molecules import Scan, Trajectory
from mlp_course.reference.snapshots import Sampling
from mlp_course.reference.solids import Crystal, Melt, Superionic

SEEDED = {
    "trajectories": Trajectory,
    "superionic": Superionic,
    "learned": Learned,
    "crystals": Crystal,
    "melts": Melt,
}
Task = Trajectory | Scan | Superionic | Learned | Crystal | Melt


@dataclass(frozen=True)
class DataPlan:
    """Everything that decides a data set."""

    name: str
    sampling: Sampling
    labelling: Engine
    tasks: tuple[Task, ...]
    network: Network | None = None

    def __len__(self) -> int:
        """Number of frames."""
        return sum(len(task) for task in self.tasks)

    def stages(self) -> list[list[int]]:
        """Indices of tasks, stage by stage.

        First come all that need no labels, then every group that learns from those before it.
        """
        free = []
        learned = []
        for t, task in enumerate(self.tasks):
            if isinstance(task, Learned):
                learned.append(t)
            else:
                free.append(t)
        rounds = itertools.groupby(learned, key=lambda t: self.tasks[t].group)
        stages = [list(group) for _, group in rounds]
        if free:
            stages.insert(0, free)
        return stages

    def learns(self, stage: list[int]) -> bool:
        """Whether the tasks of a stage are moved by a network."""
        return isinstance(self.tasks[stage[0]], Learned)

    def order(self, stage: list[int]) -> list[tuple[int, int]]:
        """(task, frame) pairs, first frames of all tasks first: a part is already balanced."""
        longest = max(len(self.tasks[t]) for t in stage)
        pairs = []
        for f in range(longest):
            for t in stage:
                if f < len(self.tasks[t]):
                    pairs.append((t, f))
        return pairs


def read_plan(path: Path) -> DataPlan:
    """Read `settings.toml`; the seed of a task is its position among those that have one.

    Raises ValueError for two tasks of one name, and for learned tasks without the settings of a
    network.
    """
    settings = tomllib.loads(path.read_text(encoding="utf-8"))
    tasks: list[Task] = []
    for table, kind in SEEDED.items():
        for entry in settings.get(table, []):
            for task in _spread(**entry):
                tasks.append(kind(seed=len(tasks), **task))
    for entry in settings.get("scans", []):
        tasks.append(_scan(**entry))
    _refuse_twins([task.name for task in tasks], path)

    if settings.get("learned") and "network" not in settings:
        raise ValueError(f"{path} has learned tasks and no [network] table that says what learns.")

    sampling = Sampling(**settings["sampling"])
    labelling = read_engine(**settings["labelling"])
    network = None
    if "network" in settings:
        network = Network(**settings["network"])
    return DataPlan(
        name=path.parent.name,
        sampling=sampling,
        labelling=labelling,
        tasks=tuple(tasks),
        network=network,
    )


def _spread(
    *, group: str, temperatures: tuple = (None,), repeats: int = 1, **same
) -> Iterator[dict]:
    """One task for every temperature and repeat of an entry."""
    own = sorted({"name", "temperature"} & same.keys())
    if own:
        raise TypeError(
            f"{group} sets {', '.join(own)}: a group has temperatures = [...], "
            "its tasks are named after them."
        )
    for temperature in temperatures:
        for repeat in range(repeats):
            if temperature is None:
                name = f"{group}-{repeat}"
                yield {"name": name, "group": group, **same}
            else:
                name = f"{group}-{temperature}K-{repeat}"
                yield {"name": name, "group": group, "temperature": temperature, **same}


def _scan(*, group: str, distances: list[float], **same) -> Scan:
    """The one task of an entry."""
    return Scan(name=group, group=group, distances=tuple(distances), **same)


def _refuse_twins(names: list[str], path: Path) -> None:
    """ValueError if two tasks have one name: their files would be one file."""
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise ValueError(
            f"{path} describes {', '.join(twins)} more than once: give each entry its own group."
        )
