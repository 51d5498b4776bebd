"""The judge's end of arguments: what is sent, and what of it the answer has already."""

import io
import pickle
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from mlp_course.grading.judge.given.arguments import Packed, Surroundings, carried, parameters_of

# Where functions come from that are asked from afar; a cell's own have no module, or this one.
OURS = ("mlp_course", "__main__", "functools", "None")

# What is pickled as it is; what lies inside is looked at by itself.
PLAIN = (
    np.ndarray,
    np.generic,
    int,
    float,
    list,
    tuple,
    dict,
    type,
)


class Packer:
    """The judge's end: knows which modules have been sent, and with which weights."""

    def __init__(self, callbacks: dict[int, Callable], scratch: Path | None) -> None:
        self.callbacks = callbacks
        self.scratch = None if scratch is None else str(scratch)
        self.known: dict[int, tuple[int, Any]] = {}  # by id: number, and the object, to keep its id
        self.sent: dict[int, dict[str, tuple]] = {}  # marks of the weights of each module
        self.chance = b""

    def pack(self, positional: tuple, named: dict) -> tuple[Packed, list, bool]:
        """What is sent; the tensors that results may be differentiated by; if a path was in it."""
        # 1. the arguments, and the modules that the answer does not know yet
        writer = _Writer(self)
        content = writer.written((positional, named))
        new_numbers = [self.number_of(thing) for thing in writer.new]
        packed = Packed(content, new_numbers=new_numbers)
        if writer.new:
            packed.new = _New(self).written(writer.new)
        packed.modules = [self.number_of(thing) for thing in writer.met]

        # 2. tensors, and weights that have changed
        leaves = []
        for tensor in writer.tensors:
            data = carried(tensor)
            packed.tensors.append((data, tensor.requires_grad))
            if tensor.requires_grad:
                leaves.append(tensor)
        for module in writer.met:
            leaves += self._note_weights(module, packed)
        return packed, leaves, writer.has_path

    def _note_weights(self, module: Any, packed: Packed) -> list:
        """Add weights that the judge has changed; returns those that can be differentiated by."""
        number, _ = self.known[id(module)]
        is_new = number in packed.new_numbers
        before = self.sent.setdefault(number, {})
        leaves = []
        for name, weight in parameters_of(module):
            mark = _mark(weight)
            # A new module is sent with its weights.
            if not is_new and before.get(name) != mark:
                packed.weights[number, name] = carried(weight)
            before[name] = mark
            if weight.requires_grad:
                leaves.append(weight)
        return leaves

    def take_back(self, changes: list) -> None:
        """Put weights and their gradients as the answer left them: [number, name, data, grad]."""
        import torch

        by_number = dict(self.known.values())
        for number, name, data, grad in changes:
            module = by_number[number]
            weights = dict(parameters_of(module))
            weight = weights[name]
            with torch.no_grad():
                if data is not None:
                    weight.copy_(data)
                if grad is not None:
                    shaped = grad.reshape(weight.shape)
                    weight.grad = shaped.to(weight.dtype)
            self.sent[number][name] = _mark(weight)

    def around(self) -> Surroundings:
        """How things are around the judge now."""
        torch = sys.modules.get("torch")
        if torch is None:
            return Surroundings()
        # The state of chance is long: it is sent when it has changed.
        state = torch.get_rng_state().numpy().tobytes()
        news = None if state == self.chance else state
        self.chance = state
        dtype = str(torch.get_default_dtype())
        name = dtype.removeprefix("torch.")
        return Surroundings(
            grad=torch.is_grad_enabled(),
            dtype=name,
            chance=news,
        )

    def number_of(self, thing: Any) -> int:
        """The number by which an answer knows a module, an optimizer or a function."""
        key = id(thing)
        if key not in self.known:
            new = len(self.known) + 1
            self.known[key] = (new, thing)
        number, _ = self.known[key]
        return number


class _Writer(pickle.Pickler):
    """Pickles arguments, but for what is named instead."""

    def __init__(self, packer: Packer) -> None:
        self.buffer = io.BytesIO()
        super().__init__(self.buffer, protocol=5)
        self.packer = packer
        self.tensors: list = []
        self.places: dict[int, int] = {}
        self.met: list = []  # modules that take part
        self.new: list = []
        self.has_path = False

    def written(self, value: Any) -> bytes:
        """Arguments as bytes."""
        self.dump(value)
        return self.buffer.getvalue()

    def persistent_id(self, value: Any) -> tuple | None:
        """What stands for a value that is not pickled; None for one that is."""
        if isinstance(value, str | Path):
            return self._path(value)
        if isinstance(value, PLAIN):
            return None
        if isinstance(value, np.random.Generator):
            number = self.packer.number_of(value)
            return ("generator", *_generator(value, number))
        torch = sys.modules.get("torch")
        if torch and isinstance(value, torch.Tensor):
            place = self._place(value)
            return ("tensor", place)
        if torch and isinstance(value, torch.nn.Module | torch.optim.Optimizer):
            number = self._thing(value)
            return ("thing", number)
        if callable(value) and _stays(value):
            number = self.packer.number_of(value)
            self.packer.callbacks[number] = value
            name = getattr(value, "__name__", type(value).__name__)
            return ("function", number, name)
        return None

    def _path(self, value: str | Path) -> tuple | None:
        """A place in the folder that both sides share."""
        folder = self.packer.scratch
        place = str(value)
        if folder is None or not place.startswith(folder):
            return None
        self.has_path = True
        is_path = isinstance(value, Path)
        inside = place.removeprefix(folder)
        return ("path", is_path, inside)

    def _place(self, tensor: Any) -> int:
        key = id(tensor)
        if key not in self.places:
            self.places[key] = len(self.tensors)
            self.tensors.append(tensor)
        return self.places[key]

    def _thing(self, thing: Any) -> int:
        if id(thing) not in self.packer.known:
            self.new.append(thing)
        number = self.packer.number_of(thing)
        if all(thing is not other for other in self.met):
            self.met.append(thing)
        return number


class _New(pickle.Pickler):
    """Pickles modules and optimizers; weights of those that were sent before are named."""

    def __init__(self, packer: Packer) -> None:
        self.buffer = io.BytesIO()
        super().__init__(self.buffer, protocol=5)
        self.weights = {}
        for number, thing in packer.known.values():
            if number not in packer.sent:
                continue
            for name, weight in parameters_of(thing):
                self.weights[id(weight)] = ("weight", number, name)

    def written(self, things: list) -> bytes:
        """Modules and optimizers as bytes."""
        self.dump(things)
        return self.buffer.getvalue()

    def persistent_id(self, value: Any) -> tuple | None:
        """The name of a weight that the answer has; None for anything else."""
        return self.weights.get(id(value))


def _mark(weight: Any) -> tuple:
    """What changes whenever a weight does."""
    return (weight._version, weight.data_ptr(), weight.dtype)


def _generator(rng: np.random.Generator, number: int) -> tuple[int, str, bytes]:
    """A generator of random numbers: its number, kind and state."""
    source = rng.bit_generator
    kind = type(source).__name__
    state = pickle.dumps(source.state, protocol=5)
    return number, kind, state


def _stays(value: Any) -> bool:
    """Whether a function is asked from afar: the course's and a test's are, NumPy's are not."""
    is_function = isinstance(value, types.FunctionType | types.MethodType)
    # What was made inside a function, or as a lambda, cannot be found by its name.
    if is_function and "<" in value.__qualname__:
        return True
    owner = value if is_function else type(value)
    first, _, _ = str(owner.__module__).partition(".")
    return first in OURS
