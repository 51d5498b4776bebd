"""Gradients of what an answer computed: backward is a request to where its graph is."""

from typing import Any

import torch
from torch import Tensor


def linked(
    remote: Any,
    output: int,
    there: list[int],
    data: Tensor,
    here: list[Tensor],
) -> Tensor:
    """`data`, the answer's `output`, as a function of the leaves that we have `here`.

    `there` are the answer's handles to the same leaves. Without any, or where gradients are off,
    it can be differentiated by itself alone.
    """
    if not torch.is_grad_enabled():
        return data
    if not here:
        return data.requires_grad_()
    return _Linked.apply(remote, output, there, data, *here)


class _Linked(torch.autograd.Function):
    """The answer's function: what it returned is known, its slopes are asked for."""

    @staticmethod
    def forward(ctx, remote, output, there, data, *here):
        """What the answer returned."""
        ctx.remote = remote
        ctx.output = output
        ctx.there = there
        ctx.save_for_backward(*here)
        return data.clone()

    @staticmethod
    def backward(ctx, cotangent):
        """Cotangent times slopes, each a function again if gradients are on."""
        here = ctx.saved_tensors
        along, slopes = ctx.remote.slopes(ctx.output, ctx.there, cotangent)
        gradients: list[Tensor | None] = []
        for slope in slopes:
            # A tensor without a graph comes as itself, else with its handle.
            if isinstance(slope, tuple):
                handle, data = slope
                slope = linked(
                    ctx.remote,
                    output=handle,
                    there=[*ctx.there, along],
                    data=data,
                    here=[*here, cotangent],
                )
            gradients.append(slope)
        return (None, None, None, None, *gradients)
