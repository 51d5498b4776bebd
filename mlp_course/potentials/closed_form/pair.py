"""Pair potentials: two parameters with a meaning, and the classical baseline of every lesson."""

import torch
from torch import Tensor, nn

from mlp_course.graph import Graph
from mlp_course.radial import cosine_cutoff


class LennardJones(nn.Module):
    """E_i = ½ Σ_j 4ε[(σ/r)¹² - (σ/r)⁶] f_c(r); ε in eV, σ and cutoff in Å.

    J. E. Jones, Proc. R. Soc. Lond. A 106, 463 (1924). The smooth cutoff f_c multiplies the energy,
    so that no force jumps where a pair leaves the neighborhood.
    """

    def __init__(self, epsilon: float, sigma: float, cutoff: float):
        super().__init__()
        self.cutoff = cutoff
        self.epsilon = nn.Parameter(torch.tensor(epsilon, dtype=torch.float64))
        self.sigma = nn.Parameter(torch.tensor(sigma, dtype=torch.float64))

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        sixth = (self.sigma / graph.distances) ** 6  # (E,)
        pair = 4 * self.epsilon * (sixth**2 - sixth) * cosine_cutoff(graph.distances, self.cutoff)
        return graph.sum_to_center(pair) / 2


class Morse(nn.Module):
    """E_i = ½ Σ_j D[(1 - e^(-a(r - r_0)))² - 1] f_c(r); D in eV, a in Å⁻¹, r_0 and cutoff in Å.

    P. M. Morse, Phys. Rev. 34, 57 (1929).
    """

    def __init__(self, depth: float, width: float, r_0: float, cutoff: float):
        super().__init__()
        self.cutoff = cutoff
        self.depth = nn.Parameter(torch.tensor(depth, dtype=torch.float64))
        self.width = nn.Parameter(torch.tensor(width, dtype=torch.float64))
        self.r_0 = nn.Parameter(torch.tensor(r_0, dtype=torch.float64))

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        decay = torch.exp(-self.width * (graph.distances - self.r_0))  # (E,)
        pair = self.depth * ((1 - decay) ** 2 - 1) * cosine_cutoff(graph.distances, self.cutoff)
        return graph.sum_to_center(pair) / 2
