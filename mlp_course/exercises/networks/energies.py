"""Energies as sums over atoms, from networks, and forces as their slope."""

import numpy as np
import torch
from torch import Tensor, nn

from mlp_course.checks.exercise import exercise
from mlp_course.exercises.networks import hidden_layers, per_element


@exercise(
    "Exercise 1: `total_energy`",
    points=2,
    hints=(
        "The network says something of every atom; the structure has one energy.",
        "E = Σ_i network(G_i): a sum, not a mean.",
        "Section 3.1. Stay a tensor, so that the energy can be differentiated.",
    ),
)
def total_energy(answer, rng):
    """A scalar tensor: the sum, whatever the number of atoms."""
    for n, dtype in ((5, torch.float32), (1, torch.float64), (17, torch.float64)):
        network = _network(rng, 6, dtype)
        per_element.examine_sum(answer, network, _normal(rng, n, 6).to(dtype))


@exercise(
    "Exercise 2: `atomic_network`",
    points=3,
    hints=(
        "Linear layers with a bend between them; the last layer is linear and alone.",
        "n_features → hidden → hidden → 1, with tanh, silu or softplus after each hidden layer.",
        "`nn.Sequential(nn.Linear(...), nn.Tanh(), ...)`; section 3.2 says why ReLU will not do.",
    ),
)
def atomic_network(answer, rng):
    """Shapes, one atom at a time, both signs, and a slope without jumps."""
    hidden_layers.examine_network(answer, 4, 16)
    n_features = int(rng.integers(5, 31))
    hidden_layers.examine_network(answer, n_features, 24)
    hidden_layers.examine_network(answer, 1, 10)
    usual = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        hidden_layers.examine_network(answer, 5, 12)
    finally:
        torch.set_default_dtype(usual)


@exercise(
    "Exercise 3: `numerical_forces`",
    points=3,
    hints=(
        "Move one coordinate at a time, a step forward and a step back, and compare energies.",
        "F = -(E(x + step) - E(x - step)) / (2 step), for each of the 3N coordinates.",
        "Copy the positions as floats first; `np.ndindex(*positions.shape)` goes through all "
        "coordinates (section 3.3).",
    ),
)
def numerical_forces(answer, rng):
    """Both ways, the sign, and positions left as they were."""
    two_atoms = np.array([[0.1, 1.2, -0.7], [2.0, 0.3, 1.1]])
    per_element.examine_differences(answer, two_atoms, 0.1)
    per_element.examine_differences(answer, [[1, 0, 2], [-1, 3, 1]], 0.2)
    for n, step in ((1, 0.2), (4, 0.05), (7, 0.3)):
        per_element.examine_differences(answer, rng.normal(size=(n, 3)), step)
    per_element.examine_differences(answer, rng.normal(size=(3, 3)).tolist(), 0.1)
    per_element.examine_differences(answer, np.array([[0, 1, -1], [2, 0, 3]]), 0.25)


@exercise(
    "Exercise 4: `autograd_forces`",
    points=3,
    hints=(
        "PyTorch differentiates what was computed from positions that require a gradient.",
        "F = -∂E/∂r, by `torch.autograd.grad(energy, positions, create_graph=True)`.",
        "Section 3.3. `create_graph=True` lets the forces be differentiated again, by a loss.",
    ),
)
def autograd_forces(answer, rng):
    """The sign, and a way back to the weights."""
    two_atoms = torch.tensor([[0.1, 1.2, -0.7], [2.0, 0.3, 1.1]])
    per_element.examine_gradient(answer, two_atoms)
    for n, dtype in ((2, torch.float32), (5, torch.float64)):
        positions = _normal(rng, n, 3).to(dtype)
        per_element.examine_gradient(answer, positions)
        per_element.examine_gradient(answer, positions.clone().requires_grad_())


@exercise(
    "Exercise 5: `behler_parrinello_energy`",
    points=3,
    hints=(
        "Each network answers for the atoms of its own element; all answers are added.",
        "For every z in `networks`: networks[z](descriptors[numbers == z]).sum().",
        "Make `numbers` a tensor first: of a list, `numbers == z` is a single False (section 3.4).",
    ),
)
def behler_parrinello_energy(answer, rng):
    """Each atom by its own network, in any order of atoms and of networks."""
    of_water = {z: _network(rng, 4) for z in (8, 1, 6)}
    six = np.array([6, 1, 8, 1, 1, 6])
    per_element.examine_elements(answer, of_water, _normal(rng, 6, 4).float(), six)
    per_element.examine_elements(answer, of_water, _normal(rng, 3, 4).float(), [1, 8, 1])

    of_silica = {z: _network(rng, 5, torch.float64) for z in (1, 14, 8)}
    for numbers in ([8, 1, 1], [1, 14, 1, 8, 8, 14, 1], [14], [1, 1, 8, 14]):
        descriptors = _normal(rng, len(numbers), 5)
        per_element.examine_elements(answer, of_silica, descriptors, np.array(numbers))
        per_element.examine_elements(answer, of_silica, descriptors, numbers)


def _network(rng, n_features: int, dtype: torch.dtype = torch.float32) -> nn.Module:
    """(N, n_features) -> (N, 1), with drawn weights."""
    network = nn.Sequential(nn.Linear(n_features, 3), nn.Tanh(), nn.Linear(3, 1))
    with torch.no_grad():
        for weight in network.parameters():
            weight.copy_(torch.from_numpy(rng.normal(size=tuple(weight.shape))))
    return network.to(dtype)


def _normal(rng, *shape: int) -> Tensor:
    """Gaussian numbers in double precision."""
    return torch.from_numpy(rng.normal(size=shape))
