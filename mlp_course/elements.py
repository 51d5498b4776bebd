"""What every model that tells elements apart begins with."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class ElementModel(nn.Module):
    """A module made for some elements (atomic numbers, kept sorted) and a `cutoff` in Å.

    >>> ElementModel([8, 1], 5.0).kind(torch.tensor([1, 8, 8])).tolist()
    [0, 1, 1]
    """

    def __init__(self, elements: Sequence[int], cutoff: float):
        super().__init__()
        self.elements = sorted({int(z) for z in elements})
        self.cutoff = float(cutoff)
        lookup = torch.full((120,), -1)
        lookup[self.elements] = torch.arange(len(self.elements))
        self.register_buffer("lookup", lookup, persistent=False)

    def kind(self, species: Tensor) -> Tensor:  # (N,) -> (N,)
        """Which of `elements` each atom is, from 0; ValueError for one that this model was not made for."""
        kind = self.lookup[species]
        if (kind < 0).any():
            raise ValueError(
                f"atomic number {int(species[kind < 0][0])} is not one of {self.elements}."
            )
        return kind
