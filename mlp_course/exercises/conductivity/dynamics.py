"""Forces between atoms, and what they do in time."""

import numpy as np
from ase.units import kB

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.exercise import exercise
from mlp_course.exercises.conductivity import motion, pair_laws

PLACES = np.append(np.linspace(0.85, 1.5, 8), [1.9, 2.6])  # of data, in σ


@exercise(
    "Exercise 1: `lennard_jones`",
    points=2,
    hints=(
        "Two powers of σ/r with different signs; the force is minus the slope.",
        "E = 4ε ((σ/r)¹² - (σ/r)⁶), F = 24ε (2 (σ/r)¹² - (σ/r)⁶) / r.",
        "Section 6.1. Differentiate each power by hand: r^(-12) gives -12 r^(-13).",
    ),
)
def lennard_jones(answer, rng):
    """Zero at sigma, a well of depth epsilon, and a force that is minus the slope."""
    at_special_places = 1.5 * np.array([1.0, 2 ** (1 / 6), 2.0])
    pair_laws.examine_pair(answer, at_special_places, 2.0, 1.5)
    pair_laws.examine_pair(answer, np.sort(rng.uniform(2.9, 9.0, size=30)), 0.0123, 3.1)
    pair_laws.examine_pair(answer, rng.uniform(2.5, 9.0, size=(4, 5)), 0.0123, 3.1)
    pair_laws.examine_pair(answer, 4, 1, 3)


@exercise(
    "Exercise 2: `fit_lennard_jones`",
    points=4,
    hints=(
        "Written as A/r¹² - B/r⁶, the law is linear in A and B; or fit from a good start.",
        "A = 4εσ¹² and B = 4εσ⁶, so σ = (A/B)^(1/6) and ε = B²/(4A).",
        "Section 6.2. The lowest data point lies near 2^(1/6) σ and is about -ε deep.",
    ),
)
def fit_lennard_jones(answer, rng):
    """Known laws are found again, from data where a careless start ends nowhere."""
    pair_laws.examine_fit(answer, (0.0103, 3.4), np.linspace(3.0, 7.0, 9))
    for epsilon, sigma in ((0.0021, 2.77), (0.35, 2.31), (0.0192, 5.9)):
        pair_laws.examine_fit(answer, (epsilon, sigma), sigma * rng.permutation(PLACES))
    seed = int(rng.integers(2**31))
    dense = np.linspace(3.25, 8, 80)
    pair_laws.examine_fit(answer, (0.0103, 3.4), dense, noise=2e-4, seed=seed)


@exercise(
    "Exercise 3: `velocity_verlet_step`",
    points=4,
    hints=(
        "Half a kick with the old forces, the whole way, half a kick with the new forces.",
        "v½ = v + ½ dt F/m, x' = x + dt v½, F' = F(x'), v' = v½ + ½ dt F'/m.",
        "Section 6.3. One mass for each atom: `masses[:, None]` divides rows.",
    ),
)
def velocity_verlet_step(answer, rng):
    """A spring, three different masses, the way back, and atoms that feel each other."""
    motion.examine_spring(answer)
    motion.examine_way_back(answer)
    for n_atoms in (2, 3, 7):
        motion.examine_step(answer, n_atoms, seed=int(rng.integers(2**31)))


@exercise(
    "Exercise 4: `maxwell_boltzmann`",
    points=3,
    hints=(
        "Each component is Gaussian, the lighter the atom the broader; then no net momentum.",
        "Variance k_B T / m, from `rng.normal`; then subtract Σ m v / Σ m from every velocity.",
        "Section 6.4. Do not rescale: the kinetic energy fluctuates.",
    ),
)
def maxwell_boltzmann(answer, rng):
    """No net momentum, the right spread for every mass, and a kinetic energy that is free."""
    seed = int(rng.integers(2**31))
    silver_iodide = np.array([1.0, 16.0, 107.9, 126.9])
    motion.examine_velocities(answer, silver_iodide, 300.0, seed)
    motion.examine_velocities(answer, [28.0, 14.0, 39.9, 6.9, 55.8], 77, seed + 1)


@exercise(
    "Exercise 5: `temperature`",
    points=2,
    hints=(
        "Each degree of freedom holds half a k_B T of kinetic energy.",
        "Σ ½ m v² = ½ (3N - 3) k_B T.",
        "Section 6.4. Three degrees of freedom are gone, since the centre of mass rests.",
    ),
)
def temperature(answer, rng):
    """3N - 3 degrees of freedom, and half a kT for each."""
    velocities = np.array([[0.02, 0.0, 0.01], [-0.01, 0.02, 0.0], [-0.01, -0.02, -0.01]])
    masses = np.array([20.0, 20.0, 20.0])
    twice = 20.0 * (velocities**2).sum()  # Σ m v², eV
    expect(
        call(answer, velocities, masses),
        twice / (6 * kB),
        unit="K",
        mistakes={
            "You counted 3N degrees of freedom: the centre of mass does not move, so 3 are "
            "gone.": twice / (9 * kB),
            "That is half of it: the kinetic energy is f/2 kT.": twice / (12 * kB),
            "That is twice the temperature: the kinetic energy has a factor ½.": twice / (3 * kB),
            "That is kT in eV: divide by units.kB.": twice / 6,
            "You counted N - 1 degrees of freedom: every atom has three.": twice / (2 * kB),
        },
        because="Not 2 E_kin / ((3N - 3) k_B).",
    )
    for n in (2, 5, 40):
        velocities = 0.02 * rng.normal(size=(n, 3))
        masses = rng.uniform(1, 200, size=n)
        velocities -= masses @ velocities / masses.sum()
        right = (masses[:, None] * velocities**2).sum() / ((3 * n - 3) * kB)
        expect(
            call(answer, velocities, masses),
            right,
            unit="K",
            because="Every mass with its own velocity, 3N - 3 degrees of freedom.",
        )
        expect(
            call(answer, velocities.tolist(), masses.tolist()),
            right,
            unit="K",
            because="Lists must work, too.",
        )


@exercise(
    "Exercise 6: `energy_drift`",
    points=3,
    hints=(
        "A straight line through all points; its slope is the drift, with its sign.",
        "Slope in eV/fs, times 1000 for ps, times 1000 for meV, divided by the number of atoms.",
        "Section 6.5. `np.polyfit(times, energies, 1)[0]`; last minus first is mostly wiggle.",
    ),
)
def energy_drift(answer, rng):
    """A slope with its sign, per atom, in milli-electronvolts and picoseconds."""
    t = np.linspace(0, 2000, 201)  # fs
    wave = np.cos(2 * np.pi * t / 400 + 0.3) * (1 + t / 2000)
    wiggle = wave - np.polyval(np.polyfit(t, wave, 1), t)
    energies = -50 - 4e-5 * t + 0.01 * wiggle
    from_ends = (energies[-1] - energies[0]) / 2.0 * 1000 / 8  # meV/atom/ps
    expect(
        call(answer, energies, t, 8),
        -5.0,
        unit="meV/atom/ps",
        mistakes={
            "The sign is lost: cooling and heating are not the same.": 5.0,
            "That is last minus first, which is mostly wiggle: fit a line through all "
            "points.": from_ends,
            "That is last minus first, without a sign.": abs(from_ends),
            "That is the drift of the whole system: divide by the number of atoms.": -40.0,
            "That is in eV/atom/ps: multiply by 1000.": -0.005,
            "That is in eV/atom/fs: multiply by 1000 for meV and by 1000 for ps.": -5e-6,
            "That is the slope per frame: use the times.": -0.05,
        },
        because="Not the slope of the least-squares line, in meV/atom/ps.",
    )
    expect(
        call(answer, [3.0, 3.0, 3.0], [0.0, 10.0, 50.0], 2),
        0.0,
        unit="meV/atom/ps",
        because="A constant energy has no drift.",
    )
    for n_atoms in (2, 108, 7):
        t = np.sort(rng.uniform(0, 5000, size=60))
        slope = 1e-4 * rng.normal()
        energies = 100 * rng.normal() + slope * t + 0.05 * rng.normal(size=60)
        right = np.polynomial.Polynomial.fit(t, energies, 1).convert().coef[1] * 1e6 / n_atoms
        expect(
            call(answer, energies, t, n_atoms),
            right,
            unit="meV/atom/ps",
            because="The slope of the least-squares line through unevenly spaced times.",
        )
        expect(
            call(answer, energies.tolist(), t.tolist(), n_atoms),
            right,
            unit="meV/atom/ps",
            because="Lists must work, too.",
        )
