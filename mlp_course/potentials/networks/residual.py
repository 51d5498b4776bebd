"""One residual network for all elements on a Bessel power spectrum, after NeuralIL.

    1. h_0   = silu(W [g_i, a_Z] + b)              g_i the scaled descriptor of atom i,
                                                   a_Z learned for its element
    2. h_k+1 = h_k + V_k silu(U_k h_k + u_k) + v_k
    3. E_i   = E0_Z + w · h_K + c

What a block adds is a correction to what is there, so that depth does not hinder training:
K. He et al., CVPR 2016, doi:10.1109/CVPR.2016.90. NeuralIL: H. Montes-Campos et al., J. Chem. Inf.
Model. 62, 88 (2022), doi:10.1021/acs.jcim.1c01380; with residual blocks: J. Carrete et al.,
J. Chem. Phys. 158, 204801 (2023), doi:10.1063/5.0146905. Its blocks have three layers, normalise
what they pass on and narrow from one to the next; these are the simplest that show the idea.
"""

import torch
from torch import Tensor, nn

from mlp_course.descriptors import Descriptor
from mlp_course.graph import Graph
from mlp_course.potentials.on_descriptor import DescriptorModel
from mlp_course.potentials.scales import register_scales, set_scales


class ResidualNetwork(DescriptorModel):
    """Atomic energies from `blocks` residual blocks of `width` numbers.

    `descriptor` gives the g_i (N, D), usually a `PowerSpectrum`. `calibrate` sets E0 (eV), mean and
    scale of each element from training data. `seed` decides the starting weights. The function silu
    is smooth, so forces are continuous.
    """

    reference: Tensor  # (elements,) eV
    mean: Tensor  # (elements, D)
    scale: Tensor  # (elements, D)

    def __init__(
        self,
        descriptor: Descriptor,
        *,
        width: int = 32,
        blocks: int = 2,
        embedding: int = 4,
        seed: int = 0,
    ):
        super().__init__(descriptor, width=width, blocks=blocks, embedding=embedding)
        n_elements = len(self.elements)
        n_in = descriptor.size + embedding
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            a = torch.randn(n_elements, embedding, dtype=torch.float64)
            self.embedding = nn.Parameter(a)  # (elements, A)
            stem = nn.Sequential(
                nn.Linear(n_in, width),
                nn.SiLU(),
            )
            self.stem = stem.double()
            branches = [residual_branch(width) for _ in range(blocks)]
            self.branches = nn.ModuleList(branches)
            self.head = nn.Linear(width, 1).double()
        register_scales(self, n_elements, descriptor.size)

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Atomic energies (N,) in eV."""
        kind = self.kind(graph.species)

        # 1. descriptor and element, side by side
        G = self.descriptor(graph)
        g = (G - self.mean[kind]) / self.scale[kind]  # (N, D)
        a = self.embedding[kind]  # (N, A)
        h = self.stem(torch.cat([g, a], dim=1))  # (N, width)

        # 2. the blocks
        for branch in self.branches:
            h = h + branch(h)

        # 3. the energy
        learned = self.head(h)[:, 0]
        return self.reference[kind] + learned

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
            features = self.descriptor(graph)
        set_scales(self, graph, features, energy)


def residual_branch(width: int) -> nn.Sequential:
    """What a block adds to its input (N, width)."""
    branch = nn.Sequential(
        nn.Linear(width, width),
        nn.SiLU(),
        nn.Linear(width, width),
    )
    return branch.double()
