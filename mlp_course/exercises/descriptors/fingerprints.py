"""Trials of feature vectors: right ones, by a package if it has them, and what wrong ways give."""

from collections.abc import Callable
from itertools import combinations

import ase
import numpy as np
from ase.units import Bohr
from numpy.typing import ArrayLike

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.descriptors import acsf_g4, coulomb_eigenvalues, coulomb_matrix
from mlp_course.exercises.descriptors.spoiled import cutoff, g4_term

LECTURE_SOAP: dict = dict(species=["Si", "O"], periodic=True, r_cut=5.0, n_max=8, l_max=6)

# What SciPy and torch say of a matrix whose diagonal is infinite
NOT_FINITE = ("infs or NaNs", "converge", "ill-conditioned")


def soap_features(atoms: ase.Atoms) -> np.ndarray:  # (N, 952)
    """The lecture's SOAP of every atom, by DScribe.

    Himanen et al., Comput. Phys. Commun. 247, 106949 (2020).
    """
    from dscribe.descriptors import SOAP  # slow to import

    return SOAP(**LECTURE_SOAP).create(atoms)


def examine_soap(function: Callable, atoms: ase.Atoms) -> None:
    """Expect the lecture's SOAP (N, 952) of `function(atoms)`, dense or sparse."""
    before = atoms.copy()
    value = call(function, atoms)
    assert atoms == before, "soap_features changed the atoms in place: compute with a copy of them."
    if hasattr(value, "todense"):  # DScribe's sparse=True
        value = value.todense()
    right = soap_features(atoms)
    mistakes = soap_mistakes(atoms)
    because = "Not the parameters asked for: Si and O, 5 Å, n_max 8, l_max 6."
    expect(
        value,
        right,
        rtol=1e-4,
        atol=1e-6,
        mistakes=mistakes,
        because=because,
    )


def soap_mistakes(atoms: ase.Atoms) -> dict[str, np.ndarray]:
    """What SOAP of `atoms` gives with one parameter that is not the lecture's."""
    from dscribe.descriptors import SOAP

    changes: dict[str, dict] = {
        "That is SOAP without periodic images: periodic=True.": {"periodic": False},
        "That is one vector, the average over the atoms: give one for each atom.": {
            "average": "inner"
        },
        "That is one vector, the mean over the atoms: give one for each atom.": {
            "average": "outer"
        },
        "n_max and l_max are exchanged: 8 radial functions, l up to 6.": {"n_max": 6, "l_max": 8},
        "The cutoff is 5 Å, not 6 Å.": {"r_cut": 6.0},
    }
    mistakes = {}
    for sentence, change in changes.items():
        settings = LECTURE_SOAP | change
        mistakes[sentence] = SOAP(**settings).create(atoms)
    return mistakes


def g2_mistakes(r: ArrayLike, eta: float, r_shift: float, r_cut: float) -> dict[str, float]:
    """What each wrong way to compute G2 of neighbours at distances `r` (n,) in Å would give."""
    r = np.asarray(r, dtype=float)
    away = r - r_shift
    bell = np.exp(-eta * away**2)

    # Cut off otherwise than they should be
    rising = bell * 0.5 * (np.cos(np.pi * r / r_cut) + 1)
    sharp = np.where(r < r_cut, bell, 0.0)

    # Shifted or shaped otherwise, and cut off as they should be
    def g2(exponent: np.ndarray) -> float:
        bells = np.exp(exponent) * cutoff(r, r_cut)
        return float(bells.sum())

    right = g2(-eta * away**2)
    shifted_back = g2(-eta * (r + r_shift) ** 2)
    unshifted = g2(-eta * r**2)
    of_width = g2(-1 / (2 * eta**2) * away**2)
    upside_down = g2(eta * away**2)
    pointed = g2(-eta * abs(away))
    return {
        "Beyond r_cut the cosine rises again: neighbours out there count 0.": rising.sum(),
        "The cutoff function is missing: G2 must end smoothly at r_cut.": bell.sum(),
        "A sharp cutoff makes G2 jump: multiply by the cosine cutoff.": sharp.sum(),
        "The sign of the shift is wrong: the bell has its top at r = r_shift.": shifted_back,
        "The shift is missing: the bell has its top at r = r_shift.": unshifted,
        "The square is missing in the exponent.": pointed,
        "η multiplies the square (Å⁻²): it is no width.": of_width,
        "The sign of the exponent is wrong: far from r_shift the bell falls.": upside_down,
        "That is the mean over the neighbours: G2 is their sum.": right / max(1, len(r)),
    }


def g4_mistakes(
    v: ArrayLike,
    eta: float,
    zeta: float,
    lam: float,
    r_cut: float,
) -> dict[str, float]:
    """What each wrong way to compute G4 of neighbours `v` (n, 3) in Å would give."""
    v = np.asarray(v, dtype=float)
    parameters = (eta, zeta, lam, r_cut)
    right = acsf_g4(v, *parameters)

    def sum_of(**changes) -> float:
        terms = [g4_term(a, b, parameters, **changes) for a, b in combinations(v, 2)]
        return sum(terms)

    unscaled = right / 2 ** (1 - zeta)
    with_itself = right + sum(g4_term(a, a, parameters) for a in v)
    like_g5 = sum_of(third_cutoff=False, third_gaussian=False)
    return {
        "Every pair is counted twice: sum over j < k.": 2 * right,
        "The factor 2^(1-ζ) is missing.": unscaled,
        "You sum over ordered pairs, and the factor 2^(1-ζ) is missing.": 2 * unscaled,
        "f_c(r_jk) is missing: j and k must be near each other, too.": sum_of(third_cutoff=False),
        "r_jk² is missing in the exponent.": sum_of(third_gaussian=False),
        "Both factors with r_jk are missing: that is G5.": like_g5,
        "λ is missing: it multiplies the cosine.": sum_of(without_lambda=True),
        "The cutoff functions are missing.": sum_of(no_cutoff=True),
        "You include j = k: a neighbour makes no angle with itself.": with_itself,
    }


def examine_coulomb(function: Callable, positions: ArrayLike, numbers: ArrayLike) -> None:
    """Expect the eigenvalues (N,) of `function(positions, numbers)`; a division by zero is told."""
    infinite = (
        "There is inf or nan in your matrix: r_ii is zero, so the diagonal must not be Z²/r "
        "but ½ Z^2.4."
    )
    try:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = call(function, positions, numbers)
    except (np.linalg.LinAlgError, ZeroDivisionError) as error:
        raise AssertionError(f"{infinite} ({error})") from error
    except (ValueError, RuntimeError) as error:
        if any(word in str(error) for word in NOT_FINITE):
            raise AssertionError(f"{infinite} ({error})") from error
        raise
    right = coulomb_eigenvalues(positions, numbers)
    if np.shape(values) == right.shape:
        assert np.isfinite(np.asarray(values, dtype=float)).all(), infinite
    mistakes = coulomb_mistakes(positions, numbers)
    because = "Not the eigenvalues in the order asked for."
    expect(
        values,
        right,
        rtol=1e-5,
        atol=1e-5,
        mistakes=mistakes,
        because=because,
    )


def coulomb_mistakes(positions: ArrayLike, numbers: ArrayLike) -> dict[str, np.ndarray]:
    """What each wrong way to compute the eigenvalues of the Coulomb matrix would give."""
    z = np.asarray(numbers, dtype=float)
    matrix = coulomb_matrix(positions, numbers)
    diagonal = np.diag(0.5 * z**2.4)
    off_diagonal = matrix - diagonal

    # Wrong matrices, whose eigenvalues come in the right order
    in_angstrom = off_diagonal / Bohr + diagonal
    multiplied = off_diagonal / Bohr**2 + diagonal
    squared = off_diagonal + np.diag(0.5 * z**2)
    matrices = {
        "Distances are in bohr: divide Å by 0.529177 first.": in_angstrom,
        "You multiplied by the bohr radius: 1 Å is 1 / 0.529177 bohr.": multiplied,
        "The diagonal is ½ Z^2.4: the ½ is missing.": matrix + diagonal,
        "The diagonal is ½ Z^2.4, not ½ Z².": squared,
        "The diagonal is missing: M_ii = ½ Z^2.4.": off_diagonal,
    }
    mistakes = {sentence: _by_magnitude(wrong) for sentence, wrong in matrices.items()}

    # The right matrix, and wrong orders
    values = np.linalg.eigvalsh(matrix)
    largest_first = _by_magnitude(matrix)
    return mistakes | {
        "The eigenvalues are in rising order: the largest magnitude comes first.": values,
        "The order is that of the values: order by their magnitude.": values[::-1],
        "The smallest magnitude comes first: turn the order round.": largest_first[::-1],
        "The signs are lost: order by magnitude, but return the values.": abs(largest_first),
    }


def cosine_mistakes(features: ArrayLike) -> dict[str, np.ndarray]:
    """What each wrong way to compare the rows of `features` (N, D) would give."""
    x = np.asarray(features, dtype=float)
    gram = x @ x.T
    length = np.sqrt(np.diag(gram))
    lengths = np.outer(length, length)
    cosine = gram / lengths
    distance = np.linalg.norm(x[:, None] - x[None], axis=2)
    nearness = 1 / (1 + distance)
    by_whole = gram / (x**2).sum()
    columns = x / np.linalg.norm(x, axis=0)
    return {
        "These are dot products: divide by the lengths of both vectors.": gram,
        "Divide by the lengths of both vectors, not of one.": gram / length[:, None],
        "You divided by the length of the whole array: every row has its own, axis=1.": by_whole,
        "Divide by the lengths, not by their squares.": gram / lengths**2,
        "These are Euclidean distances: a similarity is 1 for vectors of the same "
        "direction.": distance,
        "These are Euclidean distances turned into similarities: take the cosine.": nearness,
        "That is 1 - cos, a distance: give the cosine.": 1 - cosine,
        "That is a correlation: do not subtract the mean.": np.corrcoef(x),
        "You normalised the columns: a row is one vector.": columns @ columns.T,
        "Rows are vectors: you compared the columns.": columns.T @ columns,
    }


def _by_magnitude(matrix: np.ndarray) -> np.ndarray:
    """The eigenvalues, the largest magnitude first."""
    values = np.linalg.eigvalsh(matrix)
    return values[np.argsort(-abs(values))]
