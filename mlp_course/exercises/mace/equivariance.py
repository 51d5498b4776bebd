"""Trials of a student's measure of equivariance: layers that turn along, layers that do not."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from mlp_course.exercises.expect import expect
from mlp_course.exercises.expect_tensor import tensor_call
from mlp_course.exercises.mace.harmonics import vectors


class Recording:
    """A layer, vectors (N, 3) -> (M, 3), that remembers what it was asked."""

    def __init__(self, function: Callable):
        self.function, self.asked = function, []

    def __call__(self, x):
        x = torch.as_tensor(np.asarray(x.detach() if isinstance(x, Tensor) else x, dtype=float))
        self.asked.append(x.clone())
        return self.function(x)


def sums_and_products(x: Tensor) -> Tensor:
    """Equivariant: the sum of the vectors, each of them times its length, and the cross product of two sums."""
    total, weighed = x.sum(dim=0), (x * x.norm(dim=1, keepdim=True)).sum(dim=0)
    return torch.stack([total, weighed, torch.linalg.cross(total, weighed), *x])


LAYERS = {  # layer -> what to say to a wrong verdict on it
    "relu": (torch.relu, "max(0, component) depends on the axes: the error is large."),
    "shift": (
        lambda x: x + torch.tensor([0.3, 0.1, -0.2]).double(),
        "A constant vector does not turn along.",
    ),
    "swap": (
        lambda x: x[:, [1, 2, 0]],
        "The lengths stay, the directions do not: compare the vectors themselves.",
    ),
    "stretch": (
        lambda x: x * torch.tensor([1.0, 1.0, 1.3]).double(),
        "It stretches along z: turn about every axis.",
    ),
    "up": (
        lambda x: 1e-5 * x * torch.tensor([1.0, 1.0, 1.3]).double(),
        "Small outputs: the error is relative.",
    ),
    "norm": (
        lambda x: x.norm(dim=1, keepdim=True) * torch.tensor([0.0, 0.0, 1.0]).double(),
        "Always along z.",
    ),
}


def examine_equivariance(function: Callable, seed: int) -> None:
    """Expect zero for an equivariant layer, and for broken ones the error of the rotation that was really used."""
    __tracebackhide__ = True
    x, good = vectors(seed), Recording(sums_and_products)
    error = float(tensor_call(function, good, x, np.random.default_rng(seed)))
    turn = _expect_rotation(good, x)
    _, mistakes = _errors(sums_and_products(x), sums_and_products(x @ turn.T), turn)
    because = "This layer is equivariant (it turns along): the error must be 0."
    expect(error, 0.0, because=because, rtol=1e-4, atol=1e-9, mistakes=mistakes)
    tiny = float(
        function(
            lambda v: 1e-7 * sums_and_products(torch.as_tensor(v)), x, np.random.default_rng(seed)
        )
    )
    assert 0 <= tiny < 1e-9, "An equivariant layer with small outputs must give 0, too."
    again = [
        float(function(LAYERS["relu"][0], x, np.random.default_rng(k)))
        for k in (seed, seed, seed + 1)
    ]
    assert again[0] == again[1], "One seed gave two errors: draw the rotation from rng."
    assert again[0] != again[2], "Two seeds gave the same error: draw the rotation from rng."
    for layer, hint in LAYERS.values():
        broken = Recording(layer)
        error = float(function(broken, x, np.random.default_rng(seed + 2)))
        turn = _expect_rotation(broken, x)
        right, mistakes = _errors(layer(x), layer(x @ turn.T), turn)
        expect(error, right, because=hint, rtol=1e-4, atol=1e-9, mistakes=mistakes)


def _errors(before: Tensor, after: Tensor, turn: Tensor) -> tuple[float, dict[str, float]]:
    """The error of a layer that gave `before` and, of the rotated vectors, `after`; and what wrong ways would give."""
    size, gap = before.norm(), after - before @ turn.T
    lengths = after.norm(dim=1) - before.norm(dim=1)
    wrong = {
        "You compared f(Rx) with f(x): that tests invariance. Turn f(x) as well.": (
            after - before
        ).norm()
        / size,
        "You compared lengths only: directions may still be wrong.": lengths.norm() / size,
        "Divide by ‖f(x)‖: the error is relative.": gap.norm(),
        "You turned f(x) the wrong way: rows are vectors, so R f is f @ R.T.": (
            after - before @ turn
        ).norm()
        / size,
        "That is the square: take the norm.": (gap.norm() / size) ** 2,
        "That is the largest entry: take the norm of the whole array.": gap.abs().max() / size,
    }
    return (gap.norm() / size).item(), {sentence: value.item() for sentence, value in wrong.items()}


def _expect_rotation(layer: Recording, x: Tensor) -> Tensor:  # (3, 3)
    """The rotation that `layer` was asked about, besides `x` itself."""
    __tracebackhide__ = True
    others = [
        asked for asked in layer.asked if asked.shape == x.shape and not torch.allclose(asked, x)
    ]
    assert others, "Ask the layer twice: about x and about the rotated x."
    turn = torch.linalg.lstsq(x, others[-1]).solution.T
    proper = torch.allclose(turn @ turn.T, torch.eye(3).double(), atol=1e-6) and torch.allclose(
        x @ turn.T, others[-1]
    )
    assert proper, (
        "The second question was not about a rotation of x: rows are vectors, x @ R.T turns them."
    )
    assert turn.det() > 0, "That was a reflection (determinant -1): draw a proper rotation."
    fixed = (turn - torch.eye(3)).abs()
    axis = min(fixed[k].max().item() for k in range(3))
    assert axis > 1e-6, "You turned about a coordinate axis only: draw a rotation about any axis."
    return turn
