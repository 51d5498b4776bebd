"""How far a fixed and a learned descriptor see, measured."""

from dataclasses import replace
from numbers import Real

import numpy as np
import torch

from mlp_course.descriptors import ACSF
from mlp_course.graph import build_graph
from mlp_course.potentials import ScalarMessages
from mlp_course.structures import Structure


def atom_number(value: object, name: str) -> int:
    """The number of an atom that `value` says, an integer or a float without decimals; else an AssertionError.

    >>> atom_number(3.0, "fixed")
    3
    >>> atom_number("3 A", "fixed")
    Traceback (most recent call last):
        ...
    AssertionError: 'fixed' is the number of an atom: 0, 1, 2 and so on, without unit. Got '3 A'.
    """
    __tracebackhide__ = True
    number = value.item() if np.ndim(value) == 0 and hasattr(value, "item") else value
    whole = (
        isinstance(number, Real)
        and not isinstance(number, bool)
        and number >= 0
        and number % 1 == 0
    )
    if not whole:
        raise AssertionError(
            f"'{name}' is the number of an atom: 0, 1, 2 and so on, without unit. Got {value!r}."
        )
    return int(number)


def furthest(cutoff: float, layers: int, spacing: float = 1.0) -> tuple[int, int]:
    """The last atom of a row, `spacing` Å apart, that symmetry functions and learned features of atom 0 depend on.

    Both are differentiated with respect to all positions; `cutoff` in Å. The learned features are those
    of `layers` rounds of scalar messages with random weights.

    >>> furthest(2.5, 2)
    (2, 4)
    """
    n = int(cutoff * layers / spacing) + 4
    row = torch.arange(n)[:, None] * torch.tensor([spacing, 0.0, 0.0], dtype=torch.float64)
    structure = Structure(row, torch.full((n,), 6), torch.zeros(3, 3, dtype=torch.float64))
    graph = build_graph(structure, cutoff)
    positions = row.clone().requires_grad_()
    graph = replace(graph, vectors=positions[graph.neighbor] - positions[graph.center])
    network = ScalarMessages([6], cutoff, channels=4, layers=layers)
    described = ACSF([6], cutoff, g4=[])(graph), network.features(graph)[-1]
    slopes = [
        torch.autograd.grad(features[0].sum(), positions, retain_graph=True)[0]
        for features in described
    ]
    fixed, learned = (int(torch.nonzero(slope.norm(dim=1)).max()) for slope in slopes)
    return fixed, learned
