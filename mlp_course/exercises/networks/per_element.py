"""Trials of what students write about sums of atomic energies and forces.

They know what each wrong way would give.
"""

import itertools
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.expect_tensor import tensor_call
from mlp_course.checks.cards.comparison import shown


def examine_sum(function: Callable, network: Callable, descriptors: Tensor) -> None:
    """Expect the sum of atomic energies () of `function(network, descriptors)`."""
    value = tensor_call(function, network, descriptors)
    atomic = network(descriptors).detach()
    of_sum = network(descriptors.sum(dim=0, keepdim=True)).detach()
    mistakes = {
        "That is the mean: two molecules would have the energy of one.": atomic.mean(),
        "That is the energy of one atom.": atomic[0, 0],
        "Descriptors come first through the network, one by one, and are summed after "
        "it.": of_sum.sum(),
    }
    because = "Not the sum of the atomic energies."
    _expect_tensor(
        value,
        atomic.sum(),
        because=because,
        mistakes=mistakes,
    )


def examine_elements(
    function: Callable,
    networks: Mapping,
    descriptors: Tensor,
    numbers: ArrayLike,
) -> None:
    """Expect Σ_i network_Z(i)(G_i) () of `function(networks, descriptors, numbers)`."""
    at = np.asarray(numbers)
    # What every network says of every atom
    each = {}
    for z, network in networks.items():
        each[z] = network(descriptors).detach()[:, 0]  # (N,)

    def total(kinds: Iterable) -> Tensor:
        """The energy if atom i were of the i-th of `kinds`."""
        return sum(each[z][i] for i, z in enumerate(kinds))

    right = total(at.tolist())
    in_turn = itertools.cycle(networks)
    dealt_out = total(itertools.islice(in_turn, len(at)))
    by_block = total(np.sort(at).tolist())

    mistakes = {}
    for z, energies in each.items():
        sentence = f"One network was used for all atoms (that of element {z})."
        mistakes[sentence] = energies.sum()
    of_all = sum(mistakes.values())
    mistakes |= {
        "Every network was asked about every atom: each answers for its own element.": of_all,
        "That is the mean: energies are summed.": right / len(at),
        "The networks were dealt out in the order of the atoms: go by the atomic "
        "number.": dealt_out,
        "The atoms were taken to be ordered by element: find each one's own.": by_block,
        "No atom was found: of a list, `numbers == z` is always False. Make it a tensor or an "
        "array first.": 0.0,
    }
    value = tensor_call(function, networks, descriptors, numbers)
    because = "Not the sum of each network's energies of its own atoms."
    _expect_tensor(value, right, because=because, mistakes=mistakes)


def _expect_tensor(value, right: Tensor, **said) -> None:
    """`expect` of an energy that hangs on the weights of the network."""
    assert isinstance(value, Tensor), (
        f"Return a torch tensor, so that it can be differentiated. Got {shown(value)}."
    )
    assert value.requires_grad, (
        "Your energy was cut off from the network: no item(), detach() or no_grad()."
    )
    expect(value, right, rtol=1e-5, **said)


def anharmonic(positions: ArrayLike) -> float:
    """An energy (eV) of positions (N, 3) in Å.

    Its differences tell central from forward ones, whatever the step.
    """
    r = np.asarray(positions, dtype=float)
    wave = np.arange(1, r.size + 1).reshape(r.shape)
    terms = 0.3 * r**3 - 0.5 * r**2 + 0.1 * wave * r  # (N, 3)
    couple = 0.2 * r[0] @ r[-1]
    return float(terms.sum() + couple)


def examine_differences(function: Callable, positions: ArrayLike, step: float) -> None:
    """Expect the central differences (N, 3) of `function(anharmonic, positions, step)`, in eV/Å."""
    r = np.array(positions, dtype=float)
    right = np.zeros_like(r)
    forward = np.zeros_like(r)
    backward = np.zeros_like(r)
    here = anharmonic(r)
    for i in np.ndindex(*r.shape):
        shift = np.zeros_like(r)
        shift[i] = step
        up = anharmonic(r + shift)
        down = anharmonic(r - shift)
        right[i] = -(up - down) / (2 * step)
        forward[i] = -(up - here) / step
        backward[i] = -(here - down) / step

    because = "Not the central differences: move one coordinate at a time, by +step and by -step."
    if np.asarray(positions).dtype != r.dtype:
        because = (
            "Wrong for positions that are integers: an array of integers cuts the step off. "
            "Copy them as float numbers."
        )
    slope = 0.9 * r**2 - r + _rest(r)
    mistakes = {
        "That is the forward difference, wrong in first order of the step: go both ways.": forward,
        "That is the backward difference, wrong in first order of the step: go both "
        "ways.": backward,
        "The sign is wrong: the force is minus the slope of the energy.": -right,
        "The two points are 2·step apart: divide by that.": 2 * right,
        "That is the sign and the factor 2: the force is -(E₊ - E₋)/(2·step).": -2 * right,
        "The step was ignored: use the one you are given.": -slope,
    }
    value = call(function, anharmonic, positions, step)
    expect(
        value,
        right,
        rtol=1e-6,
        atol=1e-8,
        because=because,
        mistakes=mistakes,
    )


def _rest(r: np.ndarray) -> np.ndarray:
    """Slope (N, 3) of the last two terms of `anharmonic`."""
    wave = np.arange(1, r.size + 1).reshape(r.shape)
    slope = 0.1 * wave
    slope[0] += 0.2 * r[-1]
    slope[-1] += 0.2 * r[0]
    return slope


class Springs(nn.Module):
    """An energy (eV) of positions (N, 3) in Å that depends on one weight, `spring`."""

    def __init__(self, spring: float, dtype: torch.dtype) -> None:
        super().__init__()
        self.spring = nn.Parameter(torch.tensor(spring, dtype=dtype))

    def forward(self, r: Tensor) -> Tensor:
        """Of every atom r⁴/4 times the weight, and a term that couples the first and the last."""
        quartic = (r**4).sum() / 4
        return self.spring * quartic + r[0] @ r[-1]


def examine_gradient(function: Callable, positions: Tensor) -> None:
    """Expect -∂E/∂r (N, 3) of `function(energy, positions)`.

    It must be differentiable with respect to the energy's weights.
    """
    energy = Springs(1.3, positions.dtype)
    r = positions.detach()
    slope = 1.3 * r**3
    slope[0] += r[-1]
    slope[-1] += r[0]

    forces = tensor_call(function, energy, positions)
    assert isinstance(forces, Tensor), "Return a torch tensor (N, 3)."
    mistakes = {"The sign is wrong: the force is minus the gradient.": slope}
    because = "Not minus the gradient of the energy."
    expect(
        forces,
        -slope,
        rtol=1e-4,
        because=because,
        mistakes=mistakes,
    )
    assert energy.spring.grad is None, (
        "You called backward(): that also adds to the gradients of the weights. "
        "Use torch.autograd.grad."
    )
    assert forces.requires_grad, (
        "These forces cannot be differentiated again, so no loss could teach them: "
        "create_graph=True lets it be done."
    )
    (of_spring,) = torch.autograd.grad(forces.sum(), energy.spring, allow_unused=True)
    because = "The forces were cut off from the weights: create_graph=True."
    expect(of_spring, -(r**3).sum(), rtol=1e-4, because=because)
