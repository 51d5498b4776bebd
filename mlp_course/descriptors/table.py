"""A descriptor without parameters need be computed once: features and Jacobian in a table.

While a network on top of a fixed descriptor is trained, the atoms do not move. Its features are
then constants, and so is their derivative with respect to the pair vectors. `tabulate` computes
both; `describe` hands them to automatic differentiation as the tangent plane

    G_i(v) = G_i(v0) + Σ_j (v_ij - v0_ij) · ∂G_i/∂v_ij,

which has the value and the slope of the descriptor at v0: training forces come out exactly.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Protocol

import torch
from torch import Tensor

from mlp_course.graph import Graph


class Descriptor(Protocol):
    """Anything that describes the surroundings of atoms: graph -> (N, `size`).

    Every one of this library is an `ElementModel`.
    """

    elements: list[int]  # atomic numbers
    cutoff: float  # Å
    size: int  # D
    settings: dict  # the arguments that make it again, in plain values

    def kind(self, species: Tensor) -> Tensor:  # (N,) -> (N,)
        """Which of `elements` each atom is, from 0."""
        ...

    def __call__(self, graph: Graph) -> Tensor: ...  # (N, D)


@dataclass(frozen=True)
class DescribedGraph(Graph):
    """A graph that carries its features; valid only where it was tabulated."""

    features: Tensor  # (N, D)
    jacobian: Tensor  # (E, 3, D) ∂ features of the center / ∂ vector
    origin: Tensor  # (E, 3) Å, the vectors they were computed at

    PER_PAIR = (*Graph.PER_PAIR, "jacobian", "origin")


def describe(descriptor: Descriptor, graph: Graph) -> Tensor:
    """Features (N, D) of `graph`: from its table if it has one, else computed."""
    if not isinstance(graph, DescribedGraph):
        return descriptor(graph)
    # The step is zero, but its derivative is not.
    step = graph.vectors - graph.origin
    row = step[:, None, :]  # (E, 1, 3) Å
    change = torch.bmm(row, graph.jacobian)[:, 0]  # (E, D)
    return graph.features + graph.sum_to_center(change)


def tabulate(descriptor: Descriptor, graph: Graph) -> DescribedGraph:
    """Compute features (N, D) and their `jacobian` (E, 3, D), Å⁻¹, of `graph` once."""
    with torch.no_grad():
        features = descriptor(graph)

    # A descriptor may know a faster way to its Jacobian.
    if hasattr(descriptor, "jacobian"):
        slopes = descriptor.jacobian(graph)
    else:
        slopes = jacobian(descriptor, graph)

    vectors = graph.vectors.detach()
    known = {field.name: getattr(graph, field.name) for field in fields(graph)}
    known["vectors"] = vectors
    return DescribedGraph(
        **known,
        features=features,
        jacobian=slopes,
        origin=vectors,
    )


def jacobian(descriptor: Descriptor, graph: Graph) -> Tensor:
    """∂(features of the center)/∂(pair vector) (E, 3, D), Å⁻¹, of any descriptor.

    Features depend on the vectors of their own center only, so the k-th pairs of all centers can be
    moved at once: three derivatives for each neighbor of the atom that has the most, however large
    D.
    """
    vectors = graph.vectors.detach().requires_grad_()
    moved = replace(graph, vectors=vectors)
    features = descriptor(moved)  # (N, D)
    n_pairs = len(vectors)
    n_features = features.shape[1]
    slopes = vectors.new_zeros(n_pairs, 3, n_features)
    if n_pairs == 0:
        return slopes

    # Which pair of its center every pair is: pairs are ordered by center.
    first_of_center = torch.searchsorted(graph.center, graph.center)  # (E,)
    place = torch.arange(n_pairs) - first_of_center
    most = int(place.max()) + 1

    change_along = directional_derivative(features, vectors)
    for k in range(most):
        is_kth = place == k
        (pairs,) = torch.nonzero(is_kth, as_tuple=True)
        center = graph.center[pairs]
        for axis in range(3):
            push = torch.zeros_like(vectors)
            push[pairs, axis] = 1
            change = change_along(push)  # (N, D)
            slopes[pairs, axis] = change[center]
    return slopes


def directional_derivative(
    outputs: Tensor,  # (A, K)
    inputs: Tensor,
) -> Callable[[Tensor], Tensor]:
    """A function: direction, of the shape of `inputs`, -> how `outputs` (A, K) change along it.

    Its result is (A, K), from two backward derivatives: u · J is linear in u, and its derivative
    along the direction is J · direction.
    """
    u = torch.zeros_like(outputs, requires_grad=True)
    (weighted,) = torch.autograd.grad(
        outputs,
        inputs,
        grad_outputs=u,
        create_graph=True,
    )

    def change_along(direction: Tensor) -> Tensor:
        (change,) = torch.autograd.grad(
            weighted,
            u,
            grad_outputs=direction,
            retain_graph=True,
        )
        return change

    return change_along
