"""What may listen to training: a progress bar, a live curve, early stopping, a checkpoint.

A listener is called with the trainer and the event after every epoch; returning True stops
training. If it has a method `finish`, that is called once, with the trainer, when training is over
or was interrupted.
"""

import base64
import copy
import io
import math
import os
import time
from pathlib import Path
from pickle import UnpicklingError

import torch
from IPython import get_ipython
from IPython.display import DisplayHandle, display
from matplotlib.figure import Figure

from mlp_course import plots
from mlp_course.files import replacing
from mlp_course.progress import StepBar
from mlp_course.training import Event, Trainer
from mlp_course.training.same_training import OtherTraining, determined_by, expect_same

WATCHED = "JPY_SESSION_NAME"  # set where a person has opened the notebook in JupyterLab

# What reading a file that is damaged, or of something else, may raise
_UNREADABLE = (
    RuntimeError,
    ValueError,
    LookupError,
    TypeError,
    EOFError,
    OSError,
    UnpicklingError,
)


class ProgressBar(StepBar):
    """One line with the newest errors, on stdout."""

    def __init__(self, title: str = "training"):
        super().__init__(title)

    def __call__(self, trainer: Trainer, event: Event) -> None:
        self.show(event.epoch + 1, trainer.recipe.epochs, _validation(event))

    def finish(self, trainer: Trainer) -> None:
        """Leave the bar as it is; another training would get a bar of its own."""
        self.close()


class LiveCurve:
    """Training and validation loss, drawn in place while they fall, and once more at the end.

    A new drawing waits twenty times as long as the last one took, but 3 s at most. Where a notebook
    runs and nobody watches (a test, a grader, the course's pages) only the end is drawn; where
    there is no notebook, about ten plain lines on stdout say how it goes.
    """

    def __init__(self, title: str = "training"):
        self.title = title
        self._forget()

    def __call__(self, trainer: Trainer, event: Event) -> None:
        self.events.append(event)
        if _in_notebook():
            watched = WATCHED in os.environ
            if watched and time.perf_counter() >= self.next:
                self._show(trainer)
            return
        epochs = trainer.recipe.epochs
        tenth = max(1, epochs // 10)
        if trainer.epoch % tenth == 0 or trainer.epoch == epochs:
            print(self._said(trainer))

    def finish(self, trainer: Trainer) -> None:
        """Draw the whole curve; another training would get its own."""
        if self.events and _in_notebook():
            self._show(trainer)
        self._forget()

    def _forget(self) -> None:
        """Be ready for another training."""
        self.events: list[Event] = []
        self.shown: DisplayHandle | None = None  # the place in the notebook where it is drawn
        self.next = 0.0  # s, when it may be drawn again

    def _said(self, trainer: Trainer) -> str:
        """One line on the last epoch."""
        last = self.events[-1]
        epochs = f"{last.epoch + 1} of {trainer.recipe.epochs}"
        said = f"{self.title}: epoch {epochs}, loss {last.train_loss:.3g}"
        validation = _validation(last)
        return f"{said}, {validation}" if validation else said

    def _show(self, trainer: Trainer) -> None:
        """Draw, in the place where it was drawn before if it was."""
        start = time.perf_counter()
        picture = {"image/png": self._picture(trainer), "text/plain": self._said(trainer)}
        if self.shown is None:
            self.shown = display(picture, raw=True, display_id=True)
        else:
            self.shown.update(picture, raw=True)

        # Drawing should not slow training down, nor should a slow drawing keep one waiting.
        taken = time.perf_counter() - start
        wait = min(3.0, max(0.5, 20 * taken))
        self.next = start + taken + wait

    def _picture(self, trainer: Trainer) -> str:
        """The curves as a PNG, in base64."""
        # A run that was resumed has no events of the epochs before.
        before = [math.nan] * self.events[0].epoch
        losses = [event.train_loss for event in self.events]
        curves = {"training": before + losses}
        if trainer.validation is not None:
            losses = [event.validation_loss for event in self.events]
            curves["validation"] = before + losses

        figure = Figure(figsize=(6, 2.8))
        ax = plots.training_curves(curves, ylabel="loss (no unit)", ax=figure.subplots())
        ax.set_xlim(0, max(1, trainer.recipe.epochs - 1))
        ax.set_title(self._said(trainer), fontsize="medium", loc="left")
        file = io.BytesIO()
        figure.savefig(file)
        return base64.b64encode(file.getvalue()).decode()


def _validation(event: Event) -> str:
    """How well unseen data are predicted, in a few words; '' if there are none."""
    if event.validation is None:
        return ""
    force = event.validation.force_mae_mev_per_angstrom
    return f"validation force MAE {force:.0f} meV/Å"


def _in_notebook() -> bool:
    """Whether what is displayed comes out in a notebook."""
    return getattr(get_ipython(), "kernel", None) is not None


class EarlyStopping:
    """Stops after `patience` epochs without a strictly smaller validation loss.

    It keeps the best weights: `restore` puts them back; `best_epoch` says when they were seen.
    L. Prechelt, in Neural Networks: Tricks of the Trade, Springer (1998),
    doi:10.1007/3-540-49430-8_3. Raises ValueError for a patience below 1.
    """

    def __init__(self, patience: int):
        if patience < 1:
            raise ValueError(f"patience is a number of epochs, at least 1, got {patience}.")
        self.patience = patience
        self.best_loss = float("inf")
        self.best_epoch = -1
        self.weights: dict | None = None

    def __call__(self, trainer: Trainer, event: Event) -> bool:
        """True when it is time to stop; ValueError if there is no validation data to watch."""
        if event.validation is None:
            raise ValueError("early stopping needs validation frames.")
        if event.validation_loss < self.best_loss:
            self.best_loss = event.validation_loss
            self.best_epoch = event.epoch
            self.weights = copy.deepcopy(trainer.potential.state_dict())
        return event.epoch - self.best_epoch >= self.patience

    def restore(self, trainer: Trainer) -> None:
        """Give the potential its best weights back."""
        if self.weights is not None:
            trainer.potential.load_state_dict(self.weights)

    def state_dict(self) -> dict:
        """What a checkpoint keeps of it."""
        return {
            "best_loss": self.best_loss,
            "best_epoch": self.best_epoch,
            "weights": self.weights,
        }

    def load_state_dict(self, state: dict) -> None:
        """Go back to where `state_dict` was called."""
        self.best_loss = state["best_loss"]
        self.best_epoch = state["best_epoch"]
        self.weights = state["weights"]


class Checkpoint:
    """Writes the trainer's state to `path` every `every` epochs and at the end.

    It is written whole or not at all. With early stopping, say `stopping=`, and list the checkpoint
    after it: then it goes on as well.
    """

    def __init__(self, path: Path | str, every: int = 10, *, stopping: EarlyStopping | None = None):
        self.path = Path(path)
        self.every = every
        self.stopping = stopping

    def __call__(self, trainer: Trainer, event: Event) -> None:
        at_end = trainer.epoch == trainer.recipe.epochs
        if trainer.epoch % self.every == 0 or at_end:
            stopping = self.stopping.state_dict() if self.stopping else None
            of = determined_by(trainer)
            self._write({"trainer": trainer.state_dict(), "stopping": stopping, "of": of})

    def _write(self, state: dict) -> None:
        """Replace the file; OSError if that fails."""
        try:
            with replacing(self.path) as partial:
                torch.save(state, partial)
        # torch reports a full disk as RuntimeError.
        except (OSError, RuntimeError) as error:
            raise OSError(
                f"cannot write the checkpoint {self.path}; an earlier one is kept as it was."
            ) from error

    def resume(self, trainer: Trainer) -> bool:
        """Bring `trainer` to the state on disk; False if there is none yet.

        Raises ValueError if the file is no checkpoint of this potential, or of another training:
        other frames, another recipe, or a potential with other settings.
        """
        if not self.path.exists():
            return False
        content = io.BytesIO(self.path.read_bytes())
        try:
            state = torch.load(content, weights_only=True)
            trainer_state = state["trainer"]
            expect_same(trainer, state, self.path)
            trainer.load_state_dict(trainer_state)
            if self.stopping:
                self.stopping.load_state_dict(state["stopping"])
        except OtherTraining as error:
            raise ValueError(str(error)) from None
        except _UNREADABLE as error:
            raise ValueError(
                f"{self.path} is not a checkpoint of this potential: delete it to start anew."
            ) from error
        return True
