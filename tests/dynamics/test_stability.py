"""Drift is a slope with a sign; good dynamics has none, Euler's and noisy forces have plenty."""

import numpy as np
import pytest
from ase.build import bulk
from ase.md.md import MolecularDynamics
from ase.units import fs

from helpers.soft_solid import solid
from mlp_course.calculator import BareCalculator, Calculator
from mlp_course.dynamics import Unstable, energy_drift, langevin, nve, nve_drift, record, stability
from mlp_course.potentials import LennardJones

TIMES = np.linspace(0, 2000, 201)  # fs


@pytest.mark.parametrize("slope", [-3.0, 0.0, 5.0])
def test_drift_is_the_slope_with_its_sign(slope):
    energy = -50.0 + slope * 8 / 1e6 * TIMES  # meV/atom/ps of 8 atoms
    assert energy_drift(energy, TIMES, 8) == pytest.approx(slope, abs=1e-9)
    assert energy_drift(list(energy), list(TIMES), 8) == pytest.approx(slope, abs=1e-9)


def test_an_oscillation_is_hardly_a_drift():
    """The difference of last and first would be 10 meV/atom/ps."""
    energy = -50.0 - 0.08 * np.cos(2 * np.pi * 20.5 * TIMES / TIMES[-1])
    assert abs(energy_drift(energy, TIMES, 8)) < 0.3
    assert (energy[-1] - energy[0]) / 8 * 1e6 / TIMES[-1] == pytest.approx(10)


@pytest.mark.parametrize(
    ("energy", "times"), [([1.0], [0.0]), ([1.0, 2.0], [3.0, 3.0]), ([1.0, 2.0], [0.0])]
)
def test_a_slope_needs_two_times(energy, times):
    with pytest.raises(ValueError, match="two or more energies"):
        energy_drift(energy, times, 1)


class Euler(MolecularDynamics):
    """The explicit one, as ASE dynamics."""

    def step(self):
        atoms, forces = self.atoms, self.atoms.get_forces()
        atoms.positions += self.dt * atoms.get_velocities()
        atoms.set_momenta(atoms.get_momenta() + self.dt * forces)


def argon():
    atoms = bulk("Ar", "fcc", a=5.4, cubic=True).repeat(2)
    atoms.calc = Calculator(LennardJones(0.0104, 3.4, 6.0))
    return atoms


def test_verlet_does_not_drift_and_euler_does():
    euler = record(Euler(solid(), 0.05 * fs), duration_fs=50, every_fs=1)
    assert stability(euler).drift_mev_per_atom_per_ps > 10
    assert (
        abs(
            nve_drift(
                solid(),
                temperature=300,
                timestep_fs=0.5,
                duration_fs=500,
                rng=np.random.default_rng(0),
            )
        )
        < 1
    )


def test_argon_does_not_drift():
    settings = {"temperature": 60, "timestep_fs": 10.0, "duration_fs": 3000}
    assert abs(nve_drift(argon(), **settings, rng=np.random.default_rng(0))) < 0.02


class Uphill(BareCalculator):
    """Argon whose forces are not the slope of its energy: a part turns with the position."""

    def __init__(self):
        super().__init__()
        self.right = Calculator(LennardJones(0.0104, 3.4, 6.0))

    def compute(self, atoms):
        forces = self.right.compute(atoms)["forces"] + 0.05 * np.sin(atoms.positions[:, [1, 2, 0]])
        return {"energy": self.right.compute(atoms)["energy"], "forces": forces}


def test_forces_that_are_no_gradient_are_seen():
    atoms = argon()
    atoms.calc = Uphill()
    drift = nve_drift(
        atoms, temperature=60, timestep_fs=10.0, duration_fs=3000, rng=np.random.default_rng(0)
    )
    assert abs(drift) > 0.2


def test_drift_leaves_the_atoms_alone():
    atoms = argon()
    before = atoms.positions.copy(), atoms.get_momenta()
    nve_drift(
        atoms, temperature=60, timestep_fs=10.0, duration_fs=100, rng=np.random.default_rng(0)
    )
    assert np.array_equal(before, (atoms.positions, atoms.get_momenta()))


def test_a_time_step_too_long_is_unstable_not_a_number():
    with pytest.raises(Unstable):
        nve_drift(
            solid(),
            temperature=300,
            timestep_fs=20.0,
            duration_fs=4000,
            rng=np.random.default_rng(0),
        )


def test_report_tells_drift_and_fluctuation_apart():
    trajectory = record(nve(solid(), 1.0), duration_fs=400, every_fs=2)
    report = stability(trajectory)
    flat = np.polynomial.Polynomial.fit(trajectory.times_fs, trajectory.total_energy, 1)
    rest = (trajectory.total_energy - flat(trajectory.times_fs)).std() * 1000 / 8
    assert report.fluctuation_mev_per_atom == pytest.approx(rest)
    assert report.drift_mev_per_atom_per_ps == pytest.approx(
        flat.convert().coef[1] * 1e6 / 8, abs=1e-6
    )
    assert report.mean_temperature == pytest.approx(trajectory.temperature.mean())
    assert "meV/atom/ps" in str(report) and "over 0.4 ps" in str(report)


def test_longer_steps_fluctuate_with_the_square():
    """Verlet's energy error: four times as large when the step is twice as long."""
    short, long = (
        stability(record(nve(solid(), dt), duration_fs=400, every_fs=2)) for dt in (0.5, 1.0)
    )
    assert long.fluctuation_mev_per_atom / short.fluctuation_mev_per_atom == pytest.approx(
        4, rel=0.15
    )


def test_a_thermostat_is_no_drift_test():
    """The bath gives and takes energy: fluctuation is large, whatever the potential."""
    bath = record(
        langevin(solid(), 1.0, 300, 0.02, np.random.default_rng(0)), duration_fs=400, every_fs=2
    )
    newton = record(nve(solid(), 1.0), duration_fs=400, every_fs=2)
    assert (
        stability(bath).fluctuation_mev_per_atom > 10 * stability(newton).fluctuation_mev_per_atom
    )
