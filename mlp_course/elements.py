"""What every model that tells elements apart begins with: its elements and its cutoff."""

import math
import operator
from collections.abc import Iterable, Sequence

import torch
from ase.data import atomic_numbers
from torch import Tensor, nn

HEAVIEST = 118  # oganesson


class ElementModel(nn.Module):
    """A module made for some elements (atomic numbers, kept sorted) and a `cutoff` in Å.

    Elements may be given as numbers of any kind, or as symbols. `settings` are the arguments that
    make it again, in plain values; a subclass adds its own. Raises ValueError for what is no list
    of elements, and for a cutoff that is no positive length.

    >>> ElementModel([8, 1], 5.0).kind(torch.tensor([1, 8, 8])).tolist()
    [0, 1, 1]
    >>> ElementModel(["O", "H"], 5.0).elements
    [1, 8]
    """

    lookup: Tensor  # (120,) number of every element in `elements`, -1 for all others

    def __init__(self, elements: Sequence[int | str], cutoff: float):
        super().__init__()
        self.elements = atomic_numbers_of(elements)
        self.cutoff = a_cutoff(cutoff)
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
        try:
            kind = self.lookup[species]
        except IndexError:
            largest = int(species.max())
            raise ValueError(f"atomic number {largest} is not one of {self.elements}.") from None
        unknown = kind < 0
        if unknown.any():
            first = int(species[unknown][0])
            raise ValueError(f"atomic number {first} is not one of {self.elements}.")
        return kind


def a_cutoff(length: float) -> float:
    """A cutoff in Å as a plain number; ValueError for anything that is no positive length.

    >>> a_cutoff(5)
    5.0
    """
    try:
        plain = float(length)
    except (TypeError, ValueError):
        plain = math.nan
    if not 0 < plain < math.inf:
        raise ValueError(f"the cutoff must be a positive length in Å, got {length!r}.")
    return plain


def atomic_numbers_of(elements: Iterable[int | str]) -> list[int]:
    """The atomic numbers of `elements`, each once and sorted, as plain integers.

    They may be numbers (NumPy's, torch's) or symbols. Raises ValueError for anything else.

    >>> atomic_numbers_of(["O", "H", "H"])
    [1, 8]
    """
    example = 'give a list of atomic numbers or symbols, as in [1, 8] or ["H", "O"]'
    # A text would be taken letter by letter, and "Ho" be hydrogen and nothing.
    if isinstance(elements, str) or not isinstance(elements, Iterable):
        raise ValueError(f"{elements!r} is no list of elements: {example}.")
    numbers = {_atomic_number(element, example) for element in elements}
    if not numbers:
        raise ValueError(f"there are no elements: {example}.")
    return sorted(numbers)


def _atomic_number(element: object, example: str) -> int:
    """The number of one element; ValueError if there is none."""
    if isinstance(element, str):
        number = atomic_numbers.get(element, 0)
    else:
        try:
            # Whole numbers of any package, and nothing that would have to be rounded
            number = 0 if isinstance(element, bool) else operator.index(element)  # type: ignore[arg-type]
        except TypeError:
            number = 0
    if not 1 <= number <= HEAVIEST:
        raise ValueError(f"{element!r} is no element: {example}.")
    return number
