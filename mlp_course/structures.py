"""Atomic structures as three tensors, and the way in and out of ASE.

Conventions: positions in Å; rows of `cell` are lattice vectors in Å; a row of zeros means that
the structure does not repeat along it (a molecule has three).
"""

from dataclasses import dataclass

import ase
import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True)
class Structure:
    """N atoms. Raises ValueError for tensors whose shapes do not fit together."""

    positions: Tensor  # (N, 3) Å
    species: Tensor  # (N,) atomic numbers
    cell: Tensor  # (3, 3) Å

    def __post_init__(self):
        positions = tuple(self.positions.shape)
        species = tuple(self.species.shape)
        cell = tuple(self.cell.shape)
        if len(positions) != 2 or positions[1] != 3:
            raise ValueError(f"positions must have shape (N, 3), got {positions}.")
        n_atoms = positions[0]
        if species != (n_atoms,):
            raise ValueError(f"{n_atoms} positions need as many species, got {species}.")
        if cell != (3, 3):
            raise ValueError(f"the cell must have shape (3, 3), got {cell}.")

    def __len__(self) -> int:
        return len(self.species)

    @property
    def periodic(self) -> Tensor:  # (3,) bool
        """Along which lattice vectors the structure repeats."""
        return (self.cell != 0).any(dim=1)

    def to(self, dtype: torch.dtype) -> "Structure":
        """The same structure with positions (N, 3) and cell (3, 3) in another precision."""
        return Structure(
            positions=self.positions.to(dtype),
            species=self.species,
            cell=self.cell.to(dtype),
        )


def repeating(atoms: ase.Atoms) -> np.ndarray:  # (3,) bool
    """Along which lattice vectors `atoms` repeat.

    Many data sets say so of molecules (`pbc`), without a vector along which they could.
    """
    return atoms.pbc & atoms.cell.array.any(axis=1)


def from_ase(atoms: ase.Atoms) -> Structure:
    """Read positions (N, 3) Å, atomic numbers (N,) and the periodic cell rows (3, 3) Å.

    >>> from ase.build import molecule
    >>> from_ase(molecule("H2O")).species.tolist()
    [8, 1, 1]
    """
    # ASE may give a box to a molecule, too: only rows along which it repeats count.
    cell = atoms.cell.array * repeating(atoms)[:, None]
    return Structure(
        positions=torch.tensor(atoms.get_positions(), dtype=torch.float64),
        species=torch.tensor(atoms.get_atomic_numbers(), dtype=torch.int64),
        cell=torch.tensor(cell, dtype=torch.float64),
    )


def to_ase(structure: Structure) -> ase.Atoms:
    """The structure as `ase.Atoms`, positions (N, 3) and cell (3, 3) in Å."""
    return ase.Atoms(
        numbers=structure.species.numpy(),
        positions=structure.positions.detach().numpy(),
        cell=structure.cell.detach().numpy(),
        pbc=structure.periodic.numpy(),
    )
