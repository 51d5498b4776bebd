"""Pictures of networks and messages, and of what they take for alike."""

from collections.abc import Sequence
from itertools import cycle

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from mlp_course.plots.style import GREEN, GREY, ORANGE, SKY


def similarity_matrix(
    matrix: ArrayLike, groups: Sequence[str], *, title: str, ax: Axes | None = None
) -> Axes:
    """A symmetric matrix (S, S) as colours, on a scale of its own; lines part the `groups` (S,) of consecutive rows."""
    ax, names = ax or plt.subplots(figsize=(3.6, 3.6))[1], list(dict.fromkeys(groups))
    ends = np.cumsum([sum(g == name for g in groups) for name in names])
    image = ax.imshow(matrix)
    for end in ends[:-1] - 0.5:
        ax.axhline(end, color="white", linewidth=1)
        ax.axvline(end, color="white", linewidth=1)
    middle = ends - 0.5 - np.diff([0, *ends]) / 2
    ax.set_yticks(middle, names)
    ax.set_xticks(middle, [name[0] for name in names])
    ax.set_title(title, fontsize=9)
    ax.grid(visible=False)
    plt.colorbar(image, ax=ax, shrink=0.8)
    return ax


def message_round(*, ax: Axes | None = None) -> Axes:
    """One round of message passing as a drawing: neighbours, NN1, a sum, NN2, new features. No data, no units."""
    ax, style = (
        ax or plt.subplots(figsize=(6.4, 2.8))[1],
        {"arrowstyle": "->", "color": GREY, "linewidth": 1.5},
    )
    boxes = {
        "NN1": (1.9, "message $m_{ij}$", ORANGE),
        "Σ": (3.5, "sum over $j$", GREY),
        "NN2": (5.1, "update", GREEN),
    }
    for k, height in enumerate((2.1, 1.2, 0.3), start=1):
        ax.text(
            0,
            height,
            f"$h_{k},\\; r_{{i{k}}}$",
            ha="center",
            va="center",
            bbox={"fc": SKY, "boxstyle": "circle"},
        )
        ax.annotate("", (1.55, 1.2 + 0.25 * (height - 1.2)), (0.45, height), arrowprops=style)
    for name, (x, below, color) in boxes.items():
        ax.text(
            x,
            1.2,
            name,
            ha="center",
            va="center",
            color="white",
            weight="bold",
            bbox={"fc": color, "pad": 9},
        )
        ax.text(x, 0.55, below, ha="center", va="center")
        ax.annotate("", (x + 1.2, 1.2), (x + 0.4, 1.2), arrowprops=style)
    ax.text(
        6.75, 1.2, "new $h_i$", ha="center", va="center", bbox={"fc": SKY, "boxstyle": "circle"}
    )
    ax.text(
        4.3, 2.35, "own $h_i$", ha="center", va="center", bbox={"fc": SKY, "boxstyle": "circle"}
    )
    ax.annotate("", (4.95, 1.6), (4.6, 2.05), arrowprops=style)
    ax.set(xlim=(-0.6, 7.4), ylim=(-0.1, 2.9))
    ax.axis("off")
    return ax


def atomic_networks(atoms: Sequence[str] = ("O", "H", "H"), *, ax: Axes | None = None) -> Axes:
    """The energy as a sum over `atoms`, as a drawing: each has a descriptor, the network of its element, an energy."""
    ax, top = ax or plt.subplots(figsize=(6.4, 2.4))[1], len(atoms) - 1
    colors = dict(
        zip(
            dict.fromkeys(atoms),
            cycle(("mistyrose", "aliceblue", "honeydew", "lavender")),
            strict=False,
        )
    )
    boxes = [(4.4, top / 2, "sum = E", "whitesmoke")]
    for y, atom in zip(range(top, -1, -1), atoms, strict=True):
        texts = {0: atom, 1: "descriptor G", 2.2: f"network of {atom}", 3.2: "$E_i$"}
        boxes += [(x, y, text, colors[atom]) for x, text in texts.items()]
        ax.plot([0, 3.2], [y, y], color=GREY, linewidth=0.8, zorder=0)
        ax.annotate("", (4.05, top / 2), (3.4, y), arrowprops={"arrowstyle": "->"})
    for x, y, text, color in boxes:
        ax.text(
            x,
            y,
            text,
            ha="center",
            va="center",
            bbox={"boxstyle": "round,pad=0.4", "facecolor": color},
        )
    ax.set(xlim=(-0.4, 4.9), ylim=(-0.5, top + 0.5))
    ax.axis("off")
    return ax
