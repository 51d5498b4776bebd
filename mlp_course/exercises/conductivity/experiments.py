"""Diffusion coefficients that a conductor of known law would have given, with scatter."""

import numpy as np
from numpy.typing import ArrayLike

K_B = 8.617333262e-5  # eV/K

# A conductor without a phase transition
PREFACTOR = 3e-3  # cm²/s
BARRIER = 0.25  # eV
TEMPERATURES = np.array([450.0, 500.0, 550.0, 600.0, 700.0, 850.0])  # K
N_IONS = 16
VOLUME = 1000.0  # Å³


def noisy_law(scatter: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """T (6,) in K and D (6,) in cm²/s of an Arrhenius law, ln D with a normal `scatter`."""
    rng = np.random.default_rng(seed)
    noise = scatter * rng.normal(size=len(TEMPERATURES))
    measured = true_diffusion(TEMPERATURES) * np.exp(noise)
    return TEMPERATURES, measured


def true_diffusion(T: ArrayLike) -> np.ndarray:
    """D in cm²/s of the law behind `noisy_law`."""
    kT = K_B * np.asarray(T, dtype=float)
    return PREFACTOR * np.exp(-BARRIER / kT)
