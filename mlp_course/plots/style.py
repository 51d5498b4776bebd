"""The course's figure style and its colours.

They tell apart for colour-blind readers, too: M. Okabe and K. Ito, Color Universal Design (2008).
"""

from typing import Any

import matplotlib.pyplot as plt

BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
PINK = "#CC79A7"
SKY = "#56B4E9"
RED = "#D55E00"
GREY = "#666666"

# Any: matplotlib would have every key a literal of its own list.
STYLE: dict[Any, Any] = {
    "axes.grid": True,
    "axes.prop_cycle": plt.cycler(color=[BLUE, ORANGE, GREEN, PINK, SKY, RED]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.constrained_layout.use": True,
    "figure.dpi": 110,
    "figure.figsize": (5.6, 3.5),
    "font.size": 10,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "lines.markersize": 4,
}


def use_style() -> None:
    """Draw everything from here on in the course's style."""
    plt.rcParams.update(STYLE)
