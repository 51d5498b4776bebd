"""What every potential can do, and the file it is kept in.

A potential maps a graph to atomic energies and has a cutoff; everything else follows from that
(`prediction`, `calculator`, `training`). A family derives from `Model`, which declares what it may
do besides, so that nobody has to look whether it does:

    prepare(graph)                     what training need not compute again in every step
    calibrate(graph, energy, forces)   the energy zero and the scales that training data decide
    fit(graph, energy, forces)         all coefficients at once, where there is a closed form
    save(path), load(path)             settings and weights
"""

from pathlib import Path
from pickle import UnpicklingError
from typing import Protocol, Self

import torch
from torch import Tensor, nn

from mlp_course.graph import Graph

# of saved potentials; 1 had no format, no name of the family, and settings for some families only
FORMAT = 2
DAMAGED = (RuntimeError, LookupError, TypeError, ValueError, EOFError, UnpicklingError)


class Potential(Protocol):
    """Anything with a cutoff (Å) that maps a graph to atomic energies (N,) in eV."""

    cutoff: float

    def __call__(self, graph: Graph) -> Tensor: ...


class Model(nn.Module):
    """A potential that can be taught and kept.

    `forward` maps a graph to atomic energies (N,) in eV. A family sets `cutoff` (Å) and `settings`:
    the arguments that make it again, in plain values.
    """

    cutoff: float
    settings: dict

    def forward(self, graph: Graph) -> Tensor:  # (N,) eV
        """Atomic energies (N,) in eV."""
        raise NotImplementedError

    def prepare(self, graph: Graph) -> Graph:
        """The graph with all that training never changes, computed once: here the graph itself."""
        return graph

    def calibrate(self, graph: Graph, energy: Tensor, forces: Tensor | None = None) -> None:
        """Set energy zero and scales from S training structures.

        `energy` (S,) in eV, `forces` (N, 3) in eV/Å. A family without such numbers leaves it at
        this, which does nothing.
        """

    def fit(self, graph: Graph, energy: Tensor, forces: Tensor) -> None:
        """Set all coefficients at once from S structures.

        `energy` (S,) in eV, `forces` (N, 3) in eV/Å. NotImplementedError where there is no closed
        form.
        """
        name = type(self).__name__
        raise NotImplementedError(
            f"{name} has no closed form: teach it with `training.Trainer`, step by step."
        )

    def save(self, path: Path | str) -> None:
        """Write family, settings and weights to `path`.

        ValueError for one that could not be made again.
        """
        name = type(self).__name__
        if "settings" not in self.__dict__:
            raise ValueError(f"{name} does not say what it was made with, so it cannot be saved.")
        content = {
            "format": FORMAT,
            "family": name,
            "settings": self.settings,
            "weights": self.state_dict(),
        }
        torch.save(content, path)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read what `save` wrote; ValueError, in one sentence, for anything else."""
        this = f"{path} is not a saved {cls.__name__}"
        try:
            content = torch.load(path, weights_only=True)
            written = content.get("format", 1)
            family = content.get("family", cls.__name__)
        except (*DAMAGED, AttributeError) as error:
            raise ValueError(f"{this}.") from error
        if "weights" in content and written != FORMAT:
            raise ValueError(
                f"{this} of format {FORMAT}: it has format {written}, "
                "so save it with this version again."
            )
        if family != cls.__name__:
            raise ValueError(f"{this}, but a {family}.")
        try:
            potential = cls.from_settings(content["settings"])
            potential.load_state_dict(content["weights"])
        except DAMAGED as error:
            raise ValueError(f"{this}.") from error
        return potential

    @classmethod
    def from_settings(cls, settings: dict) -> Self:
        """The untaught potential that has these `settings`."""
        return cls(**settings)
