"""Langevin dynamics that leaves snapshots.

As many as asked, as far apart as asked, of the surface that moved it.
"""

from types import SimpleNamespace

import ase
import numpy as np
import pytest
from ase import units
from ase.build import molecule

from mlp_course.calculator import BareCalculator, Calculator
from mlp_course.potentials import Morse
from mlp_course.reference.snapshots import Sampling, snapshots

SETTINGS = Sampling(timestep_fs=0.5, friction_per_fs=0.01, equilibration_fs=5.0)


class Counting(Calculator):
    """Counts how often it had to compute."""

    calls = 0

    def compute(self, atoms: ase.Atoms) -> dict:
        self.calls += 1
        return super().compute(atoms)


def water() -> ase.Atoms:
    atoms = molecule("H2O")
    atoms.calc = Counting(Morse(depth=4.5, width=2.0, r_0=0.96, cutoff=5.0))
    return atoms


def task(**changes) -> SimpleNamespace:
    return SimpleNamespace(
        **{"temperature": 300.0, "seed": 1, "frames": 3, "interval_fs": 10.0, **changes}
    )


def test_steps_are_those_that_the_settings_ask_for():
    atoms = water()
    frames = list(snapshots(atoms, SETTINGS, task()))
    assert len(frames) == 3
    assert atoms.calc.calls == 1 + 5 / 0.5 + 3 * 10 / 0.5


def test_snapshots_repeat_with_their_seed():
    first, again, other = (
        list(snapshots(water(), SETTINGS, task(seed=seed))) for seed in (1, 1, 2)
    )
    assert all(np.array_equal(a.positions, b.positions) for a, b in zip(first, again, strict=True))
    assert not np.allclose(first[0].positions, other[0].positions)
    assert np.abs(first[0].positions - first[1].positions).max() > 1e-3


def test_a_longer_run_begins_like_a_shorter_one():
    short, long = (list(snapshots(water(), SETTINGS, task(frames=frames))) for frames in (2, 4))
    assert all(
        np.array_equal(a.positions, b.positions) for a, b in zip(short, long[:2], strict=True)
    )


def test_the_centre_of_mass_stays():
    start = water().get_center_of_mass()
    for frame in snapshots(water(), SETTINGS, task(temperature=900)):
        assert frame.get_center_of_mass() == pytest.approx(start, abs=1e-8)


def test_a_snapshot_carries_the_surface_that_moved_it():
    atoms = water()
    atoms.info["note"] = "kept"
    for frame in snapshots(atoms, SETTINGS, task()):
        fresh = water()
        fresh.positions = frame.positions
        assert frame.get_potential_energy() == pytest.approx(fresh.get_potential_energy())
        assert frame.get_forces() == pytest.approx(fresh.get_forces())
        assert not frame.constraints
        assert frame.info == {"note": "kept"}


def test_snapshots_do_not_move_afterwards():
    run = snapshots(water(), SETTINGS, task())
    first = next(run)
    before = first.positions.copy()
    list(run)
    assert np.array_equal(first.positions, before)


class Springs(BareCalculator):
    """Every atom tied to where it began, 1 eV/Å²."""

    def __init__(self, sites: np.ndarray):
        super().__init__()
        self.sites = sites

    def compute(self, atoms: ase.Atoms) -> dict:
        away = atoms.positions - self.sites
        return {"energy": 0.5 * (away**2).sum(), "forces": -away}


def test_the_temperature_is_reached():
    """Equipartition: springs that share a fixed centre of mass hold 3(N - 1)/2 kT."""
    atoms = ase.Atoms("Ar50", positions=np.zeros((50, 3)))
    atoms.calc = Springs(atoms.get_positions())
    settings = Sampling(timestep_fs=8.0, friction_per_fs=0.02, equilibration_fs=800.0)
    run = task(temperature=500.0, frames=30, interval_fs=200.0)
    energy = np.mean([frame.get_potential_energy() for frame in snapshots(atoms, settings, run)])
    assert energy / (1.5 * 49 * units.kB * 500) == pytest.approx(1, abs=0.06)
