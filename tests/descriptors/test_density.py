"""Products of the neighbour density against sums over couples and triples of neighbours, written
out.
"""

import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.special import eval_legendre
from sympy.physics.wigner import real_gaunt

from helpers.specimens import CUTOFF, PERIODIC, STRUCTURES, crystal, ethanol
from mlp_course.angular import spherical_harmonics
from mlp_course.descriptors import ACE, ACSF, SOAP, PowerSpectrum, jacobian
from mlp_course.descriptors.density.ace import gaunt
from mlp_course.graph import Graph, build_graph
from mlp_course.structures import Structure
from mlp_course.symmetry import random_rotation

ELEMENTS = [1, 6, 8]
DESCRIPTORS = {
    "power spectrum": PowerSpectrum(ELEMENTS, CUTOFF, n_max=3, l_max=3),
    "SOAP": SOAP(ELEMENTS, CUTOFF, n_max=3, l_max=3, sigma=0.5),
    "ACE": ACE(ELEMENTS, CUTOFF, n_max=(4, 3, 1), l_max=(0, 3, 3)),
    "ACE of one factor": ACE(ELEMENTS, CUTOFF, n_max=(4,), l_max=(0,)),
}


@pytest.fixture(params=DESCRIPTORS)
def descriptor(request):
    return DESCRIPTORS[request.param]


def features(descriptor, structure: Structure) -> torch.Tensor:
    return descriptor(build_graph(structure, CUTOFF))


def scaled(gap: torch.Tensor, like: torch.Tensor) -> float:
    return (gap.abs().max() / like.abs().max()).item()


def test_size_and_elements(descriptor):
    assert features(descriptor, ethanol()).shape == (9, descriptor.size)
    with pytest.raises(ValueError, match="atomic number 8 is not one of"):
        type(descriptor)([1, 6], CUTOFF)(build_graph(ethanol(), CUTOFF))


@pytest.mark.parametrize("name", ["molecule", "sheared cell"])
def test_turning_and_mirroring_change_nothing(descriptor, name):
    structure = STRUCTURES[name]
    before = features(descriptor, structure)
    for turn in (
        torch.from_numpy(random_rotation(np.random.default_rng(0))),
        -torch.eye(3).double(),
    ):
        turned = Structure(structure.positions @ turn.T, structure.species, structure.cell @ turn.T)
        assert scaled(features(descriptor, turned) - before, before) < 1e-12


def test_relabelled_atoms_have_relabelled_features(descriptor):
    structure, order = ethanol(), torch.randperm(9, generator=torch.Generator().manual_seed(0))
    relabelled = Structure(structure.positions[order], structure.species[order], structure.cell)
    before = features(descriptor, structure)
    assert scaled(features(descriptor, relabelled) - before[order], before) < 1e-12


def test_exchanging_elements_changes_features(descriptor):
    structure = ethanol()
    exchanged = replace(structure, species=structure.species[[2, 1, 0, 3, 4, 5, 6, 7, 8]])
    assert not torch.allclose(
        features(descriptor, exchanged), features(descriptor, structure), atol=1e-3
    )


def test_nothing_jumps_at_the_cutoff(descriptor):
    def at(distance: float) -> torch.Tensor:
        positions = torch.tensor([[0.0, 0, 0], [-0.8, 0.5, 0], [distance, 0, 0]]).double()
        return features(
            descriptor, Structure(positions, torch.tensor([8, 1, 1]), torch.zeros(3, 3).double())
        )

    inside, outside = at(CUTOFF - 1e-5), at(CUTOFF + 1e-5)
    assert (inside - outside).abs().max() < 1e-7


def test_no_neighbors(descriptor):
    alone = features(descriptor, STRUCTURES["one atom"])
    assert alone.isfinite().all()
    assert isinstance(descriptor, SOAP) or (alone == 0).all()


def test_single_precision_stays_single(descriptor):
    low = features(descriptor, ethanol().to(torch.float32))
    assert low.dtype == torch.float32
    assert scaled(low - features(descriptor, ethanol()), low) < 1e-5


def test_jacobian_equals_autograd(descriptor):
    graph = build_graph([ethanol(), STRUCTURES["one atom"], crystal()], CUTOFF)
    vectors = graph.vectors.clone().requires_grad_()
    weights = torch.from_numpy(
        np.random.default_rng(0).normal(size=(len(graph.species), descriptor.size))
    )
    (slope,) = torch.autograd.grad(
        (descriptor(replace(graph, vectors=vectors)) * weights).sum(), vectors
    )
    ours = torch.einsum("exd,ed->ex", jacobian(descriptor, graph), weights[graph.center])
    assert scaled(ours - slope, slope) < 1e-12


def test_jacobian_equals_that_of_symmetry_functions():
    graph, acsf = build_graph([ethanol(), crystal()], CUTOFF), ACSF(ELEMENTS, CUTOFF)
    assert torch.allclose(jacobian(acsf, graph), acsf.jacobian(graph), rtol=0, atol=1e-12)


def test_jacobian_without_pairs_is_empty():
    graph = build_graph(STRUCTURES["one atom"], CUTOFF)
    assert jacobian(DESCRIPTORS["ACE"], graph).shape == (0, 3, DESCRIPTORS["ACE"].size)


def neighbors(
    graph: Graph, atom: int, one_element: PowerSpectrum | ACE
) -> tuple[np.ndarray, torch.Tensor]:
    """Radial functions (J, n) and unit vectors (J, 3) of the neighbours of an atom."""
    own = graph.center == atom
    unit = graph.vectors[own] / graph.distances[own][:, None]
    return one_element.radial(graph.distances[own])[:, 0].numpy(), unit


def all_hydrogen(name: str) -> Graph:
    structure = STRUCTURES[name]
    return build_graph(replace(structure, species=torch.ones_like(structure.species)), CUTOFF)


@pytest.mark.parametrize("name", ["molecule", *PERIODIC])
def test_power_spectrum_is_a_sum_over_couples_of_neighbors(name):
    """Σ_m Y_lm(u) Y_lm(v) = (2l + 1)/4π P_l(u · v), the addition theorem."""
    spectrum, graph = PowerSpectrum([1], CUTOFF, n_max=2, l_max=4), all_hydrogen(name)
    radial, unit = neighbors(graph, 0, spectrum)
    cosine = (unit @ unit.T).numpy()
    wanted = [
        (2 * degree + 1)
        / (4 * np.pi)
        * np.einsum("j,k,jk->", radial[:, a], radial[:, b], eval_legendre(degree, cosine))
        for degree in range(5)
        for a, b in ((0, 0), (0, 1), (1, 1))
    ]
    assert spectrum(graph)[0].tolist() == pytest.approx(wanted, rel=1e-9, abs=1e-12)


def test_products_of_three_are_sums_over_triples_of_neighbors():
    ace, graph = ACE([1], CUTOFF, n_max=(1, 1, 1), l_max=(0, 0, 2)), all_hydrogen("molecule")
    radial, unit = neighbors(graph, 1, ace)
    harmonics = spherical_harmonics(unit, 2).numpy()
    wanted = []
    for degrees in ((0, 0, 0), (0, 1, 1), (0, 2, 2), (1, 1, 2), (2, 2, 2)):
        total = 0.0
        for triple in itertools.product(range(len(radial)), repeat=3):
            parts = [
                harmonics[j, d * d : (d + 1) ** 2] for j, d in zip(triple, degrees, strict=True)
            ]
            total += np.prod(radial[list(triple), 0]) * np.einsum(
                "abc,a,b,c->", gaunt(*degrees).numpy(), *parts
            )
        wanted.append(total)
    assert ace(graph)[1][ace.body_order == 4].tolist() == pytest.approx(wanted, rel=1e-9)


def test_symmetric_products_are_listed_once():
    """Four channels: 4 singles, 10 couples for each l, and triples without repetition."""
    ace = ACE([1, 8], CUTOFF, n_max=(2, 2, 2), l_max=(0, 1, 1))
    counts = [(ace.body_order == order).sum().item() for order in (2, 3, 4)]
    assert counts == [4, 2 * 10, 20 + 4 * 10]  # 000: 4·5·6/6; 011: any, times couples


@pytest.mark.parametrize("degrees", [(0, 1, 1), (1, 1, 2), (2, 2, 2), (1, 2, 3), (2, 3, 3)])
def test_gaunt_coefficients_equal_sympy(degrees):
    """SymPy's real harmonics carry the sign (-1)^m, ours do not."""
    ours = gaunt(*degrees)
    for place in itertools.product(*(range(2 * degree + 1) for degree in degrees)):
        m = [k - degree for k, degree in zip(place, degrees, strict=True)]
        sign = (-1) ** sum(m)
        assert ours[place].item() == pytest.approx(
            sign * float(real_gaunt(*degrees, *m)), abs=1e-12
        )


def test_degrees_that_make_no_triangle_would_vanish():
    assert gaunt(0, 1, 2).abs().max() < 1e-14


def test_sizes_that_say_nothing_are_refused():
    with pytest.raises(ValueError, match="one, two or three factors"):
        ACE([1], CUTOFF, n_max=(2, 2, 2, 2), l_max=(0, 1, 1, 1))
