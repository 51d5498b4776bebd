"""Trials of what students write about directions: spherical harmonics, atomic basis, invariants."""

import math
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.expect_tensor import OVERWRITTEN, tensor_call
from mlp_course.checks.answers.kinds import an_array
from mlp_course.exercises.mace.reference import (
    NAMES,
    SIZES,
    basis_of,
    matrix_product,
    real_harmonics,
    vectors,
)
from mlp_course.symmetry import random_rotation


def examine_harmonics(function: Callable, v: Tensor) -> None:
    """Expect Y (E, 9) of `function(v)`."""
    right = real_harmonics(v)
    value = tensor_call(function, v)
    because = _harmonics_reason(value, right)
    length = v.norm(dim=1, keepdim=True)
    mistakes = _harmonics_mistakes(right, length)
    expect(
        value,
        right,
        mistakes=mistakes,
        because=because,
        rtol=1e-6,
        atol=1e-8,
    )


def _harmonics_mistakes(right: Tensor, length: Tensor) -> dict[str, Tensor]:
    """What wrong ways would give for vectors of `length` (E, 1)."""
    scalar, vector, tensor = right.split(SIZES, dim=1)

    # Y_lm has l factors of the vector, which is to be divided by its length.
    raw_vector = vector * length
    raw = torch.cat([scalar, raw_vector, tensor * length**2], dim=1)
    half_raw = torch.cat([scalar, raw_vector, tensor], dim=1)

    # m = -1, 0, 1 is y, z, x.
    as_xyz = right[:, [0, 3, 1, 2, 4, 5, 6, 7, 8]]
    backwards = torch.cat([scalar, vector.flip(1), tensor.flip(1)], dim=1)

    # Other signs and factors
    degree, m = torch.tensor(NAMES).double().T  # (9,) each
    with_sign = right * (-1) ** m
    bare = right * math.sqrt(4 * math.pi)
    norm = (2 * degree + 1).sqrt()
    return {
        "Divide the vectors by their length first.": raw,
        "The vectors were not all divided by their length.": half_raw,
        "The order of l = 1 is m = -1, 0, 1: y, z, x (yours is x, y, z).": as_xyz,
        "That is the Condon-Shortley sign (-1)^m: leave it out, l = 1 is +(y, z, x).": with_sign,
        "The factor is for √(4π) Y: orthonormal functions have Y_00 = √(1/4π).": bare,
        "The factors √((2l + 1)/4π) are missing.": bare / norm,
        "m runs from -l to l, not from l to -l.": backwards,
    }


def _harmonics_reason(value, right: Tensor) -> str:
    """Which functions are wrong."""
    got = _as_double(value)
    if got.shape != right.shape:
        return ""
    is_close = torch.isclose(got, right, rtol=1e-6, atol=1e-8)
    is_right = is_close.all(dim=0)  # (9,)
    names = []
    for (degree, m), well in zip(NAMES, is_right, strict=True):
        if not well:
            names.append(f"l = {degree}, m = {m}")
    if not names:
        return ""
    listed = "; ".join(names)
    return f"Wrong for {listed}."


def examine_basis(function: Callable, seed: int, *, atoms: int = 4, channels: int = 3) -> None:
    """Expect A (N, C, 9) of `function(radial, harmonics, center, n_atoms)`; the last is alone."""
    rng = np.random.default_rng(seed)
    four_each = np.repeat(np.arange(atoms - 1), 4)
    shuffled = rng.permutation(four_each)
    center = torch.from_numpy(shuffled)  # (E,)
    drawn = rng.normal(size=(len(center), channels))
    radial = torch.from_numpy(drawn).float()  # (E, C)
    Y = real_harmonics(vectors(seed, len(center))).float()  # (E, 9)

    # Pair by pair: nothing is assumed of their order.
    right = torch.zeros(atoms, channels, 9)
    for i, of_pair, y in zip(center, radial, Y, strict=True):
        right[i] += of_pair[:, None] * y

    mistakes = _basis_mistakes(radial, Y, center, right)
    value = tensor_call(function, radial, Y, center, atoms)
    because = "Not Σ_j R Y for every atom, channel and lm."
    expect(
        value,
        right,
        because=because,
        mistakes=mistakes,
        rtol=1e-4,
        atol=1e-5,
    )


def _basis_mistakes(radial: Tensor, Y: Tensor, center: Tensor, right: Tensor) -> dict[str, Tensor]:
    """What wrong ways would give of radial functions (E, C), harmonics (E, 9) and centres (E,)."""
    atoms = len(right)
    pairs = radial[:, :, None] * Y[:, None]  # (E, C, 9)
    count = torch.bincount(center, minlength=atoms).clamp(min=1)

    # The product of two sums
    radial_sum = _sum_to(center, radial, atoms)  # (N, C)
    Y_sum = _sum_to(center, Y, atoms)  # (N, 9)
    apart = radial_sum[:, :, None] * Y_sum[:, None]

    # Pairs taken to come atom by atom; and of each atom only the last one
    ordered = center.sort().values
    in_order = _sum_to(ordered, pairs, atoms)
    last = torch.zeros_like(right)
    last[center] += pairs

    over_all = right.sum(dim=0).expand_as(right)
    over_channels = right.sum(dim=1, keepdim=True).expand_as(right)
    return {
        "You averaged over the neighbours: add up.": right / count[:, None, None],
        "Multiply pair by pair first, then add up: a product of two sums is something else.": apart,
        "The sum runs over the pairs of each centre, not over all pairs.": over_all,
        "The pairs do not come in order: `center` says where each belongs.": in_order,
        OVERWRITTEN: last,
        "Add up over neighbours, not over channels too.": over_channels,
    }


def _sum_to(center: Tensor, per_pair: Tensor, atoms: int) -> Tensor:  # (E, ...) -> (N, ...)
    """Every pair's value added up on its centre."""
    zeros = torch.zeros(atoms, *per_pair.shape[1:])
    return zeros.index_add(0, center, per_pair)


def examine_power(function: Callable, seed: int) -> None:
    """Expect Σ_m A_lm² (N, C, 3) of `function(A)`."""
    A = basis_of(vectors(seed), seed)
    squares = A.square()
    right = _sums(squares, SIZES)
    plain = _sums(A, SIZES)
    mean = right / torch.tensor(SIZES).double()
    shifted = _sums(squares, (1, 2, 6))
    without_last = squares[..., [0, 1, 2, 4, 5, 6, 7]]
    short = _sums(without_last, (1, 2, 4))
    over_channels = right.sum(dim=1, keepdim=True).expand_as(right)
    mistakes = {
        "Square every A_lm before you add up over m: the plain sum turns with the molecule.": plain,
        "You squared the sum: add up the squares.": plain**2,
        "That is the root: the sum of squares is asked for.": right.sqrt(),
        "That is the mean: add up over m.": mean,
        "l = 1 is columns 1 to 3 (1:4), l = 2 is columns 4 to 8 (4:9).": shifted,
        "A slice ends before its last number: l = 1 is 1:4, l = 2 is 4:9.": short,
        "Keep the channels apart: the result is (N, C, 3).": over_channels,
    }
    value = tensor_call(function, A)
    because = "Not Σ_m A_lm² for l = 0, 1, 2."
    expect(
        value,
        right,
        because=because,
        mistakes=mistakes,
        rtol=1e-5,
        atol=1e-8,
    )


def _sums(A: Tensor, sizes: tuple[int, ...]) -> Tensor:  # (N, C, 9) -> (N, C, 3)
    """The sums over blocks of these `sizes` of the last axis."""
    sums = [block.sum(dim=-1) for block in A.split(sizes, dim=-1)]
    return torch.stack(sums, dim=-1)


def examine_bispectrum(function: Callable, seed: int) -> None:
    """Expect a multiple of A₁ᵀ A₂ A₁ (N, C) of `function(A)`.

    Looked at are its size, its invariance, its degree and its value.
    """
    v = vectors(seed, 5)
    A = basis_of(v, seed)
    right = matrix_product(A)
    value = _as_double(tensor_call(function, A))
    wanted = tuple(right.shape)
    got = tuple(value.shape)
    assert got == wanted, f"The result must be (N, C) = {wanted}. Got {got}."
    assert value.isfinite().all(), "Some values are not finite numbers."
    largest = value.abs().max()
    assert largest > 1e-6, "Your invariant vanishes identically: every A gives 0."

    rng = np.random.default_rng(seed + 1)
    turn = torch.from_numpy(random_rotation(rng))
    A_turned = basis_of(v @ turn.T, seed)
    value_turned = _as_double(function(A_turned))
    change = (value_turned - value).abs().max()
    drift = (change / largest).item()
    assert drift < 1e-6, (
        f"It is not invariant: turning the neighbours changes it by {drift:.0%}. Mind the order "
        "(y, z, x) of l = 1, and how the five numbers of l = 2 make up the matrix."
    )

    swollen = _as_double(function(2 * A))
    assert torch.allclose(swollen, 8 * value), (
        "Three factors of A are asked for: doubling A must multiply by 8."
    )

    ratio = (value * right).sum() / right.square().sum()
    tolerance = 1e-6 * largest.item()
    assert torch.allclose(value, ratio * right, rtol=1e-5, atol=tolerance), (
        "It is an invariant of degree 3, but not A₁ᵀ A₂ A₁: take two factors with l = 1 "
        "and one with l = 2."
    )


def _as_double(value) -> Tensor:
    """What a function returned, as float64 cut off from what it was computed from."""
    if isinstance(value, Tensor):
        return value.detach().double()
    return torch.as_tensor(an_array(value)).double()
