"""A moment potential: learned radial functions times products of directions, made invariant.

    1. A_i^(l,c) = Σ_j R_lc(r_ij, Z_i, Z_j) Y_l(r̂_ij)   Y_l: traceless Cartesian tensor, l = 0, 1, 2
    2. G_i       = { A^(0,c) } ∪ { A^(l,c) · A^(l,c') }   invariant under rotation
    3. E_i       = E0_Z + w_Z · g_i + network_Z(g_i)      with g_i the scaled G_i

After the moment tensors of A. V. Shapeev, Multiscale Model. Simul. 14, 1153 (2016), Eqs. 2.4-2.6,
cut at two-fold products; what it leaves out in body order, the network makes up for. No triple of
atoms is ever listed: the cost grows with the number of pairs.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from mlp_course.angular import traceless_tensors
from mlp_course.descriptors import ElementModel
from mlp_course.graph import Graph
from mlp_course.potentials.layers import smooth_network
from mlp_course.potentials.model import Model
from mlp_course.potentials.scales import register_scales, set_scales
from mlp_course.radial import cosine_cutoff, gaussians

TENSOR_SIZES = (1, 3, 6)  # numbers in Y_0, Y_1, Y_2


class MomentPotential(Model, ElementModel):
    """E_i in eV from `channels` learned radial functions for each l.

    `cutoff` and `shortest` (distance of interest) are in Å. `calibrate` sets E0 (eV), mean and
    scale of each element from training data. `seed` decides the starting weights. An element that
    it was not made for raises ValueError.
    """

    shift: Tensor  # (K,) Å, centers of the Gaussians
    eta: Tensor  # (K,) Å⁻²
    couple: Tensor  # (2, C (C + 1) / 2) unordered couples of channels
    reference: Tensor  # (elements,) eV
    mean: Tensor  # (elements, D)
    scale: Tensor  # (elements, D)

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
        self.settings |= {
            "channels": channels,
            "radial": radial,
            "hidden": list(hidden),
            "shortest": shortest,
        }
        self.channels = channels
        n_elements = len(self.elements)
        n_couples = channels * (channels + 1) // 2
        self.size = channels + 2 * n_couples

        self._register_gaussians(radial, shortest)
        couple = torch.triu_indices(channels, channels)
        self.register_buffer("couple", couple, persistent=False)

        # What is learned: how the Gaussians mix, for every couple of elements, and the energy
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            n_rows = n_elements * n_elements * radial
            mixing = torch.randn(n_rows, 3 * channels, dtype=torch.float64) / 2
            self.mixing = nn.Parameter(mixing)  # (elements² K, 3 C)

            networks = [smooth_network(self.size, hidden) for _ in self.elements]
            self.networks = nn.ModuleList(networks)

            linear = torch.zeros(n_elements, self.size, dtype=torch.float64)
            self.linear = nn.Parameter(linear)
        register_scales(self, n_elements, self.size)

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Atomic energies (N,) in eV."""
        # 1. and 2.
        kind = self.kind(graph.species)
        features = self.features(graph)  # (N, D)

        # 3. every element has a weight vector and a network of its own
        energy = self.reference[kind]
        for k, network in enumerate(self.networks):
            (atoms,) = torch.nonzero(kind == k, as_tuple=True)
            G = features.index_select(0, atoms)
            mean = self.mean[k]
            scale = self.scale[k]
            g = (G - mean) / scale
            curved = network(g)[:, 0]
            straight = g @ self.linear[k]
            learned = curved + straight
            energy = energy.index_add(0, atoms, learned)
        return energy

    def features(self, graph: Graph) -> Tensor:  # (N, D)
        """The invariants G (N, D)."""
        # 1. radial functions times the tensors of the direction, added up on the center
        radial = self._radial_functions(graph)
        unit = graph.vectors / graph.distances[:, None]
        tensors = traceless_tensors(unit)
        terms = []
        for R, Y in zip(radial, tensors, strict=True):
            term = R[:, :, None] * Y[:, None, :]  # (E, C, 1 or 3 or 6)
            terms.append(term)
        per_pair = torch.cat(terms, dim=2)  # (E, C, 10)
        moments = graph.sum_to_center(per_pair)  # (N, C, 10)

        # 2. scalars as they are, vectors and tensors as dot products of two channels
        scalar, vector, tensor = moments.split(TENSOR_SIZES, dim=2)
        c, c_prime = self.couple
        of_vectors = vector @ vector.mT  # (N, C, C)
        of_tensors = tensor @ tensor.mT
        invariants = [
            scalar[:, :, 0],  # (N, C)
            of_vectors[:, c, c_prime],  # (N, C (C + 1) / 2)
            of_tensors[:, c, c_prime],
        ]
        return torch.cat(invariants, dim=1)

    def calibrate(
        self,
        graph: Graph,
        energy: Tensor,  # (S,) eV
        forces: Tensor | None = None,  # (N, 3) eV/Å
    ) -> None:
        """Set E0, mean and scale from training structures and their `energy` (S,) in eV.

        See `set_scales`.
        """
        features = self.features(graph).detach()
        set_scales(self, graph, features, energy)

    def _register_gaussians(self, radial: int, shortest: float) -> None:
        """Centers and widths of so many Gaussians, as wide as they are far apart."""
        shift = torch.linspace(shortest, self.cutoff, radial, dtype=torch.float64)
        spacing = shift[1] - shift[0]
        eta = torch.full_like(shift, 0.5) / spacing**2
        self.register_buffer("shift", shift, persistent=False)
        self.register_buffer("eta", eta, persistent=False)

    def _radial_functions(self, graph: Graph) -> tuple[Tensor, ...]:
        """R of every pair for l = 0, 1, 2: (E, C) each."""
        r = graph.distances
        basis = gaussians(r, self.eta, self.shift)  # (E, K)
        fading = cosine_cutoff(r, self.cutoff)  # (E,)
        basis = basis * fading[:, None]

        # One product with the whole table `mixing`: a pair's Gaussians stand in the rows of its
        # two elements, and everywhere else are zeros.
        n_elements = len(self.elements)
        kind = self.kind(graph.species)
        own = kind[graph.center]  # (E,)
        other = kind[graph.neighbor]
        couple = own * n_elements + other  # (E,)
        place = nn.functional.one_hot(couple, n_elements**2)
        place = place.to(basis)  # (E, elements²)
        rows = place[:, :, None] * basis[:, None, :]  # (E, elements², K)
        R = rows.flatten(1) @ self.mixing  # (E, 3 C)
        return R.split(self.channels, dim=1)
