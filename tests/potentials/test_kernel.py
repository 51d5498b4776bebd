"""A sparse Gaussian process beside a dense one written with numpy, and what its variance says."""

import numpy as np
import pytest
import torch

from helpers.specimens import CUTOFF, lennard_jones_frames, sparse_gp
from mlp_course.descriptors import SOAP
from mlp_course.graph import build_graph
from mlp_course.potentials import SparseGP, evaluate
from mlp_course.potentials.closed_form.least_squares import design
from mlp_course.potentials.closed_form.sparse_gp import farthest_points
from mlp_course.structures import Structure
from mlp_course.training.batches import batches, labelled_errors, merge_batches

NOISE = 0.02  # eV


def process(**options) -> SparseGP:
    return SparseGP(SOAP([1, 6, 8], CUTOFF, n_max=3, l_max=2, sigma=0.5), **options)


def fitted(
    frames, per_element: int, *, force_noise: float = 0.1, **options
) -> tuple[SparseGP, object]:
    potential = process(**options)
    batch = merge_batches(batches(potential, frames))
    potential.choose(batch.graph, per_element)
    potential.fit(
        batch.graph, batch.energy, batch.forces, energy_noise=NOISE, force_noise=force_noise
    )
    return potential, batch


def dense(potential: SparseGP, train, test) -> tuple[np.ndarray, np.ndarray]:
    """Mean (S,) and variance (S,) of a full Gaussian process on total energies, by the textbook's
    two formulas.
    """

    def total_kernel(a, b) -> np.ndarray:
        qa, qb = (potential.directions(g).detach().numpy() for g in (a, b))
        k = np.zeros((len(a.volume), len(b.volume)))
        for i, left in enumerate(qa):
            for j, right in enumerate(qb):
                if a.species[i] == b.species[j]:
                    k[a.structure[i], b.structure[j]] += (
                        potential.amplitude**2 * (left @ right) ** potential.zeta
                    )
        return k

    offset = train.energy.mean().item()  # all structures have the same atoms
    k = total_kernel(train.graph, train.graph) + NOISE**2 * np.eye(len(train))
    cross = total_kernel(test.graph, train.graph)
    mean = offset + cross @ np.linalg.solve(k, train.energy.numpy() - offset)
    alone = np.diag(total_kernel(test.graph, test.graph))
    return mean, alone - np.einsum("ab,ba->a", cross, np.linalg.solve(k, cross.T))


def test_with_all_atoms_sparse_it_is_the_dense_process():
    """Energies and variances, when forces are too noisy to matter."""
    train, test = lennard_jones_frames(8, seed=1), lennard_jones_frames(6, seed=2)
    potential, batch = fitted(train, per_element=100, force_noise=1e6, zeta=2, amplitude=0.7)
    asked = merge_batches(batches(potential, test))
    mean, variance = dense(potential, batch, asked)
    np.testing.assert_allclose(evaluate(potential, asked.graph).energy.numpy(), mean, atol=1e-4)
    np.testing.assert_allclose(
        potential.variance(asked.graph).numpy(), variance, rtol=1e-2, atol=1e-7
    )
    fewer, _ = fitted(train, per_element=2, force_noise=1e6, zeta=2, amplitude=0.7)
    assert (
        np.abs(fewer.variance(asked.graph).numpy() / variance - 1).max() > 0.1
    )  # the comparison can fail


def test_weights_solve_the_regularised_normal_equations():
    potential, batch = fitted(lennard_jones_frames(20), per_element=5)
    energy, forces = design(potential.basis, batch.graph)
    rows = np.concatenate([energy.numpy() / NOISE, forces.flatten(0, 1).numpy() / 0.1])
    rest = batch.energy - batch.energy.mean()
    right = np.concatenate([rest.numpy() / NOISE, batch.forces.flatten().numpy() / 0.1])
    k_mm = (potential.prior.T @ potential.prior).numpy()
    system = rows.T @ rows + k_mm / potential.amplitude**2
    assert np.linalg.cond(system) < 1e12
    np.testing.assert_allclose(
        potential.weights.detach().numpy(), np.linalg.solve(system, rows.T @ right), rtol=1e-5
    )
    np.testing.assert_allclose(
        (potential.root.T @ potential.root).numpy(), system, rtol=1e-6, atol=1e-8
    )


def test_forces_teach():
    train, test = lennard_jones_frames(20, seed=1), lennard_jones_frames(10, seed=2)
    with_forces, without = (fitted(train, 30, force_noise=noise)[0] for noise in (0.01, 1e6))
    errors = [labelled_errors(p, test).force_rmse_mev_per_angstrom for p in (with_forces, without)]
    assert errors[0] < 0.5 * errors[1]


def test_doubt_is_small_on_the_data_grows_away_from_it_and_ends_at_the_prior():
    potential, batch = fitted(lennard_jones_frames(20), per_element=20, amplitude=0.5)
    seen = batch.graph
    known = lennard_jones_frames(1)[0].structure
    stretched = [
        Structure(known.positions * s, known.species, known.cell) for s in (1.0, 1.1, 1.3, 1.6)
    ]
    doubt = potential.variance(build_graph(stretched, CUTOFF))
    assert (doubt.diff() > 0).all()
    assert potential.variance(seen).max() < doubt[1]
    blind, _ = fitted(lennard_jones_frames(20), 20, amplitude=0.5, force_noise=1e9)
    blind.fit(seen, batch.energy, batch.forces, energy_noise=1e9, force_noise=1e9)
    alone = [q @ q.T for q in blind.directions(seen).split(4)]
    prior = [
        (0.25 * a**4 * (z[:, None] == z)).sum()
        for a, z in zip(alone, seen.species.split(4), strict=True)
    ]
    np.testing.assert_allclose(blind.variance(seen), torch.stack(prior).detach(), rtol=1e-3)


def test_similarity_is_one_with_itself_and_none_between_elements():
    potential = sparse_gp()
    itself = potential.kernel(
        potential.sparse, potential.sparse_kind, potential.sparse, potential.sparse_kind
    )
    assert torch.allclose(itself.diagonal(), torch.ones(len(itself)).double())
    different = potential.sparse_kind[:, None] != potential.sparse_kind
    assert (itself[different] == 0).all()
    assert itself.max() < 1 + 1e-12


def test_farthest_points_spread_and_never_repeat():
    points = torch.tensor([[0.0], [0.0], [1.0], [9.0], [4.0]])
    assert farthest_points(points, 9).tolist() == [0, 3, 4, 2]


def test_a_fit_without_sparse_atoms_or_noise_is_refused():
    potential = process()
    batch = merge_batches(batches(potential, lennard_jones_frames(2)))
    with pytest.raises(ValueError, match=r"call choose\(\) first"):
        potential.fit(batch.graph, batch.energy, batch.forces)
    potential.choose(batch.graph, 2)
    with pytest.raises(ValueError, match="the noise must be positive, got 0 eV"):
        potential.fit(batch.graph, batch.energy, batch.forces, energy_noise=0)


def test_an_answer_about_doubt_needs_a_fit():
    potential = sparse_gp()
    with pytest.raises(ValueError, match=r"call fit\(\) first"):
        potential.variance(build_graph(lennard_jones_frames(1)[0].structure, CUTOFF))
