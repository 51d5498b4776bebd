"""SOAP against DScribe, number by number."""

import numpy as np
import pytest
import torch
from dscribe.descriptors import SOAP as Reference

from helpers.specimens import PERIODIC, STRUCTURES, atom
from mlp_course.descriptors import SOAP
from mlp_course.descriptors.density.soap import gaussian_type_orbitals
from mlp_course.graph import build_graph
from mlp_course.structures import Structure, to_ase

MOLECULES = {name: s for name, s in STRUCTURES.items() if not s.periodic.any()}
SIZES = {
    "lecture": (5.0, 8, 6, 1.0, 1),
    "narrow": (3.5, 4, 3, 0.4, 2),
    "no angles": (4.0, 5, 0, 0.7, 3),
}


def dscribe(
    structure: Structure, cutoff: float, n_max: int, l_max: int, sigma: float, power: int
) -> np.ndarray:
    weighting = {"function": "poly", "r0": cutoff, "c": 1, "m": power}
    periodic = bool(structure.periodic.any())
    settings = {
        "r_cut": cutoff,
        "n_max": n_max,
        "l_max": l_max,
        "sigma": sigma,
        "weighting": weighting,
    }
    return Reference(species=[1, 6, 8], periodic=periodic, **settings).create(to_ase(structure))


def ours(
    structure: Structure, cutoff: float, n_max: int, l_max: int, sigma: float, power: int
) -> np.ndarray:
    soap = SOAP([1, 6, 8], cutoff, n_max=n_max, l_max=l_max, sigma=sigma, power=power)
    return soap(build_graph(structure, cutoff)).numpy()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [*MOLECULES, *PERIODIC])
def test_equal_to_dscribe(name, size):
    wanted = dscribe(STRUCTURES[name], *SIZES[size])
    assert ours(STRUCTURES[name], *SIZES[size]) == pytest.approx(wanted, abs=1e-8, rel=1e-8)


def test_without_the_atom_itself_it_would_differ():
    alone = ours(atom(), *SIZES["lecture"])
    assert np.abs(alone).max() > 0.1
    assert alone == pytest.approx(dscribe(atom(), *SIZES["lecture"]), abs=1e-8)


def test_the_lecture_has_952_features():
    assert SOAP([14, 8], 5.0).size == 952


def test_orbitals_are_orthonormal():
    alpha, beta = gaussian_type_orbitals(5.0, 6, 3)
    r = torch.linspace(0, 30, 60001).double()
    for degree in range(4):
        orbitals = beta[degree] @ (r**degree * torch.exp(-alpha[degree][:, None] * r**2))  # (n, R)
        overlap = torch.trapezoid(orbitals[:, None] * orbitals[None] * r**2, r, dim=2)
        assert torch.allclose(overlap, torch.eye(6).double(), atol=1e-6)


def test_too_many_radial_functions_are_refused():
    with pytest.raises(ValueError, match="take fewer"):
        SOAP([1], 3.0, n_max=40)
