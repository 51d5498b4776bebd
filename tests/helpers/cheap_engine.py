"""In place of quantum chemistry.

A sampler and a labeller that cost nothing and always say the same.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import ase
import numpy as np
from ase.calculators.singlepoint import SinglePointCalculator
from ase.stress import full_3x3_to_voigt_6_stress

from mlp_course.potentials import Morse, predict
from mlp_course.reference import check, learned, make, molecules, solids
from mlp_course.reference.plan import DataPlan, read_plan
from mlp_course.structures import from_ase

HEAD = """
[sampling]
timestep_fs = 0.5
friction_per_fs = 0.01
equilibration_fs = 10.0

[labelling]
engine = "pyscf"
functional = "pbe"
basis = "def2-svp"
grid_level = 3
scf_tolerance = 1e-9
max_net_force = 0.005
"""
SETTINGS = f"""{HEAD}
[[trajectories]]
group = "md"
molecule = "H2O"
temperatures = [300, 500]
repeats = 1
frames = 3
interval_fs = 20.0

[[trajectories]]
group = "long"
molecule = "CH4"
temperatures = [300]
repeats = 1
frames = 4
interval_fs = 5.0

[[scans]]
group = "scan"
molecule = "H2O"
fixed_atom = 0
moved_atom = 1
distances = [0.8, 1.3]
"""
FRAMES = 2 * 3 + 4 + 2
SOLID = "lattice_constant = 5.07\nrepeat = 1\ninterval_fs = 10.0\n"
ROUNDS = f"""{HEAD}
[network]
cutoff = 4.0
channels = 2
epochs = 3
seed = 0

[[superionic]]
group = "classical"
temperatures = [500, 600]
frames = 2
{SOLID}
[[learned]]
group = "round-1"
temperatures = [500, 700]
frames = 2
{SOLID}
[[learned]]
group = "round-2"
temperatures = [600]
frames = 1
{SOLID}
"""


def small_plan(folder: Path, settings: str = SETTINGS) -> DataPlan:
    """A plan called `small`: 12 frames in four tasks, or another."""
    (folder / "small").mkdir(exist_ok=True)
    (folder / "small" / "settings.toml").write_text(settings)
    return read_plan(folder / "small" / "settings.toml")


def relaxed(molecule: ase.Atoms) -> ase.Atoms:
    return molecule


def snapshots(atoms: ase.Atoms, sampling, task) -> Iterator[ase.Atoms]:
    rng = np.random.default_rng(task.seed)
    for _ in range(task.frames):
        moved = ase.Atoms(atoms.numbers, atoms.positions, cell=atoms.cell, pbc=atoms.pbc)
        moved.positions += rng.normal(scale=task.temperature / 1e4, size=moved.positions.shape)
        yield moved


def label(atoms: ase.Atoms, engine) -> ase.Atoms:
    answer = predict(Morse(4.5, 2.0, 1.0, 5.0), from_ase(atoms))
    labelled = atoms.copy()
    labelled.info["net_force"] = 0.001
    values = {"energy": answer.energy.item(), "forces": answer.forces.numpy()}
    if atoms.pbc.all():
        values["stress"] = full_3x3_to_voigt_6_stress(answer.stress[0].numpy())
    labelled.calc = SinglePointCalculator(labelled, **values)
    return labelled


def install(setattr: Callable) -> None:
    """Put the cheap engine in the place of the real ones."""
    setattr(molecules, "relaxed", relaxed)
    for room in (molecules, solids, learned):
        setattr(room, "snapshots", snapshots)
    for room in (make, check):
        setattr(room, "label", label)
