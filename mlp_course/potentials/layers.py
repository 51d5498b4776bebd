"""The small networks that several families share."""

from collections.abc import Sequence

from torch import nn


def linear(n_in: int, n_out: int) -> nn.Linear:
    """A matrix (n_in, n_out) and nothing else.

    Zero stays zero, so what fades out at the cutoff still does.
    """
    layer = nn.Linear(n_in, n_out, bias=False)
    nn.init.normal_(layer.weight, std=n_in**-0.5)
    return layer


def perceptron(n_in: int, hidden: int, n_out: int) -> nn.Sequential:
    """Two matrices with a smooth function between, (..., n_in) -> (..., n_out); zero stays zero."""
    return nn.Sequential(
        linear(n_in, hidden),
        nn.SiLU(),
        linear(hidden, n_out),
    )


def smooth_network(n_in: int, hidden: Sequence[int]) -> nn.Sequential:
    """Linear layers (N, n_in) -> (N, 1) with tanh between: smooth, so forces are continuous."""
    layers: list[nn.Module] = []
    size = n_in
    for width in hidden:
        layers.append(nn.Linear(size, width))
        layers.append(nn.Tanh())
        size = width
    # Without a bend at its end: an energy may have any size and sign.
    layers.append(nn.Linear(size, 1))
    network = nn.Sequential(*layers)
    # Forces are differences of large numbers: the small network is worth double precision.
    return network.double()
