"""Integrators against ASE, against exact results, and run backwards.

Velocities against their distribution.
"""

import numpy as np
import pytest
from ase.md.verlet import VelocityVerlet
from ase.units import fs, kB
from scipy import stats

from helpers.soft_solid import energy_and_forces, solid
from mlp_course.dynamics import (
    euler_step,
    kinetic_energy,
    maxwell_boltzmann,
    symplectic_euler_step,
    temperature,
    velocity_verlet_step,
)

ONE = np.ones(1)


def spring(x):
    """Harmonic oscillator with ω = 1 for mass 1."""
    return -x


def walk(step, start, steps: int, dt: float, *, masses=ONE, force=spring):
    """All positions and velocities (steps + 1, N, 3) of an integrator."""
    x, v = (np.array(part, dtype=float) for part in start)
    f, path = force(x), [(x, v)]
    for _ in range(steps):
        x, v, f = step(x, v, f, masses, dt, force)
        path.append((x, v))
    return (np.array(part) for part in zip(*path, strict=True))


def anharmonic():
    """Positions, velocities, masses and the force of the soft solid."""
    atoms = solid(600.0)
    sites = atoms.calc.sites
    start = atoms.positions, atoms.get_velocities()
    return start, {"masses": atoms.get_masses(), "force": lambda x: energy_and_forces(x - sites)[1]}


def test_verlet_is_ase_s():
    atoms = solid(600.0)
    start, system = anharmonic()
    x, v = walk(velocity_verlet_step, start, 50, 1.0 * fs, **system)
    VelocityVerlet(atoms, 1.0 * fs).run(50)
    assert np.abs(x[-1] - atoms.positions).max() < 1e-12
    assert np.abs(v[-1] - atoms.get_velocities()).max() < 1e-12


def reversal_error(step) -> float:
    """Å between the start and where an integrator returns to when all velocities are turned round
    after 40 steps.
    """
    start, system = anharmonic()
    x, v = walk(step, start, 40, 0.5 * fs, **system)
    back, _ = walk(step, (x[-1], -v[-1]), 40, 0.5 * fs, **system)
    return float(np.abs(back[-1] - start[0]).max())


def test_only_verlet_finds_the_way_back():
    assert reversal_error(velocity_verlet_step) < 1e-10
    assert reversal_error(symplectic_euler_step) > 1e-3
    assert reversal_error(euler_step) > 1e-3


def position_error(step, dt: float) -> float:
    """Distance to cos t of the oscillator after 2 units of time."""
    x, _ = walk(step, ([[1.0, 0, 0]], [[0.0, 0, 0]]), round(2 / dt), dt)
    return abs(x[-1, 0, 0] - np.cos(2))


@pytest.mark.parametrize(
    ("step", "ratio"), [(velocity_verlet_step, 4), (euler_step, 2), (symplectic_euler_step, 2)]
)
def test_order_of_the_error(step, ratio):
    assert position_error(step, 0.02) / position_error(step, 0.01) == pytest.approx(ratio, rel=0.03)


def test_euler_multiplies_the_energy_in_every_step():
    x, v = walk(euler_step, ([[1.0, 0, 0]], [[0.0, 0, 0]]), 100, 0.1)
    energy = (x**2 + v**2).sum(axis=(1, 2)) / 2
    assert energy[1:] / energy[:-1] == pytest.approx(1 + 0.1**2)


def test_verlet_conserves_its_own_energy_exactly():
    """v² + (1 - (ω dt)²/4) x² is a constant of velocity Verlet for the oscillator."""
    x, v = walk(velocity_verlet_step, ([[1.0, 0, 0]], [[0.0, 0.3, 0]]), 1000, 0.5)
    shadow = (v**2 + (1 - 0.25 * 0.5**2) * x**2).sum(axis=(1, 2))
    assert np.ptp(shadow) < 1e-12


def test_symplectic_euler_is_leapfrog():
    """The same positions as Verlet, if its first velocity is taken half a step earlier."""
    x0, v0, dt = np.array([[1.0, 0, 0]]), np.array([[0.0, 0.3, 0]]), 0.1
    x, _ = walk(velocity_verlet_step, (x0, v0), 100, dt)
    y, _ = walk(symplectic_euler_step, (x0, v0 - dt / 2 * spring(x0)), 100, dt)
    assert np.abs(x - y).max() < 1e-12


@pytest.mark.parametrize(("omega_dt", "stays"), [(1.99, True), (2.01, False)])
def test_verlet_holds_up_to_two_over_the_frequency(omega_dt, stays):
    x, _ = walk(velocity_verlet_step, ([[1.0, 0, 0]], [[0.0, 0, 0]]), 3000, omega_dt)
    assert (np.abs(x).max() < 100) == stays


def test_nothing_is_changed_in_place():
    start, system = anharmonic()
    x, v, f = *start, system["force"](start[0])
    kept = [part.copy() for part in (x, v, f)]
    for step in (velocity_verlet_step, euler_step, symplectic_euler_step):
        step(x, v, f, system["masses"], 1.0, system["force"])
    assert all(map(np.array_equal, (x, v, f), kept))


# Temperature.

MASSES, DRAWS = np.array([1.0, 12.0, 16.0, 28.0, 108.0, 127.0]), 5000


def velocity_faults(draw) -> list[str]:
    """What is wrong with 20000 draws of `draw(masses, temperature, rng)` at 300 K."""
    rng, heat, faults = np.random.default_rng(0), kB * 300, []
    velocities = np.array([draw(MASSES, 300, rng) for _ in range(DRAWS)])  # (S, N, 3)
    if np.abs(np.einsum("n,snd->sd", MASSES, velocities)).max() > 1e-9:
        faults.append("net momentum")
    kinetic = 0.5 * np.einsum("n,snd->s", MASSES, velocities**2) / heat
    if stats.kstest(kinetic, stats.gamma((3 * len(MASSES) - 3) / 2).cdf).pvalue < 1e-3:
        faults.append("kinetic energy")
    for velocity, mass in zip(velocities[:, :, 0].T, MASSES, strict=True):
        width = np.sqrt(
            heat * (1 / mass - 1 / MASSES.sum())
        )  # one atom's share, without the centre of mass
        if stats.kstest(velocity / width, "norm").pvalue < 1e-3:
            faults.append(f"velocity of mass {mass}")
    return faults


def test_velocities_have_the_right_distribution():
    assert velocity_faults(maxwell_boltzmann) == []


def drift_kept(masses, temperature, rng):
    return rng.standard_normal((len(masses), 3)) * np.sqrt(kB * temperature / masses)[:, None]


def mean_velocity_removed(masses, temperature, rng):
    v = drift_kept(masses, temperature, rng)
    return v - v.mean(axis=0)


def without_mass(masses, temperature, rng):
    v = rng.standard_normal((len(masses), 3)) * np.sqrt(kB * temperature)
    return v - masses @ v / masses.sum()


def rescaled(masses, heat, rng):
    v = maxwell_boltzmann(masses, heat, rng)
    return v * np.sqrt(heat / temperature(v, masses))


@pytest.mark.parametrize("wrong", [drift_kept, mean_velocity_removed, without_mass, rescaled])
def test_wrong_velocities_are_seen(wrong):
    assert velocity_faults(wrong)


def test_mean_temperature_is_the_one_asked_for():
    rng = np.random.default_rng(1)
    found = [temperature(maxwell_boltzmann(MASSES, 300, rng), MASSES) for _ in range(DRAWS)]
    error = 300 * np.sqrt(2 / (3 * len(MASSES) - 3) / len(found))
    assert abs(np.mean(found) - 300) < 4 * error
    assert (
        abs(np.mean(found) * 15 / 18 - 300) > 4 * error
    )  # with 3N degrees of freedom it would be seen


def test_kinetic_energy_is_ase_s():
    atoms = solid()
    assert kinetic_energy(atoms.get_velocities(), atoms.get_masses()) == pytest.approx(
        atoms.get_kinetic_energy()
    )


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: temperature([[1.0, 0, 0]], [1.0]), "at least two"),
        (lambda: kinetic_energy(np.zeros((3, 3)), np.ones(2)), r"\(N, 3\)"),
        (lambda: kinetic_energy(np.zeros((3, 2)), np.ones(3)), r"\(N, 3\)"),
        (lambda: maxwell_boltzmann([1.0, 0.0], 300, np.random.default_rng(0)), "positive"),
        (lambda: maxwell_boltzmann([1.0, 1.0], -1, np.random.default_rng(0)), "negative"),
    ],
)
def test_what_makes_no_sense_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()
