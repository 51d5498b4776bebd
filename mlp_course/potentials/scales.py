"""What training data decide before training: the energy of each element, the scale of features."""

from typing import Protocol

import torch
from torch import Tensor, nn

from mlp_course.graph import Graph


class Scaled(Protocol):
    """A potential that has been through `register_scales`."""

    elements: list[int]  # atomic numbers
    reference: Tensor  # (elements,) eV
    mean: Tensor  # (elements, D)
    scale: Tensor  # (elements, D)

    def kind(self, species: Tensor) -> Tensor:
        """The place of each atomic number (N,) in `elements`."""
        ...


def reference_energies(
    graph: Graph,
    kind: Tensor,  # (N,)
    elements: int,
    energy: Tensor,  # (S,) eV
) -> tuple[Tensor, Tensor]:
    """Energy of each element (elements,) in eV, and what it leaves of every structure's (S,).

    It is the least-squares solution of E_s = Σ_Z n_sZ E0_Z, where structure s has n_sZ atoms of
    element Z. `kind` (N,) says which element an atom is, from 0; `energy` (S,) in eV. Where one
    composition leaves the elements' energies open, those of smallest norm are taken.
    """
    one_hot = nn.functional.one_hot(kind, elements)
    one_hot = one_hot.to(energy)  # (N, elements)
    count = graph.sum_to_structure(one_hot)  # (S, elements)
    reference = torch.linalg.pinv(count) @ energy
    rest = energy - count @ reference
    return reference, rest


def register_scales(potential: nn.Module, elements: int, features: int) -> None:
    """Give a potential what `set_scales` sets.

    `reference` (elements,) in eV; `mean` and `scale` (elements, features).
    """
    reference = torch.zeros(elements, dtype=torch.float64)
    mean = torch.zeros(elements, features, dtype=torch.float64)
    scale = torch.ones(elements, features, dtype=torch.float64)
    potential.register_buffer("reference", reference)
    potential.register_buffer("mean", mean)
    potential.register_buffer("scale", scale)


def set_scales(
    potential: Scaled,
    graph: Graph,
    features: Tensor,  # (N, D)
    energy: Tensor,  # (S,) eV
) -> None:
    """Set `reference`, `mean` and `scale` of a potential, features scaled apart for each element.

    They are computed from structures with `energy` (S,) in eV, whose atoms have `features` (N, D).
    A feature that hardly varies is only centred: dividing by almost nothing would make it explode
    on the first structure in which it does vary.
    """
    kind = potential.kind(graph.species)  # (N,)
    n_elements = len(potential.elements)
    reference, _ = reference_energies(graph, kind, n_elements, energy)
    potential.reference.copy_(reference)
    for k in torch.unique(kind).tolist():
        own = features[kind == k]
        spread = own.std(dim=0, correction=0)
        potential.mean[k] = own.mean(dim=0)
        varies = spread > 1e-3
        one = torch.ones_like(spread)
        potential.scale[k] = torch.where(varies, spread, one)
