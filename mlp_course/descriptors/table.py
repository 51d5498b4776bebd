"""A descriptor without parameters need be computed once: features and Jacobian in a table.

While a network on top of a fixed descriptor is trained, the atoms do not move. Its features are then
constants, and so is their derivative with respect to the pair vectors. `tabulate` computes both;
`describe` hands them to automatic differentiation as the tangent plane

    G_i(v) = G_i(v0) + Σ_j (v_ij - v0_ij) · ∂G_i/∂v_ij,

which has the value and the slope of the descriptor at v0: training forces come out exactly.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

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
    """Compute features (N, D) and their `jacobian` (E, 3, D), Å⁻¹, of `graph` once."""
    vectors = graph.vectors.detach()
    known = {field.name: getattr(graph, field.name) for field in fields(graph)} | {
        "vectors": vectors
    }
    own = getattr(descriptor, "jacobian", None)  # a descriptor may know a faster way
    with torch.no_grad():
        features = descriptor(graph)
    slopes = own(graph) if own else jacobian(descriptor, graph)
    return DescribedGraph(**known, features=features, jacobian=slopes, origin=vectors)


def jacobian(descriptor: nn.Module, graph: Graph) -> Tensor:
    """∂(features of the center)/∂(pair vector) (E, 3, D), Å⁻¹, of any descriptor.

    Features depend on the vectors of their own center only, so the k-th pairs of all centers can be moved at once:
    three derivatives for each neighbor of the atom that has the most, however large D.
    """
    vectors = graph.vectors.detach().requires_grad_()
    features = descriptor(replace(graph, vectors=vectors))  # (N, D)
    slopes = vectors.new_zeros(len(vectors), 3, features.shape[1])
    if not len(vectors):
        return slopes
    along = directional_derivative(features, vectors)
    place = torch.arange(len(vectors)) - torch.searchsorted(
        graph.center, graph.center
    )  # (E,) which pair of its center
    for k in range(int(place.max()) + 1):
        (moved,) = torch.nonzero(place == k, as_tuple=True)
        for axis in range(3):
            push = torch.zeros_like(vectors)
            push[moved, axis] = 1
            slopes[moved, axis] = along(push)[graph.center[moved]]
    return slopes


def directional_derivative(outputs: Tensor, inputs: Tensor) -> Callable[[Tensor], Tensor]:
    """A function: direction, of the shape of `inputs`, -> how `outputs` (A, K) change along it, (A, K).

    From two backward derivatives: u · J is linear in u, and its derivative along the direction is J · direction.
    """
    weights = torch.zeros_like(outputs, requires_grad=True)
    (weighted,) = torch.autograd.grad(outputs, inputs, weights, create_graph=True)
    return lambda direction: torch.autograd.grad(weighted, weights, direction, retain_graph=True)[0]
