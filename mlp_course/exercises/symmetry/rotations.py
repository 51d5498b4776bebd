"""Whether rotations are proper, uniform, and drawn from the generator that is given."""

import numpy as np

from mlp_course.checks.answers.calling import call_often
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.kinds import an_array
from mlp_course.checks.cards.comparison import shown
from mlp_course.checks.exercise import exercise

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
        return np.array([_matrix(value) for value in call_often(answer, count, generator)])

    first = drawn(one)
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


def _matrix(value) -> np.ndarray:
    """What a draw gave as an array (3, 3). Raises AssertionError if it is none."""
    # Asked of the object itself: a Rotation from another process has nothing but its name.
    assert type(value).__name__ != "Rotation", (
        "That is a Rotation of SciPy's: its method `as_matrix()` makes the 3 × 3 array."
    )
    matrix = an_array(value)
    assert matrix.shape == (3, 3), f"A rotation is a 3 × 3 matrix. Got the shape {matrix.shape}."
    assert np.isfinite(matrix).all(), f"A rotation is made of numbers. Got {shown(matrix)}."
    return matrix


def rotation_fault(rotations: np.ndarray) -> str:
    """What keeps `rotations` (M, 3, 3) from being M uniform draws from SO(3), in a sentence.

    The sentence is empty if nothing does. For uniform rotations ⟨R_ij⟩ = 0 and
    ⟨R_ij R_kl⟩ = δ_ik δ_jl / 3. The largest of these 54 deviations, in standard errors,
    stays below 4.2 in 300 samples of 4000; a wrong recipe gives 14 or more.
    """
    if not np.allclose(rotations @ rotations.transpose(0, 2, 1), np.eye(3), atol=1e-5):
        return "R times its transpose is not the unit matrix: your matrices stretch the molecule."
    if np.linalg.det(rotations).min() < 0:
        return (
            "Some matrices have determinant -1: they are reflections, which turn a left hand "
            "into a right hand."
        )
    if np.ptp(rotations, axis=0).min() < 0.5:
        return (
            "One entry hardly changes from draw to draw: you turn about a fixed axis, not about "
            "every axis."
        )
    if _deviation(rotations) < 6.5:
        return ""
    reason = _reason_for_deviation(rotations)
    return f"These rotations are not uniform: {reason} Read again where the poles crowd."


def _reason_for_deviation(rotations: np.ndarray) -> str:
    """Which recipe for rotations (M, 3, 3) it looks like."""
    if abs(rotations.mean(axis=0)).max() < 0.1:
        return "uniform Euler angles (or quaternions from a cube) crowd near some directions."
    trace = np.trace(rotations, axis1=1, axis2=2).mean()
    if trace > 0.5:
        return "a uniform angle about a random axis gives too many small turns."
    return (
        "a QR factorisation fixes signs by convention; multiply the columns of Q by the signs "
        "of R_ii."
    )


def _deviation(rotations: np.ndarray) -> float:
    """Largest deviation of the moments of (M, 3, 3) from uniform, in standard errors."""
    first = rotations.reshape(-1, 9)
    rows, columns = np.triu_indices(9)
    uniform = np.where(rows == columns, 1 / 3, 0)
    second = first[:, rows] * first[:, columns] - uniform  # (M, 45)
    moments = np.hstack([first, second]).mean(axis=0)  # (54,)

    # The spread of one sample, at most, if uniform
    variance = np.repeat([1 / 3, 2 / 15], [9, 45])
    largest = np.max(np.abs(moments) / np.sqrt(variance))
    return float(largest * np.sqrt(len(first)))
