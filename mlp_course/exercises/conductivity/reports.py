"""Short reports on an ion conductor, drawn for every student, and raw dumps to be analysed from scratch.

Every number and curve comes from really analysing a synthetic run whose diffusion coefficient is known. Most of the
seven laboratories below make one mistake of those found in published analyses; `VERDICTS` are the names for them.
"""

from dataclasses import dataclass, replace

import numpy as np

from mlp_course.exercises.dice import dice
from mlp_course.transport import (
    JumpModel,
    diffusion_coefficient,
    jump_diffusion,
    msd,
    nernst_einstein,
    remove_drift,
    wrap,
)

VERDICTS = ("sound", "time axis", "equilibration", "drift", "single origin", "window", "units")
N_IONS, FRAME_FS, SETTLING, FRAMES = (
    32,
    50.0,
    400,
    2000,
)  # as many atoms in the framework; frames until it has settled
HOTTER = 8  # times more hops before that
DRIFT = np.array([3.5e-4, -2e-4, 3e-4])  # Å/fs


@dataclass(frozen=True)
class Analysis:
    """How a laboratory works."""

    skip: int = SETTLING  # frames
    against_framework: bool = True
    origins: str = "all"
    window: tuple[float, float] = (5e3, 25e3)  # fs
    ps_per_frame: float = FRAME_FS / 1000
    units: tuple[tuple[str, str], ...] = (("cm²/s", "mS/cm"),)  # of D and σ; one is chosen


LABORATORIES = {
    "Aarhus": Analysis(against_framework=False),
    "Bergen": Analysis(ps_per_frame=1.0),
    "Coimbra": Analysis(units=(("m²/s", "mS/cm"), ("cm²/s", "S/cm"))),
    "Delft": Analysis(skip=0),
    "Evora": Analysis(),
    "Ferrara": Analysis(window=(0.0, 0.15e3)),
    "Ghent": Analysis(origins="first"),
}


@dataclass(frozen=True, eq=False)
class Report:
    """What a laboratory has sent: a text, and the curves behind it in the units of its own axes."""

    text: str
    lag_ps: np.ndarray  # (m,)
    msd: np.ndarray  # (m,) Å²
    window_ps: tuple[float, float]
    run_ps: np.ndarray  # (T,) the part of the run that was used
    ions: np.ndarray  # (T,) Å², mean square distance from where they were at its beginning
    framework: np.ndarray  # (T,)


def draw(student: str) -> dict[str, str]:
    """The six laboratories that report to `student`: letter -> laboratory; the same name draws the same."""
    return dict(
        zip("ABCDEF", dice("laboratories", student).sample(sorted(LABORATORIES), 6), strict=True)
    )


def report(student: str, letter: str) -> Report:
    """The report under `letter`, on a run of its own."""
    laboratory = draw(student)[letter]
    chance = dice(f"report of {laboratory}", student)
    how, rng = LABORATORIES[laboratory], np.random.default_rng(chance.getrandbits(64))
    model = JumpModel(
        chance.choice([2.6, 2.8, 3.0]), chance.choice([1500.0, 2000.0, 2500.0]), rattle=0.3
    )
    kelvin, volume = chance.randrange(550, 850, 10), chance.randrange(4000, 7000, 10)
    run = simulate(model, N_IONS, FRAMES, SETTLING, rng=rng)[how.skip :]
    if how.against_framework:
        run = remove_drift(run, np.arange(N_IONS, 2 * N_IONS))
    ions, framework = (
        ((part - part[0]) ** 2).sum(-1).mean(-1) for part in np.split(run, [N_IONS], axis=1)
    )
    curve = msd(run[:, :N_IONS])[: len(run) // 2] if how.origins == "all" else ions
    lags = np.arange(len(curve))
    stretch = how.ps_per_frame / (FRAME_FS / 1000)  # of its time axis
    window = tuple(stretch * edge for edge in how.window)
    found = diffusion_coefficient(1000 * how.ps_per_frame * lags, curve, window)
    sigma = 1000 * nernst_einstein(found, N_IONS, volume, kelvin)
    start, stop = (edge / 1000 for edge in window)
    units = chance.choice(how.units)
    text = (
        f"Report {letter}: {N_IONS} Li⁺ in {volume} Å³ at {kelvin} K; {FRAMES} frames, one every {FRAME_FS:.0f} fs.\n"
        f"          D = {found:.1e} {units[0]}, the slope from {start:g} to {stop:g} ps.\n"
        f"          By Nernst and Einstein that makes σ = {sigma:.0f} {units[1]}."
    )
    axis = how.ps_per_frame * (how.skip + np.arange(len(run)))
    return Report(text, how.ps_per_frame * lags, curve, (start, stop), axis, ions, framework)


def show(student: str, letter: str) -> None:
    """Print the report under `letter` and draw its two curves."""
    import matplotlib.pyplot as plt

    sent = report(student, letter)
    print(sent.text)
    left, right = plt.subplots(1, 2, figsize=(6.4, 2.6))[1]
    left.loglog(sent.lag_ps[1:], sent.msd[1:])
    left.axvspan(
        max(sent.window_ps[0], sent.lag_ps[1] / 1.5), sent.window_ps[1], alpha=0.2, label="fitted"
    )
    left.set(xlabel="lag (ps)", ylabel="MSD (Å²)", title=f"Report {letter}")
    left.legend(loc="upper left")
    right.plot(sent.run_ps, sent.ions, label="Li⁺")
    right.plot(sent.run_ps, sent.framework, "--", label="framework")
    right.set(xlabel="time in the run (ps)", ylabel="distance² from start (Å²)", xlim=(0, None))
    right.legend()
    plt.show()


def simulate(
    model: JumpModel,
    n_ions: int,
    frames: int,
    settling: int,
    *,
    rng: np.random.Generator,
    frame_fs=50.0,
    drifts=True,
) -> np.ndarray:
    """Positions (frames, 2 n_ions, 3) in Å: ions, which hop too often for `settling` frames, and then a framework."""
    still, drift = replace(model, residence_fs=np.inf), DRIFT if drifts else 0 * DRIFT
    positions = jump_diffusion(still, 2 * n_ions, frames, frame_fs, rng=rng, drift=drift).positions
    hot = replace(model, residence_fs=model.residence_fs / HOTTER)
    path = np.zeros((1, n_ions, 3))
    for leg, length in ((hot, settling + 1), (model, frames - settling)):
        if length > 1:
            hops = jump_diffusion(
                replace(leg, rattle=0.0), n_ions, length, frame_fs, rng=rng
            ).positions
            path = np.concatenate([path[:-1], path[-1] + hops - hops[0]])
    positions[:, :n_ions] += path
    return positions


def dump(
    rng: np.random.Generator, *, crosses=True, settles=True, drifts=True
) -> tuple[dict, float]:
    """A run as a simulation program leaves it, in nm, ps and steps, and the true D of its Li in cm²/s.

    The dictionary holds "positions" (T, N, 3) and "cell" (3, 3) in nm, "elements" (N,), "step" (T,), "timestep_ps" and
    "settled_ps". Unless told otherwise, ions cross the boundary of a sheared cell, the first quarter of the run
    is not settled, and everything drifts.
    """
    model = JumpModel(2.0 + rng.random(), 1500 + 1000 * rng.random(), rattle=0.3)
    stride, n_ions = int(rng.integers(40, 60)), 160  # steps of 2 fs
    frame_fs = 2.0 * stride
    settling = int(20e3 / frame_fs) if settles else 0
    positions = simulate(
        model,
        n_ions,
        settling + int(60e3 / frame_fs),
        settling,
        rng=rng,
        frame_fs=frame_fs,
        drifts=drifts,
    )
    order = rng.permutation(2 * n_ions)
    cell = (
        np.array([[36.0, 0.0, 0.0], [19.0, 39.0, 0.0], [-13.0, 17.0, 38.0]])
        + rng.normal(size=(3, 3)) / 5
    )
    return {
        "positions": (wrap(positions, cell) if crosses else positions)[:, order] / 10,
        "cell": cell / 10,
        "elements": np.array(["Li"] * n_ions + ["S"] * n_ions)[order],
        "step": stride * np.arange(len(positions)),
        "timestep_ps": 0.002,
        "settled_ps": settling * frame_fs / 1000,
    }, model.diffusion_coefficient
