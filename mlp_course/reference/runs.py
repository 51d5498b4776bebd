"""Long dynamics that a lesson needs and cannot wait for.

Networks are trained, then every run goes to one file. Both can be killed at any moment: training
goes on from its last checkpoint, a run from its last 20 seconds.
"""

import itertools
import os
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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
from mlp_course.reference.snapshots import SamplingFailed
from mlp_course.reference.steps import Step, survivors
from mlp_course.training import Recipe, Trainer, fit
from mlp_course.training.listeners import Checkpoint

SILVER = 47
IODINE = 53


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
        pairs = itertools.product(self.temperatures, self.potentials)
        return [(potential, T) for T, potential in pairs]


def is_runs(path: Path) -> bool:
    """Whether a `settings.toml` asks for trajectories rather than labelled frames."""
    return "runs" in tomllib.loads(path.read_text(encoding="utf-8"))


def read_runs(path: Path) -> Runs:
    """Read a `settings.toml` with the tables `networks`, `recipe` and `runs`."""
    settings = tomllib.loads(path.read_text(encoding="utf-8"))
    recipe = Recipe(**settings["recipe"])
    networks = Networks(**settings["networks"], recipe=recipe)
    return Runs(path.parent.name, networks, **settings["runs"])


def make_runs(runs: Runs, work: Path, jobs: int = 1) -> Iterator[Step]:
    """Train the networks and run the trajectories that are not in `work` yet.

    Yields a Step after each.
    """
    work.mkdir(parents=True, exist_ok=True)
    members = [(runs, work, k) for k in range(runs.networks.members)]
    yield from _do_missing("training", _train, members, jobs)

    # Only now: a network moves the atoms in some of them.
    trajectories = [(runs, work, *which) for which in runs.trajectories()]
    yield from _do_missing("dynamics", _run, trajectories, jobs)


def _do_missing(title: str, function: Callable, tasks: list, jobs: int) -> Iterator[Step]:
    """Do the tasks whose file is not there yet."""
    missing = []
    for task in tasks:
        _, work, *which = task
        if not _target(work, *which).exists():
            missing.append(task)
    done = len(tasks) - len(missing)
    yield Step(title, done, len(tasks))
    for _ in survivors(function, missing, jobs):
        done += 1
        yield Step(title, done, len(tasks))


def files(runs: Runs, work: Path) -> list[Path]:
    """What there is to ship: networks, then trajectories."""
    members = range(runs.networks.members)
    networks = [_target(work, member) for member in members]
    trajectories = [_target(work, *which) for which in runs.trajectories()]
    return networks + trajectories


def _target(work: Path, which: str | int, temperature: float | None = None) -> Path:
    """Where a network is kept, by its number, or a trajectory, by its potential and temperature."""
    if temperature is None:
        return work / f"network-{which}.pt"
    return work / f"{which}-{temperature:g}K.npz"


def _train(task: tuple[Runs, Path, int]) -> None:
    """Work for one process: train a network, from its last checkpoint on."""
    runs, work, member = task
    settings = runs.networks
    frames = _training_frames(settings)
    # Members differ in their weights and in the order of the data.
    potential = MomentPotential(
        [SILVER, IODINE],
        settings.cutoff,
        channels=settings.channels,
        seed=member,
    )
    recipe = replace(settings.recipe, seed=member)
    trainer = Trainer(potential, frames, recipe=recipe)
    checkpoint = Checkpoint(work / f"network-{member}.checkpoint", every=5)
    checkpoint.resume(trainer)
    fit(trainer, [checkpoint])
    with replacing(_target(work, member)) as partial:
        potential.save(partial)


def _training_frames(networks: Networks) -> list[Labelled]:
    """All but the trajectories held out.

    Raises DataError for one that is not there: a slip there would let a test leak.
    """
    left_out = set(networks.held_out)
    seen = set()
    kept = []
    for frame in load(networks.data):
        name = frame.info["trajectory"]
        seen.add(name)
        if name not in left_out:
            kept.append(frame)
    absent = left_out - seen
    if absent:
        listed = ", ".join(sorted(absent))
        raise DataError(f"{networks.data} has no trajectory {listed} to hold out.")
    return kept


def _run(task: tuple[Runs, Path, str, float]) -> None:
    """Work for one process: a trajectory; SamplingFailed where it blows up.

    Unstable itself cannot come back from another process.
    """
    try:
        _equilibrate_and_measure(task)
    except Unstable as error:
        _, _, potential, temperature = task
        raise SamplingFailed(
            f"the dynamics of {potential} at {temperature:g} K are {error}"
        ) from None


def _equilibrate_and_measure(task: tuple[Runs, Path, str, float]) -> None:
    """A trajectory in its file: Langevin from the crystal on, then Nosé-Hoover."""
    runs, work, potential, temperature = task
    calculator = _calculator(potential, work)
    target = _target(work, potential, temperature)
    start = target.with_suffix(".start.npz")
    partial = target.with_suffix(".partial.npz")

    # 1. equilibrate
    which = runs.potentials.index(potential)
    rng = np.random.default_rng([int(temperature), which])
    atoms = _crystal(runs, calculator, temperature, rng)
    hot = langevin(atoms, runs.timestep_fs, temperature, runs.friction_per_fs, rng)
    before = record(hot, duration_fs=runs.equilibration_fs, every_fs=runs.every_fs, path=start)

    # 2. measure, from its end and with new velocities
    atoms = before.atoms(-1)
    atoms.calc = calculator
    rng = np.random.default_rng([int(temperature), 7])
    thermalize(atoms, temperature, rng)
    measured = nose_hoover(atoms, runs.timestep_fs, temperature, runs.damping_fs)
    after = record(measured, duration_fs=runs.duration_fs, every_fs=runs.every_fs, path=partial)

    # 3. keep what there is to ship; what is rounded packs better
    positions = after.positions.round(3)
    rounded = Trajectory(**{**vars(after), "positions": positions})
    rounded.save(target, positions_dtype=np.float32)
    for path in (start, partial):
        os.unlink(path)


def _calculator(potential: str, work: Path) -> BareCalculator:
    """What moves the atoms: the classical surface, or the first network."""
    if potential == "classical":
        return silver_iodide()
    return Calculator(MomentPotential.load(_target(work, 0)))


def _crystal(
    runs: Runs, calculator: BareCalculator, temperature: float, rng: np.random.Generator
) -> ase.Atoms:
    """α-AgI with random velocities."""
    atoms = alpha_silver_iodide(runs.lattice_constant, runs.repeat, rng)
    atoms.calc = calculator
    thermalize(atoms, temperature, rng)
    return atoms
