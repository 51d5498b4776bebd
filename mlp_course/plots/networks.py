"""Pictures of networks and messages, and of what they take for alike."""

from collections import Counter
from collections.abc import Sequence
from itertools import cycle
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from mlp_course.plots.style import GREEN, GREY, ORANGE, SKY

PALE = ("mistyrose", "aliceblue", "honeydew", "lavender")  # one for each element
ROUND: dict[str, Any] = {"fc": SKY, "boxstyle": "circle"}
PADDED: dict[str, Any] = {"boxstyle": "round,pad=0.4"}


def similarity_matrix(
    matrix: ArrayLike,
    groups: Sequence[str],
    *,
    title: str,
    ax: Axes | None = None,
) -> Axes:
    """A symmetric matrix (S, S) as colours, on a scale of its own.

    Lines part the `groups` (S,) of consecutive rows.
    """
    if ax is None:
        _, ax = plt.subplots(figsize=(3.6, 3.6))
    names = list(dict.fromkeys(groups))
    count = Counter(groups)
    sizes = np.array([count[name] for name in names])
    ends = np.cumsum(sizes)
    middle = ends - 0.5 - sizes / 2

    image = ax.imshow(matrix)
    for end in ends[:-1] - 0.5:
        ax.axhline(end, color="white", linewidth=1)
        ax.axvline(end, color="white", linewidth=1)
    ax.set_yticks(middle, names)
    ax.set_xticks(middle, [name[0] for name in names])
    ax.set_title(title, fontsize=9)
    ax.grid(visible=False)
    plt.colorbar(image, ax=ax, shrink=0.8)
    return ax


def message_round(*, ax: Axes | None = None) -> Axes:
    """One round of message passing as a drawing, without data or units.

    It leads from neighbours through NN1, a sum and NN2 to new features.
    """
    if ax is None:
        _, ax = plt.subplots(figsize=(6.4, 2.8))

    # the neighbours on the left, and what they send
    heights = (2.1, 1.2, 0.3)
    for k, height in enumerate(heights, start=1):
        sent = f"$h_{k},\\; r_{{i{k}}}$"
        _write(ax, 0, height, sent, bbox=ROUND)
        arrives = 1.2 + 0.25 * (height - 1.2)
        _arrow(ax, (0.45, height), (1.55, arrives))

    # the three steps, from left to right
    steps = {
        "NN1": (1.9, "message $m_{ij}$", ORANGE),
        "Σ": (3.5, "sum over $j$", GREY),
        "NN2": (5.1, "update", GREEN),
    }
    for name, (x, below, color) in steps.items():
        box = {"fc": color, "pad": 9}
        _write(
            ax,
            x,
            1.2,
            name,
            color="white",
            weight="bold",
            bbox=box,
        )
        _write(ax, x, 0.55, below)
        _arrow(ax, (x + 0.4, 1.2), (x + 1.2, 1.2))

    # what comes out, and what else goes into the update
    _write(ax, 6.75, 1.2, "new $h_i$", bbox=ROUND)
    _write(ax, 4.3, 2.35, "own $h_i$", bbox=ROUND)
    _arrow(ax, (4.6, 2.05), (4.95, 1.6))
    ax.set(xlim=(-0.6, 7.4), ylim=(-0.1, 2.9))
    ax.axis("off")
    return ax


def atomic_networks(atoms: Sequence[str] = ("O", "H", "H"), *, ax: Axes | None = None) -> Axes:
    """The energy as a sum over `atoms`, as a drawing.

    Each atom has a descriptor, the network of its element, and an energy.
    """
    if ax is None:
        _, ax = plt.subplots(figsize=(6.4, 2.4))
    top = len(atoms) - 1
    middle = top / 2
    elements = dict.fromkeys(atoms)
    colors = dict(zip(elements, cycle(PALE), strict=False))
    plain = {"arrowstyle": "->"}

    # a row for every atom, from top to bottom, with an arrow from its energy to the sum
    for number, atom in enumerate(atoms):
        row = top - number
        ax.plot([0, 3.2], [row, row], color=GREY, linewidth=0.8, zorder=0)
        ax.annotate("", (4.05, middle), (3.4, row), arrowprops=plain)
        box = PADDED | {"facecolor": colors[atom]}
        texts = {
            0.0: atom,
            1.0: "descriptor G",
            2.2: f"network of {atom}",
            3.2: "$E_i$",
        }
        for x, text in texts.items():
            _write(ax, x, row, text, bbox=box)
    box = PADDED | {"facecolor": "whitesmoke"}
    _write(ax, 4.4, middle, "sum = E", bbox=box)
    ax.set(xlim=(-0.4, 4.9), ylim=(-0.5, top + 0.5))
    ax.axis("off")
    return ax


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """An arrow of a message."""
    style = {
        "arrowstyle": "->",
        "color": GREY,
        "linewidth": 1.5,
    }
    ax.annotate("", end, start, arrowprops=style)


def _write(ax: Axes, x: float, y: float, text: str, **style: Any) -> None:
    """Text with its middle at x, y."""
    ax.text(x, y, text, ha="center", va="center", **style)
