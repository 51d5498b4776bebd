"""Whether a checkpoint is of the training that is to go on: all that determines it, compared.

The weights with which a potential starts are not: a checkpoint brings its own.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from torch import Tensor

from mlp_course.potentials.fingerprint import digest_of
from mlp_course.training.batches import Batch
from mlp_course.training.trainer import Trainer


class OtherTraining(Exception):
    """A checkpoint of something else; its text is the whole message."""


def determined_by(trainer: Trainer) -> dict[str, str]:
    """All that decides what comes out of a training, by names that people understand."""
    unseen = [trainer.validation] if trainer.validation is not None else []
    potential = trainer.potential
    settings = json.dumps(getattr(potential, "settings", {}), default=str, sort_keys=True)
    found = {
        "training frames": _frames(trainer.train),
        "validation frames": _frames(unseen),
        "potential": f"{type(potential).__name__} {settings}",
    }
    for name, value in asdict(trainer.recipe).items():
        found[name] = repr(value)
    return found


def expect_same(trainer: Trainer, state: Mapping, path: Path) -> None:
    """Raise OtherTraining if the state, of a checkpoint at `path`, is that of another one."""
    if "of" not in state:
        raise OtherTraining(
            f"{path} is of an earlier version, which did not write down what was trained: "
            "delete it to start anew."
        )
    before = state["of"]
    now = determined_by(trainer)
    differ = [name for name in now if before.get(name) != now[name]]
    if differ:
        raise OtherTraining(
            f"{path} is a checkpoint of another training ({', '.join(differ)}): delete it to "
            "start anew, or give another path."
        )


def _frames(parts: Sequence[Batch]) -> str:
    """The fingerprint of structures and their labels."""
    tensors: list[Tensor] = []
    for part in parts:
        graph = part.graph
        tensors += [graph.species, graph.structure, graph.positions, graph.cell]
        tensors += [part.energy, part.forces]
    return digest_of([], tensors)
