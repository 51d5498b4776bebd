"""The thermostats sample the canonical distribution of 3N - 3 degrees of freedom.

The traps around them are real.
"""

import ase
import numpy as np
import pytest
from ase.build import bulk
from ase.constraints import FixAtoms
from ase.md.nose_hoover_chain import NoseHooverChainNVT
from ase.md.nvtberendsen import NVTBerendsen
from ase.units import fs, kB
from scipy import stats

from helpers.soft_solid import solid
from mlp_course.dynamics import langevin, nose_hoover, nve, record, thermalize

HEAT = kB * 300


def canonical_pvalue(dynamics) -> float:
    """How likely the kinetic energies of a run would be at 300 K: Kolmogorov-Smirnov against Γ((3N
    - 3)/2).
    """
    dynamics.run(400)
    kinetic = record(dynamics, duration_fs=24_000, every_fs=120).kinetic_energy[1:]
    return stats.kstest(kinetic / HEAT, stats.gamma((3 * len(dynamics.atoms) - 3) / 2).cdf).pvalue


def ase_nose_hoover(atoms: ase.Atoms) -> NoseHooverChainNVT:
    return NoseHooverChainNVT(atoms, 4 * fs, temperature_K=300, tdamp=50 * fs)


def berendsen(atoms: ase.Atoms) -> NVTBerendsen:
    return NVTBerendsen(atoms, 4 * fs, temperature_K=300, taut=50 * fs, fixcm=True)


GOOD = {
    "Langevin": lambda atoms: langevin(atoms, 4.0, 300, 0.02, np.random.default_rng(1)),
    "Nosé-Hoover": lambda atoms: nose_hoover(atoms, 4.0, 300, 50.0),
}
BAD = {
    "3N degrees of freedom": ase_nose_hoover,
    "Berendsen": berendsen,
    "no thermostat": lambda atoms: nve(atoms, 4.0),
}


def heavy() -> ase.Atoms:
    """The soft solid with masses that 4 fs can follow."""
    atoms = solid()
    atoms.set_masses(4 * atoms.get_masses() + 30)
    thermalize(atoms, 300, np.random.default_rng(2))
    return atoms


@pytest.mark.parametrize("name", GOOD)
def test_kinetic_energy_is_canonical(name):
    assert canonical_pvalue(GOOD[name](heavy())) > 1e-3


@pytest.mark.parametrize("name", BAD)
def test_the_check_sees_what_is_not_canonical(name):
    assert canonical_pvalue(BAD[name](heavy())) < 1e-3


def drifting(name: str) -> ase.Atoms:
    atoms = heavy()
    atoms.set_momenta(atoms.get_momenta() + np.array([0.0, 3.0, 0.0]))
    dynamics = (GOOD | {"NVE": lambda atoms: nve(atoms, 4.0)})[name](atoms)
    start = atoms.get_center_of_mass()
    dynamics.run(200)
    assert np.abs(atoms.get_center_of_mass() - start).max() < 1e-9
    return atoms


@pytest.mark.parametrize("name", ["NVE", *GOOD])
def test_the_centre_of_mass_stays(name):
    assert np.abs(drifting(name).get_momenta().sum(axis=0)).max() < 1e-9


def test_nve_lets_go_of_what_langevin_held():
    atoms = drifting("Langevin")
    nve(atoms, 4.0)
    assert atoms.constraints == []


def test_nose_hoover_conserves_its_own_energy():
    """Which takes in the bath: its 3N - 3 are in there too."""
    dynamics = GOOD["Nosé-Hoover"](heavy())
    before = dynamics.get_conserved_energy()
    dynamics.run(2000)
    assert dynamics.get_conserved_energy() == pytest.approx(before, abs=0.02)
    assert abs(dynamics._thermostat.get_thermostat_energy()) > 0.1


def test_a_seed_decides_a_langevin_run():
    first, second = heavy(), heavy()
    for atoms in (first, second):
        GOOD["Langevin"](atoms).run(20)
    assert np.array_equal(first.positions, second.positions)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda atoms: nve(atoms[:1], 1.0), "two atoms"),
        (lambda atoms: nve(atoms, 0.0), "time step must be positive"),
        (
            lambda atoms: langevin(atoms, 1.0, 300, -1, np.random.default_rng(0)),
            "friction must be positive",
        ),
        (lambda atoms: nose_hoover(atoms, 1.0, np.nan, 100), "temperature must be positive"),
        (lambda atoms: nose_hoover(bulk("Ar").repeat(2), 1.0, 300, 100), "thermalize"),
        (lambda atoms: atoms.set_constraint(FixAtoms([0])) or nve(atoms, 1.0), "constraints"),
    ],
)
def test_what_makes_no_sense_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call(solid())
