"""Small tables to work numbers out from by hand: every student draws others.

Errors are whole numbers of meV, so that a pencil will do; a draw in which two slips lead to nearly the same
number is thrown away by `byhand`, which draws again.
"""

import random
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

SIZES = {
    "water": 3,
    "methane": 5,
    "ethanol": 9,
    "benzene": 12,
    "alanine": 13,
    "quartz, 3 cells": 27,
}  # atoms


@dataclass(frozen=True)
class Forces:
    """Force components by DFT and as predicted, eV/Å."""

    true: np.ndarray  # (n,)
    predicted: np.ndarray  # (n,)

    @classmethod
    def draw(cls, chance: random.Random, n: int = 5) -> "Forces":
        """Components of up to 1.5 eV/Å, errors of up to 0.12 eV/Å."""
        true = [chance.randrange(-150, 151) for _ in range(n)]
        errors = chance.sample([k for k in range(-12, 13) if k], n)
        return cls(np.array(true) / 100, np.add(true, errors) / 100)


@dataclass(frozen=True)
class Energies:
    """Total energies of a few structures, eV."""

    names: tuple[str, ...]
    atoms: np.ndarray  # (n,)
    true: np.ndarray  # (n,)
    predicted: np.ndarray  # (n,)

    @classmethod
    def draw(cls, chance: random.Random, n: int = 3) -> "Energies":
        """Structures of different size, errors of 2 to 20 meV/atom."""
        names = chance.sample(sorted(SIZES), n)
        atoms = np.array([SIZES[name] for name in names])
        errors = chance.sample([k for k in range(-20, 21) if abs(k) > 1], n)  # meV/atom
        true = np.array([chance.randrange(-7000, -5000) for _ in range(n)]) * atoms / 1000
        return cls(tuple(names), atoms, true, true + errors * atoms / 1000)


def draw_errors(chance: random.Random) -> np.ndarray:  # (10,)
    """Signed errors of ten structures in meV/atom: nine small ones, and an outlier in some place."""
    errors = [chance.choice((-1, 1)) * chance.randrange(1, 5) for _ in range(9)]
    errors.insert(chance.randrange(10), chance.choice((-1, 1)) * chance.randrange(30, 46))
    return np.array(errors)


@dataclass(frozen=True)
class Split:
    """So many frames of one trajectory, to be divided in these parts."""

    frames: int
    parts: tuple[float, float, float]  # training, validation, test

    @classmethod
    def draw(cls, chance: random.Random) -> "Split":
        """A number of frames that does not divide evenly."""
        parts = chance.choice([(0.8, 0.1, 0.1), (0.7, 0.2, 0.1), (0.7, 0.1, 0.2), (0.6, 0.2, 0.2)])
        return cls(10 * chance.randrange(60, 200) + chance.choice((3, 4, 6, 7)), parts)


@dataclass(frozen=True)
class Curves:
    """Errors by epoch with the patience of the training, and errors by training set size; all in meV/Å."""

    training: list[int]  # by epoch, from 0
    validation: list[int]
    patience: int
    sizes: list[int]  # structures in the training set
    errors: list[int]
    target: int

    @classmethod
    def draw(cls, chance: random.Random) -> "Curves":
        """A validation curve with two minima, the second one deeper, and three points on a power law."""
        patience, first = chance.choice((2, 3)), chance.randrange(2, 5)
        steps = [-chance.randrange(9, 15) for _ in range(first)]  # down to the first minimum
        steps += [
            chance.randrange(1, 4) for _ in range(patience)
        ]  # so long without improvement that training stops
        steps += [-chance.randrange(6, 10) for _ in range(3)] + [
            chance.randrange(2, 5) for _ in range(2)
        ]
        validation = list(accumulate(steps, initial=chance.randrange(110, 125)))
        falls = (-chance.randrange(5, 9) for _ in steps)
        training = list(accumulate(falls, initial=chance.randrange(95, 105)))
        factor, better, start = chance.choice(
            [(3, 2, 160), (2, 1.5, 162), (3, 1.5, 162), (4, 1.5, 162)]
        )
        fewest = chance.choice((20, 50, 100))
        errors = [round(start / better**k) for k in range(5)]
        return cls(
            training,
            validation,
            patience,
            [fewest * factor**k for k in range(3)],
            errors[:3],
            errors[4],
        )
