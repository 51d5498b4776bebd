"""Elements and cutoffs as people give them: numbers of any package, symbols, and mistakes."""

import math

import numpy as np
import pytest
import torch

from mlp_course.classical import PairCalculator, lennard_jones
from mlp_course.descriptors import ACSF, SOAP
from mlp_course.elements import ElementModel, atomic_numbers_of
from mlp_course.graph import build_graph
from mlp_course.potentials import MACE, LennardJones, MomentPotential, Morse
from mlp_course.structures import Structure

WATER = torch.tensor([8, 1, 1])


@pytest.mark.parametrize(
    "elements",
    [
        ["H", "O"],
        ("O", "H", "O"),
        np.array([8, 1, 1]),
        np.array([1, 8], dtype=np.uint8),
        torch.tensor([8, 1]),
        {1, 8},
        iter([8, "H"]),
    ],
)
def test_elements_of_any_kind_are_the_same_plain_numbers(elements):
    numbers = atomic_numbers_of(elements)
    assert numbers == [1, 8]
    assert [type(number) for number in numbers] == [int, int]


@pytest.mark.parametrize("kind", [SOAP, ACSF, MomentPotential, MACE])
def test_every_model_takes_symbols(kind):
    assert kind(["O", "H"], 4.0).elements == [1, 8]


@pytest.mark.parametrize(
    ("elements", "said"),
    [
        ([], "there are no elements"),
        ("HO", "'HO' is no list of elements"),
        (8, "8 is no list of elements"),
        (None, "None is no list of elements"),
        ([1, 119], "119 is no element"),
        ([0, 8], "0 is no element"),
        ([-1, 8], "-1 is no element"),
        (["H", "Xx"], "'Xx' is no element"),
        (["h"], "'h' is no element"),
        ([1.5], "1.5 is no element"),
        ([True], "True is no element"),
        ([[1, 8]], r"\[1, 8\] is no element"),
    ],
)
def test_what_is_no_list_of_elements_is_refused_in_a_sentence(elements, said):
    with pytest.raises(ValueError, match=f"^{said}.*: give a list of atomic numbers or symbols"):
        ElementModel(elements, 4.0)


@pytest.mark.parametrize("species", [200, 119, 3, -1, 0])
def test_an_atom_of_another_element_is_named(species):
    with pytest.raises(ValueError, match=rf"atomic number {species} is not one of \[1, 8\]"):
        ElementModel([1, 8], 4.0).kind(torch.tensor([1, species]))


CUTOFFS = {
    "model": lambda cutoff: ElementModel([1, 8], cutoff),
    "Lennard-Jones": lambda cutoff: LennardJones(0.01, 3.4, cutoff),
    "Morse": lambda cutoff: Morse(4.0, 2.0, 1.0, cutoff),
    "pair law": lambda cutoff: PairCalculator(lennard_jones, cutoff),
    "graph": lambda cutoff: build_graph(
        Structure(torch.eye(3, dtype=torch.float64), WATER, torch.zeros(3, 3)), cutoff
    ),
}


@pytest.mark.parametrize("make", CUTOFFS.values(), ids=CUTOFFS)
@pytest.mark.parametrize("cutoff", [0, -4.0, math.nan, math.inf, "4 Å", None, [4.0]])
def test_a_cutoff_is_a_positive_length(make, cutoff):
    with pytest.raises(ValueError, match="the cutoff must be a positive length in Å, got "):
        make(cutoff)


@pytest.mark.parametrize("make", CUTOFFS.values(), ids=CUTOFFS)
@pytest.mark.parametrize("cutoff", [4, 4.0, np.float32(4), torch.tensor(4.0)])
def test_it_may_be_a_number_of_any_package(make, cutoff):
    made = make(cutoff)
    assert isinstance(getattr(made, "cutoff", 4.0), float)
