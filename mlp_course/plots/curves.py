"""Curves and scatters: arrays in, axes out, units on every axis."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter
from numpy.typing import ArrayLike

from mlp_course.plots.style import GREY


def parity(
    true: ArrayLike,
    predicted: ArrayLike,
    *,
    quantity: str,
    unit: str,
    ax: Axes | None = None,
) -> Axes:
    """Predicted against true values, any shape, flattened; on the diagonal all would be right."""
    if ax is None:
        _, ax = plt.subplots(figsize=(3.8, 3.6))
    x = np.ravel(true)
    y = np.ravel(predicted)
    low = min(x.min(), y.min())
    high = max(x.max(), y.max())
    ax.plot([low, high], [low, high], color=GREY, linewidth=1)
    ax.scatter(x, y, s=6, alpha=0.4, linewidths=0)
    ax.set(
        xlabel=f"{quantity}, DFT ({unit})",
        ylabel=f"{quantity}, model ({unit})",
        aspect="equal",
    )
    return ax


def training_curves(
    curves: Mapping[str, Sequence[float]],
    *,
    ylabel: str,
    ax: Axes | None = None,
) -> Axes:
    """One line for each named sequence of values (epochs,), on a logarithmic axis."""
    if ax is None:
        _, ax = plt.subplots()
    for label, values in curves.items():
        ax.plot(values, label=label)
    ax.set(xlabel="epoch", ylabel=ylabel, yscale="log")
    ax.legend()
    return ax


def learning_curve(
    sizes: Sequence[int],
    errors: Mapping[str, Sequence[float]],
    *,
    ylabel: str,
    ax: Axes | None = None,
) -> Axes:
    """Errors against training-set `sizes` (n,), both logarithmic.

    A power law is a straight line.
    """
    if ax is None:
        _, ax = plt.subplots()
    for label, values in errors.items():
        ax.plot(sizes, values, "o-", label=label)
    ax.set(xlabel="training structures", ylabel=ylabel, xscale="log", yscale="log")
    plain_log_ticks(ax)
    ax.set_xticks(sizes, [str(size) for size in sizes])
    ax.legend()
    return ax


def plain_log_ticks(ax: Axes) -> None:
    """Label the logarithmic axes of `ax` with plain numbers at 1, 2 and 5 of every decade."""
    for axis in (ax.xaxis, ax.yaxis):
        if axis.get_scale() == "log":
            axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axis.set_major_formatter(StrMethodFormatter("{x:g}"))
            axis.set_minor_formatter(NullFormatter())
