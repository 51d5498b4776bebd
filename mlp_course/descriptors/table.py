"""A descriptor without parameters need be computed once: features and Jacobian in a table.

While a network on top of a fixed descriptor is trained, the atoms do not move. Its features are then
constants, and so is their derivative with respect to the pair vectors. `tabulate` computes both;
`describe` hands them to automatic differentiation as the tangent plane

    G_i(v) = G_i(v0) + Σ_j (v_ij - v0_ij) · ∂G_i/∂v_ij,

which has the value and the slope of the descriptor at v0: training forces come out exactly.
"""

from dataclasses import dataclass, fields

import torch
from torch import Tensor, nn

from mlp_course.graph import Graph


@dataclass(frozen=True)
class DescribedGraph(Graph):
    """A graph that carries its features; valid only where it was tabulated."""

    features: Tensor  # (N, D)
    jacobian: Tensor  # (E, 3, D) ∂ features of the center / ∂ vector
    origin: Tensor  # (E, 3) Å, the vectors they were computed at

    PER_PAIR = (*Graph.PER_PAIR, "jacobian", "origin")


def describe(descriptor: nn.Module, graph: Graph) -> Tensor:
    """Features (N, D) of `graph`: from its table if it has one, else computed."""
    if not isinstance(graph, DescribedGraph):
        return descriptor(graph)
    step = (graph.vectors - graph.origin)[:, None, :]  # (E, 1, 3) Å, zero
    return graph.features + graph.sum_to_center(torch.bmm(step, graph.jacobian)[:, 0])


def tabulate(descriptor: nn.Module, graph: Graph) -> DescribedGraph:
    """Compute features (N, D) and `descriptor.jacobian`, (E, 3, D), of `graph` once."""
    vectors = graph.vectors.detach()
    known = {field.name: getattr(graph, field.name) for field in fields(graph)} | {"vectors": vectors}
    with torch.no_grad():
        features = descriptor(graph)
    return DescribedGraph(**known, features=features, jacobian=descriptor.jacobian(graph), origin=vectors)
