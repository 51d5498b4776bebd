"""Arguments on their way from the judge to an answer.

Numbers, arrays and structures travel as copies. Functions stay with the judge, and are asked from
there. Modules and optimizers are sent once and are then the same ones in every call, since their
weights, gradients and moments belong together. Tensors keep whether they can be differentiated.
"""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

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


def parameters_of(thing: Any) -> list[tuple[str, Any]]:
    """Names and parameters of a module; an optimizer has none of its own."""
    if hasattr(thing, "named_parameters"):
        return list(thing.named_parameters())
    return []


def carried(tensor: Any) -> tuple[str, Any]:
    """A tensor's type and data, so that it can be pickled fast."""
    name = str(tensor.dtype).removeprefix("torch.")
    data = tensor.detach().cpu()
    if name == "bfloat16":
        data = data.float()
    return name, data.contiguous().numpy()


def restored(carried: tuple[str, Any]) -> Any:
    """The tensor of a type and data."""
    import torch

    name, data = carried
    return torch.from_numpy(data.copy()).to(getattr(torch, name))
