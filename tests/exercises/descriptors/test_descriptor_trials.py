"""Trials about descriptors.

Every mistake they know differs from the right value and from the others, and is told.
"""

import itertools
import json
import math

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from mlp_course import descriptors
from mlp_course.data import load
from mlp_course.exercises.descriptors import environments, fingerprints
from mlp_course.exercises.molecules import molecule
from mlp_course.quiz import concepts, questions
from mlp_course.structures import to_ase

NEIGHBOURS = np.array(
    [[1.2, 0.1, 0], [-0.3, 1.4, 0.2], [0.5, -0.4, 2.0], [0, 0, -5.0]]
)  # those of the lesson's test
MOLECULE = molecule(np.random.default_rng(14))
FIVE = molecule(np.random.default_rng(5))
VECTORS = [[1.0, 0.0, 2.0, 1.0], [3.0, 4.0, 0.0, 1.0], [2.0, 0.0, 4.0, 2.0]]
TRAPEZOID, KITE = descriptors.trapezoid_and_kite()
QUARTZ = to_ase(load("silica", group="quartz")[0].structure)
TABLES = {
    "g2": (
        descriptors.acsf_g2([1.0, 1.7, 3.6, 5.5, 7.0], 0.1, 1.5, 4.0),
        fingerprints.g2_mistakes([1.0, 1.7, 3.6, 5.5, 7.0], 0.1, 1.5, 4.0),
    ),
    "g4": (
        descriptors.acsf_g4(NEIGHBOURS, 0.05, 4, 1, 4.0),
        fingerprints.g4_mistakes(NEIGHBOURS, 0.05, 4, 1, 4.0),
    ),
    "coulomb": (
        descriptors.coulomb_eigenvalues(*MOLECULE),
        fingerprints.coulomb_mistakes(*MOLECULE),
    ),
    "cosines": (
        descriptors.cosine_similarity_matrix(VECTORS),
        fingerprints.cosine_mistakes(VECTORS),
    ),
    "soap": (fingerprints.soap_features(QUARTZ), fingerprints.soap_mistakes(QUARTZ)),
}


def same(a, b) -> bool:
    return np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", TABLES)
def test_mistakes_differ_from_the_right_value_and_from_each_other(name):
    right, mistakes = TABLES[name]
    if name == "g4":
        mistakes = {
            k: v for k, v in mistakes.items() if "λ" not in k
        }  # with λ = 1 it plays no part
    for value in mistakes.values():
        assert not same(value, right)
    for (one, a), (other, b) in itertools.combinations(mistakes.items(), 2):
        assert not same(a, b), f"{one} / {other}"


def test_the_lecture_s_soap_has_952_features():
    assert fingerprints.soap_features(QUARTZ).shape == (9, 952)


@pytest.mark.parametrize("seed", range(1, 28))
def test_no_distance_of_a_trial_lies_on_an_edge(seed):
    r = descriptors.degenerate.sorted_distances(molecule(np.random.default_rng(seed))[0])
    assert np.abs(r[:, None] - environments.EDGES).min() > 1e-6


@pytest.mark.parametrize("seed", [2, 24, 25])
def test_no_angle_of_a_trial_lies_on_an_edge(seed):
    r = molecule(np.random.default_rng(seed))[0]
    angles = [descriptors.bond_angle(*r[list(ijk)]) for ijk in itertools.permutations(range(7), 3)]
    assert np.abs(np.array(angles)[:, None] - environments.ANGLES).min() > 1e-6


def test_the_library_passes_its_own_trials():
    environments.examine_distances(descriptors.two_body_histogram, *FIVE, [8, 1])
    environments.examine_angles(descriptors.three_body_histogram, FIVE[0], 2.0)
    environments.examine_straight_angles(descriptors.bond_angle, range(50))


def test_an_arccos_without_clipping_fails_on_straight_angles():
    def careless(r_i, r_j, r_k):
        u, v = r_j - r_i, r_k - r_i
        return np.arccos(u @ v / np.linalg.norm(u) / np.linalg.norm(v))

    for seeds in (range(40), range(100, 160)):  # visible and hidden
        with pytest.raises(AssertionError, match="nan"):
            environments.examine_straight_angles(careless, seeds)


def test_an_arccos_of_math_is_told_the_same():
    def careless(r_i, r_j, r_k):
        u, v = r_j - r_i, r_k - r_i
        return math.acos(u @ v / np.linalg.norm(u) / np.linalg.norm(v))

    with pytest.raises(AssertionError, match="Clip it"):
        environments.examine_straight_angles(careless, range(40))


def test_an_infinite_diagonal_is_told():
    def careless(positions, numbers):
        z = np.asarray(numbers, dtype=float)
        return np.linalg.eigvalsh(
            np.outer(z, z) / cdist(positions, positions) + np.diag(0.5 * z**2.4)
        )

    with pytest.raises(AssertionError, match="r_ii is zero"):
        fingerprints.examine_coulomb(careless, *MOLECULE)


def test_angles_meet_lists_as_they_are_given():
    def only_arrays(positions, r_cut, edges):
        return descriptors.three_body_histogram(positions - 0 * positions[0], r_cut, edges)

    with pytest.raises(TypeError):
        environments.examine_angles(only_arrays, FIVE[0].tolist(), 2.0)


def test_a_wrong_count_is_shown_with_its_atom():
    def one_off(positions, r_cut, edges):
        counts = descriptors.three_body_histogram(positions, r_cut, edges)
        counts[3, 2] += 1
        return counts

    with pytest.raises(AssertionError, match=r"atom 3 has \["):
        environments.examine_angles(one_off, FIVE[0], 2.0)


# shapes


def test_the_library_s_pairs_pass():
    assert environments.pair_fault(descriptors.trapezoid_and_kite()) == ""
    assert environments.pair_fault(descriptors.bent_methanes()) == ""


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (None, "Return two arrays"),
        (7, "Return two arrays"),
        (("a", "b"), "Return two arrays"),
        ((np.zeros((4, 2)), np.zeros((4, 2))), "of one shape"),
        ((np.zeros((4, 3)), np.zeros((5, 3))), "of one shape"),
        ((np.zeros((40, 3)), np.zeros((40, 3))), "at most 12"),
        ((np.full((4, 3), np.nan), np.eye(4, 3)), "finite"),
        ((np.zeros((4, 3)), np.zeros((4, 3))), "on top"),
        ((np.zeros((1, 3)), np.zeros((1, 3))), "at least four"),
        ((TRAPEZOID, 1.00001 * KITE), "differ by up to 3e-05 Å"),
    ],
)
def test_what_is_no_pair_is_told_why(answer, says):
    assert says in environments.pair_fault(answer)


# question 28, first part


def states(text: str) -> list[str]:
    return list(concepts.judge(text, questions.IDEAS["q28_fixed_answer"]).values())


def test_the_worked_answer_has_every_idea(course):
    cells = json.loads(
        (course / "solutions/02-descriptors/02-descriptors.ipynb").read_text(encoding="utf-8")
    )["cells"]
    (source,) = (
        "".join(c["source"])
        for c in cells
        if c["metadata"].get("nbgrader", {}).get("grade_id") == "q28_fixed_answer"
    )
    assert set(states(source.split("=== END MARK SCHEME ===")[1])) == {"present"}


@pytest.mark.parametrize(
    ("text", "idea"),
    [
        ("GAP is a descriptor like SOAP.", 3),
        ("ANI uses SOAP.", 3),
        ("With longer training the network can tell two degenerate environments apart.", 4),
        ("The fixed descriptor is trained together with the network.", 0),
    ],
)
def test_misconceptions_are_contradicted(text, idea):
    assert states(text)[idea] == "contradicted"


def test_an_answer_in_other_words():
    said = states(
        "The surroundings of every atom are described by hand-crafted symmetry functions, "
        "which do not change when the molecule is rotated. "
        "A neural network is fitted to the energies. The choice of the functions needs "
        "experience."
    )
    assert said == ["present", "present", "present", "missing", "missing", "present"]
