"""Functions of a direction against SciPy, and against what they must be under a rotation."""

import numpy as np
import pytest
import torch
from scipy.special import sph_harm_y

from mlp_course.angular import spherical_harmonics

DIRECTIONS = torch.from_numpy(np.random.default_rng(0).normal(size=(40, 3)))


def from_scipy(vectors: np.ndarray, l_max: int) -> np.ndarray:
    """Real harmonics made of SciPy's complex ones, without their Condon-Shortley sign (-1)^m."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    polar, azimuth = np.arccos(unit[:, 2]), np.arctan2(unit[:, 1], unit[:, 0])
    columns = []
    for degree in range(l_max + 1):
        for m in range(-degree, degree + 1):
            value = (-1) ** m * sph_harm_y(degree, abs(m), polar, azimuth)
            columns.append(
                value.real if m == 0 else np.sqrt(2) * (value.imag if m < 0 else value.real)
            )
    return np.stack(columns, axis=1)


@pytest.mark.parametrize("l_max", [0, 1, 2, 6])
def test_real_harmonics_equal_scipy(l_max):
    got = spherical_harmonics(DIRECTIONS, l_max)
    assert np.abs(got.numpy() - from_scipy(DIRECTIONS.numpy(), l_max)).max() < 1e-12


def test_a_condon_shortley_sign_is_seen():
    twin = spherical_harmonics(DIRECTIONS, 1) * torch.tensor([1, -1, 1, -1])
    assert np.abs(twin.numpy() - from_scipy(DIRECTIONS.numpy(), 1)).max() > 0.1


def test_first_degree_is_y_z_x():
    unit = DIRECTIONS / DIRECTIONS.norm(dim=1, keepdim=True)
    expected = (3 / (4 * torch.pi)) ** 0.5 * unit[:, [1, 2, 0]]
    assert torch.allclose(spherical_harmonics(3.7 * DIRECTIONS, 1)[:, 1:], expected, atol=1e-14)


def test_harmonics_are_differentiable_at_the_poles():
    poles = torch.tensor([[0.0, 0, 1.5], [0, 0, -1]]).double().requires_grad_()
    assert torch.autograd.gradcheck(lambda v: spherical_harmonics(v, 4), poles)
