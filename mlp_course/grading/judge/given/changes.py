"""What of its arguments a function may change, so that the judge's can be changed alike."""

import sys
from typing import Any

import numpy as np

from mlp_course.grading.judge.values.encoder import Encoder
from mlp_course.grading.judge.values.plain import RefusedError, Tree

CHANGEABLE = (np.ndarray, list, dict, np.random.Generator)


class _StateEncoder(Encoder):
    """Of functions and modules only which they are: what is in them is compared elsewhere."""

    def _of_packages(self, value: Any, depth: int) -> Tree:
        torch = sys.modules.get("torch")
        if callable(value) and not (torch and isinstance(value, torch.Tensor)):
            return id(value)
        return super()._of_packages(value, depth)


def state_of(argument: Any) -> Any:
    """What can be compared to see whether an argument was changed; None if it cannot be."""
    content = content_of(argument)
    if content is None or isinstance(argument, np.random.Generator):
        return content
    encoder = _StateEncoder(lambda value: 0)
    try:
        tree = encoder.encode(content)
    except RefusedError:
        return None
    return tree, bytes(encoder.blob)


def content_of(argument: Any) -> Any:
    """What of an argument a function may change, as plain data."""
    if isinstance(argument, np.random.Generator):
        return argument.bit_generator.state
    if isinstance(argument, CHANGEABLE):
        return argument
    torch = sys.modules.get("torch")
    if torch and isinstance(argument, torch.Generator):
        return argument.getstate_of()
    if torch and isinstance(argument, torch.Tensor):
        return argument.detach()
    ase = sys.modules.get("ase")
    if ase and isinstance(argument, ase.Atoms):
        return argument
    return None
