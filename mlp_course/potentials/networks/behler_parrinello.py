"""Behler-Parrinello networks: symmetry functions -> one small network per element -> atomic energy.

    1. G_i = symmetry functions of atom i
    2. g_i = (G_i - mean_Z) / scale_Z            Z: the element of atom i
    3. E_i = E0_Z + network_Z(g_i)

J. Behler and M. Parrinello, Phys. Rev. Lett. 98, 146401 (2007), Fig. 2.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from mlp_course.descriptors import ACSF, DescribedGraph, describe, tabulate
from mlp_course.graph import Graph
from mlp_course.potentials.layers import smooth_network
from mlp_course.potentials.on_descriptor import DescriptorModel
from mlp_course.potentials.scales import register_scales, set_scales


class BehlerParrinello(DescriptorModel):
    """E_i = E0_Z + network_Z((G_i - mean_Z) / scale_Z) with Z the element of atom i.

    The symmetry functions are shared by all elements, the networks are not. `calibrate` sets E0
    (eV), mean and scale of each element from training data. `seed` decides the starting weights.
    """

    reference: Tensor  # (elements,) eV
    mean: Tensor  # (elements, D)
    scale: Tensor  # (elements, D)

    def __init__(
        self,
        descriptor: ACSF,
        *,
        hidden: Sequence[int] = (32, 32),
        seed: int = 0,
    ):
        super().__init__(descriptor, hidden=list(hidden))
        size = descriptor.size
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            networks = [smooth_network(size, hidden) for _ in self.elements]
            self.networks = nn.ModuleList(networks)
        register_scales(self, len(self.elements), size)

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Atomic energies (N,) in eV."""
        # 1. features, from a table where training has made one
        G = describe(self.descriptor, graph)  # (N, D)

        kind = self.kind(graph.species)  # (N,)
        energy = self.reference[kind]
        for k, network in enumerate(self.networks):
            (atoms,) = torch.nonzero(kind == k, as_tuple=True)
            own = G.index_select(0, atoms)

            # 2. scaled as the element is, and 3. into the element's own network
            mean = self.mean[k]
            scale = self.scale[k]
            g = (own - mean) / scale
            learned = network(g)[:, 0]
            energy = energy.index_add(0, atoms, learned)
        return energy

    def prepare(self, graph: Graph) -> DescribedGraph:
        """The graph with features (N, D) and their Jacobian (E, 3, D), Å⁻¹, in a table.

        Training moves no atom.
        """
        return tabulate(self.descriptor, graph)

    def calibrate(
        self,
        graph: Graph,
        energy: Tensor,  # (S,) eV
        forces: Tensor | None = None,  # (N, 3) eV/Å
    ) -> None:
        """Set E0, mean and scale from training structures and their `energy` (S,) in eV.

        See `set_scales`.
        """
        with torch.no_grad():
            features = describe(self.descriptor, graph)
        set_scales(self, graph, features, energy)
