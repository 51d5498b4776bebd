"""What every model that tells elements apart begins with."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class ElementModel(nn.Module):
    """A module made for some elements (atomic numbers, kept sorted) and a `cutoff` in Å.

    `settings` are the arguments that make it again, in plain values; a subclass adds its own.

    >>> ElementModel([8, 1], 5.0).kind(torch.tensor([1, 8, 8])).tolist()
    [0, 1, 1]
    """

    lookup: Tensor  # (120,) number of every element in `elements`, -1 for all others

    def __init__(self, elements: Sequence[int], cutoff: float):
        super().__init__()
        self.elements = sorted({int(z) for z in elements})
        self.cutoff = float(cutoff)
        self.settings: dict = {
            "elements": self.elements,
            "cutoff": self.cutoff,
        }

        # One table instead of a comparison with every element
        lookup = torch.full((120,), -1)
        lookup[self.elements] = torch.arange(len(self.elements))
        self.register_buffer("lookup", lookup, persistent=False)

    def kind(self, species: Tensor) -> Tensor:  # (N,) -> (N,)
        """Which of `elements` each atom is, from 0.

        Raises ValueError for an element that this model was not made for.
        """
        kind = self.lookup[species]
        unknown = kind < 0
        if unknown.any():
            first = int(species[unknown][0])
            raise ValueError(f"atomic number {first} is not one of {self.elements}.")
        return kind
