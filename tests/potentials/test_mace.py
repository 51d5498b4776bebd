"""The products of MACE against Clebsch-Gordan coefficients, their number against group theory."""

import itertools
import math

import numpy as np
import pytest
import torch
from sympy import S
from sympy.physics.quantum.cg import CG
from torch import Tensor

from mlp_course.angular import spherical_harmonics, traceless_tensors
from mlp_course.potentials import MACE
from mlp_course.potentials.messages import mace
from mlp_course.potentials.messages.mace import N_SCALARS, N_VECTORS, as_matrix, products, traceless
from mlp_course.symmetry import random_rotation

DEGREES = {0: "a", 1: "v", 2: "M"}


def neighbors(seed: int, n: int = 6) -> tuple[Tensor, Tensor]:
    """Directions (n, 3) and weights (n,)."""
    rng = np.random.default_rng(seed)
    u = torch.from_numpy(rng.normal(size=(n, 3)))
    return u / u.norm(dim=1, keepdim=True), torch.from_numpy(rng.normal(size=n))


def cartesian(u: Tensor, weights: Tensor) -> list[Tensor]:
    """a (1, 1), v (1, 3, 1) and M (1, 3, 3, 1) of one atom with one channel."""
    a, v, six = ((weights[:, None] * t).sum(dim=0)[None, ..., None] for t in traceless_tensors(u))
    return [a[:, 0], v, as_matrix(six)]


def invariants(u: Tensor, weights: Tensor) -> Tensor:
    return torch.stack(products(*cartesian(u, weights))[0])[:, 0, 0]


def complex_parts(u: Tensor, weights: Tensor) -> list[dict[int, complex]]:
    """A_lm in complex spherical harmonics with the Condon-Shortley sign, by l and m."""
    real = (weights[:, None] * spherical_harmonics(u, 2)).sum(dim=0).tolist()
    parts = []
    for degree in range(3):
        middle, found = degree * (degree + 1), {}
        found[0] = complex(real[middle])
        for m in range(1, degree + 1):
            found[m] = (-1) ** m * complex(real[middle + m], real[middle - m]) / math.sqrt(2)
            found[-m] = complex(real[middle + m], -real[middle - m]) / math.sqrt(2)
        parts.append(found)
    return parts


def bispectrum(A: list[dict[int, complex]], l1: int, l2: int, l3: int) -> float:
    """Σ C^(l3 m)_(l1 m1, l2 m2) A_l1m1 A_l2m2 A*_l3m.

    A. P. Bartók et al., Phys. Rev. B 87, 184115 (2013).
    """
    total = 0.0
    for m1, m2 in itertools.product(A[l1], A[l2]):
        if abs(m1 + m2) <= l3:
            c = float(CG(S(l1), S(m1), S(l2), S(m2), S(l3), S(m1 + m2)).doit())
            total += c * A[l1][m1] * A[l2][m2] * A[l3][m1 + m2].conjugate()
    return total.real


@pytest.mark.parametrize(
    ("which", "degrees"),
    [
        (5, (1, 1, 0)),
        (6, (2, 2, 0)),
        (7, (1, 1, 2)),
        (8, (2, 2, 2)),
        (4, (0, 0, 0)),
    ],
)
def test_products_of_three_are_the_bispectrum(which, degrees):
    """Up to one constant factor for each: conventions."""
    ratios = [
        invariants(*neighbors(seed))[which].item()
        / bispectrum(complex_parts(*neighbors(seed)), *degrees)
        for seed in range(4)
    ]
    assert np.ptp(ratios) < 1e-9 * abs(ratios[0])


def test_products_of_two_are_the_power_spectrum():
    for seed in range(3):
        u, w = neighbors(seed)
        Y = (w[:, None] * spherical_harmonics(u, 2)).sum(dim=0)
        power = [
            part.square().sum().item() * 4 * math.pi / (2 * degree + 1)
            for degree, part in enumerate(Y.split([1, 3, 5]))
        ]
        power[2] *= 2 / 3  # P_2 = (3 cos² - 1)/2 is 3/2 of the product of two traceless tensors
        assert invariants(u, w)[1:4].tolist() == pytest.approx(power)


def test_scalars_stay_and_vectors_turn():
    for seed in range(3):
        u, w = neighbors(seed)
        turn = torch.from_numpy(random_rotation(np.random.default_rng(seed)))
        for matrix, sign in ((turn, 1), (-turn, 1)):
            scalars, vectors = products(*cartesian(u, w))
            turned_scalars, turned_vectors = products(*cartesian(u @ matrix.T, w))
            assert torch.allclose(torch.stack(turned_scalars), torch.stack(scalars), atol=1e-12)
            wanted = torch.stack([matrix @ v[0] for v in vectors])
            assert torch.allclose(
                sign * torch.stack([v[0] for v in turned_vectors]), wanted, atol=1e-12
            )


def test_a_product_with_a_wrong_matrix_is_seen(monkeypatch):
    u, w = neighbors(0)
    turn = torch.from_numpy(random_rotation(np.random.default_rng(0)))
    broken = lambda six: mace.as_matrix(six * torch.tensor([1, 1, 1, 2, 2, 2])[None, :, None])  # noqa: E731
    a, v, six = ((w[:, None] * t).sum(dim=0)[None, ..., None] for t in traceless_tensors(u))
    b, z, seven = (
        (w[:, None] * t).sum(dim=0)[None, ..., None] for t in traceless_tensors(u @ turn.T)
    )
    before, after = products(a[:, 0], v, broken(six))[0], products(b[:, 0], z, broken(seven))[0]
    assert (torch.stack(before) - torch.stack(after)).abs().max() > 1e-3


def test_the_products_are_independent():
    """As functions on 60 random environments: no one is a combination of the others."""
    table = torch.stack([invariants(*neighbors(seed)) for seed in range(60)])
    scaled = table / table.norm(dim=0)
    assert torch.linalg.matrix_rank(scaled, tol=1e-6) == N_SCALARS[3]
    vectors = [
        torch.stack(products(*cartesian(*neighbors(seed)))[1])[:, 0, :, 0].flatten(1)
        for seed in range(60)
    ]
    assert torch.linalg.matrix_rank(torch.cat(vectors, dim=1)) == N_VECTORS[3]


def character(degree: int, angle: float) -> float:
    """Trace of a rotation by `angle` on the 2l + 1 functions of one l."""
    return 1 + 2 * sum(math.cos(m * angle) for m in range(1, degree + 1))


def symmetric_power_trace(angle: float, order: int) -> float:
    """Trace of a rotation on the symmetric products of `order` factors from l = 0, 1, 2.

    Reflections averaged over.
    """
    value = 0.0
    for parity in (1, -1):
        p = [
            character(0, k * angle) + parity**k * character(1, k * angle) + character(2, k * angle)
            for k in (1, 2, 3)
        ]
        h = (p[0], (p[0] ** 2 + p[1]) / 2, (p[0] ** 3 + 3 * p[0] * p[1] + 2 * p[2]) / 6)[order - 1]
        value += h / 2
    return value


@pytest.mark.parametrize("order", [1, 2, 3])
def test_there_are_no_more_invariants_than_these(order):
    """Burnside: their number is the mean of the trace over the group.

    Here by quadrature over rotation angles.
    """
    angle = (np.arange(4000) + 0.5) * np.pi / 4000
    weight = (1 - np.cos(angle)) / 4000
    count = sum(w * symmetric_power_trace(t, order) for t, w in zip(angle, weight, strict=True))
    assert count == pytest.approx(N_SCALARS[order] - N_SCALARS[order - 1], abs=1e-6)


def test_traceless_part():
    matrix = torch.from_numpy(np.random.default_rng(0).normal(size=(2, 3, 3, 4)))
    part = traceless(matrix)
    assert torch.allclose(part, part.transpose(1, 2))
    assert torch.diagonal(part, dim1=1, dim2=2).sum(dim=-1).abs().max() < 1e-12
    assert torch.allclose(traceless(part), part)


@pytest.mark.parametrize("order", [0, 4, 2.5])
def test_other_correlation_orders_are_refused(order):
    with pytest.raises(ValueError, match=f"can be 1, 2 or 3, got {order}"):
        MACE([6], 4.0, correlation=order)
