"""Directions: layers that turn along, spherical harmonics, and invariants made of them."""

import torch

from mlp_course.checks.exercise import exercise
from mlp_course.exercises.mace import equivariance, harmonics


@exercise(
    "Exercise 6: `equivariance_error`",
    points=4,
    hints=(
        "Two ways to the same place: turn, then ask the layer; or ask the layer, then turn.",
        "‖f(Rx) - R f(x)‖ / ‖f(x)‖, in rows: layer(x @ R.T) and layer(x) @ R.T.",
        "One `random_rotation(rng)` for both ways; `.norm()` of the whole array (section 5.6).",
    ),
)
def equivariance_error(answer, rng):
    """A layer that turns along, and six that do not, each in its own way."""
    equivariance.examine_equivariance(answer, seed=_seed(rng))


@exercise(
    "Exercise 7: `spherical_harmonics`",
    points=3,
    hints=(
        "Divide by the length first; then nine polynomials of x, y, z.",
        "l = 1: √(3/4π) (y, z, x); l = 2: √(15/4π) (xy, yz, (3z² - 1)/(2√3), xz, (x² - y²)/2).",
        "Section 5.7 has the table. `torch.stack([...], dim=1)` puts columns side by side.",
    ),
)
def spherical_harmonics(answer, rng):
    """Nine columns against SciPy's complex harmonics, for vectors of all lengths."""
    harmonics.examine_harmonics(answer, harmonics.vectors(_seed(rng)))
    harmonics.examine_harmonics(answer, harmonics.vectors(_seed(rng), n=40))
    harmonics.examine_harmonics(answer, 3.0 * torch.eye(3).double()[:2] + 0.2)


@exercise(
    "Exercise 8: `atomic_basis`",
    points=3,
    hints=(
        "Each pair has C radial functions and 9 harmonics: all their products, added up on the "
        "centre.",
        "A_i,c,lm = Σ_j R_c(r_ij) Y_lm(r_ij): an outer product for each pair, (E, C, 9).",
        "`radial[:, :, None] * harmonics[:, None, :]`, then `index_add` by centre (section 5.7).",
    ),
)
def atomic_basis(answer, rng):
    """Pairs in random order, several channels, one atom without neighbours."""
    harmonics.examine_basis(answer, seed=_seed(rng))
    harmonics.examine_basis(answer, seed=_seed(rng), atoms=7, channels=5)
    harmonics.examine_basis(answer, seed=_seed(rng), atoms=3, channels=1)


@exercise(
    "Exercise 9: `power_invariants`",
    points=3,
    hints=(
        "The 2l + 1 components of one l mix among each other; their squares add up to a constant.",
        "Σ_m A_lm² over 1, 3 and 5 columns.",
        "`A.split([1, 3, 5], dim=-1)` (section 5.7).",
    ),
)
def power_invariants(answer, rng):
    """Two atoms with three channels each."""
    for _ in range(2):
        harmonics.examine_power(answer, seed=_seed(rng))


@exercise(
    "Exercise 10: `bispectrum_112`",
    points=4,
    hints=(
        "A vector, a matrix, the vector again: aᵀ M a does not change when both turn.",
        "a = (x, y, z) from l = 1; M is symmetric and traceless, made of the five of l = 2: "
        "M_xy = c₀, M_yz = c₁, M_xz = c₃, M_zz = 2c₂/√3, and c₂, c₄ on the diagonal.",
        "Section 5.7. l = 1 comes as (y, z, x). Check it by turning the neighbours.",
    ),
)
def bispectrum_112(answer, rng):
    """Of degree three, unchanged by a rotation, not zero, and the right combination."""
    for _ in range(3):
        harmonics.examine_bispectrum(answer, seed=_seed(rng))


def _seed(rng) -> int:
    """A seed for what draws by itself."""
    return int(rng.integers(2**31))
