"""MSD and D beside independent packages, on one wrapped trajectory in a sheared cell with a
drifting framework.

MDAnalysis (2.11) keeps positions in single precision. kinisi (2.1) unwraps and removes the drift by
itself, counts the first frame of an ASE trajectory twice, and fits D by Bayesian regression; it is
not among the course's requirements: `pip install kinisi` in an environment of its own.
"""

import numpy as np
import pytest
from ase import Atoms

from mlp_course.data import checked_path
from mlp_course.dynamics import Trajectory
from mlp_course.transport import (
    JumpModel,
    diffusion_coefficient,
    jump_diffusion,
    measure_diffusion,
    remove_drift,
    unwrap,
)
from mlp_course.transport import msd as mean_square

CELL = np.array([[16.0, 0.0, 0.0], [5.0, 15.0, 0.0], [-4.0, 6.0, 14.0]])
MODEL = JumpModel(hop_length=2.5, residence_fs=1500, rattle=0.25, period_fs=300)
WINDOW = 1000.0, 8000.0  # fs


@pytest.fixture(scope="module")
def run():
    return jump_diffusion(
        MODEL,
        24,
        800,
        50.0,
        rng=np.random.default_rng(8),
        n_framework=24,
        drift=(2e-4, -1e-4, 3e-4),
        cell=CELL,
    )


@pytest.fixture(scope="module")
def ions(run):
    return remove_drift(unwrap(run.positions, CELL), run.framework)[:, run.ions]


def mdanalysis_msd(ions: np.ndarray, frame_ps: float) -> np.ndarray:
    """Their mean square displacement (T,) of positions (T, N, 3), without the Fourier transform."""
    MDAnalysis = pytest.importorskip(
        "MDAnalysis", reason="MDAnalysis is not installed (it is in the test extra)"
    )
    from MDAnalysis.analysis.msd import EinsteinMSD

    universe = MDAnalysis.Universe.empty(ions.shape[1], trajectory=True)
    universe.load_new(ions.astype(np.float32), order="fac", dt=frame_ps)
    return EinsteinMSD(universe, fft=False).run().results.timeseries


def slope_in_window(lags: np.ndarray, values: np.ndarray) -> float:
    """D in cm²/s by a straight line through what lies in WINDOW."""
    inside = (lags >= WINDOW[0]) & (lags <= WINDOW[1])
    return np.polyfit(lags[inside], values[inside], 1)[0] / 60


def test_mdanalysis(run, ions):
    theirs, ours = mdanalysis_msd(ions, 0.05), mean_square(ions)
    assert np.abs(theirs - ours).max() < 1e-4 * ours.max()
    assert (
        np.abs(theirs - mean_square(ions - run.times_fs[:, None, None] * 1e-4)).max()
        > 1e-3 * ours.max()
    )  # a twin
    slope = slope_in_window(run.times_fs, theirs)
    assert diffusion_coefficient(run.times_fs, ours, WINDOW) == pytest.approx(slope, rel=1e-5)


@pytest.mark.filterwarnings("ignore")  # theirs, about units and samplers
def test_kinisi(run, ions):
    sc = pytest.importorskip("scipp", reason="kinisi, which brings scipp, is not installed")
    analyze = pytest.importorskip("kinisi.analyze", reason="kinisi is not installed")
    frames = [Atoms("Ag24I24", positions=frame, cell=CELL, pbc=True) for frame in run.positions]
    found = analyze.DiffusionAnalyzer.from_ase(
        frames,
        specie="Ag",
        time_step=50.0 * sc.Unit("fs"),
        step_skip=1 * sc.Unit("dimensionless"),
        dt=sc.arange("time interval", 50.0, 8001.0, 50.0, unit="fs"),
        progress=False,
    )
    ours = mean_square(np.concatenate([ions[:1], ions]), np.arange(1, 161))
    assert found.msd.values == pytest.approx(ours, rel=1e-9)
    found.diffusion(
        WINDOW[0] * sc.Unit("fs"), progress=False, random_state=np.random.RandomState(0)
    )
    theirs = sc.to_unit(found.D, "cm^2/s").values
    own = measure_diffusion(ions, run.times_fs, 5, (1000.0, 7000.0))
    print(
        f"ours {own}, theirs {theirs.mean():.3e} ± {theirs.std():.1e} cm²/s, "
        f"true {MODEL.diffusion_coefficient:.3e}"
    )
    assert abs(theirs.mean() - own.value) < 2 * np.hypot(theirs.std(), own.error)


@pytest.mark.parametrize("file", ["network-600K.npz", "classical-450K.npz"])
def test_mdanalysis_on_shipped_silver_iodide(file):
    trajectory = Trajectory.load(checked_path("agi-md", file))
    silver = trajectory.species == 47
    ions = remove_drift(trajectory.positions, reference=np.flatnonzero(~silver))[:, silver]
    theirs, ours = mdanalysis_msd(ions, 0.2), mean_square(ions)
    assert np.abs(theirs - ours).max() < 1e-5 * ours.max()
    slope = slope_in_window(trajectory.times_fs, theirs)
    assert diffusion_coefficient(trajectory.times_fs, ours, WINDOW) == pytest.approx(
        slope, rel=1e-5
    )
