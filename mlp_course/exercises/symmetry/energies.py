"""Energies and forces of known symmetry, made to be told apart.

Every function takes positions (N, 3) in Å and atomic numbers (N,), and returns an energy in eV or
forces (N, 3) in eV/Å. Each breaks one symmetry, or none, on purpose.
"""

from collections.abc import Callable

import numpy as np

CENTRE = np.array([1.0, -0.5, 0.7])  # Å, where the trial molecules are: not the origin
AXES = {"x": (1, 0, 0), "y": (0, 1, 0), "z": (0, 0, 1), "the diagonal": (1, 1, 1)}


def pair(positions, numbers) -> float:
    """Σ_{i<j} 0.3 √(Z_i Z_j) exp(-r_ij / 1.5 Å): has every symmetry."""
    _, distances, strength = _pairs(positions, numbers)
    return float(np.sum(strength * np.exp(-distances / 1.5)) / 2)


def pair_forces(positions, numbers):
    """Minus the gradient of `pair`, (N, 3)."""
    vectors, distances, strength = _pairs(positions, numbers)
    slope = strength * np.exp(-distances / 1.5) / 1.5 / np.where(distances > 0, distances, 1)
    return np.einsum("ij,ijx->ix", slope, vectors)


def chiral(positions, numbers) -> float:
    """`pair` plus the handedness of the first four atoms: it turns with the molecule, its mirror image differs."""
    a, b, c = np.asarray(positions)[1:4] - np.asarray(positions)[0]
    return pair(positions, numbers) + float(np.tanh(np.dot(a, np.cross(b, c))))


def swirl(positions, numbers):
    """`pair_forces` plus Σ_j exp(-r_ij) r_i × r_j about the centre, (N, 3): these turn, but are not mirrored."""
    away = np.asarray(positions) - np.mean(positions, axis=0)
    _, distances, _ = _pairs(positions, numbers)
    return pair_forces(positions, numbers) + np.cross(away, np.exp(-distances) @ away)


def field(direction) -> Callable:
    """`pair` plus 0.3 eV/Å along `direction` for every atom: raw coordinates."""
    return lambda positions, numbers: (
        pair(positions, numbers) + 0.3 * float(np.sum(np.asarray(positions) @ _unit(direction)))
    )


def layers(direction) -> Callable:
    """`pair` plus 0.5 eV/Å² times the squared height over the centre: prefers flat molecules."""

    def energy(positions, numbers) -> float:
        height = (np.asarray(positions) - np.mean(positions, axis=0)) @ _unit(direction)
        return pair(positions, numbers) + 0.5 * float(np.sum(height**2))

    return energy


def trap(positions, numbers) -> float:
    """`pair` plus a bowl whose lowest point is the centre of every trial molecule."""
    return pair(positions, numbers) + 0.4 * float(
        np.sum((np.mean(positions, axis=0) - CENTRE) ** 2)
    )


def grid(positions, numbers) -> float:
    """`pair` plus a cubic term: a quarter turn about a coordinate axis does not show it."""
    away = np.asarray(positions) - np.mean(positions, axis=0)
    return pair(positions, numbers) + 0.2 * float(np.sum(away**4))


def chain(first: int, last: int) -> Callable:
    """`pair` plus springs joining the labels `first` to `last`, whichever atoms bear them."""

    def energy(positions, numbers) -> float:
        bonds = np.diff(np.asarray(positions)[first : last + 1], axis=0)
        return pair(positions, numbers) + 0.3 * float(np.linalg.norm(bonds, axis=1).sum())

    return energy


def ring(positions, numbers) -> float:
    """`pair` plus springs between consecutive labels, the last and the first too."""
    return pair(positions, numbers) + 0.2 * float(
        np.linalg.norm(np.roll(positions, 1, axis=0) - np.asarray(positions), axis=1).sum()
    )


def by_index(positions, numbers) -> float:
    """A sum over atoms whose neighbours are weighted in the order of their labels."""
    _, distances, strength = _pairs(positions, numbers)
    weights = np.linspace(1.0, 0.2, len(distances))
    return float(np.sum(strength * np.exp(-distances / 1.5) * weights))


def push(direction) -> Callable:
    """`pair_forces` plus 0.5 eV/Å along `direction`, however the molecule is turned."""
    return lambda positions, numbers: pair_forces(positions, numbers) + 0.5 * _unit(direction)


def wind(positions, numbers):
    """The same force along z on every atom: invariant, which forces must not be."""
    return np.tile([0.0, 0.0, 0.5], (len(positions), 1))


def lengths(positions, numbers):
    """The right length of every force, along z: a list of invariants dressed up as vectors."""
    return np.linalg.norm(pair_forces(positions, numbers), axis=1)[:, None] * np.array(
        [0.0, 0.0, 1.0]
    )


def misaligned(positions, numbers):
    """`pair_forces` with x, y and z exchanged in turn: every length is right, every direction wrong."""
    return pair_forces(positions, numbers) @ np.array(
        [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    )


def _pairs(positions, numbers) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Vectors (N, N, 3) from j to i in Å, distances (N, N) in Å, strengths (N, N) in eV with a zero diagonal."""
    positions, numbers = np.asarray(positions, dtype=float), np.asarray(numbers, dtype=float)
    vectors = positions[:, None] - positions[None]
    strength = 0.3 * np.sqrt(np.outer(numbers, numbers)) * (1 - np.eye(len(numbers)))
    return vectors, np.linalg.norm(vectors, axis=-1), strength


def _unit(direction) -> np.ndarray:
    vector = np.array(AXES.get(direction, direction), dtype=float)
    return vector / np.linalg.norm(vector)
