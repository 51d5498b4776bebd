"""Figures of the course: arrays in, axes out. One quiet, colour-blind-safe style, units on every axis.

Colours: M. Okabe and K. Ito, Color Universal Design (2008).
"""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter
from numpy.typing import ArrayLike

BLUE, ORANGE, GREEN, PINK, SKY, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#666666"
STYLE = {
    "axes.grid": True,
    "axes.prop_cycle": plt.cycler(color=[BLUE, ORANGE, GREEN, PINK, SKY, RED]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.constrained_layout.use": True,
    "figure.dpi": 110,
    "figure.figsize": (6.0, 3.6),
    "font.size": 10,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "lines.markersize": 4,
}


def use_style() -> None:
    """Draw everything from here on in the course's style."""
    plt.rcParams.update(STYLE)


def parity(true: ArrayLike, predicted: ArrayLike, *, quantity: str, unit: str, ax: Axes | None = None) -> Axes:
    """Predicted against true values, any shape, flattened; on the diagonal all would be right."""
    ax = ax or plt.subplots(figsize=(3.8, 3.6))[1]
    x, y = np.ravel(true), np.ravel(predicted)
    low, high = min(x.min(), y.min()), max(x.max(), y.max())
    ax.plot([low, high], [low, high], color=GREY, linewidth=1)
    ax.scatter(x, y, s=6, alpha=0.4, linewidths=0)
    ax.set(xlabel=f"{quantity}, DFT ({unit})", ylabel=f"{quantity}, model ({unit})", aspect="equal")
    return ax


def training_curves(curves: Mapping[str, Sequence[float]], *, ylabel: str, ax: Axes | None = None) -> Axes:
    """One line for each named sequence of values (epochs,), on a logarithmic axis."""
    ax = ax or plt.subplots()[1]
    for label, values in curves.items():
        ax.plot(values, label=label)
    ax.set(xlabel="epoch", ylabel=ylabel, yscale="log")
    ax.legend()
    return ax


def learning_curve(
    sizes: ArrayLike, errors: Mapping[str, Sequence[float]], *, ylabel: str, ax: Axes | None = None
) -> Axes:  # fmt: skip
    """Errors against training-set `sizes` (n,), both logarithmic: a power law is a straight line."""
    ax = ax or plt.subplots()[1]
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
