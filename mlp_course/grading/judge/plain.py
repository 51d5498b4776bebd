"""Plain data, the only thing that an answer can give to its judge.

`Encoder` makes of a value a tree for JSON, and bytes beside it. `Decoder` rebuilds the value from
both, piece by piece, of the types that stand in this file: nothing is unpickled, nothing is
evaluated, all is bounded. A tree is None, True, False, a number, a text, or a list that begins with
a word:

    ["complex", real, imaginary]             ["bytes", start, length]
    ["array", dtype, shape, start, length]   ["number", ...] of NumPy, the same
    ["objects", shape, [trees]]              an array of other things
    ["tensor", dtype, shape, start, length, handle or None]   a handle if it can be differentiated
    ["list" | "tuple" | "set" | "frozenset" | "iterator", [trees]]
    ["range", start, stop, step]             ["ellipsis"]
    ["dict", [[key, value], ...]]            ["atoms", {what an ase.Atoms is made of}]
    ["function", handle, name]               ["module", handle, name, parts]
    ["other", class, text]                   what is none of these: it has a name, and no more
"""

import contextlib
import itertools
import math
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

DEEPEST = 60  # lists inside lists
MOST_PARTS = 2_000_000
MOST_BYTES = 256 * 2**20
LONGEST_TEXT = 2_000_000  # characters of a text
LONGEST_NAME = 80
LONGEST_REPR = 500
LARGEST_INT = 2**2048  # Python would take long to write and read more digits
NUMERIC = "biufc"
TEXT = "SU"
SEQUENCES: dict[type, str] = {
    list: "list",
    tuple: "tuple",
    set: "set",
    frozenset: "frozenset",
}
# torch's name of a type, and the type of NumPy that carries it
CARRIED = {
    "float16": "float16",
    "bfloat16": "float32",
    "float32": "float32",
    "float64": "float64",
    "complex64": "complex64",
    "complex128": "complex128",
    "uint8": "uint8",
    "int8": "int8",
    "int16": "int16",
    "int32": "int32",
    "int64": "int64",
    "bool": "bool",
}
Tree = Any
Keep = Callable[[object], int]


class RefusedError(TypeError):
    """What an answer gave is no plain data, or too much of it; the text is for the student."""


class Encoder:
    """Makes one message of values; `keep(value)` gives a handle to what stays where it is."""

    def __init__(self, keep: Keep) -> None:
        self.keep = keep
        self.blob = bytearray()
        self.parts = 0

    def encode(self, value: object, depth: int = 0) -> Tree:
        """The tree of a value; its bytes are added to the blob. Raises RefusedError."""
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise RefusedError(f"that is more than {MOST_PARTS:,} values")
        if depth > DEEPEST:
            raise RefusedError(f"that is lists inside lists, more than {DEEPEST} deep")
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, np.ndarray | np.generic):
            return self._array(value, depth)
        if isinstance(value, int):
            return self._integer(value)
        if isinstance(value, float):
            return float(value)
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, complex):
            return ["complex", value.real, value.imag]
        if isinstance(value, bytes | bytearray):
            return ["bytes", *self._add(bytes(value))]
        if isinstance(value, dict):
            return self._dict(value, depth)
        for kind, word in SEQUENCES.items():
            if isinstance(value, kind):
                return [word, self._each(value, depth)]
        if value is Ellipsis:
            return ["ellipsis"]
        if isinstance(value, range):
            return ["range", value.start, value.stop, value.step]
        return self._of_packages(value, depth)

    def _of_packages(self, value: Any, depth: int) -> Tree:
        """Tensors, modules, structures, functions; anything else by its name."""
        torch = sys.modules.get("torch")
        if torch and isinstance(value, torch.Tensor):
            return self._tensor(value)
        if torch and isinstance(value, torch.nn.Module):
            name = _name_of(value)
            return ["module", self.keep(value), name, self._module(value)]
        ase = sys.modules.get("ase")
        if ase and isinstance(value, ase.Atoms):
            return ["atoms", self._atoms(value, depth)]
        if callable(value):
            return ["function", self.keep(value), _name_of(value)]
        if isinstance(value, Iterator):
            # What is asked for once is asked for here.
            items = itertools.islice(value, MOST_PARTS)
            return ["iterator", self._each(items, depth)]
        for way in ("__array__", "todense"):
            # Some have the first only to say that they want to be asked for the second.
            with contextlib.suppress(Exception):
                if hasattr(value, way):
                    return self.encode(np.array(getattr(value, way)()), depth + 1)
        return ["other", type(value).__name__[:LONGEST_NAME], _shown(value)]

    def _integer(self, value: int) -> int:
        if not -LARGEST_INT < value < LARGEST_INT:
            raise RefusedError("that is an integer of more than 600 digits")
        return int(value)

    def _text(self, value: str) -> str:
        if len(value) > LONGEST_TEXT:
            raise RefusedError(f"that is a text of more than {LONGEST_TEXT:,} characters")
        return str.__str__(value)

    def _each(self, values: Any, depth: int) -> list[Tree]:
        return [self.encode(value, depth + 1) for value in values]

    def _dict(self, value: dict, depth: int) -> Tree:
        pairs = []
        for key, entry in value.items():
            pairs.append([self.encode(key, depth + 1), self.encode(entry, depth + 1)])
        return ["dict", pairs]

    def _array(self, value: np.ndarray | np.generic, depth: int) -> Tree:
        array = np.asarray(value)
        if array.dtype.kind == "O":
            return ["objects", list(array.shape), self._each(array.ravel().tolist(), depth)]
        if array.dtype.kind not in NUMERIC + TEXT:
            return ["other", type(value).__name__[:LONGEST_NAME], _shown(value)]
        word = "array" if isinstance(value, np.ndarray) else "number"
        plain = np.ascontiguousarray(array)
        place = self._add(plain.tobytes())
        return [word, array.dtype.str, list(array.shape), *place]

    def _tensor(self, value: Any) -> Tree:
        name = str(value.dtype).removeprefix("torch.")
        if name not in CARRIED or value.layout != sys.modules["torch"].strided:
            return ["other", "Tensor", _shown(value)]
        data = value.detach().cpu()
        if name == "bfloat16":
            data = data.float()
        handle = self.keep(value) if value.requires_grad else None
        place = self._add(data.contiguous().numpy().tobytes())
        return ["tensor", name, list(value.shape), *place, handle]

    def _module(self, module: Any) -> Tree:
        """What a module is made of: of every part its path and class, and its tensors."""
        parts = []
        for path, part in module.named_modules():
            weights = []
            for name, weight in part.named_parameters(recurse=False):
                weights.append([name, self._tensor(weight.detach()), weight.requires_grad])
            kind = "Linear" if type(part) is sys.modules["torch"].nn.Linear else ""
            parts.append([path, kind, weights])
        return parts

    def _atoms(self, atoms: Any, depth: int) -> Tree:
        """Arrays, cell, what is periodic, and the labels of its calculator."""
        calculator = getattr(atoms, "calc", None)
        results = getattr(calculator, "results", None)
        return {
            "arrays": self.encode(dict(atoms.arrays), depth + 1),
            "cell": self.encode(np.asarray(atoms.cell), depth + 1),
            "pbc": self.encode(np.asarray(atoms.pbc), depth + 1),
            "labels": self.encode(results, depth + 1) if isinstance(results, dict) else None,
        }

    def _add(self, content: bytes) -> tuple[int, int]:
        start = len(self.blob)
        if start + len(content) > MOST_BYTES:
            raise RefusedError(f"that is more than {MOST_BYTES // 2**20} MB")
        self.blob += content
        return start, len(content)


def _name_of(value: Any) -> str:
    """What a function is called, else its class."""
    name = getattr(value, "__name__", None)
    if not isinstance(name, str):
        name = type(value).__name__
    return name[:LONGEST_NAME]


def _shown(value: object) -> str:
    try:
        return repr(value)[:LONGEST_REPR]
    except Exception:
        return f"a {type(value).__name__}"


class Other:
    """What an answer gave that is no plain data: it can be shown, and nothing else."""

    text = ""

    def __repr__(self) -> str:
        return self.text


class Decoder:
    """Rebuilds the values of one message.

    `function(handle, name)`, `module(handle, name, parts)` and `tensor(handle, data)` make what
    stands for things that stay with the answer. Raises RefusedError, whatever the message is.
    """

    def __init__(self, blob: bytes, function: Callable, module: Callable, tensor: Callable) -> None:
        self.blob = blob
        self.function = function
        self.module = module
        self.tensor = tensor
        self.parts = 0

    def decode(self, tree: Tree) -> Any:
        """The value of a tree."""
        try:
            return self._value(tree, 0)
        except RefusedError:
            raise
        except (
            ValueError,
            TypeError,
            KeyError,
            IndexError,
            OverflowError,
            RecursionError,
        ) as error:
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
        return bytes(self.blob[start : start + length])

    def _array(self, depth: int, dtype: str, shape: list[int], *place: int) -> np.ndarray:
        kind = np.dtype(_a_text(dtype))
        if kind.kind not in NUMERIC + TEXT or kind.fields or kind.subdtype:
            raise RefusedError(f"an array of {kind} holds no numbers")
        content = self._bytes(depth, *place)
        if kind.itemsize * math.prod(shape) != len(content) or min(shape, default=0) < 0:
            raise RefusedError("that is an array of another size than it says")
        if not content:
            return np.zeros(shape, kind)
        return np.frombuffer(content, kind).reshape(shape).copy()

    def _number(self, depth: int, *about: Any) -> Any:
        return self._array(depth, *about)[()]

    def _objects(self, depth: int, shape: list[int], trees: list) -> np.ndarray:
        if math.prod(shape) != len(trees):
            raise RefusedError("that is an array of another size than it says")
        flat = np.empty(len(trees), dtype=object)
        for place, tree in enumerate(trees):
            flat[place] = self._value(tree, depth + 1)
        return flat.reshape(shape)

    def _tensor(self, depth: int, name: str, shape: list, start: int, length: int, handle: Any):
        import torch

        array = self._array(depth, CARRIED[name], shape, start, length)
        data = torch.from_numpy(array).to(getattr(torch, name))
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
        return range(start, stop, step)

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
            known = {name: value for name, value in labels.items() if name in all_properties}
            atoms.calc = SinglePointCalculator(atoms, **known)
        return atoms

    def _function(self, depth: int, handle: int, name: str) -> Any:
        return self.function(_a_handle(handle), _a_text(name))

    def _module(self, depth: int, handle: int, name: str, parts: list) -> Any:
        read = []
        for path, kind, weights in parts:
            tensors = []
            for weight_name, tree, learns in weights:
                tensors.append((_a_text(weight_name), self._value(tree, depth + 1), bool(learns)))
            read.append((_a_text(path), kind, tensors))
        return self.module(_a_handle(handle), _a_text(name), read)

    def _other(self, depth: int, name: str, text: str) -> Other:
        # It shows the name of the student's class, of which it has nothing else.
        kind = re.sub(r"\W", "_", _a_text(name))[:LONGEST_NAME] or "Other"
        return type(kind, (Other,), {"text": _a_text(text)[:LONGEST_REPR]})()


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
