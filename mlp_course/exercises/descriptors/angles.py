"""What angles tell of an atom."""

import numpy as np

from mlp_course import descriptors
from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.exercise import exercise
from mlp_course.exercises.descriptors import environments, fingerprints
from mlp_course.exercises.molecules import molecule

FIVE_ATOMS: list[list[float]] = [[0.0, 0, 0], [1, 0, 0], [0.4, 0.8, 0], [0, 0.2, 1.1], [0, 0, -3]]


@exercise(
    "Exercise 5: `bond_angle`",
    points=2,
    hints=(
        "Two directions start at atom i: to j and to k.",
        "cos θ = u · v / (|u| |v|) is rounded beyond ±1 now and then; tan θ = |u × v| / (u · v) "
        "is not.",
        "`np.arctan2(|u × v|, u · v)` gives angles from 0 to π, or clip the cosine (section 2.4).",
    ),
)
def bond_angle(answer, rng):
    """The angle in the middle, in radians, also where three atoms lie on a line."""
    expect(
        call(answer, [1, 1, 1], [4, 1, 1], [2, 2, 1]),
        np.pi / 4,
        unit="rad",
        mistakes={
            "That is the angle at j: the middle atom is i.": 0.46364761,
            "That is the angle at k: the middle atom is i.": 1.89254688,
            "Subtract the position of atom i: directions start there.": 0.52715539,
            "That is in degrees: give radians.": 45.0,
            "That is the cosine: take its arccos.": 0.70710678,
            "That is π minus the angle: both vectors start at i.": 3 * np.pi / 4,
        },
        because="Not the angle j-i-k at atom i.",
    )
    environments.examine_straight_angles(answer, rng.integers(2**32, size=40))
    for _ in range(5):
        r_i, r_j, r_k = rng.normal(size=(3, 3))
        expect(
            call(answer, r_i, r_j, r_k),
            descriptors.bond_angle(r_i, r_j, r_k),
            atol=1e-7,
            unit="rad",
            because="Not the angle at i.",
        )
    expect(
        call(answer, [0, 0, 0], [0, 0, 2], [0, -3, 3]),
        np.pi / 4,
        unit="rad",
        because="Lists of integers must work, too.",
    )


@exercise(
    "Exercise 6: `three_body_histogram`",
    points=3,
    hints=(
        "First who is near enough, then every couple of these once.",
        "Both r_ij and r_ik are below r_cut; j and k need not be near each other.",
        "`itertools.combinations(neighbours, 2)` gives every couple once (section 2.4).",
    ),
)
def three_body_histogram(answer, rng):
    """One angle for every unordered couple of neighbours within r_cut."""
    environments.examine_angles(answer, FIVE_ATOMS, 1.3)
    for r_cut in (2.1, 1.9):
        positions, _ = molecule(rng)
        environments.examine_angles(answer, positions, r_cut)
    positions, _ = molecule(rng)
    environments.examine_angles(answer, positions.tolist(), 4.0)
    environments.examine_angles(answer, np.array([[0, 0, 0], [2, 0, 0], [0, 3, 1]]), 1.0)


@exercise(
    "Exercise 7: `acsf_g4`",
    points=3,
    hints=(
        "A sum over unordered couples of neighbours; all three sides of the triangle count.",
        "2^(1-ζ) Σ_{j<k} (1 + λ cos θ)^ζ exp(-η (r_ij² + r_ik² + r_jk²)) "
        "f_c(r_ij) f_c(r_ik) f_c(r_jk).",
        "Section 2.4. The centre is the origin, so r_ij is the length of a row.",
    ),
)
def acsf_g4(answer, rng):
    """Unordered couples, all three sides of the triangle, and the factor in front."""
    right_angle = [[1, 0, 0], [0, 1, 0]]
    expect(
        call(answer, right_angle, 0.01, 1, 1, 4.0),
        0.505396,
        atol=1e-5,
        mistakes=fingerprints.g4_mistakes(right_angle, 0.01, 1, 1, 4.0),
        because="Not the worked value of the docstring.",
    )
    neighbours = np.array([[1.2, 0.1, 0], [-0.3, 1.4, 0.2], [0.5, -0.4, 2.0], [0, 0, -5.0]])
    _expect_g4(answer, neighbours, 0.05, 4, -1, 4.0)
    _expect_g4(answer, rng.uniform(-3, 3, (7, 3)), 0.02, 2, 1, 5.0)
    _expect_g4(answer, rng.uniform(-3, 3, (6, 3)).tolist(), 0.1, 3, -1, 4.5)
    expect(
        call(answer, [[1.0, 0, 0]], 0.1, 1, 1, 4.0),
        0.0,
        because="One neighbour makes no couple.",
    )


def _expect_g4(answer, positions, *parameters) -> None:
    expect(
        call(answer, positions, *parameters),
        descriptors.acsf_g4(positions, *parameters),
        rtol=1e-5,
        mistakes=fingerprints.g4_mistakes(positions, *parameters),
        because="Not the formula above.",
    )
