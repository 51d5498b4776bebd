"""Potentials that can be written to a file and read again."""

from pathlib import Path
from pickle import UnpicklingError
from typing import Protocol, Self

import torch
from torch import Tensor

from mlp_course.graph import Graph


class Saved:
    """Adds `save` and `load` to a torch module that keeps the arguments it was made with in `settings`."""

    settings: dict

    def save(self, path: Path | str) -> None:
        """Write settings and weights to `path`."""
        torch.save({"settings": self.settings, "weights": self.state_dict()}, path)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read what `save` wrote; ValueError if it is something else."""
        try:
            content = torch.load(path, weights_only=True)
            potential = cls(**content["settings"])
            potential.load_state_dict(content["weights"])
        except (RuntimeError, LookupError, TypeError, EOFError, UnpicklingError) as error:
            raise ValueError(f"{path} is not a saved {cls.__name__}.") from error
        return potential


class Potential(Protocol):
    """Anything with a cutoff (Å) that maps a graph to atomic energies (N,) in eV."""

    cutoff: float

    def __call__(self, graph: Graph) -> Tensor: ...
