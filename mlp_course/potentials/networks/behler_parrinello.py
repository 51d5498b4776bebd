"""Behler-Parrinello networks: symmetry functions -> one small network per element -> atomic energy.

Reference: J. Behler and M. Parrinello, Phys. Rev. Lett. 98, 146401 (2007).
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from mlp_course.descriptors import ACSF, DescribedGraph, describe, tabulate
from mlp_course.graph import Graph
from mlp_course.potentials.layers import smooth_network
from mlp_course.potentials.scales import register_scales, set_scales


class BehlerParrinello(nn.Module):
    """E_i = E0_Z + network_Z((G_i - mean_Z) / scale_Z) with Z the element of atom i.

    The symmetry functions are shared by all elements, the networks are not. `calibrate` sets E0
    (eV), mean and scale of each element from training data.
    `seed` decides the starting weights.
    """

    def __init__(self, descriptor: ACSF, *, hidden: Sequence[int] = (32, 32), seed: int = 0):
        super().__init__()
        self.descriptor, self.cutoff, self.elements = (
            descriptor,
            descriptor.cutoff,
            descriptor.elements,
        )
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.networks = nn.ModuleList(
                smooth_network(descriptor.size, hidden) for _ in self.elements
            )
        register_scales(self, len(self.elements), descriptor.size)

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Atomic energies (N,) in eV."""
        features = describe(self.descriptor, graph)  # (N, D)
        kind = self.descriptor.lookup[graph.species]  # (N,)
        energy = self.reference[kind]
        for k, network in enumerate(self.networks):
            (own,) = torch.nonzero(kind == k, as_tuple=True)
            scaled = (features.index_select(0, own) - self.mean[k]) / self.scale[k]
            energy = energy.index_add(0, own, network(scaled)[:, 0])
        return energy

    def prepare(self, graph: Graph) -> DescribedGraph:
        """What training calls once per data set: features (N, D) and their Jacobian (E, 3, D), Å⁻¹, in a table."""
        return tabulate(self.descriptor, graph)

    def calibrate(self, graph: DescribedGraph, energy: Tensor) -> None:
        """Set E0, mean and scale from training structures and their `energy` (S,) in eV: see `set_scales`."""
        set_scales(self, graph, self.descriptor.lookup[graph.species], graph.features, energy)
