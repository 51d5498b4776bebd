"""The argon curve that Lennard-Jones is fitted to.

Whole, smooth, with its own slope, and the engine's numbers.
"""

import numpy as np
import pytest
from ase.units import Hartree

from mlp_course.classical import fit_lennard_jones, lennard_jones
from mlp_course.data import FOLDER, load


@pytest.fixture(scope="module")
def frames():
    return load("argon-dimer")


@pytest.fixture(scope="module")
def curve(frames):
    """Distances (Å), energies (eV), forces apart (eV/Å), each (24,)."""
    return np.array(
        [(f.info["bond_length"], f.energy.item(), f.forces[1, 2].item()) for f in frames]
    ).T


def test_frames_are_pairs_at_the_distance_they_say(frames):
    assert len(frames) == 24
    for frame in frames:
        assert frame.structure.species.tolist() == [18, 18]
        assert frame.structure.positions[:, 2].diff().item() == pytest.approx(
            frame.info["bond_length"]
        )
        assert frame.forces.sum(dim=0).abs().max() < 1e-12


def test_forces_are_the_slope(curve):
    """A quintic spline through the energies knows the slope well enough between 3.2 and 6 Å."""
    from scipy.interpolate import make_interp_spline

    r, energy, force = curve
    slope = make_interp_spline(r, energy * r**6, k=5).derivative()(r) / r**6 - 6 * energy / r
    middle = (r > 3.2) & (r < 6)
    assert force[middle] == pytest.approx(-slope[middle], abs=2e-4)
    assert np.abs(force[middle] - slope[middle]).max() > 1e-2  # a wrong sign would be seen


def test_energies_are_the_sum_of_their_parts(frames):
    for frame in frames:
        part = frame.info
        cbs = (64 * part["mp2_qz"] - 27 * part["mp2_tz"]) / 37
        total = part["hf_qz"] + cbs + part["ccsd_t_tz"] - part["mp2_tz"]
        assert frame.energy.item() == pytest.approx(total, abs=1e-8)


def test_the_well_is_where_and_nearly_as_deep_as_the_best_theory_has_it(curve):
    """12.3 meV at 3.76 Å: Patkowski and Szalewicz, J. Chem. Phys. 133, 094304 (2010)."""
    r, energy, _ = curve
    fitted = np.polynomial.Polynomial.fit(r[5:11], energy[5:11] * r[5:11] ** 6, 5)
    fine = np.linspace(3.5, 4.2, 701)
    well = fitted(fine) / fine**6
    assert fine[well.argmin()] == pytest.approx(3.76, abs=0.04)
    assert -1000 * well.min() == pytest.approx(12.3, rel=0.08)


def test_lennard_jones_cannot_have_wall_and_well(curve):
    """What lesson 06 shows."""
    r, energy, force = curve
    for keep in (r > 0, energy < 0):
        law = fit_lennard_jones(r[keep], energy[keep])
        misfit = lennard_jones(r, *law)[0] - energy
        assert np.abs(misfit[r > 3.2]).max() > 4e-4 and np.abs(misfit[r < 3.2]).max() > 1e-3
        steepness = r[:3] * lennard_jones(r[:3], *law)[1] / lennard_jones(r[:3], *law)[0]
        assert (steepness > r[:3] * force[:3] / energy[:3] + 1).all()


def test_the_engine_says_so_again(frames):
    """Hartree-Fock and MP2 in the small basis, counterpoise-corrected, at one distance."""
    pyscf = pytest.importorskip(
        "pyscf", reason="PySCF is not installed: pip install pyscf (Linux and macOS only)"
    )
    from pyscf import gto, mp, scf

    pyscf.lib.num_threads(1)
    parts = np.zeros(2)  # hartree
    for other, weight, frozen in (("Ar", 1, 10), ("ghost-Ar", -2, 5)):
        atoms = [("Ar", (0, 0, 0)), (other, (0, 0, frames[6].info["bond_length"]))]
        field = scf.RHF(gto.M(atom=atoms, basis="aug-cc-pvtz", symmetry=True, verbose=0)).run(
            conv_tol=1e-11
        )
        parts += weight * np.array([field.e_tot, mp.MP2(field, frozen=frozen).kernel()[0]])
    assert parts * Hartree == pytest.approx(
        [frames[6].info["hf_tz"], frames[6].info["mp2_tz"]], abs=1e-7
    )


def test_provenance_says_how_many(frames):
    assert f"holds {len(frames)} structures" in (FOLDER / "argon-dimer" / "DATA.md").read_text(
        encoding="utf-8"
    )
