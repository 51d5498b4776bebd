"""Whether rotations are proper, uniform, and drawn from the generator that is given."""

import numpy as np

from mlp_course.checks.answers.calling import call_often
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.exercise import exercise
from mlp_course.exercises.symmetry.trials import rotation_fault

SAMPLE = 2500  # rotations, enough to tell wrong recipes from uniform ones


@exercise(
    "Exercise 1: `random_rotation`",
    points=3,
    hints=(
        "Uniform angles are not uniform rotations. Start from something that has no preferred "
        "direction: numbers from a Gaussian.",
        "Four Gaussian numbers, divided by their norm, are a uniform unit quaternion (w, x, y, z); "
        "its matrix has 1 - 2(y² + z²) in the upper left corner. Or: the Q of `np.linalg.qr` of a "
        "Gaussian 3 × 3 matrix, each column times the sign of R's diagonal entry, and all times "
        "det Q.",
        "Section 1.3 lists three recipes that work, above the exercise.",
    ),
)
def random_rotation(answer, rng):
    """A rotation keeps lengths, is no mirror, comes from the generator given, and is uniform."""
    one, another = rng.integers(2**32, size=2)

    def drawn(seed, count=1):
        """So many rotations of the student's, (count, 3, 3)."""
        generator = np.random.default_rng(seed)
        return np.array(call_often(answer, count, generator), dtype=float)

    first = drawn(one)
    expect(first.shape, (1, 3, 3), because="A rotation is a 3 × 3 matrix.")
    expect(
        drawn(one),
        first,
        because="One seed gave two rotations: draw from rng, not from np.random.",
    )
    assert not np.allclose(*drawn(one, 2)), "Every draw is the same: use the rng given."
    assert not np.allclose(first, drawn(another)), (
        "Two seeds gave the same rotation: use the rng given."
    )
    fault = rotation_fault(drawn(another, SAMPLE))
    assert not fault, fault
