"""What may listen to training: a progress bar, a live curve, early stopping, a checkpoint.

A listener is called with the trainer and the event after every epoch; returning True stops training. If it has a
method `finish`, that is called once, with the trainer, when training is over or was interrupted.
"""

import base64
import copy
import io
import math
import os
import sys
import time
from pathlib import Path
from pickle import UnpicklingError

import torch
from IPython import get_ipython
from IPython.display import display
from matplotlib.figure import Figure
from tqdm import tqdm

from mlp_course import plots
from mlp_course.files import replacing
from mlp_course.training import Event, Trainer

WATCHED = "JPY_SESSION_NAME"  # set where a person has opened the notebook in JupyterLab


class ProgressBar:
    """One line with the newest errors, on stdout (a grader takes anything on stderr for an error)."""

    def __init__(self, title: str = "training"):
        self.title, self.bar = title, None

    def __call__(self, trainer: Trainer, event: Event) -> None:
        if self.bar is None:
            epochs = trainer.recipe.epochs
            self.bar = tqdm(
                desc=self.title, total=epochs, initial=event.epoch, file=sys.stdout, mininterval=1.0
            )
        if event.validation is not None:
            force = event.validation.force_mae_mev_per_angstrom
            self.bar.set_postfix_str(f"validation force MAE {force:.0f} meV/Å", refresh=False)
        self.bar.update()

    def finish(self, trainer: Trainer) -> None:
        """Leave the bar as it is and go to the next line, where another training would get its own."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None


class LiveCurve:
    """Training and validation loss, drawn in place while they fall, and once more when training is over.

    A new drawing waits twenty times as long as the last one took, but 3 s at most. Where a notebook runs and nobody
    watches (a test, a grader, the course's pages) only the end is drawn; where there is no notebook, about ten plain
    lines on stdout say how it goes.
    """

    def __init__(self, title: str = "training"):
        self.title = title
        self._forget()

    def __call__(self, trainer: Trainer, event: Event) -> None:
        self.events.append(event)
        if not _in_notebook():
            tenth = max(1, trainer.recipe.epochs // 10)
            if trainer.epoch % tenth == 0 or trainer.epoch == trainer.recipe.epochs:
                print(self._said(trainer))
        elif WATCHED in os.environ and time.perf_counter() >= self.next:
            self._show(trainer)

    def finish(self, trainer: Trainer) -> None:
        """Draw the whole curve; another training would get its own."""
        if self.events and _in_notebook():
            self._show(trainer)
        self._forget()

    def _forget(self) -> None:
        self.events, self.shown, self.next = [], None, 0.0

    def _said(self, trainer: Trainer) -> str:
        last = self.events[-1]
        force = (
            last.validation
            and f", validation force MAE {last.validation.force_mae_mev_per_angstrom:.0f} meV/Å"
        )
        epochs = f"{last.epoch + 1} of {trainer.recipe.epochs}"
        return f"{self.title}: epoch {epochs}, loss {last.train_loss:.3g}{force or ''}"

    def _show(self, trainer: Trainer) -> None:
        """Draw, in the place where it was drawn before if it was."""
        start = time.perf_counter()
        picture = {"image/png": self._picture(trainer), "text/plain": self._said(trainer)}
        if self.shown is None:
            self.shown = display(picture, raw=True, display_id=True)
        else:
            self.shown.update(picture, raw=True)
        taken = time.perf_counter() - start
        self.next = start + taken + min(3.0, max(0.5, 20 * taken))

    def _picture(self, trainer: Trainer) -> str:
        """The curves as a PNG, in base64."""
        figure, file = Figure(figsize=(6, 2.8)), io.BytesIO()
        before = [math.nan] * self.events[0].epoch  # of a run that was resumed
        curves = {"training": before + [event.train_loss for event in self.events]}
        if trainer.validation is not None:
            curves["validation"] = before + [event.validation_loss for event in self.events]
        ax = plots.training_curves(curves, ylabel="loss (no unit)", ax=figure.subplots())
        ax.set_xlim(0, max(1, trainer.recipe.epochs - 1))
        ax.set_title(self._said(trainer), fontsize="medium", loc="left")
        figure.savefig(file)
        return base64.b64encode(file.getvalue()).decode()


def _in_notebook() -> bool:
    return getattr(get_ipython(), "kernel", None) is not None


class EarlyStopping:
    """Stops after `patience` epochs without a strictly smaller validation loss and keeps the best weights.

    `restore` puts them back; `best_epoch` says when they were seen. L. Prechelt, in Neural Networks:
    Tricks of the Trade, Springer (1998), doi:10.1007/3-540-49430-8_3.
    """

    def __init__(self, patience: int):
        if patience < 1:
            raise ValueError(f"patience is a number of epochs, at least 1, got {patience}.")
        self.patience, self.best_loss, self.best_epoch, self.weights = (
            patience,
            float("inf"),
            -1,
            None,
        )

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
        self.best_loss, self.best_epoch, self.weights = (
            state["best_loss"],
            state["best_epoch"],
            state["weights"],
        )


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
            raise OSError(
                f"cannot write the checkpoint {self.path}; an earlier one is kept as it was."
            ) from error

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
        except (
            RuntimeError,
            ValueError,
            LookupError,
            TypeError,
            EOFError,
            OSError,
            UnpicklingError,
        ) as error:
            raise ValueError(
                f"{self.path} is not a checkpoint of this potential: delete it to start anew."
            ) from error
        return True
