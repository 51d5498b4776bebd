"""A tabulated descriptor must train exactly like one computed anew."""

import pytest
import torch
from torch import Tensor

from helpers.specimens import CUTOFF, STRUCTURES, behler_parrinello, crystal, ethanol
from mlp_course.descriptors import DescribedGraph, describe, tabulate
from mlp_course.graph import Graph, build_graph, merge, split
from mlp_course.potentials import evaluate

SEVERAL = [s for s in STRUCTURES.values() if len(s) > 1]


def gradients(graph: Graph) -> list[Tensor]:
    """How a loss of energies and forces changes with every weight."""
    potential = behler_parrinello()
    answer = evaluate(potential, graph, train=True)
    (answer.energy.square().sum() + answer.forces.square().sum()).backward()
    return [p.grad for p in potential.parameters()]


def test_energies_and_forces_are_those_of_the_descriptor():
    potential = behler_parrinello()
    graph = build_graph(list(STRUCTURES.values()), CUTOFF)
    direct, table = (
        evaluate(potential, graph),
        evaluate(potential, tabulate(potential.descriptor, graph)),
    )
    for a, b in zip(direct, table, strict=True):
        assert torch.allclose(a, b, rtol=0, atol=1e-10, equal_nan=True)


def test_training_gradients_are_those_of_the_descriptor():
    graph = build_graph(SEVERAL, CUTOFF)
    direct, table = gradients(graph), gradients(tabulate(behler_parrinello().descriptor, graph))
    assert max(g.abs().max() for g in direct) > 1e-3
    for a, b in zip(direct, table, strict=True):
        assert torch.allclose(a, b, rtol=0, atol=1e-10 * max(1, a.abs().max().item()))


def test_a_stale_jacobian_would_be_seen():
    graph = tabulate(behler_parrinello().descriptor, build_graph(SEVERAL, CUTOFF))
    broken = DescribedGraph(**{**vars(graph), "jacobian": graph.jacobian.roll(1, dims=0)})
    difference = max(
        (a - b).abs().max() for a, b in zip(gradients(graph), gradients(broken), strict=True)
    )
    assert difference > 1e-3


def test_split_and_merge_carry_the_table_along():
    descriptor = behler_parrinello().descriptor
    together = tabulate(
        descriptor, build_graph([ethanol(), STRUCTURES["one atom"], crystal()], CUTOFF)
    )
    parts = split(together)
    assert [part.features.shape[0] for part in parts] == [9, 1, 4]
    for k in (0, 2):
        alone = tabulate(descriptor, build_graph([ethanol(), None, crystal()][k], CUTOFF))
        assert torch.allclose(parts[k].features, alone.features, rtol=0, atol=1e-13)
        assert torch.allclose(parts[k].jacobian, alone.jacobian, rtol=0, atol=1e-13)
    again = merge(parts)
    assert isinstance(again, DescribedGraph)
    assert torch.equal(again.jacobian, together.jacobian)
    assert torch.equal(again.neighbor, together.neighbor)


def test_a_plain_graph_is_described_on_the_spot():
    descriptor, graph = behler_parrinello().descriptor, build_graph(ethanol(), CUTOFF)
    assert torch.equal(describe(descriptor, graph), descriptor(graph))
    assert describe(descriptor, tabulate(descriptor, graph)).numpy() == pytest.approx(
        descriptor(graph).numpy()
    )
