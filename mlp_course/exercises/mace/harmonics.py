"""Trials of what students write about directions: spherical harmonics, atomic basis, invariants."""

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

SIZES = (1, 3, 5)  # how many m there are for l = 0, 1, 2
NAMES = [(degree, m) for degree in range(3) for m in range(-degree, degree + 1)]  # l, m


def vectors(seed: int, n: int = 7) -> Tensor:
    """Vectors (n, 3) of all lengths, float64."""
    drawn = np.random.default_rng(seed).normal(size=(n, 3))
    return torch.from_numpy(drawn * 1.7)


def real_harmonics(v: Tensor) -> Tensor:  # (E, 3) -> (E, 9)
    """Y_lm for l ≤ 2 from SciPy's complex ones, without their sign (-1)^m."""
    length = np.linalg.norm(v, axis=1, keepdims=True)
    x, y, z = (v.numpy() / length).T
    theta = np.arccos(np.clip(z, -1, 1))
    phi = np.arctan2(y, x)
    columns = []
    for degree, m in NAMES:
        value = sph_harm_y(degree, abs(m), theta, phi) * (-1) ** m
        part = value.imag if m < 0 else value.real
        if m != 0:
            part = math.sqrt(2) * part
        columns.append(part)
    return torch.from_numpy(np.stack(columns, axis=1))


def examine_harmonics(function: Callable, v: Tensor) -> None:
    """Expect Y (E, 9) of `function(v)`."""
    __tracebackhide__ = True
    right = real_harmonics(v)
    value = tensor_call(function, v)
    because = _harmonics_reason(value, right)
    mistakes = _harmonics_mistakes(right, v.norm(dim=1, keepdim=True))
    expect(value, right, mistakes=mistakes, because=because, rtol=1e-6, atol=1e-8)


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
    listed = "; ".join(names)
    return f"Wrong for {listed}." if names else ""


def examine_basis(function: Callable, seed: int, *, atoms: int = 4, channels: int = 3) -> None:
    """Expect A (N, C, 9) of `function(radial, harmonics, center, n_atoms)`; the last is alone."""
    __tracebackhide__ = True
    rng = np.random.default_rng(seed)
    four_each = np.repeat(np.arange(atoms - 1), 4)
    center = torch.from_numpy(rng.permutation(four_each))  # (E,)
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
    expect(value, right, because=because, mistakes=mistakes, rtol=1e-4, atol=1e-5)


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


def basis_of(v: Tensor, seed: int) -> Tensor:  # (E, 3) -> (2, 3, 9)
    """A of two atoms with three channels, whose neighbours are at `v`."""
    rng = np.random.default_rng(seed)
    weights = rng.normal(size=(2, 3, len(v)))
    return torch.from_numpy(weights) @ spherical_harmonics(v, 2)


def examine_power(function: Callable, seed: int) -> None:
    """Expect Σ_m A_lm² (N, C, 3) of `function(A)`."""
    __tracebackhide__ = True
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
    expect(value, right, because=because, mistakes=mistakes, rtol=1e-5, atol=1e-8)


def _sums(A: Tensor, sizes: tuple[int, ...]) -> Tensor:  # (N, C, 9) -> (N, C, 3)
    """The sums over blocks of these `sizes` of the last axis."""
    sums = [block.sum(dim=-1) for block in A.split(sizes, dim=-1)]
    return torch.stack(sums, dim=-1)


def examine_bispectrum(function: Callable, seed: int) -> None:
    """Expect a multiple of A₁ᵀ A₂ A₁ (N, C) of `function(A)`.

    Looked at are its size, its invariance, its degree and its value.
    """
    __tracebackhide__ = True
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


def matrix_product(A: Tensor) -> Tensor:  # (N, C, 9) -> (N, C)
    """A₁ᵀ A₂ A₁ with A₁ = (x, y, z) and A₂ the traceless matrix with the numbers of l = 2."""
    y, z, x, xy, yz, zz, xz, xx = A[..., 1:].unbind(-1)
    third = zz / math.sqrt(3)
    rows = [
        *(xx - third, xy, xz),
        *(xy, -xx - third, yz),
        *(xz, yz, 2 * third),
    ]
    matrix = torch.stack(rows, dim=-1).unflatten(-1, (3, 3))  # (N, C, 3, 3)
    vector = torch.stack([x, y, z], dim=-1)[..., None]  # (N, C, 3, 1)
    product = vector.mT @ matrix @ vector  # (N, C, 1, 1)
    return product[..., 0, 0]


def _as_double(value) -> Tensor:
    """What a function returned, as float64 cut off from what it was computed from."""
    given = value.detach() if isinstance(value, Tensor) else np.asarray(value, dtype=float)
    return torch.as_tensor(given).double()
