"""The student's own checks of a symmetry: what they must tell apart."""

from mlp_course.checks.exercise import exercise
from mlp_course.exercises.symmetry import trials

TOLERANCE = (
    "Compare with an absolute tolerance, as in `abs(after - before) < 1e-6`: a relative one lets "
    "a change of meV pass in an energy of thousands of eV, and `==` trips over rounding."
)


@exercise(
    "Exercise 4: `is_translation_invariant`",
    points=2,
    seeds=(1, 2, 3),
    hints=(
        "Compute the energy, move the whole molecule, compute it again. One shift can hide a "
        "broken energy.",
        "E(r_1 + t, …, r_N + t) = E(r_1, …, r_N) for every t: try several t, each with three "
        "components, of some Å.",
        TOLERANCE,
    ),
)
def is_translation_invariant(answer, rng):
    """Energies that depend on where the molecule is, and energies that do not."""
    trials.examine(answer, trials.TRANSLATION, rng)


@exercise(
    "Exercise 5: `is_rotation_invariant`",
    points=2,
    seeds=(1, 2, 3),
    hints=(
        "Turn the molecule by several random rotations; your `random_rotation` of section 1.3 "
        "draws them.",
        "Positions are rows, so turning all atoms is `positions @ R.T`, with det R = +1.",
        TOLERANCE,
    ),
)
def is_rotation_invariant(answer, rng):
    """Energies that hide from some turns, and energies that no turn changes."""
    trials.examine(answer, trials.ROTATION, rng)
    unchanged = [trial for trial in trials.ROTATION if trial.symmetric]
    # A recipe that mirrors now and then is found out by several seeds.
    for _ in range(9):
        trials.examine(answer, unchanged, rng)


@exercise(
    "Exercise 6: `is_permutation_invariant`",
    points=2,
    seeds=(1, 2, 3),
    hints=(
        "Relabel positions and numbers together: the element goes with its atom.",
        "With `order = rng.permutation(len(numbers))` compare E(positions[order], numbers[order]) "
        "with E(positions, numbers), for several orders.",
        TOLERANCE,
    ),
)
def is_permutation_invariant(answer, rng):
    """Energies that depend on labels, and energies that do not."""
    trials.examine(answer, trials.PERMUTATION, rng)


@exercise(
    "Exercise 7: `is_rotation_equivariant`",
    points=2,
    seeds=(1, 2, 3),
    hints=(
        "Two ways lead to the forces of the turned molecule: turn, then compute; or compute, then "
        "turn the forces.",
        "F(R x) = R F(x), in rows: forces(positions @ R.T) and forces(positions) @ R.T.",
        "Compare every component of every atom with an absolute tolerance (section 1.5).",
    ),
)
def is_rotation_equivariant(answer, rng):
    """Forces that stay put, point the wrong way or only have the right lengths, and right ones."""
    trials.examine(answer, trials.EQUIVARIANCE, rng)
    equivariant = [trial for trial in trials.EQUIVARIANCE if trial.symmetric]
    for _ in range(9):
        trials.examine(answer, equivariant, rng)
