"""Every check passes a sound potential (tests/potentials/test_contract.py) and rejects its broken
twins here.
"""

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.spatial.transform import Rotation
from scipy.stats import kstest
from torch import nn

from helpers.specimens import CUTOFF, SPECIMENS, crystal, ethanol
from mlp_course import symmetry
from mlp_course.graph import build_graph
from mlp_course.potentials import LennardJones, predict, prediction

ROTATION = symmetry.random_rotation(np.random.default_rng(5))
SOUND = LennardJones(0.01, 1.4, CUTOFF)
BROKEN = 1e-4  # a broken twin is off by at least this


class Twin(LennardJones):
    """Lennard-Jones with something wrong."""

    def __init__(self):
        super().__init__(0.01, 1.4, CUTOFF)


class DetachedPart(Twin):
    """Part of the energy does not reach the forces."""

    def forward(self, graph):
        return super().forward(graph) + 0.1 * graph.sum_to_center(
            torch.exp(-graph.distances.detach())
        )


class DetachedCutoff(Twin):
    """The derivative of the cutoff function is forgotten."""

    def forward(self, graph):
        with torch.no_grad():
            fade = torch.exp(-graph.distances)
        return graph.sum_to_center(fade / graph.distances)


class VolumeDependent(Twin):
    """An energy that depends on the volume in a way its stress does not know."""

    def forward(self, graph):
        return super().forward(graph) + 1e-2 * graph.volume[graph.structure]


class RawCoordinates(Twin):
    """Sees the x axis."""

    def forward(self, graph):
        return super().forward(graph) + 0.01 * graph.sum_to_center(graph.vectors[:, 0] ** 2)


class IndexDependent(Twin):
    """The first atom counts most."""

    def forward(self, graph):
        return super().forward(graph) / (1 + torch.arange(len(graph.species)))


class OrderedNeighbors(Twin):
    """A weight for the first, second, ... neighbor instead of a sum over a set."""

    def forward(self, graph):
        place = torch.arange(len(graph.center)) % 3
        return graph.sum_to_center(torch.exp(-graph.distances) * place)


class SpeciesOfTheIndex(Twin):
    """Charges belong to places in the list, not to atoms."""

    def forward(self, graph):
        charge = torch.cos(graph.neighbor.double())
        return graph.sum_to_center(charge * torch.exp(-graph.distances))


class MeanOverAtoms(Twin):
    """The energy is the mean of what its atoms contribute, not the sum."""

    def forward(self, graph):
        size = torch.bincount(graph.structure)
        return super().forward(graph) / size[graph.structure]


class BatchNormalised(Twin):
    """What is subtracted comes from the other structures of the batch."""

    def forward(self, graph):
        energy = super().forward(graph)
        return energy - energy.mean() / 2


class NotANumber(Twin):
    """The energy is right, the forces are 0/0: the square root of zero has no slope."""

    def forward(self, graph):
        zero = graph.vectors[:, 0] - graph.vectors[:, 0]
        return super().forward(graph) + graph.sum_to_center(zero.sqrt() * 0)


class Dropout(Twin):
    """Left in training mode: every call answers differently."""

    def forward(self, graph):
        return nn.functional.dropout(super().forward(graph), 0.5, training=True)


CHECKS = {
    "force": lambda p: symmetry.force_error(p, ethanol()),
    "stress": lambda p: symmetry.stress_error(p, crystal()),
    "translation": lambda p: symmetry.translation_error(p, ethanol()),
    "rotation": lambda p: symmetry.rotation_error(p, ethanol(), ROTATION),
    "rotation of a crystal": lambda p: symmetry.rotation_error(p, crystal(), ROTATION),
    "permutation": lambda p: symmetry.permutation_error(p, ethanol(), torch.arange(9).flip(0)),
    "batch": lambda p: symmetry.batch_error(p, [ethanol(), crystal()]),
    "extensivity": lambda p: symmetry.extensivity_error(p, crystal()),
    "extensivity of a molecule": lambda p: symmetry.extensivity_error(p, ethanol()),
}
TWINS = [
    ("force", DetachedPart),
    ("force", DetachedCutoff),
    ("force", NotANumber),
    ("stress", VolumeDependent),
    ("stress", DetachedPart),
    ("translation", Dropout),
    ("translation", NotANumber),
    ("rotation", RawCoordinates),
    ("rotation", NotANumber),
    ("rotation of a crystal", RawCoordinates),
    ("permutation", IndexDependent),
    ("permutation", OrderedNeighbors),
    ("permutation", SpeciesOfTheIndex),
    ("permutation", NotANumber),
    ("batch", BatchNormalised),
    ("batch", IndexDependent),
    ("batch", NotANumber),
    ("extensivity", MeanOverAtoms),
    ("extensivity", VolumeDependent),
    ("extensivity of a molecule", MeanOverAtoms),
]


@pytest.mark.parametrize("check", CHECKS)
def test_a_sound_potential_passes(check):
    assert CHECKS[check](SOUND) < 1e-6


@pytest.mark.parametrize(
    ("check", "twin"), TWINS, ids=lambda x: x if isinstance(x, str) else x.__name__
)
def test_a_broken_twin_is_rejected(check, twin):
    torch.manual_seed(0)
    error = CHECKS[check](twin())
    assert not error < BROKEN  # nan is a rejection too


def test_every_check_has_a_broken_twin():
    checks = {name for name in dir(symmetry) if name.endswith("_error")}
    assert {f"{check.split()[0]}_error" for check, _ in TWINS} == checks


def test_a_potential_that_sees_absolute_positions_is_rejected_by_translation(monkeypatch):
    def raw(structures, cutoff):
        graph = build_graph(structures, cutoff)
        return replace(graph, vectors=structures.positions[graph.neighbor] + 1)

    monkeypatch.setattr(prediction, "build_graph", raw)
    assert symmetry.translation_error(SOUND, ethanol()) > BROKEN


WRONG_VIRIALS = {
    "pressure for stress": lambda stress: -stress,
    "both directions of a pair counted": lambda stress: 2 * stress,
    "half of it": lambda stress: stress / 2,
    "transposed axes": lambda stress: stress.roll(1, dims=1),
    "energy per cell, not per volume": lambda stress: stress * crystal().cell.det(),
}


@pytest.mark.parametrize("name", WRONG_VIRIALS)
def test_a_wrong_virial_is_rejected(monkeypatch, name):
    def wrong(potential, structures):
        answer = predict(potential, structures)
        return answer._replace(stress=WRONG_VIRIALS[name](answer.stress))

    monkeypatch.setattr(symmetry, "predict", wrong)
    assert symmetry.stress_error(SOUND, crystal()) > 0.01


WRONG_FORCES = {
    "gradient, not its negative": lambda forces: -forces,
    "each pair counted twice": lambda forces: 2 * forces,
    "net force": lambda forces: forces + 0.01,
}


@pytest.mark.parametrize("name", WRONG_FORCES)
def test_wrong_forces_are_rejected(monkeypatch, name):
    def wrong(potential, structures):
        answer = predict(potential, structures)
        return answer._replace(forces=WRONG_FORCES[name](answer.forces))

    monkeypatch.setattr(symmetry, "predict", wrong)
    assert symmetry.force_error(SPECIMENS["Morse"](), ethanol()) > 1e-3


def test_forces_that_do_not_turn_with_the_molecule_are_rejected(monkeypatch):
    fixed = predict(SOUND, ethanol()).forces

    def wrong(potential, structures):
        return predict(potential, structures)._replace(forces=fixed)

    monkeypatch.setattr(symmetry, "predict", wrong)
    assert symmetry.rotation_error(SOUND, ethanol(), ROTATION) > BROKEN


def test_stress_of_a_molecule_is_refused():
    with pytest.raises(ValueError, match="repeats in three directions"):
        symmetry.stress_error(SOUND, ethanol())


def angle_p_value(rotations: list[np.ndarray]) -> float:
    """Probability of these rotation angles if uniform: then (θ - sin θ)/π is uniform."""
    angles = Rotation.from_matrix(rotations).magnitude()
    return kstest((angles - np.sin(angles)) / np.pi, "uniform").pvalue


def euler(rng) -> np.ndarray:
    return Rotation.from_euler("zyz", rng.uniform(0, [2 * np.pi, np.pi, 2 * np.pi])).as_matrix()


def test_random_rotations_are_proper_and_uniform():
    rng = np.random.default_rng(0)
    rotations = [symmetry.random_rotation(rng) for _ in range(2000)]
    for rotation in rotations[:50]:
        assert np.allclose(rotation @ rotation.T, np.eye(3), atol=1e-14)
        assert np.linalg.det(rotation) == pytest.approx(1)
    assert angle_p_value(rotations) > 0.01
    assert (
        angle_p_value([euler(rng) for _ in range(2000)]) < 1e-4
    )  # uniform angles are not uniform rotations
