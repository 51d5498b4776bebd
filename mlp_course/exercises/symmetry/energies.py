"""Energies and forces of known symmetry, made to be told apart.

Every function takes positions (N, 3) in Å and atomic numbers (N,), and returns an energy in eV or
forces (N, 3) in eV/Å. Each breaks one symmetry, or none, on purpose.
"""

from collections.abc import Callable

import numpy as np

from mlp_course.exercises.molecules import CENTRE

AXES = {
    "x": (1, 0, 0),
    "y": (0, 1, 0),
    "z": (0, 0, 1),
    "the diagonal": (1, 1, 1),
}
UP = np.array([0.0, 0.0, 1.0])
ETHANOL = -4210.0  # eV, about its total energy in DFT
FAINT = 0.005  # eV
RANGE = 1.5  # Å, in which the energy of a pair falls to 1/e


def pair(positions, numbers) -> float:
    """Σ_{i<j} 0.3 √(Z_i Z_j) exp(-r_ij / 1.5 Å): has every symmetry."""
    twice = np.sum(_pair_energies(positions, numbers))
    return float(twice / 2)


def pair_forces(positions, numbers):
    """Minus the gradient of `pair`, (N, 3)."""
    vectors, distances = _pairs(positions)
    # An atom has no energy with itself; only the division must not be by zero.
    divisor = np.where(distances > 0, distances, 1)
    energies = _pair_energies(positions, numbers)
    slope = energies / RANGE / divisor  # (N, N)
    return np.einsum("ij,ijx->ix", slope, vectors)


def chiral(positions, numbers) -> float:
    """`pair` plus the handedness of the first four atoms.

    It turns with the molecule, its mirror image differs.
    """
    r = np.asarray(positions)
    a, b, c = r[1:4] - r[0]
    # The volume of their parallelepiped has a sign, which a mirror turns round.
    volume = np.dot(a, np.cross(b, c))
    handedness = float(np.tanh(volume))
    return pair(positions, numbers) + handedness


def swirl(positions, numbers):
    """`pair_forces` plus Σ_j exp(-r_ij) r_i × r_j about the centre, (N, 3).

    These turn, but are not mirrored.
    """
    away = _from_centre(positions)
    _, distances = _pairs(positions)
    weights = np.exp(-distances)
    others = weights @ away  # (N, 3)
    turning = np.cross(away, others)
    return pair_forces(positions, numbers) + turning


def field(direction) -> Callable:
    """`pair` plus 0.3 eV/Å along `direction` for every atom: raw coordinates."""

    def energy(positions, numbers) -> float:
        height = np.asarray(positions) @ _unit(direction)  # (N,)
        slope = 0.3 * float(np.sum(height))
        return pair(positions, numbers) + slope

    return energy


def layers(direction) -> Callable:
    """`pair` plus 0.5 eV/Å² times the squared height over the centre: prefers flat molecules."""

    def energy(positions, numbers) -> float:
        height = _from_centre(positions) @ _unit(direction)  # (N,)
        flattening = 0.5 * float(np.sum(height**2))
        return pair(positions, numbers) + flattening

    return energy


def trap(positions, numbers) -> float:
    """`pair` plus a bowl whose lowest point is the centre of every trial molecule."""
    away = np.mean(positions, axis=0) - CENTRE  # (3,)
    bowl = 0.4 * float(np.sum(away**2))
    return pair(positions, numbers) + bowl


def grid(positions, numbers) -> float:
    """`pair` plus a cubic term: a quarter turn about a coordinate axis does not show it."""
    away = _from_centre(positions)
    cubic = 0.2 * float(np.sum(away**4))
    return pair(positions, numbers) + cubic


def ripple(direction) -> Callable:
    """`pair` plus a wave of 0.2 eV along `direction` that repeats every 1 Å."""

    def energy(positions, numbers) -> float:
        place = np.mean(positions, axis=0) @ _unit(direction)
        wave = 0.2 * float(np.cos(2 * np.pi * place))
        return pair(positions, numbers) + wave

    return energy


def faint(direction) -> Callable:
    """Ethanol's total energy, plus waves of some meV: of the place, and of the orientation."""

    def energy(positions, numbers) -> float:
        place = np.mean(positions, axis=0) @ _unit(direction)
        heights = _from_centre(positions) @ _unit(direction)  # (N,)
        waves = np.sin(1.3 * place) + np.sin(0.7 * np.sum(heights**2))
        return ETHANOL + pair(positions, numbers) + FAINT * float(waves)

    return energy


def faint_by_index(positions, numbers) -> float:
    """Ethanol's total energy, plus some meV that depend on the labels."""
    weights = np.cos(np.arange(len(numbers)))
    away = np.linalg.norm(_from_centre(positions), axis=1)
    return ETHANOL + pair(positions, numbers) + FAINT * float(weights @ away)


def chain(first: int, last: int) -> Callable:
    """`pair` plus springs joining the labels `first` to `last`, whichever atoms bear them."""

    def energy(positions, numbers) -> float:
        linked = np.asarray(positions)[first : last + 1]
        bonds = np.diff(linked, axis=0)
        springs = 0.3 * _total_length(bonds)
        return pair(positions, numbers) + springs

    return energy


def ring(positions, numbers) -> float:
    """`pair` plus springs between consecutive labels, the last and the first too."""
    before = np.roll(positions, 1, axis=0)
    bonds = before - np.asarray(positions)
    springs = 0.2 * _total_length(bonds)
    return pair(positions, numbers) + springs


def by_index(positions, numbers) -> float:
    """A sum over atoms whose neighbours are weighted in the order of their labels."""
    energies = _pair_energies(positions, numbers)  # (N, N)
    weights = np.linspace(1.0, 0.2, len(energies))
    weighed = energies * weights
    return float(np.sum(weighed))


def push(direction) -> Callable:
    """`pair_forces` plus 0.5 eV/Å along `direction`, however the molecule is turned."""

    def forces(positions, numbers):
        constant = 0.5 * _unit(direction)  # (3,)
        return pair_forces(positions, numbers) + constant

    return forces


def push_last(positions, numbers):
    """`pair_forces` plus 0.5 eV/Å along x on the last atom only."""
    forces = pair_forces(positions, numbers)
    forces[-1, 0] += 0.5
    return forces


def wind(positions, numbers):
    """The same force along z on every atom: invariant, which forces must not be."""
    force = 0.5 * UP
    return np.tile(force, (len(positions), 1))


def lengths(positions, numbers):
    """The right length of every force, along z: a list of invariants dressed up as vectors."""
    forces = pair_forces(positions, numbers)
    sizes = np.linalg.norm(forces, axis=1)
    return sizes[:, None] * UP


def misaligned(positions, numbers):
    """`pair_forces` with x, y and z exchanged in turn.

    Every length is right, every direction wrong.
    """
    exchange = np.array(
        [
            [0.0, 0.0, 1.0],
            [1.0, 0.0, 0.0],
            [0.0, 1.0, 0.0],
        ]
    )
    return pair_forces(positions, numbers) @ exchange


def _pair_energies(positions, numbers) -> np.ndarray:  # (N, N) eV
    """0.3 √(Z_i Z_j) exp(-r_ij / RANGE): every pair stands there twice, no atom with itself."""
    z = np.asarray(numbers, dtype=float)
    charges = np.sqrt(np.outer(z, z))
    others = 1 - np.eye(len(z))
    strength = 0.3 * charges * others

    _, distances = _pairs(positions)
    decay = np.exp(-distances / RANGE)
    return strength * decay


def _pairs(positions) -> tuple[np.ndarray, np.ndarray]:
    """Vectors (N, N, 3) from j to i, and distances (N, N), in Å."""
    r = np.asarray(positions, dtype=float)
    vectors = r[:, None] - r[None]
    distances = np.linalg.norm(vectors, axis=-1)
    return vectors, distances


def _total_length(vectors: np.ndarray) -> float:
    """Sum of the lengths of vectors (M, 3)."""
    lengths = np.linalg.norm(vectors, axis=1)
    return float(lengths.sum())


def _from_centre(positions) -> np.ndarray:
    """Positions (N, 3) seen from their mean."""
    centre = np.mean(positions, axis=0)
    return np.asarray(positions) - centre


def _unit(direction) -> np.ndarray:
    """The unit vector (3,) along an axis, by its name or as three numbers."""
    components = AXES.get(direction, direction)
    vector = np.array(components, dtype=float)
    return vector / np.linalg.norm(vector)
