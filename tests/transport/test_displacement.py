"""The Fourier transform gives the direct sum over all time origins."""

import numpy as np
import pytest

from mlp_course.transport import collective_msd, displacement, msd, msd_by_axis, msd_by_ion


def walk(frames, ions=7, *, seed=0):
    return 30 + np.cumsum(
        0.3 * np.random.default_rng(seed).normal(size=(frames, ions, 3)), axis=0
    )  # Å


def direct(positions, lags):
    """The definition, one lag after another."""
    return [
        ((positions[lag:] - positions[: len(positions) - lag]) ** 2).sum(-1).mean() for lag in lags
    ]


def single_origin(positions):
    """A broken twin."""
    return ((positions - positions[0]) ** 2).sum(-1).mean(-1)


def square_of_the_mean(positions, lags):
    """Another: the mean displacement squared."""
    return [
        ((positions[lag:] - positions[: len(positions) - lag]).mean((0, 1)) ** 2).sum()
        for lag in lags
    ]


def wrapped_around(positions):
    """A third: the transform without padding, so that the end meets the beginning."""
    centred = positions - positions.mean(0)
    power = np.abs(np.fft.rfft(centred, axis=0)) ** 2
    together = np.fft.irfft(power, len(positions), axis=0).sum((1, 2))
    return 2 * (together[0] - together) / len(positions) / positions.shape[1]


@pytest.mark.parametrize("frames", [1, 2, 3, 64, 397, 1000])
def test_equal_to_the_direct_sum(frames):
    positions = walk(frames)
    assert np.abs(msd(positions) - direct(positions, range(frames))).max() < 1e-10


def test_far_from_the_origin_and_in_single_precision_input():
    positions = walk(300) + 5e3
    assert np.abs(msd(positions) - direct(positions, range(300))).max() < 1e-7
    rough = positions.astype(np.float32)
    assert np.abs(msd(rough) - direct(rough.astype(float), range(300))).max() < 1e-7


@pytest.mark.parametrize(
    "twin", [single_origin, lambda p: square_of_the_mean(p, range(len(p))), wrapped_around]
)
def test_a_broken_twin_is_seen(twin):
    positions = walk(64)
    assert np.abs(np.array(twin(positions)) - direct(positions, range(64))).max() > 1


def test_straight_flight():
    velocities = np.random.default_rng(0).normal(size=(4, 3))
    times = np.arange(50.0)
    expected = (velocities**2).sum(1).mean() * times**2
    assert np.allclose(msd(times[:, None, None] * velocities), expected)


def test_lags_are_chosen_in_any_order():
    positions = walk(100)
    assert np.allclose(msd(positions, [50, 0, 3]), direct(positions, [50, 0, 3]))
    assert msd(positions, [0])[0] == 0


@pytest.mark.parametrize("lags", [[-1], [100], [1.5], [], 3, [[1]]])
def test_bad_lags_are_refused(lags):
    with pytest.raises(ValueError, match="lags must"):
        msd(walk(100), lags)


def test_axes_and_ions_add_up():
    positions = walk(120)
    assert np.allclose(msd_by_axis(positions).sum(1), msd(positions))
    assert np.allclose(msd_by_ion(positions).mean(1), msd(positions))
    assert np.allclose(msd_by_ion(positions, [5])[0, 2], direct(positions[:, [2]], [5])[0])
    assert np.allclose(msd_by_axis(positions, [5])[0, 1], direct(positions[..., [1]], [5])[0])


def test_the_collective_one_is_that_of_the_sum():
    positions = walk(120)
    expected = np.array(direct(positions.sum(1, keepdims=True), range(120))) / 7
    assert np.allclose(collective_msd(positions), expected)
    together = positions[:, [0] * 7]  # seven ions that move as one
    assert np.allclose(collective_msd(together), 7 * msd(together))


def test_many_ions_go_through_in_pieces(monkeypatch):
    positions = walk(200, 11)
    whole = msd(positions), msd_by_axis(positions), msd_by_ion(positions)
    monkeypatch.setattr(displacement, "BYTES", 24 * 400 * 4)  # four ions at a time
    for one, other in zip(
        whole, (msd(positions), msd_by_axis(positions), msd_by_ion(positions)), strict=True
    ):
        assert np.allclose(one, other)
