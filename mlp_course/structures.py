"""Atomic structures as three tensors, and the way in and out of ASE.

Conventions: positions in Å; rows of `cell` are lattice vectors in Å; a row of zeros means that
the structure does not repeat along it (a molecule has three).
"""

from dataclasses import dataclass

import ase
import torch
from torch import Tensor


@dataclass(frozen=True)
class Structure:
    """N atoms."""

    positions: Tensor  # (N, 3) Å
    species: Tensor  # (N,) atomic numbers
    cell: Tensor  # (3, 3) Å

    def __post_init__(self):
        if self.positions.ndim != 2 or self.positions.shape[1:] != (3,):
            raise ValueError(
                f"positions must have shape (N, 3), got {tuple(self.positions.shape)}."
            )
        if self.species.shape != self.positions.shape[:1]:
            raise ValueError(
                f"{len(self.positions)} positions need as many species, got {tuple(self.species.shape)}."
            )
        if self.cell.shape != (3, 3):
            raise ValueError(f"the cell must have shape (3, 3), got {tuple(self.cell.shape)}.")

    def __len__(self) -> int:
        return len(self.species)

    @property
    def periodic(self) -> Tensor:  # (3,) bool
        """Along which lattice vectors the structure repeats."""
        return (self.cell != 0).any(dim=1)

    def to(self, dtype: torch.dtype) -> "Structure":
        """The same structure with positions (N, 3) and cell (3, 3) in another precision."""
        return Structure(self.positions.to(dtype), self.species, self.cell.to(dtype))


def from_ase(atoms: ase.Atoms) -> Structure:
    """Read positions (N, 3) Å, atomic numbers (N,) and the periodic cell rows (3, 3) Å.

    >>> from ase.build import molecule
    >>> from_ase(molecule("H2O")).species.tolist()
    [8, 1, 1]
    """
    return Structure(
        torch.tensor(atoms.get_positions(), dtype=torch.float64),
        torch.tensor(atoms.get_atomic_numbers(), dtype=torch.int64),
        torch.tensor(atoms.cell.array * atoms.pbc[:, None], dtype=torch.float64),
    )


def to_ase(structure: Structure) -> ase.Atoms:
    """The structure as `ase.Atoms`, positions (N, 3) and cell (3, 3) in Å."""
    return ase.Atoms(
        numbers=structure.species.numpy(),
        positions=structure.positions.detach().numpy(),
        cell=structure.cell.detach().numpy(),
        pbc=structure.periodic.numpy(),
    )
