"""Forces and stress of what reaches beyond the cutoff.

Energies of positions and cells, not of pairs alone.
"""

import math

import pytest
import torch
from torch import Tensor, nn

from helpers.specimens import PERIODIC, SPECIMENS, crystal, ethanol
from mlp_course import symmetry
from mlp_course.graph import Graph, build_graph
from mlp_course.potentials import evaluate, predict

CUTOFF = 4.0


class StructureFactor(nn.Module):
    """E = |Σ_i exp(i k·r_i)|² with k the sum of the reciprocal lattice vectors.

    One term of an Ewald sum.
    """

    cutoff = CUTOFF

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        k = 2 * math.pi * torch.linalg.inv(graph.cell).sum(dim=2)  # (S, 3)
        phase = (graph.positions * k[graph.structure]).sum(dim=1)
        C = graph.sum_to_structure(phase.cos())[graph.structure]
        S = graph.sum_to_structure(phase.sin())[graph.structure]
        return C * phase.cos() + S * phase.sin()


class WithPairs(StructureFactor):
    """The same, on top of a pair law."""

    def __init__(self):
        super().__init__()
        self.short = SPECIMENS["Morse"]()

    def forward(self, graph):
        return self.short(graph) + super().forward(graph)


@pytest.mark.parametrize("family", [StructureFactor, WithPairs])
@pytest.mark.parametrize("name", PERIODIC)
def test_forces_and_stress_are_slopes(family, name):
    potential = family()
    assert symmetry.force_error(potential, PERIODIC[name]) < 1e-6
    assert symmetry.stress_error(potential, PERIODIC[name]) < 1e-6


@pytest.mark.parametrize("name", PERIODIC)
def test_symmetries_hold(name):
    structure = PERIODIC[name]
    potential = WithPairs()
    assert symmetry.translation_error(potential, structure) < 1e-9
    order = torch.arange(len(structure)).flip(0)
    assert symmetry.permutation_error(potential, structure, order) < 1e-9


def test_a_batch_equals_its_structures_one_by_one():
    structures = list(PERIODIC.values())
    together = predict(WithPairs(), structures)
    alone = [predict(WithPairs(), structure) for structure in structures]
    for field in ("energy", "forces", "stress"):
        joined = torch.cat([getattr(answer, field) for answer in alone])
        assert torch.allclose(getattr(together, field), joined, atol=1e-9, rtol=0)


class Deaf(StructureFactor):
    """Cut off from the positions: its forces are zero."""

    def forward(self, graph):
        class Still:
            positions = graph.positions.detach()
            cell = graph.cell
            structure = graph.structure
            sum_to_structure = graph.sum_to_structure

        return super().forward(Still)


class Rigid(StructureFactor):
    """Cut off from the cell: its stress is wrong."""

    def forward(self, graph):
        class Still:
            positions = graph.positions
            cell = graph.cell.detach()
            structure = graph.structure
            sum_to_structure = graph.sum_to_structure

        return super().forward(Still)


def test_broken_twins_are_seen():
    assert symmetry.force_error(Deaf(), crystal()) > 1e-2
    assert symmetry.force_error(Rigid(), crystal()) < 1e-6
    assert symmetry.stress_error(Rigid(), crystal()) > 1e-2


def test_a_loss_of_such_forces_can_be_differentiated():
    potential = WithPairs()
    graph = build_graph([crystal(), crystal()], CUTOFF)
    answer = evaluate(potential, graph, train=True)
    answer.forces.square().sum().backward()
    assert potential.short.depth.grad.isfinite() and potential.short.depth.grad != 0


def test_a_graph_knows_its_positions_and_cells():
    structures = [ethanol(), crystal()]
    graph = build_graph(structures, CUTOFF)
    assert torch.equal(graph.positions, torch.cat([s.positions for s in structures]))
    assert torch.equal(graph.cell, torch.stack([s.cell for s in structures]))
