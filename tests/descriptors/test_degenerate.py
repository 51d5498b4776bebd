"""The degenerate pairs are what they claim: DScribe does not tell them apart, DFT does."""

import tomllib

import ase
import numpy as np
import pytest
from dscribe.descriptors import ACSF, SOAP
from scipy.spatial.distance import pdist

from mlp_course.data import FOLDER
from mlp_course.descriptors import (
    ACE,
    bent_methanes,
    congruent,
    cosine_similarity_matrix,
    trapezoid_and_kite,
)
from mlp_course.descriptors.counterexamples.degenerate import (
    METHANE_ENERGIES,
    seven_neighbours,
    sorted_distances,
)
from mlp_course.graph import build_graph
from mlp_course.reference.labelling import PySCF
from mlp_course.structures import from_ase
from mlp_course.symmetry import random_rotation

BENT = {
    "as shipped": {},
    "two lengths": {"bonds": (1.0, 1.3)},
    "flat": {"polar": (90, 90)},
    "two heights": {"bonds": (1.0, 1.2), "polar": (60, 100)},
}


def methanes(**changes) -> list[ase.Atoms]:
    return [ase.Atoms("CH4", positions) for positions in bent_methanes(**changes)]


def test_trapezoid_and_kite_have_the_same_distances_and_another_shape():
    a, b = trapezoid_and_kite()
    assert np.abs(np.sort(pdist(a)) - np.sort(pdist(b))).max() < 1e-12
    assert not congruent(a, b) and not congruent(a, b * [1, 1, -1])
    assert np.abs(np.sort(np.sort(pdist(a)) - sorted_distances(b))).max() < 1e-12


@pytest.mark.parametrize("name", BENT)
def test_three_body_descriptors_of_the_carbon_are_the_same(name):
    a, b = methanes(**BENT[name])
    symmetry = ACSF(
        species=["C", "H"],
        r_cut=4,
        g2_params=[[1, 1]],
        g4_params=[[0.01, z, s] for z in (1, 8) for s in (-1, 1)],
    )
    for descriptor in (SOAP(species=["C", "H"], r_cut=4, n_max=8, l_max=6), symmetry):
        x, y = descriptor.create(a), descriptor.create(b)
        assert np.abs(x[0] - y[0]).max() < 1e-13 * np.abs(x[0]).max()
        assert np.abs(x - y).max() > 0.01 * np.abs(x).max()  # the hydrogens see the difference
    assert not congruent(a.positions, b.positions)


def test_another_azimuth_ends_the_degeneracy():
    a, b = methanes()
    angle = np.radians(5)
    for atoms, sign in ((a, 1), (b, 1)):  # turn hydrogen 3 alone
        x, y, z = atoms.positions[3]
        atoms.positions[3] = (
            x * np.cos(angle) - sign * y * np.sin(angle),
            sign * x * np.sin(angle) + y * np.cos(angle),
            z,
        )
    soap = SOAP(species=["C", "H"], r_cut=4, n_max=8, l_max=6)
    assert np.abs(soap.create(a)[0] - soap.create(b)[0]).max() > 1e-3


def test_dft_energies_of_the_bent_methanes():
    pytest.importorskip("pyscf", reason="the energies come from PySCF")
    settings = tomllib.loads((FOLDER / "ethanol" / "settings.toml").read_text())["labelling"]
    engine = PySCF(
        **{key: value for key, value in settings.items() if key in PySCF.__dataclass_fields__}
    )
    for atoms, energy in zip(methanes(), METHANE_ENERGIES, strict=True):
        assert abs(engine.solve(atoms).energy - energy) < 1e-3


def features_by_body_order(shapes, symbols) -> list[tuple[float, float]]:
    """For two, three and four bodies the largest feature of the first atom, and the largest
    difference.
    """
    ace = ACE([1, 6], 4.0, n_max=(8, 4, 3), l_max=(0, 6, 6))
    x, y = (ace(build_graph(from_ase(ase.Atoms(symbols, shape)), 4.0))[0] for shape in shapes)
    return [
        ((x[own].abs().max().item()), (x - y)[own].abs().max().item())
        for own in (ace.body_order == b for b in (2, 3, 4))
    ]


def test_four_bodies_tell_the_methanes_apart_but_not_the_seven_neighbours():
    two, three, four = features_by_body_order(bent_methanes(), "CH4")
    assert two[1] < 1e-14 and three[1] < 1e-14 and four[1] > 0.01 * four[0]
    for size, difference in features_by_body_order(seven_neighbours(), "CH7"):
        assert difference < 1e-14 < 1e-3 < size


# congruence


@pytest.mark.parametrize("seed", range(5))
def test_turned_mirrored_relabelled_points_are_congruent(seed):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(7, 3))
    moved = (points @ random_rotation(rng).T * [1, 1, -1] + 2.0)[rng.permutation(7)]
    assert congruent(points, moved)
    moved[0] += 0.1
    assert not congruent(points, moved)


def test_no_point_is_used_twice():
    assert not congruent(np.outer([0, 0, 0, 1], [1, 0, 0]), np.outer([0, 0, 1, 1], [1, 0, 0]))


def test_another_number_of_points_is_not_congruent():
    assert not congruent(np.zeros((1, 3)), np.zeros((2, 3)))


# similarity


def test_cosines_equal_numpy_s_and_zero_rows_are_refused():
    x = np.random.default_rng(1).normal(size=(5, 8))
    wanted = [[a @ b / np.sqrt((a @ a) * (b @ b)) for b in x] for a in x]
    assert np.abs(cosine_similarity_matrix(x.tolist()) - wanted).max() < 1e-14
    with pytest.raises(ValueError, match="row 1 is zero"):
        cosine_similarity_matrix([[1, 0], [0, 0]])
