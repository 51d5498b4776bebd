"""A linear potential.

What is planted is found again, and the system that finds it is the right one.
"""

import numpy as np
import pytest
import torch

from helpers.specimens import CUTOFF, PERIODIC, lennard_jones_frames, linear_ace
from mlp_course.data import Labelled
from mlp_course.descriptors import ACE
from mlp_course.graph import build_graph
from mlp_course.potentials import LinearACE, evaluate, predict
from mlp_course.potentials.closed_form.least_squares import design, least_squares
from mlp_course.training import batch_loss
from mlp_course.training.batches import batches, labelled_errors, merge_batches


@pytest.fixture
def descriptor() -> ACE:
    return ACE([1, 6, 8], CUTOFF, n_max=(3, 2), l_max=(0, 1))


@pytest.fixture
def batch(descriptor):
    return merge_batches(batches(LinearACE(descriptor), lennard_jones_frames(40)))


def test_unit_coefficients_give_the_columns_of_the_design():
    potential = linear_ace()
    graph = build_graph(list(PERIODIC.values()), potential.cutoff)
    energy, forces = design(potential.basis, graph)
    answer = evaluate(potential, graph)
    c = potential.coefficients.detach().flatten()
    kind = potential.descriptor.kind(graph.species)
    assert torch.allclose(
        energy @ c + graph.sum_to_structure(potential.reference[kind]), answer.energy
    )
    assert torch.allclose(forces @ c, answer.forces, atol=1e-12)


def test_the_system_is_solved_as_numpy_solves_it(descriptor, batch):
    potential = LinearACE(descriptor)
    rng, k = np.random.default_rng(0), potential.coefficients.numel()
    weights = torch.from_numpy(rng.uniform(1, 2, 40)), torch.from_numpy(rng.uniform(1, 2, 160))
    prior = torch.from_numpy(rng.normal(size=(k, k)))
    c, root = least_squares(
        potential.basis, batch.graph, (batch.energy, batch.forces), weights, prior
    )
    energy, forces = (rows.detach().numpy() for rows in design(potential.basis, batch.graph))
    heavy = weights[1].numpy()[:, None, None]
    rows = np.concatenate(
        [weights[0].numpy()[:, None] * energy, (heavy * forces).reshape(-1, k), prior.numpy()]
    )
    right = [
        weights[0] * batch.energy,
        (weights[1][:, None] * batch.forces).flatten(),
        torch.zeros(k),
    ]
    expected = np.linalg.lstsq(rows, torch.cat(right).numpy(), rcond=None)[0]
    np.testing.assert_allclose(c.numpy(), expected, rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose((root.T @ root).numpy(), rows.T @ rows, rtol=1e-8, atol=1e-8)


def labelled_by(teacher: LinearACE, frames: list[Labelled]) -> list[Labelled]:
    """The same structures with the teacher's labels."""
    answers = [predict(teacher, frame.structure) for frame in frames]
    return [
        Labelled(f.structure, a.energy[0], a.forces) for f, a in zip(frames, answers, strict=True)
    ]


def test_a_planted_potential_is_found_again(descriptor):
    teacher = LinearACE(descriptor)
    teacher.coefficients.data = (
        0.1 * torch.randn(teacher.coefficients.shape, generator=torch.manual_seed(0)).double()
    )
    train, test = (
        labelled_by(teacher, lennard_jones_frames(n, seed)) for n, seed in ((80, 1), (10, 2))
    )
    student = LinearACE(descriptor)
    parts = merge_batches(batches(student, train))
    student.fit(parts.graph, parts.energy, parts.forces, ridge=0.0)
    found = labelled_errors(student, test)
    assert found.force_rmse_mev_per_angstrom < 1e-4
    assert found.energy_rmse_mev_per_atom < 1e-4


def test_no_small_step_makes_the_loss_smaller(descriptor, batch):
    """The fit minimises the loss of the trainer, ridge included.

    Without the forces' part it does not.
    """
    potential, ridge = LinearACE(descriptor), 1e-5

    def slope() -> float:
        loss = (
            batch_loss(potential, batch, 1.0, 10.0, train=True)
            + ridge * potential.coefficients.square().sum()
        )
        return torch.autograd.grad(loss, potential.coefficients)[0].abs().max().item()

    potential.fit(batch.graph, batch.energy, batch.forces, ridge=ridge)
    assert slope() < 1e-8
    potential.fit(batch.graph, batch.energy, batch.forces, ridge=ridge, force_weight=0.0)
    assert slope() > 1e-4


def test_a_ridge_shrinks_the_coefficients(descriptor, batch):
    sizes = []
    for ridge in (1e-8, 1e-4, 1.0):
        potential = LinearACE(descriptor)
        potential.fit(batch.graph, batch.energy, batch.forces, ridge=ridge)
        sizes.append(potential.coefficients.norm().item())
    assert sizes[0] > sizes[1] > sizes[2] > 0


def test_a_negative_ridge_is_refused(descriptor, batch):
    with pytest.raises(ValueError, match="the ridge must not be negative, got -1"):
        LinearACE(descriptor).fit(batch.graph, batch.energy, batch.forces, ridge=-1)
