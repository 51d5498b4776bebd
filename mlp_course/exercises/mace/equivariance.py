"""Trials of a student's measure of equivariance: layers that turn along, layers that do not."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.expect_tensor import tensor_call
from mlp_course.exercises.mace.reference import vectors

PUSH = torch.tensor([0.3, 0.1, -0.2]).double()
TALLER = torch.tensor([1.0, 1.0, 1.3]).double()
UP = torch.tensor([0.0, 0.0, 1.0]).double()
TOLERANCE: dict = dict(rtol=1e-4, atol=1e-9)  # of an error


class Recording:
    """A layer, vectors (N, 3) -> (M, 3), that remembers what it was asked."""

    def __init__(self, function: Callable):
        self.function = function
        self.asked: list[Tensor] = []

    def __call__(self, x):
        if isinstance(x, Tensor):
            x = x.detach()
        x = torch.as_tensor(np.asarray(x, dtype=float))
        self.asked.append(x.clone())
        return self.function(x)


def sums_and_products(x: Tensor) -> Tensor:
    """Sums of the vectors and of each times its length, their cross product, and the vectors.

    All are equivariant: (N, 3) -> (3 + N, 3), where the last N are the vectors themselves.
    """
    lengths = x.norm(dim=1, keepdim=True)  # (N, 1)
    total = x.sum(dim=0)
    weighed = (x * lengths).sum(dim=0)
    across = torch.linalg.cross(total, weighed)
    return torch.stack([total, weighed, across, *x])


def _shift(x: Tensor) -> Tensor:
    """Every vector plus the same one."""
    return x + PUSH


def _stretch(x: Tensor) -> Tensor:
    """Longer along z."""
    return x * TALLER


def _up(x: Tensor) -> Tensor:
    """Longer along z, and all of it very small."""
    return 1e-5 * x * TALLER


def _norm(x: Tensor) -> Tensor:
    """The lengths, along z."""
    lengths = x.norm(dim=1, keepdim=True)
    return lengths * UP


# Broken layers, and what to say to a wrong verdict on each
LAYERS = {
    "relu": (torch.relu, "max(0, component) depends on the axes: the error is large."),
    "shift": (_shift, "A constant vector does not turn along."),
    "swap": (
        lambda x: x[:, [1, 2, 0]],
        "The lengths stay, the directions do not: compare the vectors themselves.",
    ),
    "stretch": (_stretch, "It stretches along z: turn about every axis."),
    "up": (_up, "Small outputs: the error is relative."),
    "norm": (_norm, "Always along z."),
}


def examine_equivariance(function: Callable, seed: int) -> None:
    """Expect zero for an equivariant layer, for broken ones their error.

    It is that of the rotation which was really used.
    """
    x = vectors(seed)

    def error_of(layer: Callable, seed: int) -> float:
        """What the student measures with the rotation that this seed draws."""
        rng = np.random.default_rng(seed)
        return float(tensor_call(function, layer, x, rng))

    # 1. an equivariant layer
    good = Recording(sums_and_products)
    error = error_of(good, seed)
    turn = _expect_rotation(good, x)
    _, mistakes = _errors(sums_and_products, x, turn)
    because = "This layer is equivariant (it turns along): the error must be 0."
    expect(
        error,
        0.0,
        because=because,
        **TOLERANCE,
        mistakes=mistakes,
    )

    # 2. the same with small outputs
    tiny = error_of(_tiny, seed)
    assert 0 <= tiny < 1e-9, "An equivariant layer with small outputs must give 0, too."

    # 3. twice the same rotation, and another one
    _expect_drawn(error_of, seed)

    # 4. broken layers
    for layer, hint in LAYERS.values():
        broken = Recording(layer)
        error = error_of(broken, seed + 2)
        turn = _expect_rotation(broken, x)
        right, mistakes = _errors(layer, x, turn)
        expect(
            error,
            right,
            because=hint,
            **TOLERANCE,
            mistakes=mistakes,
        )


def _expect_drawn(error_of: Callable, seed: int) -> None:
    """The seed, and nothing else, decides on the rotation: seen in the error of a broken layer."""
    relu, _ = LAYERS["relu"]
    first = error_of(relu, seed)
    again = error_of(relu, seed)
    other = error_of(relu, seed + 1)
    assert first == again, "One seed gave two errors: draw the rotation from rng."
    assert first != other, "Two seeds gave the same error: draw the rotation from rng."


def _tiny(x) -> Tensor:
    """`sums_and_products`, all of it very small."""
    return 1e-7 * sums_and_products(torch.as_tensor(x))


def _errors(layer: Callable, x: Tensor, turn: Tensor) -> tuple[float, dict[str, float]]:
    """The error of `layer` on vectors `x` that are turned; and what wrong ways would give."""
    before = layer(x)
    after = layer(x @ turn.T)
    size = before.norm()
    gap = after - before @ turn.T
    absolute = gap.norm()
    error = absolute / size

    unturned = after - before
    turned_back = after - before @ turn
    of_lengths = after.norm(dim=1) - before.norm(dim=1)
    of_invariance = unturned.norm() / size
    by_lengths = of_lengths.norm() / size
    wrong_way = turned_back.norm() / size
    by_entry = gap.abs().max() / size
    wrong = {
        "You compared f(Rx) with f(x): that tests invariance. Turn f(x) as well.": of_invariance,
        "You compared lengths only: directions may still be wrong.": by_lengths,
        "Divide by ‖f(x)‖: the error is relative.": absolute,
        "You turned f(x) the wrong way: rows are vectors, so R f is f @ R.T.": wrong_way,
        "That is the square: take the norm.": error**2,
        "That is the largest entry: take the norm of the whole array.": by_entry,
    }
    mistakes = {sentence: value.item() for sentence, value in wrong.items()}
    return error.item(), mistakes


def _expect_rotation(layer: Recording, x: Tensor) -> Tensor:  # (3, 3)
    """The rotation that `layer` was asked about, besides `x` itself."""
    others = []
    for asked in layer.asked:
        if asked.shape == x.shape and not torch.allclose(asked, x):
            others.append(asked)
    assert others, "Ask the layer twice: about x and about the rotated x."
    turned = others[-1]

    # The matrix that leads from x to what was asked; it need not be a rotation.
    unit = torch.eye(3).double()
    turn = torch.linalg.lstsq(x, turned).solution.T
    keeps_lengths = torch.allclose(turn @ turn.T, unit, atol=1e-6)
    leads_there = torch.allclose(x @ turn.T, turned)
    assert keeps_lengths and leads_there, (
        "The second question was not about a rotation of x: rows are vectors, x @ R.T turns them."
    )
    assert turn.det() > 0, "That was a reflection (determinant -1): draw a proper rotation."

    # A coordinate axis stays where it is if its row is that of the unit matrix.
    moved = (turn - unit).abs()
    least = min(moved[k].max().item() for k in range(3))
    assert least > 1e-6, "You turned about a coordinate axis only: draw a rotation about any axis."
    return turn
