"""Long dynamics that a lesson needs and cannot wait for: networks are trained, then every run goes to one file.

Both can be killed at any moment: training goes on from its last checkpoint, a run from its last 20 seconds.
"""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ase
import numpy as np

from mlp_course.calculator import BareCalculator, Calculator
from mlp_course.classical.rigid_ion import silver_iodide
from mlp_course.data import DataError, Labelled, load
from mlp_course.dynamics import Trajectory, Unstable, langevin, nose_hoover, record, thermalize
from mlp_course.files import replacing
from mlp_course.potentials import MomentPotential
from mlp_course.reference.crystals import alpha_silver_iodide
from mlp_course.reference.parallel import Step, parallel
from mlp_course.reference.snapshots import SamplingFailed
from mlp_course.training import Recipe, Trainer, fit
from mlp_course.training.listeners import Checkpoint


@dataclass(frozen=True)
class Networks:
    """A committee of moment potentials and how they are trained; cutoff in Å."""

    data: str
    held_out: tuple[str, ...]  # trajectories that no network sees
    cutoff: float
    channels: int
    members: int
    recipe: Recipe


@dataclass(frozen=True)
class Runs:
    """α-AgI, 4 `repeat`³ atoms: Langevin to equilibrate, Nosé-Hoover to measure; fs, K, Å."""

    name: str
    networks: Networks
    potentials: tuple[str, ...]
    temperatures: tuple[float, ...]
    lattice_constant: float
    repeat: int
    timestep_fs: float
    friction_per_fs: float
    equilibration_fs: float
    damping_fs: float
    duration_fs: float
    every_fs: float

    def trajectories(self) -> list[tuple[str, float]]:
        """Every (potential, temperature)."""
        return [(potential, T) for T in self.temperatures for potential in self.potentials]


def is_runs(path: Path) -> bool:
    """Whether a `settings.toml` asks for trajectories rather than labelled frames."""
    return "runs" in tomllib.loads(path.read_text(encoding="utf-8"))


def read_runs(path: Path) -> Runs:
    """Read a `settings.toml` with the tables `networks`, `recipe` and `runs`."""
    settings = tomllib.loads(path.read_text(encoding="utf-8"))
    networks = Networks(**settings["networks"], recipe=Recipe(**settings["recipe"]))
    return Runs(path.parent.name, networks, **settings["runs"])


def make_runs(runs: Runs, work: Path, jobs: int = 1) -> Iterator[Step]:
    """Train the networks and run the trajectories that are not in `work` yet; yields a Step after each."""
    work.mkdir(parents=True, exist_ok=True)
    for title, function, tasks in (
        ("training", _train, [(runs, work, k) for k in range(runs.networks.members)]),
        ("dynamics", _run, [(runs, work, *which) for which in runs.trajectories()]),
    ):
        missing = [task for task in tasks if not _target(*task[1:]).exists()]
        done = len(tasks) - len(missing)
        yield Step(title, done, len(tasks))
        for _ in parallel(function, missing, jobs):
            done += 1
            yield Step(title, done, len(tasks))


def files(runs: Runs, work: Path) -> list[Path]:
    """What there is to ship: networks, then trajectories."""
    members = [_target(work, k) for k in range(runs.networks.members)]
    return members + [_target(work, *which) for which in runs.trajectories()]


def _target(work: Path, which: str | int, temperature: float | None = None) -> Path:
    return work / (
        f"network-{which}.pt" if temperature is None else f"{which}-{temperature:g}K.npz"
    )


def _train(task: tuple[Runs, Path, int]) -> None:
    runs, work, member = task
    settings = runs.networks
    frames = _training_frames(settings)
    potential = MomentPotential([47, 53], settings.cutoff, channels=settings.channels, seed=member)
    recipe = Recipe(**{**vars(settings.recipe), "seed": member})
    trainer = Trainer(potential, frames, recipe=recipe)
    checkpoint = Checkpoint(work / f"network-{member}.checkpoint", every=5)
    checkpoint.resume(trainer)
    fit(trainer, [checkpoint])
    with replacing(_target(work, member)) as partial:
        potential.save(partial)


def _training_frames(networks: Networks) -> list[Labelled]:
    """All but the trajectories held out; DataError for one that is not there: a slip there would let a test leak."""
    frames = load(networks.data)
    if absent := set(networks.held_out) - {frame.info["trajectory"] for frame in frames}:
        raise DataError(
            f"{networks.data} has no trajectory {', '.join(sorted(absent))} to hold out."
        )
    return [frame for frame in frames if frame.info["trajectory"] not in networks.held_out]


def _run(task: tuple[Runs, Path, str, float]) -> None:
    """One trajectory; SamplingFailed where it blows up (Unstable itself cannot come back from another process)."""
    try:
        _equilibrate_and_measure(task)
    except Unstable as error:
        _, _, potential, temperature = task
        raise SamplingFailed(
            f"the dynamics of {potential} at {temperature:g} K are {error}"
        ) from None


def _equilibrate_and_measure(task: tuple[Runs, Path, str, float]) -> None:
    runs, work, potential, temperature = task
    rng = np.random.default_rng([int(temperature), runs.potentials.index(potential)])
    calculator = silver_iodide() if potential == "classical" else _network_calculator(runs, work)
    start = work / f"{potential}-{temperature:g}K.start.npz"
    hot = langevin(
        _crystal(runs, calculator, temperature, rng),
        runs.timestep_fs,
        temperature,
        runs.friction_per_fs,
        rng,
    )
    before = record(hot, duration_fs=runs.equilibration_fs, every_fs=runs.every_fs, path=start)
    atoms = before.atoms(-1)
    atoms.calc = calculator
    thermalize(atoms, temperature, np.random.default_rng([int(temperature), 7]))
    measured = nose_hoover(atoms, runs.timestep_fs, temperature, runs.damping_fs)
    partial = work / f"{potential}-{temperature:g}K.partial.npz"
    trajectory = record(
        measured, duration_fs=runs.duration_fs, every_fs=runs.every_fs, path=partial
    )
    rounded = Trajectory(**{**vars(trajectory), "positions": trajectory.positions.round(3)})
    rounded.save(_target(work, potential, temperature), positions_dtype=np.float32)
    for path in (start, partial):
        os.unlink(path)


def _network_calculator(runs: Runs, work: Path) -> BareCalculator:
    return Calculator(MomentPotential.load(_target(work, 0)))


def _crystal(
    runs: Runs, calculator: BareCalculator, temperature: float, rng: np.random.Generator
) -> ase.Atoms:
    atoms = alpha_silver_iodide(runs.lattice_constant, runs.repeat, rng)
    atoms.calc = calculator
    thermalize(atoms, temperature, rng)
    return atoms
