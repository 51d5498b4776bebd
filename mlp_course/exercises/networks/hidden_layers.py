"""Trials of the atomic networks that students build: smooth hidden layers, each atom on its own."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from mlp_course.exercises.expect import call

KINK = (
    0.02  # of the range of a slope, jumped within one of 20 000 steps: no smooth network does that
)


def examine_network(make: Callable, n_features: int, hidden: int) -> None:
    """Expect of `make(D, hidden)` smooth hidden layers, (N, D) -> (N, 1), one atom at a time, of either sign."""
    __tracebackhide__ = True
    networks = []
    for seed in range(16):
        torch.manual_seed(seed)
        networks.append(call(make, n_features, hidden))
    network = networks[0]
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
    x = torch.randn(5, n_features, generator=torch.Generator().manual_seed(1))
    energy = _output(network, x)
    assert energy.shape == (5, 1), (
        f"For 5 atoms the output has shape {tuple(energy.shape)}, it should be (5, 1)."
    )
    assert torch.equal(energy, _output(network, x)), (
        "Asked twice, it says something else: no dropout here."
    )
    alone = torch.cat([_output(network, row[None]) for row in x])
    assert torch.allclose(energy, alone, atol=1e-5), (
        "An atom's energy depends on the other atoms of the batch: no batch normalisation, no softmax over atoms."
    )
    _expect_free_range(networks, 3 * x)
    _expect_smooth(network.double(), n_features)
    _expect_bends(network, 30 * torch.cat([x, -x]).double())


def _expect_bends(network: nn.Module, x: Tensor) -> None:
    """No linear layer is fed by what another one returned: two of them without a bend are only one."""
    seen: list[tuple] = []  # what went into each linear layer, and what came out
    hooks = [
        module.register_forward_hook(
            lambda _, inputs, output: seen.append((*inputs, output.clone()))
        )
        for module in network.modules()
        if isinstance(module, nn.Linear)
    ]
    _output(network, x)
    for hook in hooks:
        hook.remove()
    assert not any(
        torch.equal(output, given) for *_, output in seen for *inputs, _ in seen for given in inputs
    ), (
        "Two linear layers follow each other with no activation between: together they are only one linear layer. "
        "Put an activation after each hidden layer."
    )


def _output(network: nn.Module, x: Tensor) -> Tensor:
    try:
        return network(x)
    except (RuntimeError, ValueError) as error:
        raise AssertionError(
            f"The network fails on {len(x)} atoms with {x.shape[1]} features: {error}"
        ) from error


def _expect_free_range(networks: Sequence[nn.Module], x: Tensor) -> None:
    """Energies of either sign and any size: no softmax, sigmoid or tanh at the end."""
    with torch.no_grad():
        for network in networks:
            for p in network.parameters():
                p.mul_(10)
        energy = torch.cat([network(x) for network in networks])
        for network in networks:
            for p in network.parameters():
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
    (slope,) = torch.autograd.grad(network(start + t[:, None] * along).sum(), t)
    spread = slope.max() - slope.min()
    assert spread > 1e-6, (
        "The output is linear in the features: put an activation between the layers."
    )
    assert slope.diff().abs().max() < KINK * spread, (
        "The slope jumps: your activation has a kink (ReLU has one at 0), so forces would jump. Take a smooth one: "
        "tanh, silu, softplus."
    )
