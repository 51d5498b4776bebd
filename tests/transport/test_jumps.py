"""The synthetic truth is true."""

import numpy as np
import pytest

from mlp_course.transport import JumpModel, jump_diffusion, msd, remove_drift, unwrap

MODEL = JumpModel(hop_length=2.5, residence_fs=2000, rattle=0.3, period_fs=300)
SHEARED = np.array([[18.0, 0.0, 0.0], [22.0, 16.0, 0.0], [-12.0, 30.0, 20.0]])


def run(seed=0, model=MODEL, ions=200, frames=400, frame_fs=20.0, **more):
    return jump_diffusion(model, ions, frames, frame_fs, rng=np.random.default_rng(seed), **more)


def test_the_mean_square_displacement_is_the_exact_one():
    """Free flight, cage and hops, ten standard errors at every lag from 20 fs to 4 ps."""
    each = np.array([msd(run(seed).positions, np.arange(1, 200)) for seed in range(30)])
    error = each.std(axis=0, ddof=1) / np.sqrt(30)
    expected = MODEL.msd(20.0 * np.arange(1, 200))
    assert (np.abs(each.mean(axis=0) - expected) / error).max() < 5
    twin = JumpModel(2.5, 2000, 0.3, 330).msd(20.0 * np.arange(1, 200))  # a wrong period
    assert (np.abs(each.mean(axis=0) - twin) / error).max() > 5


@pytest.mark.parametrize("frame_fs", [20.0, 500.0, 6000.0])
def test_the_coefficient_does_not_depend_on_the_time_between_frames(frame_fs):
    """Poisson statistics in continuous time.

    At three hops a frame, a coin for one hop a frame would be wrong.
    """
    trajectory = run(frame_fs=frame_fs, frames=200, model=JumpModel(2.5, 2000), ions=500)
    step = (np.diff(trajectory.positions, axis=0) ** 2).sum(-1).mean() / frame_fs / 6 * 0.1
    error = step * np.sqrt(2 / (200 * 500) + 2000 / frame_fs / (200 * 500))
    assert abs(step - 2.5**2 / 12000 * 0.1) < 4 * error


def test_hops_are_lattice_vectors_and_waiting_times_exponential():
    steps = (
        np.diff(run(model=JumpModel(2.5, 2000), ions=1000, frame_fs=10.0).positions, axis=0) / 2.5
    )
    assert np.allclose(steps, np.rint(steps))
    still = (steps == 0).all(-1).mean()
    assert still == pytest.approx(np.exp(-10 / 2000), abs=5e-4)


def test_framework_ions_and_drift():
    trajectory = run(frames=300, n_framework=50, drift=(1e-3, 0, -2e-3))
    assert trajectory.positions.shape == (300, 250, 3)
    assert trajectory.ions.tolist() == list(range(200)) and trajectory.framework.tolist() == list(
        range(200, 250)
    )
    frame = msd(trajectory.positions[:, trajectory.framework])
    assert frame[200] == pytest.approx(5e-6 * 4000**2 + 6 * 0.3**2, rel=0.1)
    still = remove_drift(trajectory.positions, trajectory.framework)
    assert msd(still[:, trajectory.framework])[200] == pytest.approx(6 * 0.3**2, rel=0.15)


def test_wrapped_output_unwraps_to_the_same_walk():
    plain, wrapped = run(frame_fs=5.0), run(frame_fs=5.0, cell=SHEARED)
    back = unwrap(wrapped.positions, SHEARED)
    assert np.allclose(back - back[0], plain.positions - plain.positions[0], atol=1e-9)
    assert np.abs(wrapped.positions - plain.positions).max() > 10


def test_a_cell_too_small_to_follow_the_ions_is_refused():
    with pytest.raises(ValueError, match="too far to be followed"):
        run(cell=4 * np.eye(3))


def test_one_seed_one_trajectory():
    assert np.array_equal(run(1).positions, run(1).positions)
    assert not np.array_equal(run(1).positions, run(2).positions)


@pytest.mark.parametrize(
    "bad", [dict(ions=0), dict(frames=1), dict(frame_fs=0), dict(model=JumpModel(-1.0))]
)
def test_no_trajectory_from_nothing(bad):
    with pytest.raises(ValueError, match="a trajectory needs"):
        run(**bad)
