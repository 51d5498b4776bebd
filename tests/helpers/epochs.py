"""An epoch that a worked lesson has trained is not trained again by the lesson as it is released.

A release has the cells of its worked lesson, but for the answers: most of its trainings begin with
the same weights and the same data, and come to the same.

1. While nbval runs a worked lesson, the end of each epoch is kept under a digest of all that the
   epoch began with: potential, data, recipe, optimizer and the order drawn.
2. While it runs a release, an epoch that begins with the same ends so without being trained. What
   differs in a single bit, or cannot be read off, is trained.

A kernel does so if it is told a folder by the variable FOLDER, which tests/offline/sitecustomize.py
looks for. A folder lasts for one run of the tests, so library and data are the same.
"""

import hashlib
import importlib.machinery
import importlib.util
import io
import os
import pickle
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

FOLDER = "MLP_COURSE_TEST_EPOCHS"
TAKES = "MLP_COURSE_TEST_EPOCHS_TAKEN"  # set where epochs are taken, not kept
TRAINER = "mlp_course.training.trainer"


class _AfterImport:
    """Finds the trainer's module as Python does, and changes it once it is there."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        """The module's spec, whose loader does one thing more; None for other modules."""
        if name != TRAINER:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def execute_and_share(module: ModuleType) -> None:
            execute(module)
            share(module.Trainer, Path(os.environ[FOLDER]), takes=TAKES in os.environ)

        spec.loader.exec_module = execute_and_share  # type: ignore[method-assign]
        return spec


def begin() -> None:
    """Let the trainer of this process share its epochs, whenever it is imported."""
    sys.meta_path.insert(0, _AfterImport())


def share(trainer: type, folder: Path, takes: bool) -> None:
    """Let all trainers of a class take their epochs from `folder`, or keep them there."""
    train = trainer._train_epoch
    trainer._train_epoch = lambda self: (
        _take(self, train, folder) if takes else _keep(self, train, folder)
    )


def _take(trainer: Any, train: Callable[[Any], float], folder: Path) -> float:
    """The loss of an epoch, after which the trainer is as it was when that was kept."""
    path = folder / digest(trainer)
    if not path.is_file():
        return train(trainer)
    state, loss = pickle.loads(path.read_bytes())
    trainer.load_state_dict(state)
    return loss


def _keep(trainer: Any, train: Callable[[Any], float], folder: Path) -> float:
    """The loss of an epoch, which is kept with what the trainer then is."""
    import torch

    mark = digest(trainer)
    drawn = torch.get_rng_state()
    loss = train(trainer)
    # Whoever draws numbers that are everybody's changes more than the trainer.
    if mark and torch.equal(drawn, torch.get_rng_state()):
        part = folder / uuid.uuid4().hex
        part.write_bytes(_written((trainer.state_dict(), loss)))
        part.replace(folder / mark)
    return loss


def digest(trainer: Any) -> str:
    """Of all that the next epoch depends on; '' if that cannot be read off."""
    try:
        # Data and layers stay as they are, and are large.
        if not hasattr(trainer, "fixed"):
            trainer.fixed = _digest(trainer.train, trainer.potential, trainer.recipe)
        return _digest(trainer.fixed, trainer.state_dict())
    except (pickle.PicklingError, TypeError, AttributeError):
        return ""


def _digest(*parts: object) -> str:
    """Of these, pickled. Raises PicklingError, TypeError or AttributeError if they cannot be."""
    return hashlib.blake2b(_written(parts), digest_size=20).hexdigest()


def _written(value: object) -> memoryview:
    """A value, pickled the same in every process; errors as of `_digest`."""
    file = io.BytesIO()
    _Pickler(file).dump(value)
    return file.getbuffer()


class _Pickler(pickle.Pickler):
    """Writes the same in every process, and refuses what a notebook has defined."""

    def reducer_override(self, value: Any) -> Any:
        """Tensors and modules as what they hold; anything else as Python does."""
        import torch

        if isinstance(value, torch.Tensor):
            return _tensor, (value.detach().contiguous().numpy(), value.requires_grad)
        # It has sets of names, whose order is another in every process.
        if isinstance(value, torch.nn.Module):
            held = [(name, _in_order(part)) for name, part in vars(value).items()]
            return tuple, ([type(value), held],)
        # Of these only the name would be written.
        if isinstance(value, type | FunctionType) and value.__module__ == "__main__":
            raise pickle.PicklingError(f"{value} is the notebook's own")
        return NotImplemented


def _tensor(numbers: Any, requires_grad: bool) -> Any:
    """The tensor of these numbers."""
    import torch

    return torch.from_numpy(numbers).requires_grad_(requires_grad)


def _in_order(part: object) -> object:
    """A set of names as a list; anything else as it is."""
    return sorted(part) if isinstance(part, set) else part
