"""Functions of one distance against their formulas."""

import math

import pytest
import torch

from mlp_course.radial import cosine_cutoff, gaussians


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
    r, eta, shift = torch.tensor([1.0, 2.5]), torch.tensor([0.5, 4.0, 1.0]), torch.tensor([0.0, 2.0, 3.0])
    formula = [[math.exp(-e * (x - s) ** 2) for e, s in ((0.5, 0), (4, 2), (1, 3))] for x in (1.0, 2.5)]
    assert gaussians(r, eta, shift).numpy() == pytest.approx(torch.tensor(formula).numpy())
