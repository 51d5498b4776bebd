"""The trials of lesson 03 are fair.

Right answers of many kinds pass whatever their luck, and kinks are always seen.
"""

import numpy as np
import pytest
import torch
from torch import nn

from mlp_course.exercises.networks import fits, hidden_layers, per_element

SMOOTH = (nn.Tanh, nn.SiLU, nn.GELU, nn.Softplus, nn.Mish, nn.Sigmoid, nn.ELU, nn.CELU)
KINKED = (nn.ReLU, nn.LeakyReLU, nn.ReLU6, nn.Hardtanh, nn.PReLU)
SIZES = ((1, 8), (4, 16), (30, 64))


def maker(activation, layers: int = 2):
    """A function that makes networks, as students write it."""

    def make(n_features: int, hidden: int) -> nn.Module:
        inner = [
            module
            for _ in range(layers - 1)
            for module in (nn.Linear(hidden, hidden), activation())
        ]
        return nn.Sequential(
            nn.Linear(n_features, hidden), activation(), *inner, nn.Linear(hidden, 1)
        )

    return make


@pytest.mark.parametrize("activation", SMOOTH)
def test_smooth_networks_of_any_depth_pass(activation):
    for layers in (1, 2, 3):
        for size in SIZES:
            hidden_layers.examine_network(maker(activation, layers), *size)


@pytest.mark.parametrize("activation", KINKED)
def test_kinks_are_seen(activation):
    for layers in (1, 2, 3):
        for size in SIZES:
            with pytest.raises(AssertionError, match="The slope jumps"):
                hidden_layers.examine_network(maker(activation, layers), *size)


def test_the_anharmonic_energy_has_the_slope_that_a_tiny_step_gives():
    r = np.random.default_rng(0).normal(size=(4, 3))
    slope = 0.9 * r**2 - r + per_element._rest(r)
    for i in np.ndindex(*r.shape):
        shift = np.zeros_like(r)
        shift[i] = 1e-5
        numeric = (per_element.anharmonic(r + shift) - per_element.anharmonic(r - shift)) / 2e-5
        assert numeric == pytest.approx(slope[i], abs=1e-8)


@pytest.mark.parametrize("noise", [1e-6, 1e-3, 0.3])
def test_any_stable_way_to_solve_passes_and_an_inverse_does_not(noise):
    x = np.linspace(0, 1, 40)
    kernel = np.exp(-((x[:, None] - x) ** 2) / 0.5)
    target = kernel @ np.cos(3 * x)

    def by_svd(k, y, sigma):
        u, s, v = np.linalg.svd(k + sigma**2 * np.eye(len(k)))
        return v.T @ ((u.T @ y) / s)

    def by_qr(k, y, sigma):
        q, r = np.linalg.qr(k + sigma**2 * np.eye(len(k)))
        return np.linalg.solve(r, q.T @ y)

    for solve in (by_svd, by_qr):
        fits.examine_ridge(solve, kernel, target, noise)
    if noise == 1e-6:
        with pytest.raises(AssertionError, match="If your formula has an inverse"):
            fits.examine_ridge(
                lambda k, y, s: np.linalg.inv(k + s**2 * np.eye(40)) @ y, kernel, target, noise
            )


def test_reference_energies_of_one_composition_may_be_shared_in_any_way():
    numbers, energies = [[8, 1, 1], [1, 8, 1]], [-10.0, -12.0]
    for hydrogen in (-3.0, 0.0, 5.0):
        fits.examine_references(
            lambda n, e, h=hydrogen: {1: h, 8: -11.0 - 2 * h}, numbers, energies
        )
    with pytest.raises(AssertionError, match="one composition"):
        fits.examine_references(lambda n, e: {1: 0.0, 8: -10.0}, numbers, energies)


def test_an_energy_in_the_default_dtype_of_the_day_passes():
    torch.set_default_dtype(torch.float64)
    try:
        hidden_layers.examine_network(maker(nn.Tanh), 4, 16)
    finally:
        torch.set_default_dtype(torch.float32)
