"""Small tables to work numbers out from by hand: every student draws others.

Errors are whole numbers of meV, so that a pencil will do; a draw in which two slips lead to nearly
the same number is thrown away by `byhand`, which draws again.
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
PARTS = [  # training, validation, test
    (0.8, 0.1, 0.1),
    (0.7, 0.2, 0.1),
    (0.7, 0.1, 0.2),
    (0.6, 0.2, 0.2),
]
# By which factor training sets grow, by which errors fall with each, and what they are at first;
# so chosen that they stay whole numbers
POWER_LAWS = [
    (3, 2, 160),
    (2, 1.5, 162),
    (3, 1.5, 162),
    (4, 1.5, 162),
]


@dataclass(frozen=True)
class Forces:
    """Force components by DFT and as predicted, eV/Å."""

    true: np.ndarray  # (n,)
    predicted: np.ndarray  # (n,)

    @classmethod
    def draw(cls, chance: random.Random, n: int = 5) -> "Forces":
        """Components of up to 1.5 eV/Å, errors of up to 0.12 eV/Å."""
        # In hundredths of eV/Å, and no error is zero
        true = [chance.randrange(-150, 151) for _ in range(n)]
        errors = chance.sample([*range(-12, 0), *range(1, 13)], n)
        predicted = np.add(true, errors)
        return cls(
            true=np.array(true) / 100,
            predicted=predicted / 100,
        )


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

        # In meV/atom, and no error is small
        errors = chance.sample([*range(-20, -1), *range(2, 21)], n)
        per_atom = [chance.randrange(-7000, -5000) for _ in range(n)]
        true = np.multiply(per_atom, atoms) / 1000
        return cls(
            names=tuple(names),
            atoms=atoms,
            true=true,
            predicted=true + np.multiply(errors, atoms) / 1000,
        )


def draw_errors(chance: random.Random) -> np.ndarray:  # (10,)
    """Signed errors of ten structures in meV/atom: nine small ones, and an outlier somewhere."""
    errors = [_signed(chance, 1, 5) for _ in range(9)]
    place = chance.randrange(10)
    outlier = _signed(chance, 30, 46)
    errors.insert(place, outlier)
    return np.array(errors)


def _signed(chance: random.Random, low: int, high: int) -> int:
    """A whole number of at least `low` and less than `high`, or minus it."""
    sign = chance.choice((-1, 1))
    return sign * chance.randrange(low, high)


@dataclass(frozen=True)
class Split:
    """So many frames of one trajectory, to be divided in these parts."""

    frames: int
    parts: tuple[float, float, float]  # training, validation, test

    @classmethod
    def draw(cls, chance: random.Random) -> "Split":
        """A number of frames that does not divide evenly."""
        parts = chance.choice(PARTS)
        tens = 10 * chance.randrange(60, 200)
        left = chance.choice((3, 4, 6, 7))
        return cls(tens + left, parts)


@dataclass(frozen=True)
class Curves:
    """Errors by epoch with the patience of the training, and by training set size; in meV/Å."""

    training: list[int]  # by epoch, from 0
    validation: list[int]
    patience: int
    sizes: list[int]  # structures in the training set
    errors: list[int]
    target: int

    @classmethod
    def draw(cls, chance: random.Random) -> "Curves":
        """A validation curve with two minima, the second deeper; three points on a power law."""
        # 1. the errors by epoch: that of the training always falls
        patience = chance.choice((2, 3))
        steps = _two_minima(chance, patience)
        start = chance.randrange(110, 125)
        validation = list(accumulate(steps, initial=start))

        start = chance.randrange(95, 105)
        falls = [-chance.randrange(5, 9) for _ in steps]
        training = list(accumulate(falls, initial=start))

        # 2. the errors by training set size; the target lies two steps further
        factor, better, worst = chance.choice(POWER_LAWS)
        fewest = chance.choice((20, 50, 100))
        sizes = [fewest * factor**k for k in range(3)]
        errors = [round(worst / better**k) for k in range(5)]
        return cls(
            training=training,
            validation=validation,
            patience=patience,
            sizes=sizes,
            errors=errors[:3],
            target=errors[4],
        )


def _two_minima(chance: random.Random, patience: int) -> list[int]:
    """What a validation error changes by from epoch to epoch."""
    first = chance.randrange(2, 5)
    # Down to the first minimum
    steps = [-chance.randrange(9, 15) for _ in range(first)]
    # So long without improvement that training stops
    steps += [chance.randrange(1, 4) for _ in range(patience)]
    # Further down than before, and up again
    steps += [-chance.randrange(6, 10) for _ in range(3)]
    steps += [chance.randrange(2, 5) for _ in range(2)]
    return steps
