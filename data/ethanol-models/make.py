"""Makes the trained potentials beside this file (ten minutes on one core).

Goes on where it was stopped.

Each family is trained on the same 25, 50, 100, 200 and 400 frames of ethanol, a smaller set being
part of every larger one. One trajectory of each temperature is never used: it is for testing. The
number of gradient steps is the same for every size, so that only the data differ; both families
take about half a minute each.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np
import torch

from mlp_course.data import Labelled, load
from mlp_course.descriptors import ACSF
from mlp_course.files import replacing
from mlp_course.potentials import MACE, BehlerParrinello
from mlp_course.training import Recipe, Trainer, fit

HERE = Path(__file__).resolve().parent
HELD_OUT = "-3"  # the last of the four trajectories of each temperature
SIZES = (25, 50, 100, 200, 400)
FAMILIES = {
    "mace": (
        lambda: MACE([1, 6, 8], 5.0, channels=16, dtype=torch.float32),
        20_000,
        dict(batch_size=5, learning_rate=1e-2),
    ),
    "behler-parrinello": (
        lambda: BehlerParrinello(ACSF([1, 6, 8], 5.0)),
        100_000,
        dict(batch_size=16, learning_rate=5e-3),
    ),
}  # family -> (untrained, frames seen in all, recipe)


def training_frames(size: int) -> list[Labelled]:
    """`size` frames drawn from the trajectories that are not held out."""
    frames = [f for f in load("ethanol", group="md") if not f.info["trajectory"].endswith(HELD_OUT)]
    return [frames[k] for k in np.random.default_rng(1).permutation(len(frames))[:size]]


def main() -> None:
    """Train what is missing, then write the checksums."""
    torch.set_num_threads(1)
    files = []
    for family, (untrained, seen, how) in FAMILIES.items():
        for size in SIZES:
            path = HERE / f"{family}-{size}.pt"
            files.append(path)
            if path.exists():
                continue
            potential = untrained()
            *_, last = fit(
                Trainer(potential, training_frames(size), recipe=Recipe(epochs=seen // size, **how))
            )
            with replacing(path) as partial:
                potential.save(partial)
            print(f"{path.name}: training loss {last.train_loss:.4f}", file=sys.stderr)
    sums = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    (HERE / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


if __name__ == "__main__":
    main()
