"""Values of an answer on their way to the judge: a tree of plain data, and bytes."""

import contextlib
import itertools
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from mlp_course.checks.answers.library import library_function
from mlp_course.grading.judge.values.plain import (
    CARRIED,
    DEEPEST,
    LONGEST_NAME,
    LONGEST_REPR,
    MOST_BYTES,
    MOST_PARTS,
    NUMERIC,
    TEXT,
    RefusedError,
    Tree,
)

LONGEST_TEXT = 2_000_000  # characters of a text
LARGEST_INT = 2**2048  # Python would take long to write and read more digits
SEQUENCES: dict[type, str] = {
    list: "list",
    tuple: "tuple",
    set: "set",
    frozenset: "frozenset",
}
Keep = Callable[[object], int]


class Encoder:
    """Makes one message of values; `keep(value)` gives a handle to what stays where it is."""

    def __init__(self, keep: Keep) -> None:
        self.keep = keep
        self.blob = bytearray()
        self.parts = 0
        self.answer = ""  # under which name the student has what is encoded, if it is an answer

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
            start, length = self._add(bytes(value))
            return ["bytes", start, length]
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

    def encode_or_say(self, value: object) -> tuple[Tree, str]:
        """The tree of a value and ''; or None, and why it cannot be sent."""
        parts = self.parts
        start = len(self.blob)
        try:
            return self.encode(value), ""
        except RefusedError as refusal:
            why = str(refusal)
        except Exception as error:
            # It has methods of its own.
            why = f"looking at it ends with {type(error).__name__[:LONGEST_NAME]}"
        # What is sent beside it may be as large as if this were not there.
        self.parts = parts
        del self.blob[start:]
        return None, why

    def _of_packages(self, value: Any, depth: int) -> Tree:
        """Tensors, modules, structures, functions; anything else by its name."""
        torch = sys.modules.get("torch")
        if torch and isinstance(value, torch.Tensor):
            return self._tensor(value)
        if torch and isinstance(value, torch.nn.Module):
            name = _name_of(value)
            handle = self.keep(value)
            parts = self._module(value)
            return ["module", handle, name, parts]
        ase = sys.modules.get("ase")
        if ase and isinstance(value, ase.Atoms):
            return ["atoms", self._atoms(value, depth)]
        if callable(value):
            handle = self.keep(value)
            name = _name_of(value)
            # A lambda goes by another name than the answer.
            return ["function", handle, name, library_function(value, self.answer or name)]
        if isinstance(value, Iterator):
            # What is asked for once is asked for here.
            items = itertools.islice(value, MOST_PARTS)
            return ["iterator", self._each(items, depth)]
        for way in ("__array__", "todense"):
            # Some have the first only to say that they want to be asked for the second.
            with contextlib.suppress(Exception):
                if hasattr(value, way):
                    as_array = getattr(value, way)
                    array = np.array(as_array())
                    return self.encode(array, depth + 1)
        if hasattr(type(value), "__float__"):
            # Fractions, decimals, and what else a test would take for the number that it is.
            with contextlib.suppress(Exception):
                return float(value)
        return _other(value)

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
            key_tree = self.encode(key, depth + 1)
            entry_tree = self.encode(entry, depth + 1)
            pairs.append([key_tree, entry_tree])
        return ["dict", pairs]

    def _array(self, value: np.ndarray | np.generic, depth: int) -> Tree:
        array = np.asarray(value)
        shape = list(array.shape)
        kind = array.dtype.kind
        if kind == "O":
            parts = array.ravel().tolist()
            trees = self._each(parts, depth)
            return ["objects", shape, trees]
        if kind not in NUMERIC + TEXT:
            return _other(value)

        word = "array" if isinstance(value, np.ndarray) else "number"
        plain = np.ascontiguousarray(array)
        start, length = self._add(plain.tobytes())
        return [word, array.dtype.str, shape, start, length]

    def _tensor(self, value: Any) -> Tree:
        name = str(value.dtype).removeprefix("torch.")
        if name not in CARRIED or value.layout != sys.modules["torch"].strided:
            return ["other", "Tensor", _shown(value)]
        data = value.detach().cpu()
        if name == "bfloat16":
            data = data.float()
        handle = self.keep(value) if value.requires_grad else None
        shape = list(value.shape)
        array = data.contiguous().numpy()
        start, length = self._add(array.tobytes())
        return ["tensor", name, shape, start, length, handle]

    def _module(self, module: Any) -> Tree:
        """What a module is made of: of every part its path and class, and its tensors."""
        parts = []
        for path, part in module.named_modules():
            weights = []
            for name, weight in part.named_parameters(recurse=False):
                tensor = self._tensor(weight.detach())
                weights.append([name, tensor, weight.requires_grad])
            kind = "Linear" if type(part) is sys.modules["torch"].nn.Linear else ""
            parts.append([path, kind, weights])
        return parts

    def _atoms(self, atoms: Any, depth: int) -> Tree:
        """Arrays, cell, what is periodic, and the labels of its calculator."""
        calculator = getattr(atoms, "calc", None)
        results = getattr(calculator, "results", None)
        inside = depth + 1
        arrays = self.encode(dict(atoms.arrays), inside)
        cell = self.encode(np.asarray(atoms.cell), inside)
        pbc = self.encode(np.asarray(atoms.pbc), inside)
        labels = self.encode(results, inside) if isinstance(results, dict) else None
        return {
            "arrays": arrays,
            "cell": cell,
            "pbc": pbc,
            "labels": labels,
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


def _other(value: object) -> Tree:
    """What is told of a value that cannot be sent: its class, and how it is shown."""
    name = type(value).__name__
    shown = _shown(value)
    return ["other", name[:LONGEST_NAME], shown]


def _shown(value: object) -> str:
    try:
        return repr(value)[:LONGEST_REPR]
    except Exception:
        return f"a {type(value).__name__}"
