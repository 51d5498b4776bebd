"""SOAP, the smooth overlap of atomic positions: neighbours as Gaussians, expanded in Gaussian-type orbitals.

A. P. Bartók, R. Kondor, G. Csányi, Phys. Rev. B 87, 184115 (2013), in the form of L. Himanen et al., Comput. Phys.
Commun. 247, 106949 (2020), Sec. 2.4 (DScribe), whose numbers these are.
"""

import math
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from mlp_course.descriptors.density.power_spectrum import PowerSpectrum
from mlp_course.graph import Graph

DECAY = 1e-3  # what is left of an orbital at its radius


class SOAP(PowerSpectrum):
    """Power spectrum of a density of Gaussians of width `sigma` (Å), the atom itself included.

    1. Orbitals g_nl(r) = Σ_n' β_nn'l r^l exp(-α_n'l r²) decay at radii from 1 Å to the cutoff; β makes them
       orthonormal.
    2. R_nl is the overlap of g_nl with a Gaussian at distance r, times w(r) = (1 + 2x³ - 3x²)^`power`, x = r/r_cut
       (M. A. Caro, Phys. Rev. B 100, 024112 (2019)): without w an energy jumps where an atom crosses the cutoff.
    3. p = π √(8/(2l + 1)) Σ_m A_nlm A_n'lm

    Equal to DScribe's SOAP with weighting={"function": "poly", "r0": cutoff, "c": 1, "m": power}.
    """

    def __init__(
        self,
        elements: Sequence[int],
        cutoff: float,
        *,
        n_max: int = 8,
        l_max: int = 6,
        sigma: float = 1.0,
        power: int = 1,
    ):
        super().__init__(elements, cutoff, n_max=n_max, l_max=l_max)
        self.gamma, self.power = 1 / (2 * sigma**2), power  # Å⁻²
        alpha, beta = gaussian_type_orbitals(cutoff, n_max, l_max)
        self.register_buffer("alpha", alpha, persistent=False)  # (l_max + 1, n_max) Å⁻²
        self.register_buffer("beta", beta, persistent=False)  # (l_max + 1, n_max, n_max)
        degree = torch.arange(l_max + 1).double()
        self.register_buffer(
            "prefactor", (math.pi * (8 / (2 * degree + 1)).sqrt()).sqrt(), persistent=False
        )

    def radial(self, r: Tensor) -> Tensor:  # (E,) Å -> (E, l_max + 1, n_max)
        """Overlap of every orbital with a Gaussian at distance r, faded out towards the cutoff."""
        x = (r / self.cutoff).clamp(max=1)
        weight = (1 + 2 * x**3 - 3 * x**2) ** self.power  # (E,)
        return weight[:, None, None] * self._overlap(r)

    def density(self, graph: Graph) -> Tensor:  # (N, M, K)
        """As of every neighbour density, with the atom itself at distance zero."""
        own = self._overlap(graph.vectors.new_zeros(1))[0, 0] / math.sqrt(
            4 * math.pi
        )  # (n_max,) only l = 0 is left
        kind = torch.nn.functional.one_hot(self.kind(graph.species), len(self.elements)).to(
            own
        )  # (N, S)
        centre = (kind[:, :, None] * own).flatten(1)  # (N, K)
        neighbors = super().density(graph)
        return torch.cat([neighbors[:, :1] + centre[:, None], neighbors[:, 1:]], dim=1)

    def _overlap(self, r: Tensor) -> Tensor:  # (E,) -> (E, l_max + 1, n_max)
        """π^(3/2) (γr)^l / (α + γ)^(l + 3/2) exp(-αγ/(α + γ) r²), made orthonormal by β, times 3's root."""
        degree = torch.arange(self.l_max + 1).to(r)[:, None]  # (l_max + 1, 1)
        both = self.alpha.to(r) + self.gamma
        slopes = torch.stack([(self.gamma * r) ** k for k in range(self.l_max + 1)], dim=1)[
            :, :, None
        ]
        decay = torch.exp(-(self.alpha.to(r) * self.gamma / both) * (r**2)[:, None, None])
        primitive = math.pi**1.5 * slopes * both ** -(degree + 1.5) * decay  # (E, l_max + 1, n_max)
        orthonormal = torch.einsum("lnk,elk->eln", self.beta.to(r), primitive)
        return orthonormal * self.prefactor.to(r)[:, None]


def gaussian_type_orbitals(cutoff: float, n_max: int, l_max: int) -> tuple[Tensor, Tensor]:
    """Exponents α (l_max + 1, n_max) in Å⁻² and Löwdin's orthonormalising β (l_max + 1, n_max, n_max).

    Orbital n has decayed to 10⁻³ at a radius between 1 Å and `cutoff`. Raises ValueError when they are so many that
    they can no longer be told apart.
    """
    radii, alphas, betas = np.linspace(1, cutoff, n_max), [], []
    for degree in range(l_max + 1):
        alpha = -np.log(DECAY / radii**degree) / radii**2
        overlap = 0.5 * math.gamma(degree + 1.5) * (alpha[:, None] + alpha) ** -(degree + 1.5)
        extent, axes = np.linalg.eigh(overlap)
        if extent[0] < 1e-14 * extent[-1]:
            raise ValueError(
                f"{n_max} radial functions up to {cutoff} Å are too alike: take fewer, or a longer cutoff."
            )
        beta = axes / np.sqrt(extent) @ axes.T
        alphas.append(alpha)
        betas.append(beta)
    return torch.from_numpy(np.stack(alphas)), torch.from_numpy(np.stack(betas))
