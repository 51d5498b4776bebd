"""What to compute: a data set's `settings.toml` read into sampling tasks and labelled frames.

A *task* is one trajectory or one scan; it is sampled in one go from its own seed, so that any
part of a data set can be made again alone. A *frame* is one structure to be labelled.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ase
from ase.build import molecule

from mlp_course.reference.engines import Labelling, Sampling, relaxed, sample


@dataclass(frozen=True)
class Trajectory:
    """`frames` snapshots `interval_fs` (fs) apart at `temperature` (K)."""

    name: str
    group: str
    molecule: str
    temperature: float
    seed: int
    frames: int
    interval_fs: float

    def structures(self, sampling: Sampling) -> Iterator[ase.Atoms]:
        """The sampled structures, positions (N, 3) in Å, in order of time."""
        return sample(
            molecule(self.molecule), sampling, temperature=self.temperature,
            frames=self.frames, interval_fs=self.interval_fs, seed=self.seed,
        )  # fmt: skip

    def __len__(self) -> int:
        return self.frames


@dataclass(frozen=True)
class Scan:
    """One bond of the relaxed molecule set to each of `distances` (Å)."""

    name: str
    group: str
    molecule: str
    fixed_atom: int
    moved_atom: int
    distances: tuple[float, ...]

    def structures(self, sampling: Sampling) -> Iterator[ase.Atoms]:
        """The relaxed molecule, positions (N, 3) in Å, with the bond length changed, the rest held."""
        start = relaxed(molecule(self.molecule))
        for distance in self.distances:
            atoms = ase.Atoms(start.numbers, start.positions)
            atoms.set_distance(self.fixed_atom, self.moved_atom, distance, fix=0)
            atoms.info["bond_length"] = distance
            yield atoms

    def __len__(self) -> int:
        return len(self.distances)


@dataclass(frozen=True)
class Plan:
    """Everything that decides a data set."""

    name: str
    sampling: Sampling
    labelling: Labelling
    tasks: tuple[Trajectory | Scan, ...]

    def __len__(self) -> int:
        """Number of frames."""
        return sum(len(task) for task in self.tasks)

    def order(self) -> list[tuple[int, int]]:
        """(task, frame) pairs, first frames of every task first: a part of it is already balanced."""
        longest = max(len(task) for task in self.tasks)
        return [(t, f) for f in range(longest) for t, task in enumerate(self.tasks) if f < len(task)]


def read_plan(path: Path) -> Plan:
    """Read `settings.toml`; the seed of a trajectory is its position in the file."""
    settings = tomllib.loads(path.read_text(encoding="utf-8"))
    trajectories = [task for entry in settings.get("trajectories", []) for task in _trajectories(**entry)]
    seeded = [Trajectory(seed=seed, **task) for seed, task in enumerate(trajectories)]
    scans = [_scan(**entry) for entry in settings.get("scans", [])]
    labelling, sampling = Labelling(**settings["labelling"]), Sampling(**settings["sampling"])
    return Plan(path.parent.name, sampling, labelling, (*seeded, *scans))


def _trajectories(*, group: str, temperatures: list[float], repeats: int, **same) -> Iterator[dict]:
    for temperature in temperatures:
        for repeat in range(repeats):
            yield {"name": f"{group}-{temperature}K-{repeat}", "group": group, "temperature": temperature, **same}


def _scan(*, group: str, distances: list[float], **same) -> Scan:
    return Scan(name=group, group=group, distances=tuple(distances), **same)
