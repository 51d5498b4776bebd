"""GPAW and pw.x: what reaches them, what is taken from them, what is refused; faked and real."""

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import ase
import numpy as np
import pytest
from ase import units

from mlp_course.reference.labelling import (
    EngineFailed,
    EngineMissing,
    Espresso,
    Gpaw,
    NotConverged,
    label,
)

GPAW = Gpaw(
    functional="PBE",
    cutoff=200.0,
    kpoint=(0.25, 0.25, 0.25),
    bands=4,
    density_tolerance=1e-6,
    eigenstate_tolerance=1e-9,
    max_net_force=0.05,
    setups={"H": "paw"},
)
ESPRESSO = Espresso(
    functional="PBE",
    cutoff=35.0,
    density_cutoff=140.0,
    kpoint_spacing=9.0,
    scf_tolerance=1e-8,
    max_net_force=0.05,
    pseudopotentials={"H": "HUSPBE.RRKJ3"},
)
NO_GPAW = "GPAW is not installed here: see CONTRIBUTING.md, Reference data"


def lithium_hydride() -> ase.Atoms:
    """Two atoms in a sheared cell, far from any symmetry."""
    cell = [[3.2, 0, 0], [0.4, 3.2, 0], [0, 0.3, 3.5]]
    return ase.Atoms("LiH", positions=[[0, 0, 0], [0.1, 0.2, 1.9]], cell=cell, pbc=True)


def hydrogen() -> ase.Atoms:
    cell = [[2.4, 0, 0], [0.2, 2.5, 0], [0, 0.3, 2.6]]
    return ase.Atoms("H2", positions=[[0, 0, 0], [0.1, 0.2, 0.7]], cell=cell, pbc=True)


def force_by_differences(atoms: ase.Atoms, engine, step: float) -> float:
    """-ΔE/Δz of the second atom, eV/Å."""
    energy = []
    for sign in (1, -1):
        moved = atoms.copy()
        moved.positions[1, 2] += sign * step
        energy.append(label(moved, engine).get_potential_energy())
    return -(energy[0] - energy[1]) / (2 * step)


# GPAW.


@pytest.fixture
def fake_gpaw(monkeypatch) -> dict:
    """A gpaw that answers with `forces`, or does not converge; `asked` is what it was asked."""
    state = {"forces": np.array([[0, 0, 1.0], [0, 0, -1.0]]), "converges": True}

    class KohnShamConvergenceError(RuntimeError):
        pass

    class GPAW:
        def __init__(self, **settings):
            state["asked"] = settings

        def get_potential_energy(self, atoms, force_consistent=False):
            if not state["converges"]:
                raise KohnShamConvergenceError("Did not converge!")
            return -5.0

        def get_forces(self, atoms):
            return state["forces"]

    gpaw = ModuleType("gpaw")
    gpaw.GPAW, gpaw.KohnShamConvergenceError = GPAW, KohnShamConvergenceError
    gpaw.PW, gpaw.Mixer = (lambda cutoff: ("PW", cutoff)), (lambda *numbers: ("Mixer", *numbers))
    monkeypatch.setitem(sys.modules, "gpaw", gpaw)
    return state


def test_settings_reach_gpaw(fake_gpaw):
    labelled = label(lithium_hydride(), GPAW)
    asked = fake_gpaw["asked"]
    assert (asked["xc"], asked["mode"], asked["nbands"]) == ("PBE", ("PW", 200.0), 4)
    assert np.array_equal(asked["kpts"], [[0.25, 0.25, 0.25]])
    assert asked["setups"] == {"H": "paw"}
    assert asked["convergence"] == {"density": 1e-6, "eigenstates": 1e-9}
    assert labelled.get_potential_energy() == -5.0
    assert "stress" not in labelled.calc.results


def test_an_unconverged_gpaw_is_no_label(fake_gpaw):
    fake_gpaw["converges"] = False
    with pytest.raises(NotConverged, match=r"^the SCF cycle of HLi did not converge\.$"):
        label(lithium_hydride(), GPAW)


def test_gpaw_s_net_force_is_judged(fake_gpaw):
    fake_gpaw["forces"][0, 0] = 0.06
    with pytest.raises(NotConverged, match=r"net force 0\.0600 eV/Å is above 0\.05 eV/Å"):
        label(lithium_hydride(), GPAW)


def test_a_missing_gpaw_is_told_in_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "gpaw", None)
    with pytest.raises(
        EngineMissing, match=r"^GPAW is not installed: see CONTRIBUTING.md, Reference data\.$"
    ):
        label(lithium_hydride(), GPAW)


def test_gpaw_gives_forces_that_are_the_slope_of_its_energy():
    pytest.importorskip("gpaw", reason=NO_GPAW)
    engine = replace(GPAW, setups={})
    labelled = label(lithium_hydride(), engine)
    slope = force_by_differences(lithium_hydride(), engine, 0.01)
    assert labelled.get_forces()[1, 2] == pytest.approx(slope, abs=2e-3)
    assert abs(slope) > 0.5
    assert 0 < labelled.info["net_force"] < 0.01


def test_gpaw_that_is_stopped_too_early_is_no_label(monkeypatch):
    gpaw = pytest.importorskip("gpaw", reason=NO_GPAW)
    whole = gpaw.GPAW
    monkeypatch.setattr(gpaw, "GPAW", lambda **settings: whole(**settings, maxiter=2))
    with pytest.raises(NotConverged, match="the SCF cycle of HLi did not converge"):
        label(lithium_hydride(), replace(GPAW, setups={}))


# pw.x, played by a script that writes what we want.

OUTPUT = """
     Program PWSCF v.6.7MaX starts on 21Nov2026 at  5:53:26

     bravais-lattice index     =            0
     lattice parameter (alat)  =       5.6692  a.u.
     unit-cell volume          =     182.2052 (a.u.)^3
     number of atoms/cell      =            2
     number of atomic types    =            1
     number of electrons       =         2.00
     number of Kohn-Sham states=            1
     kinetic-energy cutoff     =      20.0000  Ry

     celldm(1)=   5.669178  celldm(2)=   0.000000  celldm(3)=   0.000000
     celldm(4)=   0.000000  celldm(5)=   0.000000  celldm(6)=   0.000000

     crystal axes: (cart. coord. in units of alat)
               a(1) = (   1.000000   0.000000   0.000000 )
               a(2) = (   0.000000   1.000000   0.000000 )
               a(3) = (   0.000000   0.000000   1.000000 )

     Cartesian axes

     site n.     atom                  positions (alat units)
         1           H   tau(   1) = (   0.0000000   0.0000000   0.0000000  )
         2           H   tau(   2) = (   0.0000000   0.0000000   0.2500000  )

     number of k points=     1
                       cart. coord. in units 2pi/alat
        k(    1) = (   0.0000000   0.0000000   0.0000000), wk =   2.0000000

     Self-consistent Calculation
     c_bands:  1 eigenvalues not converged

     End of self-consistent calculation

          k = 0.0000 0.0000 0.0000 (    90 PWs)   bands (ev):

   -11.3908

!    total energy              =      -2.00000000 Ry
     estimated scf accuracy    <          1.0E-09 Ry

     convergence has been achieved in   5 iterations

     Forces acting on atoms (cartesian axes, Ry/au):

     atom    1 type  1   force =     0.00000000    0.00000000   -0.10000000
     atom    2 type  1   force =     0.00000000    0.00000000    0.10000000

     Total force =     0.141421     Total SCF correction =     0.000000

     Computing stress (Cartesian axis) and pressure

          total   stress  (Ry/bohr**3)                   (kbar)     P=       0.00
  -0.00100000   0.00000000   0.00010000          -147.11        0.00       14.71
   0.00000000  -0.00200000   0.00000000             0.00     -294.21        0.00
   0.00010000   0.00000000  -0.00300000            14.71        0.00     -441.32

   JOB DONE.
"""
ACHIEVED = "convergence has been achieved in   5 iterations"
FAILED_CYCLE = (
    OUTPUT[: OUTPUT.index("!    total")]
    + "     convergence NOT achieved after 100 iterations: stopping\n"
)
DIAGONALISATION = (
    " %%%%%%\n     Error in routine  c_bands (1):\n     too many bands are not converged\n %%%%%%\n"
)
NO_FILE = (
    " %%%%%%\n     Error in routine readpp (1):\n     file ./H.UPF not found\n %%%%%%\n"
    "     stopping ...\n"
)


@pytest.fixture
def play(tmp_path, monkeypatch):
    """Make a `pw.x` that writes `text` and ends with `status`."""

    def play(text: str, status: int | str = 0) -> Espresso:
        script = tmp_path / "bin" / "pw.x"
        script.parent.mkdir(exist_ok=True)
        (tmp_path / "output").write_text(text)
        script.write_text(
            f"#!/bin/sh\ncp espresso.pwi {tmp_path}/input\ncat {tmp_path}/output\nexit {status}\n"
        )
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
        return replace(ESPRESSO, folder=str(tmp_path))

    return play


pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for pw.x is a shell script")


def cube() -> ase.Atoms:
    return ase.Atoms("H2", positions=[[0, 0, 0], [0, 0, 0.75]], cell=[3, 3, 3], pbc=True)


def test_rydberg_and_bohr_become_electronvolt_and_angstrom(play):
    labelled = label(cube(), play(OUTPUT))
    force, pressure = units.Ry / units.Bohr, units.Ry / units.Bohr**3
    assert labelled.get_potential_energy() == pytest.approx(-2 * units.Ry, rel=1e-6)
    assert labelled.get_forces() == pytest.approx(
        np.array([[0, 0, -0.1], [0, 0, 0.1]]) * force, rel=1e-6
    )
    # pw.x calls a pushing crystal positive, ASE a pulled one; Voigt's order is xx yy zz yz xz xy
    assert labelled.get_stress() == pytest.approx(
        np.array([1, 2, 3, 0, -0.1, 0]) * 1e-3 * pressure, rel=1e-6
    )


def test_settings_reach_pw_x(play, tmp_path):
    atoms = cube()
    atoms.cell[2, 2] = 6.0
    label(atoms, replace(play(OUTPUT), kpoint_spacing=0.7, cutoff=31.0, scf_tolerance=3e-8))
    words = (tmp_path / "input").read_text().lower().split()
    asked = {words[k - 1]: words[k + 1] for k, word in enumerate(words) if word == "="}
    assert (float(asked["ecutwfc"]), float(asked["ecutrho"]), float(asked["conv_thr"])) == (
        31.0,
        140.0,
        3e-8,
    )
    assert (asked["tprnfor"], asked["tstress"], asked["nosym"]) == (".true.",) * 3
    assert asked["pseudo_dir"] == f"'{tmp_path}'".lower()
    mesh = words.index("automatic")
    assert words[mesh + 1 : mesh + 7] == [
        "3",
        "3",
        "2",
        "0",
        "0",
        "0",
    ]  # 2π/3 Å and 2π/6 Å in steps of at most 0.7


UNCONVERGED = {
    "as pw.x 6.7 ends": (FAILED_CYCLE + "   JOB DONE.\n", 2),
    "as older ones end": (FAILED_CYCLE + "   JOB DONE.\n", 0),
    "with numbers all the same": (
        OUTPUT.replace(ACHIEVED, "convergence NOT achieved after 100 iterations"),
        0,
    ),
    "diagonalisation": (
        FAILED_CYCLE[: FAILED_CYCLE.index("     convergence NOT")] + DIAGONALISATION,
        1,
    ),
}


@pytest.mark.parametrize("name", UNCONVERGED)
def test_an_unconverged_pw_x_is_no_label(play, name):
    engine = play(*UNCONVERGED[name])
    with pytest.raises(NotConverged, match=r"^the SCF cycle of H2 did not converge\.$"):
        label(cube(), engine)


BROKEN = {
    "no pseudopotential": (
        OUTPUT[:200] + NO_FILE,
        1,
        r"pw.x stopped at H2: … .*readpp \(1\): file ./H.UPF not found",
    ),
    "killed": (OUTPUT[:900], "$(kill -9 $$)", "pw.x stopped at H2"),
    "cut off": (OUTPUT[: OUTPUT.index("     Forces")], 0, "pw.x stopped at H2"),
    "no last word": (OUTPUT.replace("JOB DONE.", ""), 0, "pw.x stopped at H2"),
    "silent": ("", 1, "pw.x stopped at H2"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_pw_x_is_not_the_frame_s_fault(play, name):
    """Remembered as refused, every frame of a set would be lost to one missing file."""
    text, status, message = BROKEN[name]
    engine = play(text, status)
    with pytest.raises(EngineFailed, match=message) as told:
        label(cube(), engine)
    assert "\n" not in str(told.value)


def test_a_label_leaves_no_files(play, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    label(cube(), play(OUTPUT))
    assert not list((tmp_path / "scratch").iterdir())


@pytest.mark.parametrize("missing", ["program", "pseudopotentials"])
def test_a_missing_quantum_espresso_is_told_in_one_sentence(play, monkeypatch, tmp_path, missing):
    engine = play(OUTPUT)
    if missing == "program":
        monkeypatch.setenv("PATH", str(tmp_path))
    else:
        engine = replace(engine, folder=str(tmp_path / "nowhere"))
    with pytest.raises(
        EngineMissing,
        match=r"^Quantum ESPRESSO is not installed: see CONTRIBUTING.md, Reference data",
    ):
        label(cube(), engine)


needs_pw_x = pytest.mark.skipif(
    not shutil.which("pw.x") or not (Path(ESPRESSO.folder) / "HUSPBE.RRKJ3").exists(),
    reason="Quantum ESPRESSO is not installed here: see CONTRIBUTING.md, Reference data",
)


@needs_pw_x
def test_pw_x_gives_forces_and_stress_that_are_slopes_of_its_energy():
    atoms = hydrogen()
    labelled = label(atoms, ESPRESSO)
    slope = force_by_differences(atoms, ESPRESSO, 0.01)
    assert labelled.get_forces()[1, 2] == pytest.approx(slope, rel=0.01)
    assert abs(slope) > 0.5
    energy, step = [], 0.01
    for sign in (1, -1):
        strained = atoms.copy()
        strained.set_cell(atoms.cell.array @ np.diag([1, 1 + sign * step, 1]), scale_atoms=True)
        energy.append(label(strained, ESPRESSO).get_potential_energy())
    stress = (energy[0] - energy[1]) / (2 * step * atoms.get_volume())
    assert labelled.get_stress()[1] == pytest.approx(
        stress, rel=0.01
    )  # 0.07 at 20 Ry: missing plane waves press, too


@needs_pw_x
def test_pw_x_that_cannot_reach_its_tolerance_is_no_label():
    with pytest.raises(NotConverged, match="the SCF cycle of H2 did not converge"):
        label(hydrogen(), replace(ESPRESSO, scf_tolerance=1e-60, cutoff=8.0, density_cutoff=32.0))
