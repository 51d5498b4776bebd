"""Trials: what a student's symmetry check must tell apart, and what to say if it cannot."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from mlp_course.checks.answers.expect import verdict
from mlp_course.exercises.molecules import molecule
from mlp_course.exercises.symmetry import energies as e


@dataclass(frozen=True)
class Trial:
    """A function of (positions, numbers), and whether it has the symmetry.

    `hint` is what to say to a wrong verdict.
    """

    function: Callable
    symmetric: bool
    hint: str

    def expect(self, check: Callable, seed: int) -> None:
        """Run `check` on a molecule and a generator made from `seed`.

        Raises AssertionError with the hint if it is wrong.
        """
        positions, numbers = molecule(np.random.default_rng(seed))
        rng = np.random.default_rng(seed)
        answer = verdict(check, self.function, positions, numbers, rng)
        assert answer == self.symmetric, f"{self.hint} Your check said {answer}."


def examine(check: Callable, table: Iterable[Trial], rng: np.random.Generator) -> None:
    """Run `check` on every trial; AssertionError with the hint of one it misjudges."""
    seed = int(rng.integers(2**32))
    for trial in table:
        trial.expect(check, seed)


def _trials(symmetric: bool, hint: str, *functions: Callable) -> tuple[Trial, ...]:
    """A trial with the same hint for every function."""
    return tuple(Trial(function, symmetric, hint) for function in functions)


FAINT = (
    "This energy of about -4210 eV changes by some meV, which is wrong all the same. Compare with "
    "an absolute tolerance, abs(after - before) < 1e-6: np.isclose and np.allclose allow a "
    "hundred-thousandth of the value, 42 meV here."
)

TRANSLATION = (
    *_trials(
        True,
        "This energy does not depend on where the molecule is. Move all atoms by one common "
        "vector, not each by its own, and compare with a tolerance: rounding changes the last "
        "digits.",
        e.pair,
        e.chiral,
        e.layers("z"),
        e.ring,
    ),
    *_trials(
        False,
        "This energy depends on one coordinate of the atoms. Shift along all three axes, not one.",
        e.field("x"),
        e.field("y"),
        e.field("z"),
    ),
    *_trials(
        False,
        "This energy has its minimum right where the molecule is. Shift by about 1 Å, not by so "
        "little that a broken energy hardly changes.",
        e.trap,
    ),
    *_trials(
        False,
        "This energy depends on the difference of two coordinates. A shift by the same amount "
        "along all three axes does not show it: draw three different components.",
        e.field((1, -1, 0)),
        e.field((0, 1, -1)),
    ),
    *_trials(
        False,
        "This energy repeats every 1 Å. Do not shift by whole ångströms only, nor by so little "
        "that it hardly changes.",
        e.ripple("x"),
        e.ripple("y"),
        e.ripple("z"),
    ),
    *_trials(
        False,
        FAINT,
        e.faint("x"),
        e.faint("z"),
    ),
)

ROTATION = (
    *_trials(
        True,
        "This energy does not depend on the orientation. Turn the molecule rigidly about the "
        "origin, positions @ R.T, and compare with a tolerance: rounding changes the last digits.",
        e.pair,
        e.ring,
    ),
    *_trials(
        True,
        "This energy differs between mirror images but is the same in every orientation. Use "
        "proper rotations only (determinant +1): a reflection is not a rotation.",
        e.chiral,
    ),
    *_trials(
        False,
        "This energy feels the height of the atoms along one axis. A turn about that axis, or by "
        "180°, does not show it: turn about every axis and by any angle.",
        *(e.layers(axis) for axis in e.AXES),
    ),
    *_trials(
        False,
        "This energy depends on one coordinate of the atoms. Turn about the origin, and about "
        "every axis.",
        e.field("x"),
        e.field("y"),
        e.field("z"),
    ),
    *_trials(
        False,
        "This energy has the symmetry of a cube. Quarter turns and half turns about the axes do "
        "not show that it is broken: turn by any angle.",
        e.grid,
    ),
    *_trials(
        False,
        FAINT,
        e.faint("x"),
        e.faint("z"),
    ),
)

PERMUTATION = (
    *_trials(
        True,
        "This energy does not depend on the labels. Relabel positions and numbers with the same "
        "order: permuting positions alone puts an O where an H was, which is another molecule.",
        e.pair,
        e.layers("z"),
    ),
    *_trials(
        False,
        "This energy weighs neighbours by their labels. The identity permutation does not show "
        "it: draw several random permutations.",
        e.by_index,
    ),
    *_trials(
        False,
        "This energy joins consecutive labels. Reversing the list, rolling it or exchanging two "
        "labels does not always show it: draw several random permutations of all atoms.",
        e.ring,
        e.chain(0, 3),
        e.chain(3, 6),
    ),
    *_trials(
        False,
        FAINT,
        e.faint_by_index,
    ),
)

EQUIVARIANCE = (
    *_trials(
        True,
        "These are the forces of a pair potential, and they do turn with the molecule: compare "
        "forces(positions @ R.T) with forces(positions) @ R.T, not with forces(positions) and not "
        "with forces(positions) @ R.",
        e.pair_forces,
    ),
    *_trials(
        True,
        "These forces turn with the molecule, though its mirror image has others. Use proper "
        "rotations only (determinant +1).",
        e.swirl,
    ),
    *_trials(
        False,
        "These forces stay the same when the molecule turns. That is invariance, F(Rx) = F(x); "
        "forces must turn along, F(Rx) = R F(x).",
        e.wind,
    ),
    *_trials(
        False,
        "The lengths of these forces are right, the directions are not. Compare the vectors, not "
        "their norms.",
        e.lengths,
        e.misaligned,
    ),
    *_trials(
        False,
        "These forces contain a constant push along one axis. Turn about every axis, and compare "
        "every component.",
        e.push("x"),
        e.push("y"),
        e.push("z"),
    ),
    *_trials(
        False,
        "Only the force on the last atom is wrong. Compare the forces on all atoms.",
        e.push_last,
    ),
)
