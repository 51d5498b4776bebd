"""Functions of one distance against their formulas."""

import math

import pytest
import torch

from mlp_course.radial import bessel_basis, cosine_cutoff, gaussians, polynomial_cutoff


def test_cosine_cutoff_equals_its_formula():
    r = torch.linspace(0, 5, 11).double()
    formula = [0.5 * (math.cos(math.pi * x / 6) + 1) for x in r.tolist()]
    assert cosine_cutoff(r, 6.0).tolist() == pytest.approx(formula, abs=1e-15)


def test_cosine_cutoff_ends_without_jump_or_kink():
    r = torch.tensor([4 - 1e-7, 4.0, 4.01, 5.0, 40.0]).double().requires_grad_()
    value = cosine_cutoff(r, 4.0)
    value.sum().backward()
    assert value.abs().max() < 1e-13
    assert r.grad.abs().max() < 1e-6
    assert (value[1:] == 0).all()


def test_gaussians_equal_their_formula():
    r, eta, shift = (
        torch.tensor([1.0, 2.5]),
        torch.tensor([0.5, 4.0, 1.0]),
        torch.tensor([0.0, 2.0, 3.0]),
    )
    formula = [
        [math.exp(-e * (x - s) ** 2) for e, s in ((0.5, 0), (4, 2), (1, 3))] for x in (1.0, 2.5)
    ]
    assert gaussians(r, eta, shift).numpy() == pytest.approx(torch.tensor(formula).numpy())


def test_bessel_basis_equals_its_formula_and_has_a_limit():
    r = torch.tensor([0.0, 1e-9, 0.3, 2.0, 4.9]).double()
    formula = [
        [math.sqrt(2 / 5) * math.sin(k * math.pi * x / 5) / x for k in (1, 2, 3)]
        for x in r[1:].tolist()
    ]
    got = bessel_basis(r, 5.0, 3)
    assert got[1:].flatten().tolist() == pytest.approx(
        [x for row in formula for x in row], rel=1e-12
    )
    assert torch.allclose(got[0], got[1], rtol=1e-12)


def test_bessel_functions_are_orthonormal_in_the_sphere():
    r = torch.linspace(0, 5, 4001).double()
    basis = bessel_basis(r, 5.0, 6)
    overlap = torch.trapezoid(
        basis[:, :, None] * basis[:, None, :] * r[:, None, None] ** 2, r, dim=0
    )
    assert torch.allclose(overlap, torch.eye(6).double(), atol=1e-6)


@pytest.mark.parametrize("p", [3, 6])
def test_two_derivatives_of_the_polynomial_cutoff_vanish(p):
    x = torch.tensor([4 - 1e-6, 4.0, 5.0]).double().requires_grad_()
    value = polynomial_cutoff(x, 4.0, p)
    (first,) = torch.autograd.grad(value.sum(), x, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), x)
    assert max(value.abs().max(), first.abs().max()) < 1e-10
    assert second.abs().max() < 1e-4
    twin = cosine_cutoff(x, 4.0)  # ends with a kink in its slope
    (first,) = torch.autograd.grad(twin.sum(), x, create_graph=True)
    assert torch.autograd.grad(first.sum(), x)[0].abs().max() > 0.1
