"""Symmetry functions against DScribe, against closed forms, and their Jacobian against autograd."""

import math

import numpy as np
import pytest
import torch
from dscribe.descriptors import ACSF as Reference

from helpers.specimens import CUTOFF, STRUCTURES, crystal, ethanol
from mlp_course.descriptors import ACSF
from mlp_course.descriptors.acsf import ANGULAR, RADIAL
from mlp_course.graph import build_graph
from mlp_course.structures import Structure, to_ase

PARAMETERS = {
    "defaults": (RADIAL, ANGULAR),
    "radial only": ([(0.3, 0.0), (4.0, 1.5)], []),
    "angular only": ([], [(0.005, 1, -1), (0.02, 16, 1)]),
    "one of each": ([(1.0, 0.7)], [(0.1, 2, 1)]),
    "zeta with a fraction": ([(0.1, 2.0)], [(0.05, 1.5, 1), (0.05, 3.7, -1)]),
}
ELEMENTS = {"all present": [1, 6, 8], "one absent": [1, 6, 8, 14]}


def features(structure: Structure, elements, cutoff: float, g2, g4) -> np.ndarray:
    return ACSF(elements, cutoff, g2=g2, g4=g4)(build_graph(structure, cutoff)).numpy()


def dscribe(structure: Structure, elements, cutoff: float, g2, g4) -> np.ndarray:
    atoms = to_ase(structure)
    reference = Reference(
        species=elements,
        r_cut=cutoff,
        g2_params=g2 or None,
        g4_params=g4 or None,
        periodic=any(atoms.pbc),
    )
    return reference.create(atoms)


@pytest.mark.parametrize("parameters", PARAMETERS)
@pytest.mark.parametrize(
    "name", [name for name, s in STRUCTURES.items() if s.periodic.all() or not s.periodic.any()]
)
def test_equal_to_dscribe(name, parameters):
    arguments = STRUCTURES[name], [1, 6, 8], CUTOFF, *PARAMETERS[parameters]
    ours, theirs = features(*arguments), dscribe(*arguments)
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).max() < 1e-10


@pytest.mark.parametrize("cutoff", [2.5, 6.0])
@pytest.mark.parametrize("elements", ELEMENTS)
def test_equal_to_dscribe_for_other_elements_and_cutoffs(elements, cutoff):
    for structure in (ethanol(), crystal()):
        arguments = structure, ELEMENTS[elements], cutoff, *PARAMETERS["one of each"]
        assert np.abs(features(*arguments) - dscribe(*arguments)).max() < 1e-10


@pytest.mark.parametrize("seed", range(8))
def test_equal_to_dscribe_in_random_sheared_cells(seed):
    rng = np.random.default_rng(seed)
    cell = 3.5 * np.eye(3) + rng.normal(scale=1.0, size=(3, 3))
    positions = np.array([[0, 0, 0], [0.5, 0.5, 0], [0.5, 0, 0.5]]) @ cell + rng.normal(
        scale=0.1, size=(3, 3)
    )
    structure = Structure(
        torch.from_numpy(positions), torch.tensor([8, 1, 6]), torch.from_numpy(cell)
    )
    arguments = structure, [1, 6, 8], 3.7, *PARAMETERS["one of each"]
    ours, theirs = features(*arguments), dscribe(*arguments)
    assert np.abs(ours - theirs).max() < 1e-10 * max(1, np.abs(theirs).max())


def test_slab_equals_a_cell_with_vacuum():
    """DScribe repeats in all directions or none, so a slab is compared with a cell that is high."""
    slab, thick = crystal((True, True, False)), crystal()
    thick.cell[2] = torch.tensor([0.0, 0.0, 30.0])
    arguments = [1, 6, 8], CUTOFF, *PARAMETERS["one of each"]
    assert np.abs(features(slab, *arguments) - dscribe(thick, *arguments)).max() < 1e-10


def test_closed_forms_for_an_angle():
    """O in the middle of two H at 1.0 and 1.2 Å under 100°: Behler 2011, Eqs. 5, 6 and 8."""
    theta = math.radians(100)
    positions = torch.from_numpy(
        np.array([[0, 0, 0], [1, 0, 0], [1.2 * math.cos(theta), 1.2 * math.sin(theta), 0]])
    )
    structure = Structure(positions, torch.tensor([8, 1, 1]), torch.zeros(3, 3).double())
    values = features(structure, [1, 8], 5.0, [(2.0, 0.9)], [(0.1, 3, -1)])[0]
    third = math.sqrt(1 + 1.44 - 2 * 1.2 * math.cos(theta))
    fc = [0.5 * (math.cos(math.pi * r / 5) + 1) for r in (1, 1.2, third)]
    g1 = fc[0] + fc[1]
    g2 = math.exp(-2 * 0.1**2) * fc[0] + math.exp(-2 * 0.3**2) * fc[1]
    g4 = 2**-2 * (1 - math.cos(theta)) ** 3 * math.exp(-0.1 * (1 + 1.44 + third**2)) * math.prod(fc)
    assert values.tolist() == pytest.approx([g1, g2, 0, 0, g4, 0, 0], abs=1e-14)  # H; O; HH, HO, OO


@pytest.mark.parametrize("name", STRUCTURES)
def test_jacobian_equals_autograd(name):
    descriptor = ACSF([1, 6, 8], CUTOFF, g2=RADIAL[2:5], g4=ANGULAR[2:5])
    graph = build_graph(STRUCTURES[name], CUTOFF)
    graph.vectors.requires_grad_()
    columns = descriptor(graph).unbind(dim=1)
    generic = [
        torch.autograd.grad(column.sum(), graph.vectors, retain_graph=True)[0] for column in columns
    ]
    generic = torch.stack(generic, dim=2)  # (E, 3, D)
    ours = descriptor.jacobian(graph)
    assert ours.shape == (len(graph.vectors), 3, descriptor.size)
    assert torch.allclose(ours, generic, rtol=0, atol=1e-12)


def test_size_and_order_of_elements():
    descriptor = ACSF([8, 1, 6, 1], CUTOFF)
    assert descriptor.elements == [1, 6, 8]
    assert descriptor.size == 3 * (1 + len(RADIAL)) + 6 * len(ANGULAR)
    assert descriptor(build_graph(ethanol(), CUTOFF)).shape == (9, descriptor.size)


def test_no_neighbors_no_features():
    assert (features(STRUCTURES["one atom"], [1, 6, 8], CUTOFF, RADIAL, ANGULAR) == 0).all()


def test_an_element_the_descriptor_was_not_made_for_is_refused():
    with pytest.raises(ValueError, match=r"atomic number 8 is not one of \[1, 6\]"):
        ACSF([1, 6], CUTOFF)(build_graph(ethanol(), CUTOFF))


def test_single_precision_stays_single():
    structure = ethanol().to(torch.float32)
    values = ACSF([1, 6, 8], CUTOFF)(build_graph(structure, CUTOFF))
    assert values.dtype == torch.float32
    assert (
        np.abs(values.numpy() - features(ethanol(), [1, 6, 8], CUTOFF, RADIAL, ANGULAR)).max()
        < 1e-4
    )
