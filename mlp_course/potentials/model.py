"""What every potential can do, and the file it is kept in.

A potential maps a graph to atomic energies and has a cutoff; everything else follows from that
(`prediction`, `calculator`, `training`). A family derives from `Model`, which declares what it may
do besides, so that nobody has to look whether it does:

    prepare(graph)                     what training need not compute again in every step
    calibrate(graph, energy, forces)   the energy zero and the scales that training data decide
    fit(graph, energy, forces)         all coefficients at once, where there is a closed form
    save(path), load(path)             settings and weights
"""

import math
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import torch
from torch import Tensor, nn

from mlp_course.files import replacing
from mlp_course.graph import Graph

# of saved potentials; 1 had no format, no name of the family, and settings for some families only
FORMAT = 2


class Potential(Protocol):
    """Anything with a cutoff (Å) that maps a graph to atomic energies (N,) in eV."""

    cutoff: float

    def __call__(self, graph: Graph) -> Tensor: ...


class Trainable(Potential, Protocol):
    """A potential with weights: any torch module with a cutoff, also one that is no `Model`."""

    def parameters(self, recurse: bool = True) -> Iterator[nn.Parameter]:
        """What is learned."""
        ...

    def state_dict(self) -> dict[str, Any]:
        """All that is kept, by name."""
        ...

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> Any:
        """Take over what was kept."""
        ...


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

    def calibrate(
        self,
        graph: Graph,
        energy: Tensor,  # (S,) eV
        forces: Tensor | None = None,  # (N, 3) eV/Å
    ) -> None:
        """Set energy zero and scales from S training structures.

        `energy` (S,) in eV, `forces` (N, 3) in eV/Å. A family without such numbers leaves it at
        this, which does nothing.
        """

    def fit(
        self,
        graph: Graph,
        energy: Tensor,  # (S,) eV
        forces: Tensor,  # (N, 3) eV/Å
    ) -> None:
        """Set all coefficients at once from S structures.

        `energy` (S,) in eV, `forces` (N, 3) in eV/Å. NotImplementedError where there is no closed
        form.
        """
        name = type(self).__name__
        raise NotImplementedError(
            f"{name} has no closed form: teach it with `training.Trainer`, step by step."
        )

    def save(self, path: Path | str) -> None:
        """Write family, settings and weights to `path`, wholly or not at all.

        ValueError for one that could not be made again.
        """
        name = type(self).__name__
        if "settings" not in self.__dict__:
            raise ValueError(f"{name} does not say what it was made with, so it cannot be saved.")
        content = {
            "format": FORMAT,
            "family": name,
            "settings": _plain(self.settings, name),
            "weights": self.state_dict(),
        }
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as partial:
            torch.save(content, partial)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read what `save` wrote; ValueError, in one sentence, for anything else.

        OSError, in the system's words, for what cannot be opened.
        """
        this = f"{path} is not a saved {cls.__name__}"
        content = _content_of(path, this)
        written = content.get("format", 1)
        family = content.get("family", cls.__name__)
        if "weights" in content and written != FORMAT:
            raise ValueError(
                f"{this} of format {FORMAT}: it has format {written}, "
                "so save it with this version again."
            )
        if family != cls.__name__:
            raise ValueError(f"{this}, but a {family}.")
        try:
            potential = cls.from_settings(content["settings"])
            # The weights keep the precision in which they were saved.
            potential.load_state_dict(content["weights"], assign=True)
            _check(potential)
        # Settings of an edited file may raise anything when something is made of them.
        except Exception as error:
            raise ValueError(f"{this}.") from error
        return potential

    @classmethod
    def from_settings(cls, settings: dict) -> Self:
        """The untaught potential that has these `settings`."""
        return cls(**settings)


def _plain(value: Any, name: str) -> Any:
    """A setting as numbers, text and lists, which can be read without running anything."""
    if isinstance(value, (np.generic, np.ndarray, Tensor)):
        return value.tolist()
    if isinstance(value, Mapping):
        return {key: _plain(part, name) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_plain(part, name) for part in value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise ValueError(f"{name} cannot be saved: its setting {value!r} is not a plain value.")


def _content_of(path: Path | str, this: str) -> dict[str, Any]:
    """What stands in a file; ValueError, beginning with `this`, if nothing can be read from it."""
    with open(path, "rb") as file:
        try:
            # torch does not look whether bytes have changed; the file's checksums tell.
            with zipfile.ZipFile(file) as archive:
                damaged = archive.testzip()
            file.seek(0)
            content = torch.load(file, weights_only=True)
        # A damaged file may make its readers raise anything.
        except Exception as error:
            raise ValueError(f"{this}.") from error
    if damaged is not None or not isinstance(content, dict):
        raise ValueError(f"{this}.")
    return content


def _check(potential: Model) -> None:
    """ValueError for numbers that no potential can have."""
    if not (math.isfinite(potential.cutoff) and potential.cutoff > 0):
        raise ValueError(f"a cutoff of {potential.cutoff} Å")
    for name, weights in potential.state_dict().items():
        if weights.is_complex() or not torch.isfinite(weights).all():
            raise ValueError(f"{name} has values that are no real numbers")
