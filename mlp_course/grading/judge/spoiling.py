"""Answers that are spoiled on purpose: a test that accepts them accepts anything.

`audit` runs every test against the worked answers with each value changed, numbers to others, True
to False. A test that passes all the same is reported.
"""

import random
import sys
from typing import Any

import numpy as np

MANY = "# many answers are right"  # an author's word in a test that a spoiled answer may well pass


class Spoiler:
    """Spoils what comes from an answer in one test, and knows whether anything could be."""

    def __init__(self) -> None:
        self.has_met_values = False
        self.has_spoiled = False

    def __call__(self, value: Any) -> Any:
        """The value, spoiled."""
        self.has_met_values = self.has_met_values or not callable(value)
        self.has_spoiled = self.has_spoiled or can_be_spoiled(value)
        return spoiled(value)

    def was_in_vain(self) -> bool:
        """Whether values came, but none that could be spoiled: the test may look at a file.

        A test that asked for no value at all has not looked at the answer.
        """
        return self.has_met_values and not self.has_spoiled


def can_be_spoiled(value: Any) -> bool:
    """Whether there is anything in `value` that `spoiled` changes.

    >>> can_be_spoiled([None, [print]]), can_be_spoiled([None, [3]])
    (False, True)
    """
    if isinstance(value, dict):
        return can_be_spoiled(list(value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        return any(can_be_spoiled(part) for part in value)
    is_plain = isinstance(value, bool | str | int | float | complex)
    return is_plain or hasattr(value, "dtype") or _is_structure(value)


def spoiled(value: Any) -> Any:
    """`value` with all numbers, texts and truth values in it changed; functions stay.

    Of a structure the atoms are elsewhere.

    >>> spoiled([True, "a"])
    [False, 'a?']
    """
    if callable(value) and not hasattr(value, "dtype"):
        # What a function returns is spoiled when it comes; so is what a network says.
        return value
    if isinstance(value, dict):
        return {key: spoiled(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        kind = type(value)
        return kind(spoiled(part) for part in value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return value + "?"
    if isinstance(value, int):
        return value + random.randint(1, 100)
    if isinstance(value, float | complex):
        return _another(value)
    if hasattr(value, "dtype"):
        return _spoiled_array(value)
    if _is_structure(value):
        moved = value.copy()
        moved.calc = value.calc
        moved.positions = _another(value.positions)
        return moved
    return value


def _is_structure(value: Any) -> bool:
    """Whether it is one of ASE's, if anybody has imported that."""
    ase = sys.modules.get("ase")
    return ase is not None and isinstance(value, ase.Atoms)


def _spoiled_array(value: Any) -> Any:
    """An array or a tensor of other numbers."""
    kind = str(value.dtype)
    if "bool" in kind:
        return ~value
    if "int" in kind:
        return value + random.randint(1, 100)
    if isinstance(value, np.ndarray) and value.dtype.kind not in "fc":
        return value
    return _another(value)


def _another(value: Any) -> Any:
    """A number, or an array of numbers, that differs from `value` and from a multiple of it."""
    factor = 1.5 + random.random()
    offset = random.random()
    return value * factor + 1.0 + offset
