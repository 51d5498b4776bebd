"""Whole molecules and crystals as vectors, and how alike two vectors are."""

import numpy as np

from mlp_course import descriptors
from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.exercise import exercise
from mlp_course.data import load
from mlp_course.exercises.descriptors import fingerprints
from mlp_course.exercises.molecules import molecule
from mlp_course.structures import to_ase

CRYSTALS = ("quartz", "stishovite", "melt")


@exercise(
    "Exercise 8: `coulomb_eigenvalues`",
    points=3,
    hints=(
        "A matrix with one row for each atom: repulsion of pairs, and each atom's own energy on "
        "the diagonal.",
        "M_ij = Z_i Z_j / r_ij in bohr, M_ii = ½ Z_i^2.4; then order by magnitude, signs kept.",
        "`np.linalg.eigvalsh` gives the eigenvalues, `np.argsort(-np.abs(values))` the order "
        "(section 2.5).",
    ),
)
def coulomb_eigenvalues(answer, rng):
    """Hartree, from distances in bohr; signs kept; the largest magnitude first."""
    bent: list[list[float]] = [[0, 0, 0], [0, 0, 0.529177211], [0, 0.7, 0]]
    fingerprints.examine_coulomb(answer, bent, [1, 1, 1])
    fingerprints.examine_coulomb(answer, [[0, 0, 0], [0, 0, 1], [0, 1, 0]], [8, 1, 1])
    fingerprints.examine_coulomb(answer, [[0.0, 0.0, 0.0]], [6])
    fingerprints.examine_coulomb(answer, *molecule(rng))
    positions, numbers = molecule(rng)
    fingerprints.examine_coulomb(answer, positions.tolist(), numbers.tolist())
    whole = np.array([[0, 0, 0], [0, 0, 1], [0, 2, 0]])
    fingerprints.examine_coulomb(answer, whole, np.array([14, 8, 8]))


@exercise(
    "Exercise 9: `soap_features`",
    points=2,
    hints=(
        "DScribe computes it: make a SOAP with the parameters asked for, then let it create.",
        "species Si and O, periodic, r_cut 5 Å, n_max 8, l_max 6, one vector for each atom.",
        "`dscribe.descriptors.SOAP(species=..., periodic=..., ...)`, then `.create(atoms)` "
        "(section 2.6).",
    ),
)
def soap_features(answer, rng):
    """One row for each atom, periodic images included, with the parameters of the exercise."""
    for group in CRYSTALS:
        frames = load("silica", group=group)
        frame = frames[int(rng.integers(len(frames)))]
        fingerprints.examine_soap(answer, to_ase(frame.structure))


@exercise(
    "Exercise 10: `n_soap_features`",
    points=2,
    hints=(
        "First count the channels, a radial function of an element each; then their products.",
        "K = n_species · n_max channels make K (K + 1) / 2 couples, and each has l_max + 1 values.",
        "Section 2.6. The features start at l = 0.",
    ),
)
def n_soap_features(answer, rng):
    """Couples of channels, each once, times the number of l."""
    expect(
        call(answer, 1, 2, 0),
        3,
        mistakes={
            "You count both orders: ab and ba are the same product.": 4,
            "You left out a function with itself: aa and bb count.": 1,
            "l = 0 is missing: l runs from 0 to l_max.": 0,
        },
        because="Of two functions there are three couples: aa, ab and bb.",
    )
    expect(
        call(answer, 2, 8, 6),
        952,
        mistakes={
            "You forgot the couples of two elements: Si–O has products of its own.": 504,
            "For Si–O every couple of radial functions counts: g of Si with g' of O is not g' of "
            "Si with g of O.": 756,
            "You count both orders: every couple of channels counts once.": 1792,
            "l runs from 0 to l_max: that is l_max + 1 values.": 816,
            "You left out a function with itself.": 840,
            "You forgot the elements.": 252,
        },
        because="The SOAP of exercise 9 has 952 features.",
    )
    fixed = ((3, 4, 2), (1, 5, 1))
    drawn = rng.integers((1, 2, 0), (6, 9, 10), (3, 3)).tolist()
    for n_species, n_max, l_max in (*fixed, *drawn):
        channels = n_species * n_max
        expect(
            call(answer, n_species, n_max, l_max),
            channels * (channels + 1) // 2 * (l_max + 1),
            reveal=False,
            because=f"Wrong for {n_species} elements, n_max {n_max}, l_max {l_max}: other numbers "
            "of elements, radial functions and l must work, too.",
        )


@exercise(
    "Exercise 11: `cosine_similarity_matrix`",
    points=2,
    hints=(
        "Give every row the length 1, then multiply all rows with all rows.",
        "x_i · x_j / (|x_i| |x_j|); every row has its own length (axis=1).",
        "`np.linalg.norm(x, axis=1, keepdims=True)`, then `unit @ unit.T` (section 2.9).",
    ),
)
def cosine_similarity_matrix(answer, rng):
    """One on the diagonal, and the length of a vector plays no part."""
    rows = np.array([[1.0, 0.0, 2.0, 1.0], [3.0, 4.0, 0.0, 1.0], [2.0, 0.0, 4.0, 2.0]])
    _expect_cosines(answer, rows)
    _expect_cosines(answer, [[1, 0, 2], [3, 4, 1]])
    _expect_cosines(answer, rng.normal(size=(5, 9)))
    whole = rng.integers(0, 9, (6, 4)) + np.eye(6, 4, dtype=int)
    _expect_cosines(answer, whole + 1)


def _expect_cosines(answer, x) -> None:
    expect(
        call(answer, x),
        descriptors.cosine_similarity_matrix(x),
        atol=1e-7,
        mistakes=fingerprints.cosine_mistakes(x),
        because="Not the cosines of all pairs of rows.",
    )
