"""How unsure a model is: a committee of networks, and which structures to label next.

Networks that differ in their starting weights (and in the order of the data) agree where the data
decide, and only there. H. S. Seung, M. Opper, H. Sompolinsky, COLT 1992, doi:10.1145/130385.130417;
for potentials: C. Schran, K. Brezina, O. Marsalek, J. Chem. Phys. 153, 104105 (2020).
"""

from collections.abc import Iterable, Sequence
from typing import cast

import torch
from torch import Tensor, nn

from mlp_course.graph import Graph, build_graph
from mlp_course.potentials import Model, evaluate
from mlp_course.structures import Structure


class Committee(nn.Module):
    """The mean of M potentials of one cutoff, itself a potential.

    Raises ValueError for fewer than two members, and for different cutoffs.
    """

    def __init__(self, members: Sequence[Model]):
        super().__init__()
        if len(members) < 2:
            raise ValueError("a committee needs at least two members.")
        cutoffs = {member.cutoff for member in members}
        if len(cutoffs) > 1:
            raise ValueError("the members of a committee must share one cutoff.")
        self.members = nn.ModuleList(members)
        (self.cutoff,) = cutoffs

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Mean atomic energies (N,) in eV."""
        energies = torch.stack([member(graph) for member in self.members])  # (M, N)
        return energies.mean(dim=0)

    def disagreement(
        self,
        structures: Structure | Sequence[Structure],
    ) -> Tensor:  # (S,) eV/Å
        """For every structure the largest spread of the force on one of its atoms.

        A single structure is a list of one. Spread: root of the variance (over members, M - 1)
        summed over x, y, z.
        """
        structures = [structures] if isinstance(structures, Structure) else structures
        graph = build_graph(structures, self.cutoff)
        answers = []
        # torch does not know what its list of modules holds.
        for member in cast("Iterable[Model]", self.members):
            prediction = evaluate(member, graph)
            answers.append(prediction.forces)
        forces = torch.stack(answers)  # (M, N, 3)

        variance = forces.var(dim=0, correction=1)  # (N, 3)
        spread = variance.sum(dim=1).sqrt()  # (N,)

        sizes = [len(structure) for structure in structures]
        largest = [part.max() for part in spread.split(sizes)]
        return torch.stack(largest)


def most_uncertain(disagreement: Tensor, k: int) -> list[int]:
    """Indices of the `k` largest entries of `disagreement` (S,), largest first.

    >>> most_uncertain(torch.tensor([0.1, 0.9, 0.3]), 2)
    [1, 2]
    """
    return torch.topk(disagreement, k).indices.tolist()
