"""How far a fixed and a learned descriptor see, measured."""

from dataclasses import replace
from numbers import Real
from typing import Any

import numpy as np
import torch

from mlp_course.checks.cards.comparison import shown
from mlp_course.descriptors import ACSF
from mlp_course.graph import build_graph
from mlp_course.potentials import ScalarMessages
from mlp_course.structures import Structure

CARBON = 6


def atom_number(value: Any, name: str) -> int:
    """The number of an atom that `value` says, an integer or a float without decimals.

    Raises AssertionError if it says none.

    >>> atom_number(3.0, "fixed")
    3
    >>> atom_number("3 A", "fixed")
    Traceback (most recent call last):
        ...
    AssertionError: 'fixed' is the number of an atom: 0, 1, 2 and so on, without unit. Got '3 A' \
(str).
    """
    number = value
    # A single number of NumPy or torch
    if np.ndim(value) == 0 and hasattr(value, "item"):
        number = value.item()
    if not _is_whole(number):
        raise AssertionError(
            f"'{name}' is the number of an atom: 0, 1, 2 and so on, without unit. "
            f"Got {shown(value)}."
        )
    return int(number)


def _is_whole(number: Any) -> bool:
    """Whether it is 0, 1, 2 and so on; True and False are none of them."""
    is_number = isinstance(number, Real) and not isinstance(number, bool)
    return is_number and number >= 0 and number % 1 == 0


def furthest(cutoff: float, layers: int, spacing: float = 1.0) -> tuple[int, int]:
    """The last atom of a row that symmetry functions, and learned features, of atom 0 depend on.

    The atoms are `spacing` Å apart. Both are differentiated with respect to all positions; `cutoff`
    in Å. The learned features are those of `layers` rounds of scalar messages with random weights.

    >>> furthest(2.5, 2)
    (2, 4)
    """
    # 1. a row that is longer than any of them can see
    n_atoms = int(cutoff * layers / spacing) + 4
    row = _row(n_atoms, spacing)
    graph = build_graph(row, cutoff)

    # 2. the same graph, made of positions that can be differentiated
    positions = row.positions.clone().requires_grad_()
    vectors = positions[graph.neighbor] - positions[graph.center]
    graph = replace(graph, vectors=vectors)

    # 3. what both descriptors of atom 0 feel
    descriptor = ACSF([CARBON], cutoff, g4=[])
    fixed = descriptor(graph)
    network = ScalarMessages(
        [CARBON],
        cutoff,
        channels=4,
        layers=layers,
    )
    learned = network.features(graph)[-1]
    last_fixed = _last_felt(fixed[0], positions)
    last_learned = _last_felt(learned[0], positions)
    return last_fixed, last_learned


def _row(n_atoms: int, spacing: float) -> Structure:
    """Carbon atoms along x, `spacing` Å apart."""
    step = torch.tensor([spacing, 0.0, 0.0], dtype=torch.float64)
    positions = torch.arange(n_atoms)[:, None] * step
    return Structure(
        positions=positions,
        species=torch.full((n_atoms,), CARBON),
        cell=torch.zeros(3, 3, dtype=torch.float64),
    )


def _last_felt(features: torch.Tensor, positions: torch.Tensor) -> int:
    """The last atom whose position has a say in `features`."""
    # Both descriptors hang on the same positions: the second one needs the graph again.
    (slope,) = torch.autograd.grad(features.sum(), positions, retain_graph=True)
    size = slope.norm(dim=1)  # (N,)
    felt = torch.nonzero(size)
    return int(felt.max())
