"""The contract is seen to fail on broken twins, and every family is held to it."""

import pytest
import torch
from torch import nn

from helpers.contract import jump_at_cutoff
from helpers.specimens import CUTOFF, SPECIMENS, ethanol, kind_of
from mlp_course.families import FAMILIES
from mlp_course.graph import build_graph
from mlp_course.potentials import LennardJones, Model, atomic_energies

KINDS = ("closed_form", "networks", "messages")


def test_every_family_has_a_specimen_and_every_specimen_a_contract():
    assert SPECIMENS.keys() == FAMILIES.keys(), "a new family needs an entry in both"
    for name in SPECIMENS:
        assert type(SPECIMENS[name]()).__name__ == name
        assert kind_of(name) in KINDS, f"no test_contract_{kind_of(name)}.py holds {name}"


class AbruptCutoff(LennardJones):
    def forward(self, graph):
        sixth = (self.sigma / graph.distances) ** 6
        return graph.sum_to_center(2 * self.epsilon * (sixth**2 - sixth))


def test_an_abrupt_cutoff_is_seen():
    energy, forces = jump_at_cutoff(AbruptCutoff(0.5, 2.5, CUTOFF))
    assert energy > 1e-3
    assert forces > 1e-3


def test_a_column_of_energies_is_refused():
    """(N, 1) minus (N,) broadcasts to (N, N): a mistake that trains without a word."""
    column = nn.Module()
    column.forward = lambda graph: graph.distances.sum().expand(9, 1)
    with pytest.raises(ValueError, match=r"shape \(9,\), got \(9, 1\)"):
        atomic_energies(column, build_graph(ethanol(), CUTOFF))


def test_a_potential_that_cannot_be_made_again_is_not_saved(tmp_path):
    class Homemade(Model):
        def forward(self, graph):
            return torch.zeros(len(graph.species))

    with pytest.raises(ValueError, match="does not say what it was made with"):
        Homemade().save(tmp_path / "potential.pt")
    assert not (tmp_path / "potential.pt").exists()
