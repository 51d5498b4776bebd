"""Molecules on the GFN2-xTB surface: relaxed, moved, and with one bond set."""

import sys

import numpy as np
import pytest
from ase.build import molecule

from mlp_course.reference import molecules
from mlp_course.reference.labelling import EngineMissing, NotConverged
from mlp_course.reference.molecules import Scan, Trajectory, relaxed
from mlp_course.reference.snapshots import Sampling

SETTINGS = Sampling(timestep_fs=0.5, friction_per_fs=0.01, equilibration_fs=5.0)
TBLITE = "the sampling engine is not installed here: pip install tblite"


def test_a_missing_tblite_is_told_in_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "tblite.ase", None)
    with pytest.raises(EngineMissing, match=r"^tblite is not installed: pip install tblite"):
        relaxed(molecule("H2"))


def test_xtb_relaxes_to_small_forces():
    pytest.importorskip("tblite.ase", reason=TBLITE)
    start = molecule("H2O")
    before = start.positions.copy()
    atoms = relaxed(start)
    assert np.abs(atoms.get_forces()).max() < 0.01
    assert np.array_equal(start.positions, before)


def test_a_relaxation_that_does_not_end_is_told(monkeypatch):
    pytest.importorskip("tblite.ase", reason=TBLITE)
    monkeypatch.setattr(molecules.BFGS, "run", lambda self, **limits: False)
    with pytest.raises(NotConverged, match="xTB relaxation of H2O did not converge"):
        relaxed(molecule("H2O"))


def test_dynamics_repeat_with_their_seed_and_stay_in_place():
    pytest.importorskip("tblite.ase", reason=TBLITE)
    run = {
        "name": "x",
        "group": "md",
        "molecule": "H2O",
        "temperature": 300,
        "frames": 3,
        "interval_fs": 5.0,
    }
    first, again, other = (
        list(Trajectory(seed=seed, **run).structures(SETTINGS)) for seed in (1, 1, 2)
    )
    assert len(first) == 3
    assert all(np.array_equal(a.positions, b.positions) for a, b in zip(first, again, strict=True))
    assert not np.allclose(first[0].positions, other[0].positions)
    assert first[0].get_center_of_mass() == pytest.approx(first[-1].get_center_of_mass(), abs=1e-8)
    assert np.abs(first[0].positions - first[1].positions).max() > 1e-3
    assert all(np.isfinite(atoms.get_potential_energy()) for atoms in first)


def test_a_scan_starts_from_the_relaxed_molecule():
    pytest.importorskip("tblite.ase", reason=TBLITE)
    scan = Scan(
        name="scan", group="scan", molecule="H2O", fixed_atom=0, moved_atom=1, distances=(0.7, 1.5)
    )
    held = relaxed(molecule("H2O"))
    for atoms, distance in zip(scan.structures(SETTINGS), scan.distances, strict=True):
        assert atoms.get_distance(0, 1) == pytest.approx(distance)
        assert atoms.info == {"bond_length": distance}
        assert atoms.positions[[0, 2]] == pytest.approx(held.positions[[0, 2]])
        assert atoms.get_angle(1, 0, 2) == pytest.approx(held.get_angle(1, 0, 2))
