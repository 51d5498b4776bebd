"""The answer's end of arguments: what came, and what a call has changed of it."""

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mlp_course.grading.judge.given.arguments import Packed, parameters_of, restored
from mlp_course.grading.judge.given.scratch import own_scratch
from mlp_course.grading.judge.values.encoder import Encoder
from mlp_course.grading.judge.values.plain import Tree


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
            for _, weight in parameters_of(module):
                if weight.requires_grad:
                    found.append(weight)
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
                data = weight.detach().clone()
                grad = _copied(weight.grad)
                self.before[number, name] = (data, grad)

    def changes(self, encoder: Encoder) -> list[Tree]:
        """For each that is another now: number, name, data or None, gradient or None."""
        found = []
        for number, module in self.modules:
            for name, weight in parameters_of(module):
                data, grad = self.before[number, name]
                now = weight.detach()
                new_data = None if _equal(now, data) else now
                new_grad = None if _equal(weight.grad, grad) else _copied(weight.grad)
                if new_data is None and new_grad is None:
                    continue
                data_tree = encoder.encode(new_data)
                grad_tree = encoder.encode(new_grad)
                found.append([number, name, data_tree, grad_tree])
        return found


class Unpacker:
    """The answer's end: has every module and optimizer that was ever sent."""

    def __init__(self, callback: Callable[[int, str], Callable]) -> None:
        self.callback = callback
        self.things: dict[int, Any] = {}

    def unpack(self, packed: Packed) -> Given:
        """The arguments.

        1. modules and optimizers that are new here
        2. weights that the judge has changed since they were sent
        3. the arguments themselves, which name what is in 1. and their tensors
        """
        # 1. what is new
        if packed.new:
            things = _NewReader(packed.new, self).load()
            numbered = zip(packed.new_numbers, things, strict=True)
            self.things.update(numbered)

        # 2. weights
        for (number, name), data in packed.weights.items():
            weights = dict(parameters_of(self.things[number]))
            weights[name].data = restored(data)

        # 3. arguments
        tensors = []
        for data, learns in packed.tensors:
            tensor = restored(data)
            tensors.append(tensor.requires_grad_(learns))
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
        """What a name stands for here."""
        kind, *rest = name
        if kind == "tensor":
            return self.tensors[rest[0]]
        if kind == "thing":
            return self.unpacker.things[rest[0]]
        if kind == "generator":
            return self._generator(*rest)
        if kind == "path":
            is_path, inside = rest
            folder = own_scratch()
            text = str(folder) + inside
            return Path(text) if is_path else text
        return self.unpacker.callback(*rest)

    def _generator(self, number: int, kind: str, state: bytes) -> np.random.Generator:
        """The same generator as in earlier calls, in the state that the judge's is in."""
        things = self.unpacker.things
        if number not in things:
            source = getattr(np.random, kind)
            things[number] = np.random.Generator(source())
        generator = things[number]
        generator.bit_generator.state = pickle.loads(state)
        return generator


class _NewReader(pickle.Unpickler):
    """Reads modules and optimizers."""

    def __init__(self, content: bytes, unpacker: Unpacker) -> None:
        super().__init__(io.BytesIO(content))
        self.unpacker = unpacker

    def persistent_load(self, name: tuple) -> Any:
        """The weight that a name stands for."""
        _, number, weight = name
        module = self.unpacker.things[number]
        weights = dict(parameters_of(module))
        return weights[weight]


def _copied(tensor: Any) -> Any:
    return None if tensor is None else tensor.detach().clone()


def _equal(one: Any, other: Any) -> bool:
    """Whether two tensors, or nothing, are the same."""
    import torch

    if one is None or other is None:
        return one is other
    if one.dtype != other.dtype:
        return False
    return torch.equal(one, other)
