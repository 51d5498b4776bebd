"""Pair potentials: two parameters with a meaning, and the classical baseline of every lesson."""

import torch
from torch import Tensor, nn

from mlp_course.elements import a_cutoff
from mlp_course.graph import Graph
from mlp_course.potentials.model import Model
from mlp_course.radial import cosine_cutoff


class LennardJones(Model):
    """E_i = ½ Σ_j 4ε[(σ/r)¹² - (σ/r)⁶] f_c(r); ε in eV, σ and cutoff in Å.

    J. E. Jones, Proc. R. Soc. Lond. A 106, 463 (1924). The smooth cutoff f_c multiplies the energy,
    so that no force jumps where a pair leaves the neighborhood.
    """

    def __init__(
        self,
        epsilon: float,  # eV
        sigma: float,  # Å
        cutoff: float,  # Å
    ):
        super().__init__()
        self.cutoff = a_cutoff(cutoff)
        self.settings = {
            "epsilon": float(epsilon),
            "sigma": float(sigma),
            "cutoff": self.cutoff,
        }
        self.epsilon = _learnable(epsilon)
        self.sigma = _learnable(sigma)

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Atomic energies (N,) in eV."""
        r = graph.distances
        sixth = (self.sigma / r) ** 6  # (E,)
        energy = 4 * self.epsilon * (sixth**2 - sixth)
        energy = energy * cosine_cutoff(r, self.cutoff)
        # Half of a pair's energy belongs to either atom.
        return graph.sum_to_center(energy) / 2


class Morse(Model):
    """E_i = ½ Σ_j D[(1 - e^(-a(r - r_0)))² - 1] f_c(r); D in eV, a in Å⁻¹, r_0 and cutoff in Å.

    P. M. Morse, Phys. Rev. 34, 57 (1929).
    """

    def __init__(
        self,
        depth: float,  # D, eV
        width: float,  # a, Å⁻¹
        r_0: float,  # Å
        cutoff: float,  # Å
    ):
        super().__init__()
        self.cutoff = a_cutoff(cutoff)
        self.settings = {
            "depth": float(depth),
            "width": float(width),
            "r_0": float(r_0),
            "cutoff": self.cutoff,
        }
        self.depth = _learnable(depth)
        self.width = _learnable(width)
        self.r_0 = _learnable(r_0)

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Atomic energies (N,) in eV."""
        r = graph.distances
        decay = torch.exp(-self.width * (r - self.r_0))  # (E,)
        energy = self.depth * ((1 - decay) ** 2 - 1)
        energy = energy * cosine_cutoff(r, self.cutoff)
        return graph.sum_to_center(energy) / 2


def _learnable(value: float) -> nn.Parameter:
    """A parameter () that a fit may change."""
    return nn.Parameter(torch.tensor(value, dtype=torch.float64))
