"""Trials of the atomic networks that students build: smooth hidden layers, each atom on its own."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from mlp_course.checks.answers.calling import call

# Of the range of a slope, jumped within one of 20 000 steps: no smooth network does that.
KINK = 0.02


def examine_network(make: Callable, n_features: int, hidden: int) -> None:
    """Expect of `make(D, hidden)` smooth hidden layers, (N, D) -> (N, 1).

    They must see one atom at a time, and give energies of either sign.
    """
    # With one network, or few, the energies could be of one sign by chance.
    networks = []
    for seed in range(16):
        torch.manual_seed(seed)
        networks.append(call(make, n_features, hidden))
    network = networks[0]
    _expect_weights(network, hidden)

    chance = torch.Generator().manual_seed(1)
    x = torch.randn(5, n_features, generator=chance)
    _expect_atoms_apart(network, x)
    _expect_free_range(networks, 3 * x)
    _expect_smooth(network.double(), n_features)
    _expect_bends(network, 30 * torch.cat([x, -x]).double())


def _expect_weights(network: object, hidden: int) -> None:
    """A network with weights of the usual type, and a layer of `hidden` units."""
    assert isinstance(network, nn.Module), "Return a torch.nn.Module, for example an nn.Sequential."
    dtypes = {p.dtype for p in network.parameters()}
    assert dtypes, "Your network has no parameters: there is nothing to train."
    assert dtypes == {torch.get_default_dtype()}, (
        f"Leave the weights in torch's default dtype, not {dtypes}."
    )
    sizes = {size for p in network.parameters() for size in p.shape}
    assert hidden in sizes, (
        f"No layer has {hidden} units: `hidden` is the width of the hidden layers."
    )


def _expect_atoms_apart(network: nn.Module, x: Tensor) -> None:
    """An energy for each of five atoms, always the same, whatever the other atoms are."""
    energy = _output(network, x)
    assert energy.shape == (5, 1), (
        f"For 5 atoms the output has shape {tuple(energy.shape)}, it should be (5, 1)."
    )
    assert torch.equal(energy, _output(network, x)), (
        "Asked twice, it says something else: no dropout here."
    )
    alone = torch.cat([_output(network, row[None]) for row in x])
    assert torch.allclose(energy, alone, atol=1e-5), (
        "An atom's energy depends on the other atoms of the batch: no batch normalisation, "
        "no softmax over atoms."
    )


def _expect_bends(network: nn.Module, x: Tensor) -> None:
    """No linear layer is fed by what another one returned: two without a bend are only one."""
    entered: list[Tensor] = []  # the linear layers
    left: list[Tensor] = []

    def remember(module: nn.Module, inputs: tuple, output: Tensor) -> None:
        entered.extend(inputs)
        left.append(output.clone())

    hooks = []
    for module in network.modules():
        if isinstance(module, nn.Linear):
            hooks.append(module.register_forward_hook(remember))
    _output(network, x)
    for hook in hooks:
        hook.remove()
    assert not any(torch.equal(output, given) for output in left for given in entered), (
        "Two linear layers follow each other with no activation between: together they are only "
        "one linear layer. Put an activation after each hidden layer."
    )


def _output(network: nn.Module, x: Tensor) -> Tensor:
    """What the network says of atoms with features `x` (N, D)."""
    try:
        return network(x)
    except (RuntimeError, ValueError) as error:
        raise AssertionError(
            f"The network fails on {len(x)} atoms with {x.shape[1]} features: {error}"
        ) from error


def _expect_free_range(networks: Sequence[nn.Module], x: Tensor) -> None:
    """Energies of either sign and any size: no softmax, sigmoid or tanh at the end."""
    parameters = [p for network in networks for p in network.parameters()]
    # Large weights drive what is bounded to its bounds.
    with torch.no_grad():
        for p in parameters:
            p.mul_(10)
        energy = torch.cat([network(x) for network in networks])
        for p in parameters:
            p.div_(10)
    assert energy.std() > 1e-6, (
        "Every atom gets the same energy. (The softmax of a single number is always 1.)"
    )
    assert energy.min() < 0 < energy.max(), (
        "Your output has only one sign: end with a linear layer, not an activation."
    )
    assert energy.abs().max() > 1.5, (
        "However large the weights, the output stays within ±1: end with a linear layer."
    )


def _expect_smooth(network: nn.Module, n_features: int) -> None:
    """The slope along a line through feature space changes, and never jumps."""
    chance = torch.Generator().manual_seed(2)
    start, along = torch.randn(2, n_features, generator=chance, dtype=torch.float64)
    t = torch.linspace(-4, 4, 20001, dtype=torch.float64).requires_grad_()
    energy = network(start + t[:, None] * along)
    (slope,) = torch.autograd.grad(energy.sum(), t)
    spread = slope.max() - slope.min()
    assert spread > 1e-6, (
        "The output is linear in the features: put an activation between the layers."
    )
    jump = slope.diff().abs().max()
    assert jump < KINK * spread, (
        "The slope jumps: your activation has a kink (ReLU has one at 0), so forces would jump. "
        "Take a smooth one: tanh, silu, softplus."
    )
