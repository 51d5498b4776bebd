"""Trials of what students write about directions: spherical harmonics, the atomic basis, invariants."""

import math
from collections.abc import Callable

import numpy as np
import torch
from scipy.special import sph_harm_y
from torch import Tensor

from mlp_course.angular import spherical_harmonics
from mlp_course.exercises.expect import expect
from mlp_course.exercises.expect_tensor import OVERWRITTEN, tensor_call
from mlp_course.symmetry import random_rotation

BLOCKS = (slice(0, 1), slice(1, 4), slice(4, 9))  # l = 0, 1, 2


def vectors(seed: int, n: int = 7) -> Tensor:
    """Vectors (n, 3) of all lengths, float64."""
    return torch.from_numpy(np.random.default_rng(seed).normal(size=(n, 3)) * 1.7)


def real_harmonics(v: Tensor) -> Tensor:  # (E, 3) -> (E, 9)
    """Y_lm for l ≤ 2 from SciPy's complex ones, without their sign (-1)^m."""
    x, y, z = (v.numpy() / np.linalg.norm(v, axis=1, keepdims=True)).T
    theta, phi = np.arccos(np.clip(z, -1, 1)), np.arctan2(y, x)
    columns = []
    for degree in range(3):
        for m in range(-degree, degree + 1):
            value = sph_harm_y(degree, abs(m), theta, phi) * (-1) ** m
            columns.append(
                value.real if m == 0 else math.sqrt(2) * (value.imag if m < 0 else value.real)
            )
    return torch.from_numpy(np.stack(columns, axis=1))


def examine_harmonics(function: Callable, v: Tensor) -> None:
    """Expect Y (E, 9) of `function(v)`."""
    __tracebackhide__ = True
    right = real_harmonics(v)
    length = v.norm(dim=1, keepdim=True)
    sign = torch.tensor([1.0, -1, 1, -1, 1, -1, 1, -1, 1]).double()
    norm = torch.tensor([1.0] * 1 + [3.0] * 3 + [5.0] * 5).double().sqrt()
    raw = torch.cat([right[:, :1], right[:, 1:4] * length, right[:, 4:] * length**2], dim=1)
    swapped = torch.tensor([0, 3, 1, 2, 4, 5, 6, 7, 8])
    mistakes = {
        "Divide the vectors by their length first.": raw,
        "The vectors were not all divided by their length.": torch.cat(
            [raw[:, :4], right[:, 4:]], dim=1
        ),
        "The order of l = 1 is m = -1, 0, 1: y, z, x (yours is x, y, z).": right[:, swapped],
        "That is the Condon-Shortley sign (-1)^m: leave it out, l = 1 is +(y, z, x).": right * sign,
        "The factor is for √(4π) Y: orthonormal functions have Y_00 = √(1/4π).": right
        * math.sqrt(4 * math.pi),
        "The factors √((2l + 1)/4π) are missing.": right * math.sqrt(4 * math.pi) / norm,
        "m runs from -l to l, not from l to -l.": torch.cat(
            [right[:, b].flip(1) for b in BLOCKS], dim=1
        ),
    }
    value = tensor_call(function, v)
    expect(
        value,
        right,
        mistakes=mistakes,
        because=_harmonics_reason(value, right),
        rtol=1e-6,
        atol=1e-8,
    )


def _harmonics_reason(value, right: Tensor) -> str:
    """Which function is the first to be wrong."""
    got = (
        value.detach()
        if isinstance(value, Tensor)
        else torch.as_tensor(np.asarray(value, dtype=float))
    )
    if got.shape != right.shape:
        return ""
    wrong = (
        (~torch.isclose(got.double(), right, rtol=1e-6, atol=1e-8))
        .any(dim=0)
        .nonzero()[:, 0]
        .tolist()
    )
    names = [f"l = {degree}, m = {m}" for degree in range(3) for m in range(-degree, degree + 1)]
    return f"Wrong for {'; '.join(names[k] for k in wrong)}." if wrong else ""


def examine_basis(function: Callable, seed: int, *, atoms: int = 4, channels: int = 3) -> None:
    """Expect A (N, C, 9) of `function(radial, harmonics, center, n_atoms)`; the last atom has no neighbours."""
    __tracebackhide__ = True
    rng = np.random.default_rng(seed)
    center = torch.from_numpy(rng.permutation(np.repeat(np.arange(atoms - 1), 4)))
    radial = torch.from_numpy(rng.normal(size=(len(center), channels))).float()
    Y = real_harmonics(vectors(seed, len(center))).float()
    right = torch.zeros(atoms, channels, 9)
    for e, i in enumerate(center.tolist()):
        right[i] += radial[e][:, None] * Y[e]
    count = torch.bincount(center, minlength=atoms).clamp(min=1)[:, None, None]
    apart = torch.zeros(atoms, channels).index_add(0, center, radial)[:, :, None]
    apart = apart * torch.zeros(atoms, 9).index_add(0, center, Y)[:, None]
    mistakes = {
        "You averaged over the neighbours: add up.": right / count,
        "Multiply pair by pair first, then add up: a product of two sums is something else.": apart,
        "The sum runs over the pairs of each centre, not over all pairs.": right.sum(
            dim=0
        ).expand_as(right),
        "The pairs do not come in order: `center` says where each belongs.": _in_order(
            radial, Y, center, right
        ),
        OVERWRITTEN: _last(radial, Y, center, right),
        "Add up over neighbours, not over channels too.": right.sum(dim=1, keepdim=True).expand_as(
            right
        ),
    }
    value = tensor_call(function, radial, Y, center, atoms)
    expect(
        value,
        right,
        because="Not Σ_j R Y for every atom, channel and lm.",
        mistakes=mistakes,
        rtol=1e-4,
        atol=1e-5,
    )


def _in_order(radial: Tensor, Y: Tensor, center: Tensor, like: Tensor) -> Tensor:
    return torch.zeros_like(like).index_add(
        0, center.sort().values, radial[:, :, None] * Y[:, None]
    )


def _last(radial: Tensor, Y: Tensor, center: Tensor, like: Tensor) -> Tensor:
    wrong = torch.zeros_like(like)
    wrong[center] += radial[:, :, None] * Y[:, None]
    return wrong


def basis_of(v: Tensor, seed: int) -> Tensor:  # (E, 3) -> (2, 3, 9)
    """A of two atoms with three channels, whose neighbours are at `v`."""
    weights = torch.from_numpy(np.random.default_rng(seed).normal(size=(2, 3, len(v))))
    return weights @ spherical_harmonics(v, 2)


def examine_power(function: Callable, seed: int) -> None:
    """Expect Σ_m A_lm² (N, C, 3) of `function(A)`."""
    __tracebackhide__ = True
    A = basis_of(vectors(seed), seed)
    right = torch.stack([A[..., b].square().sum(dim=-1) for b in BLOCKS], dim=-1)
    shifted, short = (
        (slice(0, 1), slice(1, 3), slice(3, 9)),
        (slice(0, 1), slice(1, 3), slice(4, 8)),
    )
    mistakes = {
        "Square every A_lm before you add up over m: the plain sum turns with the molecule.": torch.stack(
            [A[..., b].sum(dim=-1) for b in BLOCKS], dim=-1
        ),
        "You squared the sum: add up the squares.": torch.stack(
            [A[..., b].sum(dim=-1) ** 2 for b in BLOCKS], dim=-1
        ),
        "That is the root: the sum of squares is asked for.": right.sqrt(),
        "That is the mean: add up over m.": right / torch.tensor([1.0, 3.0, 5.0]).double(),
        "l = 1 is columns 1 to 3 (1:4), l = 2 is columns 4 to 8 (4:9).": torch.stack(
            [A[..., b].square().sum(dim=-1) for b in shifted], dim=-1
        ),
        "A slice ends before its last number: l = 1 is 1:4, l = 2 is 4:9.": torch.stack(
            [A[..., b].square().sum(dim=-1) for b in short], dim=-1
        ),
        "Keep the channels apart: the result is (N, C, 3).": right.sum(
            dim=1, keepdim=True
        ).expand_as(right),
    }
    value = tensor_call(function, A)
    expect(
        value,
        right,
        because="Not Σ_m A_lm² for l = 0, 1, 2.",
        mistakes=mistakes,
        rtol=1e-5,
        atol=1e-8,
    )


def examine_bispectrum(function: Callable, seed: int) -> None:
    """Expect a multiple of A₁ᵀ A₂ A₁ (N, C) of `function(A)`: its size, its degree, its invariance, its value."""
    __tracebackhide__ = True
    v = vectors(seed, 5)
    A, right = basis_of(v, seed), matrix_product(basis_of(v, seed))
    value = _as_double(tensor_call(function, A))
    assert value.shape == right.shape, (
        f"The result must be (N, C) = {tuple(right.shape)}. Got {tuple(value.shape)}."
    )
    assert value.isfinite().all(), "Some values are not finite numbers."
    assert value.abs().max() > 1e-6, "Your invariant vanishes identically: every A gives 0."
    turn = torch.from_numpy(random_rotation(np.random.default_rng(seed + 1)))
    turned = _as_double(function(basis_of(v @ turn.T, seed)))
    drift = ((turned - value).abs().max() / value.abs().max()).item()
    assert drift < 1e-6, (
        f"It is not invariant: turning the neighbours changes it by {drift:.0%}. Mind the order (y, z, x) of l = 1, "
        "and how the five numbers of l = 2 make up the matrix."
    )
    swollen = _as_double(function(2 * A))
    assert torch.allclose(swollen, 8 * value), (
        "Three factors of A are asked for: doubling A must multiply by 8."
    )
    ratio = (value * right).sum() / right.square().sum()
    because = "It is an invariant of degree 3, but not A₁ᵀ A₂ A₁: take two factors with l = 1 and one with l = 2."
    assert torch.allclose(value, ratio * right, rtol=1e-5, atol=1e-6 * value.abs().max().item()), (
        because
    )


def matrix_product(A: Tensor) -> Tensor:  # (N, C, 9) -> (N, C)
    """A₁ᵀ A₂ A₁ with A₁ = (x, y, z) and A₂ the traceless matrix with the same numbers as l = 2."""
    y, z, x, xy, yz, zz, xz, xx = A[..., 1:].unbind(-1)
    third = zz / math.sqrt(3)
    rows = [xx - third, xy, xz], [xy, -xx - third, yz], [xz, yz, 2 * third]
    matrix = torch.stack([torch.stack(row, dim=-1) for row in rows], dim=-2)
    vector = torch.stack([x, y, z], dim=-1)[..., None]
    return (vector.mT @ matrix @ vector)[..., 0, 0]


def _as_double(value) -> Tensor:
    return torch.as_tensor(
        value.detach() if isinstance(value, Tensor) else np.asarray(value, dtype=float)
    ).double()
