"""Arguments on their way from the judge to an answer.

Numbers, arrays and structures travel as copies. Functions stay with the judge, and are asked from
there. Modules and optimizers are sent once and are then the same ones in every call, since their
weights, gradients and moments belong together. Tensors keep whether they can be differentiated.
"""

import contextlib
import io
import pickle
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from mlp_course.grading.judge.plain import Encoder, Tree
from mlp_course.grading.judge.scratch import own_scratch

# Where functions come from that are asked from afar; a cell's own have no module, or this one.
OURS = ("mlp_course", "__main__", "functools", "None")

Weights = dict[tuple[int, str], Any]  # of a module's number and the name of its parameter


@dataclass
class Packed:
    """Arguments as bytes, with all that is not in them."""

    content: bytes
    tensors: list[tuple[Any, bool]] = field(default_factory=list)  # data; can be differentiated
    new: bytes = b""  # modules and optimizers that are sent for the first time
    new_numbers: list[int] = field(default_factory=list)
    modules: list[int] = field(default_factory=list)  # that take part
    weights: Weights = field(default_factory=dict)  # that the judge has changed


@dataclass
class Surroundings:
    """What of the process a function may depend on, beside its arguments."""

    grad: bool = True
    dtype: str = ""
    chance: bytes | None = None  # torch's own, if the judge has changed it

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """Everything as the judge has it."""
        torch = sys.modules.get("torch")
        if torch is None or not self.dtype:
            yield
            return
        before = torch.get_default_dtype()
        torch.set_default_dtype(getattr(torch, self.dtype))
        if self.chance is not None:
            state = np.frombuffer(self.chance, np.uint8).copy()
            torch.set_rng_state(torch.from_numpy(state))
        try:
            with torch.set_grad_enabled(self.grad):
                yield
        finally:
            torch.set_default_dtype(before)


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
        writer = _Writer(self)
        content = writer.written((positional, named))
        packed = Packed(content, new_numbers=[self.known[id(thing)][0] for thing in writer.new])
        packed.new = _New(self).written(writer.new) if writer.new else b""
        packed.modules = [self.known[id(thing)][0] for thing in writer.met]
        leaves = []
        for tensor in writer.tensors:
            packed.tensors.append((_carried(tensor), tensor.requires_grad))
            if tensor.requires_grad:
                leaves.append(tensor)
        for module in writer.met:
            leaves += self._note_weights(module, packed)
        return packed, leaves, writer.has_path

    def _note_weights(self, module: Any, packed: Packed) -> list:
        """Add weights that the judge has changed; returns those that can be differentiated by."""
        number, _ = self.known[id(module)]
        before = self.sent.setdefault(number, {})
        leaves = []
        for name, weight in parameters_of(module):
            mark = _mark(weight)
            if number not in packed.new_numbers and before.get(name) != mark:
                packed.weights[number, name] = _carried(weight)
            before[name] = mark
            if weight.requires_grad:
                leaves.append(weight)
        return leaves

    def take_back(self, changes: list) -> None:
        """Put weights and their gradients as the answer left them: [number, name, data, grad]."""
        import torch

        by_number = {number: thing for number, thing in self.known.values()}
        for number, name, data, grad in changes:
            weight = dict(parameters_of(by_number[number]))[name]
            with torch.no_grad():
                if data is not None:
                    weight.copy_(data)
                if grad is not None:
                    weight.grad = grad.reshape(weight.shape).to(weight.dtype)
            self.sent[number][name] = _mark(weight)

    def around(self) -> Surroundings:
        """How things are around the judge now."""
        torch = sys.modules.get("torch")
        if torch is None:
            return Surroundings()
        state = torch.get_rng_state().numpy().tobytes()
        news = None if state == self.chance else state
        self.chance = state
        dtype = str(torch.get_default_dtype()).removeprefix("torch.")
        return Surroundings(torch.is_grad_enabled(), dtype, news)

    def number_of(self, thing: Any) -> int:
        """The number by which an answer knows a module, an optimizer or a function."""
        if id(thing) not in self.known:
            self.known[id(thing)] = (len(self.known) + 1, thing)
        return self.known[id(thing)][0]


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
        self.dump(value)
        return self.buffer.getvalue()

    def persistent_id(self, value: Any) -> tuple | None:
        if isinstance(value, str | Path):
            return self._path(value)
        if isinstance(value, np.ndarray | np.generic | int | float | list | tuple | dict | type):
            return None
        if isinstance(value, np.random.Generator):
            return ("generator", *_generator(value, self.packer.number_of(value)))
        torch = sys.modules.get("torch")
        if torch and isinstance(value, torch.Tensor):
            return ("tensor", self._place(value))
        if torch and isinstance(value, torch.nn.Module | torch.optim.Optimizer):
            return ("thing", self._thing(value))
        if callable(value) and _stays(value):
            number = self.packer.number_of(value)
            self.packer.callbacks[number] = value
            return ("function", number, getattr(value, "__name__", type(value).__name__))
        return None

    def _path(self, value: str | Path) -> tuple | None:
        """A place in the folder that both sides share."""
        folder = self.packer.scratch
        if folder is None or not str(value).startswith(folder):
            return None
        self.has_path = True
        return ("path", isinstance(value, Path), str(value)[len(folder) :])

    def _place(self, tensor: Any) -> int:
        if id(tensor) not in self.places:
            self.places[id(tensor)] = len(self.tensors)
            self.tensors.append(tensor)
        return self.places[id(tensor)]

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
            if number in packer.sent:
                for name, weight in parameters_of(thing):
                    self.weights[id(weight)] = ("weight", number, name)

    def written(self, things: list) -> bytes:
        self.dump(things)
        return self.buffer.getvalue()

    def persistent_id(self, value: Any) -> tuple | None:
        return self.weights.get(id(value))


@dataclass
class Given:
    """Arguments as the answer gets them."""

    positional: tuple
    named: dict
    tensors: list
    modules: list[tuple[int, Any]]  # that take part, by number

    def each(self) -> list:
        """All arguments, in order."""
        return [*self.positional, *self.named.values()]

    def leaves(self) -> list:
        """The tensors that results may be differentiated by, in the order of `Packer.pack`."""
        found = [tensor for tensor in self.tensors if tensor.requires_grad]
        for _, module in self.modules:
            found += [weight for _, weight in parameters_of(module) if weight.requires_grad]
        return found

    def weights(self) -> "WeightsBefore":
        """The weights of all that takes part, as they are now."""
        return WeightsBefore(self.modules)


class WeightsBefore:
    """Weights and gradients of modules before a call, to see what it changes."""

    def __init__(self, modules: list[tuple[int, Any]]) -> None:
        self.modules = modules
        self.before = {}
        for number, module in modules:
            for name, weight in parameters_of(module):
                self.before[number, name] = (weight.detach().clone(), _copied(weight.grad))

    def changes(self, encoder: Encoder) -> list[Tree]:
        """For each that is another now: number, name, data or None, gradient or None."""
        found = []
        for number, module in self.modules:
            for name, weight in parameters_of(module):
                data, grad = self.before[number, name]
                new_data = None if _equal(weight.detach(), data) else weight.detach()
                new_grad = None if _equal(weight.grad, grad) else _copied(weight.grad)
                if new_data is not None or new_grad is not None:
                    trees = [encoder.encode(new_data), encoder.encode(new_grad)]
                    found.append([number, name, *trees])
        return found


class Unpacker:
    """The answer's end: has every module and optimizer that was ever sent."""

    def __init__(self, callback: Callable[[int, str], Callable]) -> None:
        self.callback = callback
        self.things: dict[int, Any] = {}

    def unpack(self, packed: Packed) -> Given:
        """The arguments."""
        if packed.new:
            things = _NewReader(packed.new, self).load()
            self.things.update(zip(packed.new_numbers, things, strict=True))
        for (number, name), data in packed.weights.items():
            dict(parameters_of(self.things[number]))[name].data = _tensor(data)
        tensors = []
        for data, learns in packed.tensors:
            tensors.append(_tensor(data).requires_grad_(learns))
        positional, named = _Reader(packed.content, self, tensors).load()
        modules = [(number, self.things[number]) for number in packed.modules]
        return Given(positional, named, tensors, modules)


class _Reader(pickle.Unpickler):
    """Reads arguments."""

    def __init__(self, content: bytes, unpacker: Unpacker, tensors: list) -> None:
        super().__init__(io.BytesIO(content))
        self.unpacker = unpacker
        self.tensors = tensors

    def persistent_load(self, name: tuple) -> Any:
        kind, *rest = name
        if kind == "tensor":
            return self.tensors[rest[0]]
        if kind == "thing":
            return self.unpacker.things[rest[0]]
        if kind == "generator":
            return self._generator(*rest)
        if kind == "path":
            is_path, rest_of_it = rest
            text = str(own_scratch()) + rest_of_it
            return Path(text) if is_path else text
        return self.unpacker.callback(*rest)

    def _generator(self, number: int, kind: str, state: bytes) -> np.random.Generator:
        """The same generator as in earlier calls, in the state that the judge's is in."""
        things = self.unpacker.things
        if number not in things:
            things[number] = np.random.Generator(getattr(np.random, kind)())
        things[number].bit_generator.state = pickle.loads(state)
        return things[number]


class _NewReader(pickle.Unpickler):
    """Reads modules and optimizers."""

    def __init__(self, content: bytes, unpacker: Unpacker) -> None:
        super().__init__(io.BytesIO(content))
        self.unpacker = unpacker

    def persistent_load(self, name: tuple) -> Any:
        _, number, weight = name
        return dict(parameters_of(self.unpacker.things[number]))[weight]


def _generator(rng: np.random.Generator, number: int) -> tuple[int, str, bytes]:
    """A generator of random numbers: its number, kind and state."""
    source = rng.bit_generator
    return number, type(source).__name__, pickle.dumps(source.state, protocol=5)


def _stays(value: Any) -> bool:
    """Whether a function is asked from afar: the course's and a test's are, NumPy's are not."""
    is_function = isinstance(value, types.FunctionType | types.MethodType)
    # What was made inside a function, or as a lambda, cannot be found by its name.
    if is_function and "<" in value.__qualname__:
        return True
    module = value.__module__ if is_function else type(value).__module__
    return str(module).partition(".")[0] in OURS


def parameters_of(thing: Any) -> list[tuple[str, Any]]:
    """Names and parameters of a module; an optimizer has none of its own."""
    if hasattr(thing, "named_parameters"):
        return list(thing.named_parameters())
    return []


def _mark(weight: Any) -> tuple:
    """What changes whenever a weight does."""
    return (weight._version, weight.data_ptr(), weight.dtype)


def _copied(tensor: Any) -> Any:
    return None if tensor is None else tensor.detach().clone()


def _equal(one: Any, other: Any) -> bool:
    """Whether two tensors, or nothing, are the same."""
    import torch

    if one is None or other is None:
        return one is other
    return one.dtype == other.dtype and torch.equal(one, other)


def _carried(tensor: Any) -> tuple[str, Any]:
    """A tensor's type and data, so that it can be pickled fast."""
    name = str(tensor.dtype).removeprefix("torch.")
    data = tensor.detach().cpu()
    if name == "bfloat16":
        data = data.float()
    return name, data.contiguous().numpy()


def _tensor(carried: tuple[str, Any]) -> Any:
    import torch

    name, data = carried
    return torch.from_numpy(data.copy()).to(getattr(torch, name))
