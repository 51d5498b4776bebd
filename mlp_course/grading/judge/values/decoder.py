"""Values of an answer as the judge rebuilds them."""

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from mlp_course.grading.judge.values.plain import (
    CARRIED,
    DEEPEST,
    LONGEST_NAME,
    LONGEST_REPR,
    MOST_MODULES,
    MOST_PARTS,
    NUMERIC,
    TEXT,
    RefusedError,
    Tree,
)


class Other:
    """What an answer gave that is no plain data: it can be shown, and nothing else."""

    text = ""

    def __repr__(self) -> str:
        return self.text


class Decoder:
    """Rebuilds the values of one message.

    `function(handle, name, of_library)`, `module(handle, name, parts)` and `tensor(handle, data)`
    make what stands for things that stay with the answer. Raises RefusedError, whatever the message
    is.
    """

    def __init__(
        self,
        blob: bytes,
        function: Callable,
        module: Callable,
        tensor: Callable,
    ) -> None:
        self.blob = blob
        self.function = function
        self.module = module
        self.tensor = tensor
        self.parts = 0
        self.modules = 0
        self.taken = 0  # bytes

    def decode(self, tree: Tree) -> Any:
        """The value of a tree."""
        try:
            return self._value(tree, 0)
        except RefusedError:
            raise
        except Exception as error:
            # Whatever packages say to what is not what it says it is.
            raise RefusedError(f"that cannot be read ({type(error).__name__})") from None

    def _value(self, tree: Tree, depth: int) -> Any:
        self.parts += 1
        if self.parts > MOST_PARTS or depth > 2 * DEEPEST:
            raise RefusedError("that is too much to be read")
        if tree is None or isinstance(tree, bool | int | float | str):
            return tree
        word, *rest = tree
        if word not in WORDS:
            raise RefusedError("that is of no kind known here")
        return getattr(self, f"_{word}")(depth, *rest)

    def _complex(self, depth: int, real: float, imaginary: float) -> complex:
        return complex(real, imaginary)

    def _bytes(self, depth: int, start: int, length: int) -> bytes:
        if not 0 <= start <= start + length <= len(self.blob):
            raise RefusedError("that points outside its message")
        # Else a short message could say the same bytes again and again.
        self.taken += length
        if self.taken > len(self.blob):
            raise RefusedError("that says some bytes twice")
        return bytes(self.blob[start : start + length])

    def _array(self, depth: int, dtype: str, shape: list[int], *place: int) -> np.ndarray:
        kind = np.dtype(_a_text(dtype))
        is_plain = kind.kind in NUMERIC + TEXT
        if not is_plain or kind.fields or kind.subdtype:
            raise RefusedError(f"an array of {kind} holds no numbers")
        content = self._bytes(depth, *place)
        # NumPy gives texts of no characters room for one, and there may be any number.
        if not kind.itemsize:
            raise RefusedError("an array of nothing holds no numbers")
        size = kind.itemsize * math.prod(shape)
        if size != len(content) or min(shape, default=0) < 0:
            raise RefusedError("that is an array of another size than it says")
        if not content:
            return np.zeros(shape, kind)
        flat = np.frombuffer(content, kind)
        return flat.reshape(shape).copy()

    def _number(self, depth: int, *about: Any) -> Any:
        return self._array(depth, *about)[()]

    def _objects(self, depth: int, shape: list[int], trees: list) -> np.ndarray:
        if math.prod(shape) != len(trees):
            raise RefusedError("that is an array of another size than it says")
        flat = np.empty(len(trees), dtype=object)
        for place, tree in enumerate(trees):
            flat[place] = self._value(tree, depth + 1)
        return flat.reshape(shape)

    def _tensor(
        self,
        depth: int,
        name: str,
        shape: list,
        start: int,
        length: int,
        handle: Any,
    ):
        import torch

        array = self._array(depth, CARRIED[name], shape, start, length)
        dtype = getattr(torch, name)
        data = torch.from_numpy(array).to(dtype)
        if handle is None:
            return data
        return self.tensor(_a_handle(handle), data)

    def _list(self, depth: int, trees: list) -> list:
        return [self._value(tree, depth + 1) for tree in trees]

    def _tuple(self, depth: int, trees: list) -> tuple:
        return tuple(self._list(depth, trees))

    def _set(self, depth: int, trees: list) -> set:
        return set(self._list(depth, trees))

    def _frozenset(self, depth: int, trees: list) -> frozenset:
        return frozenset(self._list(depth, trees))

    def _iterator(self, depth: int, trees: list) -> Iterator:
        return iter(self._list(depth, trees))

    def _range(self, depth: int, start: int, stop: int, step: int) -> range:
        found = range(start, stop, step)
        # Longer than an integer may be, it has no len(); then this is an OverflowError.
        if len(found) > MOST_PARTS:
            raise RefusedError(f"that is more than {MOST_PARTS:,} values")
        return found

    def _ellipsis(self, depth: int) -> Any:
        return ...

    def _dict(self, depth: int, pairs: list) -> dict:
        found = {}
        for key, value in pairs:
            found[self._value(key, depth + 1)] = self._value(value, depth + 1)
        return found

    def _atoms(self, depth: int, about: dict) -> Any:
        from ase import Atoms
        from ase.calculators.calculator import all_properties
        from ase.calculators.singlepoint import SinglePointCalculator

        arrays = self._value(about["arrays"], depth + 1)
        atoms = Atoms(
            numbers=arrays.pop("numbers"),
            positions=arrays.pop("positions"),
            cell=self._value(about["cell"], depth + 1),
            pbc=self._value(about["pbc"], depth + 1),
        )
        for name, array in arrays.items():
            atoms.set_array(_a_text(name), array)
        labels = self._value(about["labels"], depth + 1)
        if labels is not None:
            known = {}
            for name, value in labels.items():
                if name in all_properties:
                    known[name] = value
            atoms.calc = SinglePointCalculator(atoms, **known)
        return atoms

    def _function(self, depth: int, handle: int, name: str, of_library: str) -> Any:
        return self.function(_a_handle(handle), _a_text(name), _a_text(of_library))

    def _module(self, depth: int, handle: int, name: str, parts: list) -> Any:
        read = []
        self.modules += len(parts)
        if self.modules > MOST_MODULES:
            raise RefusedError(f"that is a network of more than {MOST_MODULES:,} parts")
        for path, kind, weights in parts:
            tensors = []
            for weight_name, tree, learns in weights:
                known_as = _a_text(weight_name)
                data = self._value(tree, depth + 1)
                tensors.append((known_as, data, bool(learns)))
            read.append((_a_text(path), kind, tensors))
        return self.module(_a_handle(handle), _a_text(name), read)

    def _other(self, depth: int, name: str, text: str) -> Other:
        # It shows the name of the student's class, of which it has nothing else.
        word = re.sub(r"\W", "_", _a_text(name))
        shown = _a_text(text)
        kind = type(
            word[:LONGEST_NAME] or "Other",
            (Other,),
            {"text": shown[:LONGEST_REPR]},
        )
        return kind()


WORDS = frozenset(
    name.removeprefix("_")
    for name, method in vars(Decoder).items()
    if name.startswith("_") and not name.startswith("__") and name != "_value"
)


def _a_text(value: object) -> str:
    if not isinstance(value, str):
        raise RefusedError("that has no name")
    return value


def _a_handle(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise RefusedError("that has no handle")
    return value
