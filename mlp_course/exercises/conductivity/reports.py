"""Short reports on an ion conductor, drawn for every student; raw dumps to analyse from scratch.

Every number and curve comes from really analysing a synthetic run whose diffusion coefficient is
known. Most of the seven laboratories below make one mistake of those found in published analyses;
`VERDICTS` are the names for them.
"""

from dataclasses import dataclass, replace

import numpy as np

from mlp_course.checks.answers.dice import dice
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
N_IONS = 32  # and as many atoms in the framework
FRAME_FS = 50.0
FRAMES = 2000
SETTLING = 400  # frames until the run has settled
HOTTER = 8  # times more hops before that
DRIFT = np.array([3.5e-4, -2e-4, 3e-4])  # Å/fs
SHEARED = np.array([[36.0, 0.0, 0.0], [19.0, 39.0, 0.0], [-13.0, 17.0, 38.0]])  # Å, of a dump


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
    """The six laboratories that report to `student`, by their letters; the same name, the same."""
    chance = dice("laboratories", student)
    drawn = chance.sample(sorted(LABORATORIES), 6)
    return dict(zip("ABCDEF", drawn, strict=True))


def report(student: str, letter: str) -> Report:
    """The report under `letter`, on a run of its own."""
    laboratory = draw(student)[letter]
    how = LABORATORIES[laboratory]
    chance = dice(f"report of {laboratory}", student)
    rng = np.random.default_rng(chance.getrandbits(64))

    # 1. the conductor, and what is used of its run
    hop = chance.choice([2.6, 2.8, 3.0])  # Å
    residence = chance.choice([1500.0, 2000.0, 2500.0])  # fs
    kelvin = chance.randrange(550, 850, 10)
    volume = chance.randrange(4000, 7000, 10)  # Å³
    model = JumpModel(hop, residence, rattle=0.3)
    run = _used_run(model, how, rng)
    lithium = run[:, :N_IONS]

    # 2. the analysis, on a time axis that may be wrong
    curve = _curve(lithium, how.origins)
    frames = np.arange(len(curve))
    stretch = how.ps_per_frame / (FRAME_FS / 1000)
    start, stop = how.window
    window = (stretch * start, stretch * stop)  # fs
    lags_fs = 1000 * how.ps_per_frame * frames
    D = diffusion_coefficient(lags_fs, curve, window)
    sigma = 1000 * nernst_einstein(D, N_IONS, volume, kelvin)  # mS/cm

    # 3. what is sent
    start, stop = (edge / 1000 for edge in window)
    of_D, of_sigma = chance.choice(how.units)
    text = (
        f"Report {letter}: {N_IONS} Li⁺ in {volume} Å³ at {kelvin} K; "
        f"{FRAMES} frames, one every {FRAME_FS:.0f} fs.\n"
        f"          D = {D:.1e} {of_D}, the slope from {start:g} to {stop:g} ps.\n"
        f"          By Nernst and Einstein that makes σ = {sigma:.0f} {of_sigma}."
    )
    return Report(
        text=text,
        lag_ps=how.ps_per_frame * frames,
        msd=curve,
        window_ps=(start, stop),
        run_ps=how.ps_per_frame * (how.skip + np.arange(len(run))),
        ions=_from_start(lithium),
        framework=_from_start(run[:, N_IONS:]),
    )


def _used_run(model: JumpModel, how: Analysis, rng: np.random.Generator) -> np.ndarray:
    """Positions (T, N, 3) in Å of the part of a new run that a laboratory uses."""
    whole = simulate(model, N_IONS, FRAMES, SETTLING, rng=rng)
    used = whole[how.skip :]
    if how.against_framework:
        framework = np.arange(N_IONS, 2 * N_IONS)
        used = remove_drift(used, framework)
    return used


def _curve(part: np.ndarray, origins: str) -> np.ndarray:  # (T, N, 3) -> (m,)
    """Mean square displacement (Å²) of some atoms by lag, over "all" origins or the "first"."""
    if origins == "first":
        return _from_start(part)
    half = len(part) // 2
    return msd(part)[:half]


def _from_start(part: np.ndarray) -> np.ndarray:  # (T, N, 3) -> (T,)
    """Mean square distance (Å²) of some atoms from where they were at first."""
    moved = part - part[0]
    squares = (moved**2).sum(-1)  # (T, N)
    return squares.mean(-1)


def show(student: str, letter: str) -> None:
    """Print the report under `letter` and draw its two curves."""
    import matplotlib.pyplot as plt

    sent = report(student, letter)
    print(sent.text)
    _, (left, right) = plt.subplots(1, 2, figsize=(6.4, 2.6))

    # A logarithmic axis has no zero: lag and window begin after it.
    left.loglog(sent.lag_ps[1:], sent.msd[1:])
    start, stop = sent.window_ps
    start = max(start, sent.lag_ps[1] / 1.5)
    left.axvspan(start, stop, alpha=0.2, label="fitted")
    left.set(xlabel="lag (ps)", ylabel="MSD (Å²)", title=f"Report {letter}")
    left.legend(loc="upper left")

    # Where everything drifts, the framework moves as the ions do; that is to be seen here.
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
    """Positions (frames, 2 n_ions, 3) in Å: ions first, then a framework.

    In the first `settling` frames the ions hop too often.
    """
    # 1. everything rattles and drifts
    still = replace(model, residence_fs=np.inf)
    drift = DRIFT if drifts else np.zeros(3)
    run = jump_diffusion(still, 2 * n_ions, frames, frame_fs, rng=rng, drift=drift)
    positions = run.positions

    # 2. the ions hop, too often at first: the second leg goes on where the first one ended
    hopping = replace(model, rattle=0.0)
    hot = replace(hopping, residence_fs=model.residence_fs / HOTTER)
    path = np.zeros((1, n_ions, 3))
    for leg, length in ((hot, settling + 1), (hopping, frames - settling)):
        if length > 1:
            hops = jump_diffusion(leg, n_ions, length, frame_fs, rng=rng).positions
            further = path[-1] + hops - hops[0]
            path = np.concatenate([path[:-1], further])
    positions[:, :n_ions] += path
    return positions


def dump(
    rng: np.random.Generator,
    *,
    crosses=True,
    settles=True,
    drifts=True,
) -> tuple[dict, float]:
    """A run as a simulation program leaves it, in nm, ps and steps; the true D of its Li in cm²/s.

    The dictionary holds "positions" (T, N, 3) and "cell" (3, 3) in nm, "elements" (N,), "step"
    (T,), "timestep_ps" and "settled_ps". Unless told otherwise, ions cross the boundary of a
    sheared cell, the first quarter of the run is not settled, and everything drifts.
    """
    hop = 2.0 + rng.random()  # Å
    residence = 1500 + 1000 * rng.random()  # fs
    model = JumpModel(hop, residence, rattle=0.3)
    n_ions = 160
    stride = int(rng.integers(40, 60))  # steps of 2 fs
    frame_fs = 2.0 * stride
    settling = int(20e3 / frame_fs) if settles else 0
    frames = settling + int(60e3 / frame_fs)
    positions = simulate(
        model,
        n_ions,
        frames,
        settling,
        rng=rng,
        frame_fs=frame_fs,
        drifts=drifts,
    )

    # Atoms in an order of no meaning, in a cell that is no box
    order = rng.permutation(2 * n_ions)
    cell = SHEARED + rng.normal(size=(3, 3)) / 5
    if crosses:
        positions = wrap(positions, cell)
    elements = np.repeat(["Li", "S"], n_ions)
    raw = {
        "positions": positions[:, order] / 10,
        "cell": cell / 10,
        "elements": elements[order],
        "step": stride * np.arange(len(positions)),
        "timestep_ps": 0.002,
        "settled_ps": settling * frame_fs / 1000,
    }
    return raw, model.diffusion_coefficient
