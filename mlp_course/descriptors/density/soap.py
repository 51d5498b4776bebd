"""SOAP, the smooth overlap of atomic positions: neighbours as Gaussians.

They are expanded in Gaussian-type orbitals. A. P. Bartók, R. Kondor, G. Csányi, Phys. Rev. B 87,
184115 (2013), in the form of L. Himanen et al., Comput. Phys. Commun. 247, 106949 (2020), Sec. 2.4
(DScribe), whose numbers these are.
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

    1. Orbitals g_nl(r) = Σ_n' β_nn'l r^l exp(-α_n'l r²) decay at radii from 1 Å to the cutoff; β
       makes them orthonormal.
    2. R_nl is the overlap of g_nl with a Gaussian at distance r, times
       w(r) = (1 + 2x³ - 3x²)^`power`, x = r/r_cut (M. A. Caro, Phys. Rev. B 100, 024112 (2019)):
       without w an energy jumps where an atom crosses the cutoff.
    3. p = π √(8/(2l + 1)) Σ_m A_nlm A_n'lm

    It equals DScribe's SOAP with weighting={"function": "poly", "r0": cutoff, "c": 1, "m": power}.
    """

    alpha: Tensor  # (l_max + 1, n_max) Å⁻²
    beta: Tensor  # (l_max + 1, n_max, n_max)
    prefactor: Tensor  # (l_max + 1,)

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
        self.settings |= {
            "sigma": sigma,
            "power": power,
        }
        self.gamma = 1 / (2 * sigma**2)  # Å⁻²
        self.power = power

        # 1. the orbitals
        alpha, beta = gaussian_type_orbitals(cutoff, n_max, l_max)
        self.register_buffer("alpha", alpha, persistent=False)
        self.register_buffer("beta", beta, persistent=False)

        # 3. The factor of a product of two A belongs half to either: each gets its root.
        degree = torch.arange(l_max + 1)
        degree = degree.double()
        ratio = 8 / (2 * degree + 1)
        of_product = math.pi * ratio.sqrt()
        prefactor = of_product.sqrt()
        self.register_buffer("prefactor", prefactor, persistent=False)

    def radial(self, r: Tensor) -> Tensor:  # (E,) Å -> (E, l_max + 1, n_max)
        """Overlap of every orbital with a Gaussian at distance r, faded out towards the cutoff."""
        x = (r / self.cutoff).clamp(max=1)
        fading = 1 + 2 * x**3 - 3 * x**2
        w = fading**self.power  # (E,)
        overlap = self._overlap(r)
        return w[:, None, None] * overlap

    def density(self, graph: Graph) -> Tensor:  # (N, M, K)
        """As of every neighbour density, with the atom itself at distance zero."""
        # At distance zero only l = 0 is left, whose harmonic is √(1/4π) everywhere.
        zero = graph.vectors.new_zeros(1)
        overlap = self._overlap(zero)
        at_zero = overlap[0, 0]
        own = at_zero / math.sqrt(4 * math.pi)  # (n_max,)

        # It stands in the channels of the atom's own element.
        kind = self.kind(graph.species)
        place = torch.nn.functional.one_hot(kind, len(self.elements))
        place = place.to(own)  # (N, S)
        centre = place[:, :, None] * own  # (N, S, n_max)
        centre = centre.flatten(1)  # (N, K)

        neighbors = super().density(graph)
        spherical = neighbors[:, :1]  # (N, 1, K), of l = 0
        others = neighbors[:, 1:]
        spherical = spherical + centre[:, None]
        return torch.cat([spherical, others], dim=1)

    def _overlap(self, r: Tensor) -> Tensor:  # (E,) -> (E, l_max + 1, n_max)
        """π^(3/2) (γr)^l / (α + γ)^(l + 3/2) exp(-αγ/(α + γ) r²), made orthonormal by β.

        It is multiplied by the root of the prefactor in step 3.
        """
        n_degrees = self.l_max + 1
        degree = torch.arange(n_degrees).to(r)
        degree = degree[:, None]  # (l_max + 1, 1)
        alpha = self.alpha.to(r)  # (l_max + 1, n_max) Å⁻²
        both = alpha + self.gamma

        # (γr)^l
        powers = [(self.gamma * r) ** k for k in range(n_degrees)]
        rising = torch.stack(powers, dim=1)
        rising = rising[:, :, None]  # (E, l_max + 1, 1)

        # exp(-αγ/(α + γ) r²)
        squares = r**2
        squares = squares[:, None, None]
        reduced = alpha * self.gamma / both  # (l_max + 1, n_max) Å⁻²
        decay = torch.exp(-reduced * squares)

        width = both ** -(degree + 1.5)
        primitive = math.pi**1.5 * rising * width * decay  # (E, l_max + 1, n_max)

        beta = self.beta.to(r)
        prefactor = self.prefactor.to(r)
        orthonormal = torch.einsum("lnk,elk->eln", beta, primitive)
        return orthonormal * prefactor[:, None]


def gaussian_type_orbitals(
    cutoff: float,  # Å
    n_max: int,
    l_max: int,
) -> tuple[Tensor, Tensor]:
    """Exponents α (l_max + 1, n_max) in Å⁻² and orthonormalising β (l_max + 1, n_max, n_max).

    1. Orbital n has decayed to 10⁻³ at a radius between 1 Å and `cutoff`.
    2. S is the overlap of the orbitals.
    3. β = S^(-1/2) (Löwdin)

    Raises ValueError when they are so many that they can no longer be told apart.
    """
    radii = np.linspace(1, cutoff, n_max)
    alphas = []
    betas = []
    for degree in range(l_max + 1):
        # 1. the exponents
        height = DECAY / radii**degree
        exponent = -np.log(height)
        alpha = exponent / radii**2

        # 2. ∫ r^(2l + 2) exp(-(α + α') r²) dr
        sums = alpha[:, None] + alpha
        power = degree + 1.5
        S = 0.5 * math.gamma(power) * sums**-power

        # 3. its inverse root
        extent, axes = np.linalg.eigh(S)
        smallest = extent[0]
        largest = extent[-1]
        if smallest < 1e-14 * largest:
            raise ValueError(
                f"{n_max} radial functions up to {cutoff} Å are too alike: "
                "take fewer, or a longer cutoff."
            )
        beta = axes / np.sqrt(extent) @ axes.T

        alphas.append(alpha)
        betas.append(beta)
    all_alpha = np.stack(alphas)
    all_beta = np.stack(betas)
    return torch.from_numpy(all_alpha), torch.from_numpy(all_beta)
