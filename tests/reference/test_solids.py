"""Solids that are sampled on classical surfaces: α-AgI, silica crystals, silica melts."""

import numpy as np
import pytest

from mlp_course.reference.crystals import silica_polymorph
from mlp_course.reference.snapshots import Sampling
from mlp_course.reference.solids import Crystal, Melt, Superionic

SETTINGS = Sampling(timestep_fs=4.0, friction_per_fs=0.005, equilibration_fs=40.0)


def superionic(seed: int = 0) -> Superionic:
    where = {"temperature": 600, "lattice_constant": 5.07, "repeat": 2}
    return Superionic(name="agi", group="agi", seed=seed, frames=3, interval_fs=40.0, **where)


def test_a_walk_starts_without_steep_contacts():
    for seed in range(3):
        start = superionic(seed).start()
        assert start.get_chemical_formula() == "Ag16I16"
        assert np.abs(start.get_forces()).max() < 1.5
        assert np.unique(start.get_all_distances(mic=True).round(9))[1] > 2.2


def test_walks_start_elsewhere_and_repeat_with_their_seed():
    first, again, other = (superionic(seed).start().positions for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)


def test_silver_iodide_is_sampled_at_its_lattice_constant():
    task = superionic()
    frames = list(task.structures(SETTINGS))
    assert len(frames) == len(task) == 3
    assert all(np.allclose(frame.cell, 10.14 * np.eye(3)) for frame in frames)
    assert not np.allclose(frames[0].positions, frames[1].positions, atol=0.01)
    assert np.array_equal(
        frames[-1].positions, list(superionic().structures(SETTINGS))[-1].positions
    )


def crystal(**changes) -> Crystal:
    settings = {
        "polymorph": "stishovite",
        "strain": 0.02,
        "rattle": 0.05,
        "seed": 3,
        "frames": 200,
        **changes,
    }
    return Crystal(name="c", group="c", **settings)


def deformations(task: Crystal) -> np.ndarray:  # (F, 3, 3)
    """F with cell = ideal cell @ F, of every frame."""
    ideal = np.linalg.inv(silica_polymorph(task.polymorph).cell.array)
    return np.stack([ideal @ frame.cell.array for frame in task.structures(SETTINGS)])


def test_cells_are_strained_by_at_most_what_is_asked_and_not_turned():
    strain = deformations(crystal()) - np.eye(3)
    assert np.allclose(strain, strain.transpose(0, 2, 1))
    assert 0.0195 < np.abs(strain).max() <= 0.02
    assert np.abs(strain.mean(axis=0)).max() < 0.003
    volume = np.linalg.det(np.eye(3) + strain)
    assert volume.min() < 0.97 < 1.03 < volume.max()


def test_atoms_are_displaced_by_what_is_asked():
    task = crystal(strain=0.0)
    moved = (
        np.stack([frame.positions for frame in task.structures(SETTINGS)])
        - silica_polymorph("stishovite").positions
    )
    assert moved.std() == pytest.approx(0.05, rel=0.03)
    assert np.abs(moved.mean()) < 0.003


def test_without_displacement_the_crystal_follows_its_cell():
    ideal = silica_polymorph("quartz").get_scaled_positions()
    for frame in crystal(polymorph="quartz", rattle=0.0, frames=3).structures(SETTINGS):
        apart = frame.get_scaled_positions() - ideal
        assert apart - apart.round() == pytest.approx(0, abs=1e-10)


def test_crystals_repeat_with_their_seed_and_carry_nothing():
    first, again, other = (
        list(crystal(seed=seed, frames=2).structures(SETTINGS)) for seed in (1, 1, 2)
    )
    assert all(np.array_equal(a.positions, b.positions) for a, b in zip(first, again, strict=True))
    assert not np.allclose(first[0].positions, other[0].positions)
    assert not np.allclose(first[0].cell, first[1].cell)
    assert (first[0].info, first[0].calc, sorted(first[0].arrays)) == (
        {},
        None,
        ["numbers", "positions"],
    )


def test_a_melt_is_hot_and_does_not_collapse():
    """Buckingham's law has no floor: ions that come too near fall into each other."""
    where = {"polymorph": "quartz", "temperature": 4000, "repeat": [1, 1, 2]}
    task = Melt(name="melt", group="melt", seed=0, frames=2, interval_fs=25.0, **where)
    frames = list(
        task.structures(Sampling(timestep_fs=1.0, friction_per_fs=0.02, equilibration_fs=100.0))
    )
    crystal = silica_polymorph("quartz").repeat((1, 1, 2))
    assert len(frames) == len(task) == 2
    for frame in frames:
        assert frame.get_chemical_formula() == "O12Si6"
        assert np.allclose(frame.cell, crystal.cell)
        moved = np.linalg.norm(frame.positions - crystal.positions, axis=1)
        assert 0.2 < np.sqrt((moved**2).mean()) < 2
        assert np.unique(frame.get_all_distances(mic=True).round(9))[1] > 1.2
        assert sorted(frame.arrays) == ["numbers", "positions"]
