"""What a test says to an answer that works on torch tensors."""

import re
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from mlp_course.checks.answers.calling import call

MIXED = (
    "what you make must have the dtype of what you are given, "
    "as in torch.zeros(..., dtype=features.dtype)"
)
OVERWRITTEN = "x[center] += ... keeps one pair of each centre only: use index_add."


def tensor_call(function: Callable, *arguments):
    """`call`, which looks at arrays, and sees to tensors, too.

    None may be changed in place, all must be of one precision.
    """
    before = []
    for argument in arguments:
        is_tensor = isinstance(argument, Tensor)
        before.append(argument.detach().clone() if is_tensor else None)
    try:
        result = call(function, *arguments)
    except RuntimeError as error:
        # What PyTorch says of two precisions is worded in many ways.
        if not re.search(r"dtype|scalar type", str(error)):
            raise
        raise AssertionError(f"You mixed precisions: {MIXED}. PyTorch says: {error}") from None
    for old, new in zip(before, arguments, strict=True):
        assert old is None or torch.equal(old, new), (
            "You changed an argument in place: compute with a copy of it."
        )
    return result


def tolerance(r: Tensor) -> dict[str, Any]:
    """How exact a result from `r` can be: keyword arguments for `expect`."""
    if r.dtype == torch.float64:
        return {"rtol": 1e-6, "atol": 1e-8}
    return {"rtol": 1e-3, "atol": 1e-5}
