"""A moment potential: learned radial functions times products of directions, contracted to invariants.

    A_i^(l,c) = Σ_j R_lc(r_ij, Z_i, Z_j) Y_l(r̂_ij)        with Y_l the traceless Cartesian tensors, l = 0, 1, 2
    G_i       = { A^(0,c) } ∪ { A^(l,c) · A^(l,c') }        invariant under rotation
    E_i       = E0_Z + w_Z · g_i + network_Z(g_i)           with g_i the scaled G_i

After the moment tensors of A. V. Shapeev, Multiscale Model. Simul. 14, 1153 (2016), Eqs. 2.4-2.6, cut at two-fold
products; what it leaves out in body order, the network makes up for. No triple of atoms is ever listed: the
cost grows with the number of pairs.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from mlp_course.angular import traceless_tensors
from mlp_course.descriptors import ElementModel
from mlp_course.graph import Graph
from mlp_course.potentials.layers import smooth_network
from mlp_course.potentials.model import Saved
from mlp_course.potentials.scales import register_scales, set_scales
from mlp_course.radial import cosine_cutoff, gaussians

TENSOR_SIZES = (1, 3, 6)  # numbers in Y_0, Y_1, Y_2


class MomentPotential(Saved, ElementModel):
    """E_i in eV from `channels` learned radial functions for each l; `cutoff` and `shortest` (of interest) in Å.

    `calibrate` sets E0 (eV), mean and scale of each element from training data. `seed` decides the
    starting weights. An element that it was not made for raises ValueError.
    """

    def __init__(
        self,
        elements: Sequence[int],
        cutoff: float,
        *,
        channels: int = 6,
        radial: int = 8,
        hidden: Sequence[int] = (32, 32),
        shortest: float = 1.5,
        seed: int = 0,
    ):
        super().__init__(elements, cutoff)
        self.settings = {
            "elements": list(elements),
            "cutoff": float(cutoff),
            "channels": channels,
            "radial": radial,
            "hidden": list(hidden),
            "shortest": shortest,
        }
        self.channels = channels
        n, pairs = len(self.elements), channels * (channels + 1) // 2
        self.size = channels + 2 * pairs
        center = torch.linspace(shortest, cutoff, radial, dtype=torch.float64)  # (K,) Å
        self.register_buffer("shift", center, persistent=False)
        self.register_buffer(
            "eta", torch.full_like(center, 0.5) / (center[1] - center[0]) ** 2, persistent=False
        )
        self.register_buffer("couple", torch.triu_indices(channels, channels), persistent=False)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            mixing = torch.randn(n * n * radial, 3 * channels, dtype=torch.float64) / 2
            self.mixing = nn.Parameter(
                mixing
            )  # (elements² K, 3 C): radial functions of every couple of elements
            self.networks = nn.ModuleList(smooth_network(self.size, hidden) for _ in self.elements)
            self.linear = nn.Parameter(torch.zeros(n, self.size, dtype=torch.float64))
        register_scales(self, n, self.size)

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Atomic energies (N,) in eV."""
        kind = self.kind(graph.species)
        features = self.features(graph)  # (N, D)
        energy = self.reference[kind]
        for k, network in enumerate(self.networks):
            (own,) = torch.nonzero(kind == k, as_tuple=True)
            scaled = (features.index_select(0, own) - self.mean[k]) / self.scale[k]
            energy = energy.index_add(0, own, network(scaled)[:, 0] + scaled @ self.linear[k])
        return energy

    def features(self, graph: Graph) -> Tensor:  # (N, D)
        """The invariants G (N, D)."""
        # 1. radial functions of every pair, C for each l
        kind = self.kind(graph.species)
        couple = kind[graph.center] * len(self.elements) + kind[graph.neighbor]  # (E,)
        r = graph.distances
        basis = (
            gaussians(r, self.eta, self.shift) * cosine_cutoff(r, self.cutoff)[:, None]
        )  # (E, K)
        place = torch.nn.functional.one_hot(couple, len(self.elements) ** 2).to(
            basis
        )  # (E, elements²)
        radial = (place[:, :, None] * basis[:, None, :]).flatten(1) @ self.mixing  # (E, 3 C)
        # 2. times the tensors of its direction, added up on the center
        tensors = traceless_tensors(graph.vectors / r[:, None])  # (E, 1), (E, 3), (E, 6)
        terms = [
            R[:, :, None] * Y[:, None, :]
            for R, Y in zip(radial.split(self.channels, 1), tensors, strict=True)
        ]
        moments = graph.sum_to_center(torch.cat(terms, dim=2))  # (N, C, 10)
        # 3. contracted to invariants
        scalar, vector, tensor = moments.split(TENSOR_SIZES, dim=2)
        a, b = self.couple
        squares = [(m @ m.mT)[:, a, b] for m in (vector, tensor)]  # (N, C (C + 1) / 2) each
        return torch.cat([scalar[:, :, 0], *squares], dim=1)

    def calibrate(self, graph: Graph, energy: Tensor) -> None:
        """Set E0, mean and scale from training structures and their `energy` (S,) in eV: see `set_scales`."""
        set_scales(self, graph, self.kind(graph.species), self.features(graph).detach(), energy)
