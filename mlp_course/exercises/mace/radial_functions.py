"""Trials of the radial functions that students write."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from mlp_course import radial as library
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.expect_tensor import tensor_call, tolerance
from mlp_course.checks.cards import pictures


def examine_bessel(function: Callable, r: Tensor, r_cut: float, n: int) -> None:
    """Expect the Bessel basis (E, n) of `function(r, r_cut, n)`, at r = 0 too."""
    right = library.bessel_basis(r, r_cut, n)
    value = tensor_call(function, r, r_cut, n)
    plain = value.detach() if isinstance(value, Tensor) else value
    got = torch.as_tensor(np.asarray(plain))
    if got.shape != right.shape:
        expect(value, right, because="Return (E, n): a row for each distance.")
    assert got[r == 0].isfinite().all(), (
        "At r = 0 your function is not a number (0/0): give it its limit, √(2/r_cut) kπ/r_cut."
    )

    # Mistakes differ where r > 0; what is wrong at 0 alone is said last.
    away = r > 0
    mistakes = {}
    for sentence, values in _bessel_mistakes(right, r, r_cut, n).items():
        mistakes[sentence] = values[away]
    because = "Not √(2/r_cut) sin(kπr/r_cut)/r."
    expect(
        got[away],
        right[away],
        because=because,
        mistakes=mistakes,
        **_tolerance(r),
    )
    expect(
        value,
        right,
        because="At r = 0 the limit is √(2/r_cut) kπ/r_cut.",
        **_tolerance(r),
    )
    _expect_slope(function, r, r_cut, n)


def _tolerance(r: Tensor) -> dict[str, Any]:
    """As `tolerance`, but k may be in single precision."""
    usual = tolerance(r)
    return {"rtol": max(1e-5, usual["rtol"]), "atol": max(1e-5, usual["atol"])}


def _expect_slope(function: Callable, r: Tensor, r_cut: float, n: int) -> None:
    """The gradient of the basis is finite at r = 0, too, if there is one."""
    leaf = r.clone().requires_grad_()
    try:
        value = function(leaf, r_cut, n)
    except (RuntimeError, TypeError):
        # An answer by NumPy takes no tensor with a gradient.
        return
    if not isinstance(value, Tensor) or not value.requires_grad:
        return
    (slope,) = torch.autograd.grad(value.sum(), leaf)
    assert slope.isfinite().all(), (
        "The gradient at r = 0 is not a number: torch.where differentiates both branches, so put "
        "a harmless r into the division first."
    )


def _bessel_mistakes(right: Tensor, r: Tensor, r_cut: float, n: int) -> dict[str, Tensor]:
    """What the Bessel basis becomes, (E, n), by everything that one gets wrong in it."""
    number = torch.arange(1, n + 1)  # (n,)
    k = number * torch.pi
    column = r[:, None]  # (E, 1)
    x = column / r_cut
    norm = (2 / r_cut) ** 0.5
    smooth = library.polynomial_cutoff(column, r_cut)
    cosine = library.cosine_cutoff(column, r_cut)
    nothing = 0 * right[:, :1]
    shifted = torch.cat([nothing, right[:, :-1]], dim=1)
    return {
        "The division by r is missing.": norm * torch.sin(k * x),
        "The normalisation √(2/r_cut) is missing.": right / norm,
        "The root of the normalisation is missing: √(2/r_cut).": right * norm,
        "k runs from 1 to n, not from 0.": shifted,
        "Divide by r, not by r/r_cut.": right * r_cut,
        "No cutoff function here: it is multiplied later.": right * smooth,
        "No cutoff function here, please.": right * cosine,
        "No cutoff here: the formula holds beyond r_cut, too.": right * (x < 1),
        "π is missing in the sine.": norm * torch.sin(number * x) / column,
    }


def examine_cutoff(function: Callable, r: Tensor, r_cut: float, *p: int) -> None:
    """Expect the polynomial cutoff (E,) of `function(r, r_cut)`, or of `function(r, r_cut, p)`."""
    right = library.polynomial_cutoff(r, r_cut, *p)
    x = r / r_cut
    inside = x < 1
    q = p[0] if p else 6

    def polynomial(x: Tensor, sign: int = 1) -> Tensor:
        first = (q + 1) * (q + 2) / 2
        second = sign * q * (q + 2)
        third = q * (q + 1) / 2
        return 1 - x**q * (first - second * x + third * x**2)

    cosine = library.cosine_cutoff(r, r_cut)
    mistakes = {
        "That is the cosine: only its first derivative vanishes at r_cut.": cosine,
        "Beyond r_cut the polynomial grows again: return 0 there.": polynomial(x),
        "The sign of the middle term is plus.": inside * polynomial(x, -1),
        "The variable is r/r_cut.": inside * polynomial(r),
        "p is 6 unless it is given.": library.polynomial_cutoff(r, r_cut, 5),
        "p is given: do not use 6.": library.polynomial_cutoff(r, r_cut, 6),
        "It must fall from 1 to 0, not rise from 0 to 1.": 1 - right,
    }
    value = tensor_call(function, r, r_cut, *p)
    expect(
        value,
        right,
        picture=pictures.curve(r, "distance (Å)", "cutoff (no unit)"),
        because="Not the polynomial.",
        mistakes=mistakes,
        **tolerance(r),
    )
