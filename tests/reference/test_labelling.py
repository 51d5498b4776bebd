"""What an engine answers becomes a label, or is refused; PySCF, faked and real."""

import json
import sys
from dataclasses import replace
from types import ModuleType, SimpleNamespace

import ase
import numpy as np
import pytest
from ase import units
from ase.build import molecule
from ase.calculators.calculator import PropertyNotImplementedError

from mlp_course.reference.labelling import (
    ENGINES,
    Answer,
    EngineMissing,
    Espresso,
    Gpaw,
    NotConverged,
    PySCF,
    as_settings,
    label,
    read_engine,
)

LEVEL = PySCF(functional="pbe", basis="sto-3g", grid_level=1, scf_tolerance=1e-9, max_net_force=0.1)
PYSCF = "the labelling engine is not installed here: pip install pyscf"


def stretched_hydrogen() -> ase.Atoms:
    return ase.Atoms("H2", positions=[[0, 0, 0], [0.1, 0.2, 0.8]])


# What every engine has in common.


class Oracle(SimpleNamespace):
    """An engine that says what it is told to."""

    max_net_force = 0.1

    def solve(self, atoms: ase.Atoms) -> Answer:
        return self.answer


FORCES = np.array([[0.02, 0.0, 1.0], [0.0, 0.0, -1.0]])
STRESS = np.array([1.0, 2.0, 3.0, 0.4, 0.5, 0.6])


def test_the_net_force_is_removed_and_its_size_kept():
    labelled = label(stretched_hydrogen(), Oracle(answer=Answer(-1.0, FORCES)))
    assert labelled.get_forces() == pytest.approx(FORCES - [0.01, 0, 0])
    assert labelled.info["net_force"] == pytest.approx(0.02)


@pytest.mark.parametrize("size", [0.12, -0.12, float("nan"), float("inf")])
def test_a_large_net_force_is_no_label(size):
    forces = np.array([[0.0, size, 0], [0, 0, 0]])
    with pytest.raises(
        NotConverged, match=r"net force (0\.1200|nan|inf) eV/Å is above 0.1 eV/Å: use a finer grid"
    ):
        label(stretched_hydrogen(), Oracle(answer=Answer(-1.0, forces)))


def test_a_net_force_at_the_limit_is_taken():
    label(stretched_hydrogen(), Oracle(answer=Answer(-1.0, np.array([[0.1, 0, 0], [0.0, 0, 0]]))))


def test_stress_is_kept_where_the_engine_gives_one():
    atoms = stretched_hydrogen()
    labelled = label(atoms, Oracle(answer=Answer(-1.0, FORCES, STRESS)))
    assert np.array_equal(labelled.get_stress(), STRESS)
    assert labelled.get_stress(voigt=False)[1, 2] == 0.4  # yz comes first in Voigt's order
    with pytest.raises(PropertyNotImplementedError):
        label(atoms, Oracle(answer=Answer(-1.0, FORCES))).get_stress()


def test_a_label_leaves_the_atoms_alone_and_keeps_their_info():
    atoms = ase.Atoms(
        "H2", positions=[[0, 0, 0], [0.1, 0.2, 0.8]], cell=[3, 4, 5], pbc=(True, False, True)
    )
    atoms.info["bond_length"] = 0.8
    labelled = label(atoms, Oracle(answer=Answer(-1.0, FORCES)))
    assert atoms.calc is None
    assert "net_force" not in atoms.info
    assert labelled.info["bond_length"] == 0.8
    assert np.array_equal(labelled.positions, atoms.positions)
    assert np.array_equal(labelled.cell, atoms.cell)
    assert labelled.pbc.tolist() == [True, False, True]


def test_later_changes_of_the_answer_do_not_reach_the_label():
    forces, stress = FORCES.copy(), STRESS.copy()
    labelled = label(stretched_hydrogen(), Oracle(answer=Answer(-1.0, forces, stress)))
    forces[:], stress[:] = 7, 7
    assert 7 not in labelled.get_forces()
    assert 7 not in labelled.get_stress()


GPAW = {
    "functional": "PBE",
    "cutoff": 250.0,
    "kpoint": [0.25, 0.25, 0.25],
    "bands": 150,
    "density_tolerance": 1e-4,
    "eigenstate_tolerance": 1e-6,
    "max_net_force": 0.05,
    "setups": {"Ag": "11"},
}
ESPRESSO = {
    "functional": "PBE",
    "cutoff": 30.0,
    "density_cutoff": 240.0,
    "kpoint_spacing": 0.7,
    "scf_tolerance": 1e-7,
    "max_net_force": 0.05,
    "pseudopotentials": {"Si": "Si.UPF", "O": "O.UPF"},
}
WRITTEN = {
    "pyscf": (PySCF, vars(LEVEL), "pbe/sto-3g"),
    "gpaw": (Gpaw, GPAW, "PBE, PAW, 250 eV"),
    "espresso": (Espresso, ESPRESSO, "PBE, 30/240 Ry"),
}


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_is_read_and_says_its_level(name):
    kind, settings, level = WRITTEN[name]
    engine = read_engine(engine=name, **settings)
    assert type(engine) is kind
    assert engine.level() == level


@pytest.mark.parametrize("name", ENGINES)
def test_settings_survive_json(name):
    """A database keeps them as JSON.

    What comes back must be equal, or no run could ever be resumed.
    """
    engine = read_engine(engine=name, **WRITTEN[name][1])
    written = as_settings(engine)
    assert written["engine"] == name
    assert json.loads(json.dumps(written)) == written
    assert read_engine(**written) == engine


def test_every_setting_decides_the_level():
    first = as_settings(LEVEL)
    for change in (
        {"basis": "def2-svp"},
        {"grid_level": 3},
        {"functional": "pbe0"},
        {"scf_tolerance": 1e-6},
    ):
        assert as_settings(replace(LEVEL, **change)) != first


def test_an_unknown_engine_is_told_with_those_there_are():
    with pytest.raises(
        ValueError, match=r"^there is no engine 'vasp'; there are pyscf, gpaw, espresso\.$"
    ):
        read_engine("vasp")


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
    answer = {
        "energy": -1.0,
        "gradient": [[0.0, 0, 0.1], [0, 0, -0.1]],
        "converged": True,
        "asked": {},
    }

    def mean_field(mol, xc):
        answer["asked"].update(mol=mol, xc=xc)
        answer["asked"]["mean_field"] = FakeMeanField(
            answer=answer, converged=answer["converged"], grids=SimpleNamespace()
        )
        return answer["asked"]["mean_field"]

    pyscf = ModuleType("pyscf")
    pyscf.dft, pyscf.gto = (
        SimpleNamespace(RKS=mean_field),
        SimpleNamespace(M=lambda **settings: settings),
    )
    pyscf.lib = SimpleNamespace(num_threads=lambda n: answer["asked"].update(threads=n))
    monkeypatch.setitem(sys.modules, "pyscf", pyscf)
    return answer


def test_hartree_and_bohr_become_electronvolt_and_angstrom(fake):
    labelled = label(stretched_hydrogen(), LEVEL)
    assert labelled.get_potential_energy() == pytest.approx(-units.Hartree)
    assert labelled.get_forces() == pytest.approx(
        np.array([[0, 0, -1], [0, 0, 1]]) * 0.1 * units.Hartree / units.Bohr
    )


def test_settings_reach_pyscf(fake):
    label(stretched_hydrogen(), LEVEL)
    asked = fake["asked"]
    assert (asked["xc"], asked["mol"]["basis"], asked["threads"]) == ("pbe", "sto-3g", 1)
    assert [symbol for symbol, _ in asked["mol"]["atom"]] == ["H", "H"]
    mean_field = asked["mean_field"]
    assert (mean_field.grids.level, mean_field.conv_tol, mean_field.fitted) == (1, 1e-9, True)


def test_an_unconverged_cycle_is_no_label(fake):
    fake["converged"] = False
    with pytest.raises(NotConverged, match="the SCF cycle of H2 did not converge"):
        label(stretched_hydrogen(), LEVEL)


def test_a_missing_pyscf_is_told_in_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyscf", None)
    with pytest.raises(
        EngineMissing,
        match=r"^PySCF is not installed: pip install pyscf \(Linux and macOS only\).$",
    ):
        label(stretched_hydrogen(), LEVEL)


# The real one.


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
