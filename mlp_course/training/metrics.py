"""How wrong a potential is, in numbers with units.

Energies are compared per atom, so that systems of different size count alike; forces component by
component.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

MILLI = 1000.0


@dataclass(frozen=True)
class Errors:
    """Mean absolute and root mean square errors over a set of structures."""

    energy_mae_mev_per_atom: float
    energy_rmse_mev_per_atom: float
    force_mae_mev_per_angstrom: float
    force_rmse_mev_per_angstrom: float

    def __str__(self) -> str:
        energy = f"{self.energy_mae_mev_per_atom:.2f} (RMSE {self.energy_rmse_mev_per_atom:.2f})"
        force = (
            f"{self.force_mae_mev_per_angstrom:.1f} (RMSE {self.force_rmse_mev_per_angstrom:.1f})"
        )
        return f"energy MAE {energy} meV/atom, force MAE {force} meV/Å"


def mae(predicted: Tensor, true: Tensor) -> float:
    """Mean absolute error over all elements of two tensors of one shape, in their unit.

    >>> mae(torch.tensor([1.0, -1.0]), torch.tensor([0.0, 0.0]))
    1.0
    """
    error = _difference(predicted, true)
    return error.abs().mean().item()


def rmse(predicted: Tensor, true: Tensor) -> float:
    """Root mean square error over all elements of two tensors of one shape, in their unit.

    >>> rmse(torch.tensor([3.0, 4.0]), torch.tensor([0.0, 0.0]))
    3.5355339059327378
    """
    error = _difference(predicted, true)
    return error.square().mean().sqrt().item()


def errors(
    energy: tuple[Tensor, Tensor],
    forces: tuple[Tensor, Tensor],
    n_atoms: Tensor | Sequence[int],
) -> Errors:
    """Errors of predicted against true `energy` (S,) in eV and `forces` (N, 3) in eV/Å.

    `n_atoms` (S,) says how many atoms each structure has. Raises ValueError for other shapes, which
    would broadcast.
    """
    size = torch.as_tensor(n_atoms)
    predicted, true = energy
    if predicted.ndim != 1 or size.shape != predicted.shape:
        raise ValueError(
            f"energies must have shape (S,) and n_atoms, too: {tuple(predicted.shape)} and "
            f"{tuple(size.shape)} were given."
        )
    if forces[0].ndim != 2 or forces[0].shape[1] != 3:
        raise ValueError(f"forces must have shape (N, 3), not {tuple(forces[0].shape)}.")
    if not (size > 0).all():
        raise ValueError("n_atoms must be positive: a structure without atoms has no energy.")
    per_atom = (predicted / size, true / size)
    return Errors(
        energy_mae_mev_per_atom=MILLI * mae(*per_atom),
        energy_rmse_mev_per_atom=MILLI * rmse(*per_atom),
        force_mae_mev_per_angstrom=MILLI * mae(*forces),
        force_rmse_mev_per_angstrom=MILLI * rmse(*forces),
    )


def _difference(predicted: Tensor, true: Tensor) -> Tensor:
    """Predicted - true, in double precision; ValueError for two shapes, which would broadcast."""
    if predicted.shape != true.shape:
        raise ValueError(
            f"predicted {tuple(predicted.shape)} and true {tuple(true.shape)} must have one shape."
        )
    return (predicted - true).double()
