"""The loss of energies and forces."""

import torch
from torch import Tensor

from mlp_course.potentials import Potential, Prediction, atomic_energies, evaluate
from mlp_course.training.batches import Batch


def energy_force_loss(
    prediction: Prediction,
    batch: Batch,
    energy_weight: float,
    force_weight: float,
) -> Tensor:
    """Mean over structures of w_E (ΔE)² + w_F/(3N) Σ|ΔF|², () — energies in eV, forces in eV/Å.

    Where a force is not known, ΔF is zero.
    """
    # (ΔE)² of every structure
    energy = (prediction.energy - batch.energy).square()  # (S,)

    # |ΔF|² of every atom, then its mean over the 3N components of a structure
    difference = prediction.forces - batch.forces  # (N, 3)
    if batch.misses_forces:
        difference = difference.masked_fill(torch.isnan(batch.forces), 0)
    per_atom = difference.square().sum(dim=1)  # (N,)
    forces = batch.graph.sum_to_structure(per_atom)
    forces = forces / (3 * batch.n_atoms)  # (S,)

    loss = energy_weight * energy + force_weight * forces
    return loss.mean()


def batch_loss(
    potential: Potential,
    batch: Batch,
    energy_weight: float,
    force_weight: float,
    *,
    train: bool = False,
) -> Tensor:
    """`energy_force_loss` () of a potential on a batch (eV, eV/Å).

    Where the force weight is zero, no derivative is taken.
    """
    graph = batch.graph
    if force_weight == 0:
        energy = graph.sum_to_structure(atomic_energies(potential, graph))  # (S,) eV
        return energy_weight * (energy - batch.energy).square().mean()
    prediction = evaluate(potential, graph, train=train)
    return energy_force_loss(prediction, batch, energy_weight, force_weight)
