"""Draw notebooks/start.png, with which the page to start from opens, from the shipped data.

From a bond's energies by density-functional theory, over the paths of ions, to how far they get:

    .venv/bin/python benchmarks/start_picture.py
"""

import numpy as np
from matplotlib import pyplot as plt

from mlp_course import data
from mlp_course.dynamics import Trajectory
from mlp_course.files import COURSE
from mlp_course.plots import style

SILVER = 47
IODINE = 53
SHOWN = 40  # ps of paths
LAYER = 4.0  # Å of the crystal that is shown, along z


def main() -> None:
    """Draw the three panels and save them."""
    style.use_style()
    figure, (bond, paths, spread) = plt.subplots(1, 3, figsize=(9.6, 3.1), layout="constrained")
    _draw_bond(bond)
    path = data.checked_path("agi-md", "network-600K.npz")
    trajectory = Trajectory.load(path)
    _draw_paths(paths, trajectory)
    _draw_spread(spread, trajectory)
    target = COURSE / "notebooks" / "start.png"
    figure.savefig(target, dpi=120)
    print(f"wrote {target.relative_to(COURSE)} ({target.stat().st_size / 1e3:.0f} kB)")


def _draw_bond(axes) -> None:
    """The energy of ethanol against the length of its O-H bond."""
    frames = data.load("ethanol", group="scan")
    lengths = []
    energies = []
    for frame in frames:
        numbers = frame.structure.species.numpy()
        positions = frame.structure.positions.numpy()
        oxygen = positions[numbers == 8][0]
        hydrogens = positions[numbers == 1]
        lengths.append(np.linalg.norm(hydrogens - oxygen, axis=1).min())
        energies.append(float(frame.energy))
    order = np.argsort(lengths)
    lengths = np.array(lengths)[order]
    energies = np.array(energies)[order] - min(energies)
    axes.plot(lengths, energies, "o-", color=style.BLUE, markersize=3)
    axes.set(
        xlabel="O–H distance (Å)",
        ylabel="energy (eV)",
        title="quantum mechanics",
        xlim=(0.6, 1.65),
        ylim=(-0.2, 6),
    )


def _draw_paths(axes, trajectory: Trajectory) -> None:
    """Where the ions of a layer go, seen along z."""
    shown = trajectory.times_fs <= 1e3 * SHOWN
    positions = trajectory.positions[shown]
    # A layer around the iodide ion that is nearest to the middle
    heights = positions.mean(axis=0)[:, 2]
    iodide = heights[trajectory.species == IODINE]
    middle = iodide[np.abs(iodide - np.median(iodide)).argmin()]
    in_layer = np.abs(heights - middle) < LAYER / 2
    ions = ((SILVER, style.ORANGE, "Ag⁺"), (IODINE, style.GREY, "I⁻"))
    for number, color, name in ions:
        chosen = in_layer & (trajectory.species == number)
        for k, atom in enumerate(np.flatnonzero(chosen)):
            x, y, _ = positions[:, atom].T
            axes.plot(x, y, color=color, linewidth=0.5, label=name if k == 0 else None)
    axes.set(xlabel="x (Å)", ylabel="y (Å)", title="ions on their way", aspect="equal")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8)


def _draw_spread(axes, trajectory: Trajectory) -> None:
    """The mean square displacement of both kinds of ions."""
    times = trajectory.times_fs / 1e3
    lags = np.arange(1, len(times) // 2)
    for number, color, name in ((SILVER, style.ORANGE, "Ag⁺"), (IODINE, style.GREY, "I⁻")):
        positions = trajectory.positions[:, trajectory.species == number]
        squares = [((positions[k:] - positions[:-k]) ** 2).sum(axis=2).mean() for k in lags]
        axes.plot(times[lags], squares, color=color, label=name)
    axes.set(xlabel="time (ps)", ylabel="mean square displacement (Å²)", title="how far they get")
    axes.legend(fontsize=8)


if __name__ == "__main__":
    main()
