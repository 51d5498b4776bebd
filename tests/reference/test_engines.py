"""The two engines: what they answer, and that no answer is taken that is not converged."""

import sys
from dataclasses import replace
from types import ModuleType, SimpleNamespace

import ase
import numpy as np
import pytest
from ase import units
from ase.build import molecule

from mlp_course.reference import engines
from mlp_course.reference.engines import EngineMissing, Labelling, NotConverged, Sampling, label, relaxed, sample

LEVEL = Labelling(functional="pbe", basis="sto-3g", grid_level=1, scf_tolerance=1e-9, max_net_force=0.1)
SETTINGS = Sampling(timestep_fs=0.5, friction_per_fs=0.01, equilibration_fs=5.0)
PYSCF = "the labelling engine is not installed here: pip install pyscf"
TBLITE = "the sampling engine is not installed here: pip install tblite"


def stretched_hydrogen() -> ase.Atoms:
    return ase.Atoms("H2", positions=[[0, 0, 0], [0.1, 0.2, 0.8]])


# A stand-in for PySCF, that says what we want.


class FakeMeanField(SimpleNamespace):
    def density_fit(self):
        self.fitted = True
        return self

    def kernel(self) -> float:
        return self.answer["energy"]

    def nuc_grad_method(self):
        return SimpleNamespace(kernel=lambda: np.array(self.answer["gradient"], dtype=float))


@pytest.fixture
def fake(monkeypatch) -> dict:
    """What the fake engine answers (hartree, bohr), and in `asked` what it was asked."""
    answer = {"energy": -1.0, "gradient": [[0.0, 0, 0.1], [0, 0, -0.1]], "converged": True, "asked": {}}

    def mean_field(mol, xc):
        answer["asked"].update(mol=mol, xc=xc)
        answer["asked"]["mean_field"] = FakeMeanField(
            answer=answer, converged=answer["converged"], grids=SimpleNamespace()
        )
        return answer["asked"]["mean_field"]

    pyscf = ModuleType("pyscf")
    pyscf.dft, pyscf.gto = SimpleNamespace(RKS=mean_field), SimpleNamespace(M=lambda **settings: settings)
    pyscf.lib = SimpleNamespace(num_threads=lambda n: None)
    monkeypatch.setitem(sys.modules, "pyscf", pyscf)
    return answer


def test_hartree_and_bohr_become_electronvolt_and_angstrom(fake):
    labelled = label(stretched_hydrogen(), LEVEL)
    assert labelled.get_potential_energy() == pytest.approx(-units.Hartree)
    assert labelled.get_forces() == pytest.approx(np.array([[0, 0, -1], [0, 0, 1]]) * 0.1 * units.Hartree / units.Bohr)


def test_settings_reach_the_engine(fake):
    label(stretched_hydrogen(), LEVEL)
    asked = fake["asked"]
    assert (asked["xc"], asked["mol"]["basis"]) == ("pbe", "sto-3g")
    assert [symbol for symbol, _ in asked["mol"]["atom"]] == ["H", "H"]
    mean_field = asked["mean_field"]
    assert (mean_field.grids.level, mean_field.conv_tol, mean_field.fitted) == (1, 1e-9, True)


def test_an_unconverged_cycle_is_no_label(fake):
    fake["converged"] = False
    with pytest.raises(NotConverged, match="the SCF cycle of H2 did not converge"):
        label(stretched_hydrogen(), LEVEL)


def test_the_net_force_is_removed_and_its_size_kept(fake):
    fake["gradient"] = [[0.001, 0, 0.1], [0, 0, -0.1]]
    labelled = label(stretched_hydrogen(), LEVEL)
    assert labelled.get_forces().sum(axis=0) == pytest.approx(0, abs=1e-12)
    assert labelled.info["net_force"] == pytest.approx(0.001 * units.Hartree / units.Bohr)


@pytest.mark.parametrize("gradient", [0.01, float("nan")])
def test_a_large_net_force_is_no_label(fake, gradient):
    fake["gradient"] = [[gradient, 0, 0], [0, 0, 0]]
    with pytest.raises(NotConverged, match=r"net force (0\.5142|nan) eV/Å is above 0.1 eV/Å: use a finer grid"):
        label(stretched_hydrogen(), LEVEL)


def test_a_label_leaves_the_atoms_alone_and_keeps_their_info(fake):
    atoms = stretched_hydrogen()
    atoms.info["bond_length"] = 0.8
    labelled = label(atoms, LEVEL)
    assert atoms.calc is None
    assert "net_force" not in atoms.info
    assert labelled.info["bond_length"] == 0.8
    assert np.array_equal(labelled.positions, atoms.positions)


def test_a_missing_engine_is_told_in_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyscf", None)
    monkeypatch.setitem(sys.modules, "tblite.ase", None)
    with pytest.raises(EngineMissing, match=r"^PySCF is not installed: pip install pyscf \(Linux and macOS only\).$"):
        label(stretched_hydrogen(), LEVEL)
    with pytest.raises(EngineMissing, match=r"^tblite is not installed: pip install tblite"):
        relaxed(molecule("H2"))


# The real engines.


def test_pyscf_gives_forces_that_are_the_slope_of_its_energy():
    pytest.importorskip("pyscf", reason=PYSCF)
    level, atoms, step = replace(LEVEL, grid_level=3), stretched_hydrogen(), 1e-3
    energies = []
    for sign in (1, -1):
        moved = atoms.copy()
        moved.positions[1, 2] += sign * step
        energies.append(label(moved, level).get_potential_energy())
    slope = -(energies[0] - energies[1]) / (2 * step)
    assert label(atoms, level).get_forces()[1, 2] == pytest.approx(slope, abs=2e-3)


def test_pyscf_that_is_stopped_too_early_is_no_label(monkeypatch):
    scf = pytest.importorskip("pyscf.scf.hf", reason=PYSCF)
    monkeypatch.setattr(scf.SCF, "max_cycle", 1)
    with pytest.raises(NotConverged, match="did not converge"):
        label(molecule("H2O"), LEVEL)


def test_xtb_relaxes_to_small_forces():
    pytest.importorskip("tblite.ase", reason=TBLITE)
    start = molecule("H2O")
    before = start.positions.copy()
    atoms = relaxed(start)
    assert np.abs(atoms.get_forces()).max() < 0.01
    assert np.array_equal(start.positions, before)


def test_a_relaxation_that_does_not_end_is_told(monkeypatch):
    pytest.importorskip("tblite.ase", reason=TBLITE)
    monkeypatch.setattr(engines.BFGS, "run", lambda self, **limits: False)
    with pytest.raises(NotConverged, match="xTB relaxation of H2O did not converge"):
        relaxed(molecule("H2O"))


def test_dynamics_repeat_with_their_seed_and_stay_in_place():
    pytest.importorskip("tblite.ase", reason=TBLITE)
    run = {"temperature": 300, "frames": 3, "interval_fs": 5.0}
    first, again, other = (list(sample(molecule("H2O"), SETTINGS, seed=seed, **run)) for seed in (1, 1, 2))
    assert len(first) == 3
    assert all(np.array_equal(a.positions, b.positions) for a, b in zip(first, again, strict=True))
    assert not np.allclose(first[0].positions, other[0].positions)
    assert first[0].get_center_of_mass() == pytest.approx(first[-1].get_center_of_mass(), abs=1e-8)
    assert np.abs(first[0].positions - first[1].positions).max() > 1e-3
    assert all(np.isfinite(atoms.get_potential_energy()) for atoms in first)
