"""Errors: as large as they say, no larger and no smaller."""

import numpy as np
import pytest

from mlp_course.transport import (
    Diffusion,
    JumpModel,
    bootstrap_error,
    diffusion_coefficient,
    diffusion_error,
    jump_diffusion,
    measure_diffusion,
    msd,
)

MODEL = JumpModel(hop_length=2.5, residence_fs=2000, rattle=0.25, period_fs=300)
SEEDS = 100


def trajectory(seed, *, ions=24, frames=1000, frame_fs=50.0):
    return jump_diffusion(MODEL, ions, frames, frame_fs, rng=np.random.default_rng(seed))


@pytest.fixture(scope="module")
def measured():
    """The same simulation with a hundred seeds."""
    return [
        measure_diffusion((t := trajectory(seed)).positions, t.times_fs, 10)
        for seed in range(SEEDS)
    ]


def covered(estimates, level):
    within = [
        low <= MODEL.diffusion_coefficient <= high
        for low, high in (e.interval(level) for e in estimates)
    ]
    return sum(within)


def test_the_truth_lies_within_the_95_percent_interval_for_at_least_90_of_100_seeds(measured):
    assert covered(measured, 0.95) >= 90


def test_the_interval_is_not_simply_huge(measured):
    """At the level of 68 % the truth must be missed often.

    68 ± 3 × 4.7 of 100, and blocks err on the safe side.
    """
    assert 54 <= covered(measured, 0.683) <= 90


def test_the_error_is_the_scatter_between_simulations(measured):
    true_error = np.std([estimate.value for estimate in measured], ddof=1)
    assert 0.85 < np.mean([estimate.error for estimate in measured]) / true_error < 1.6


def test_the_estimate_is_unbiased(measured):
    values = np.array([estimate.value for estimate in measured])
    assert abs(
        values.mean() / MODEL.diffusion_coefficient - 1
    ) < 3 * values.std() / values.mean() / np.sqrt(SEEDS)


def test_broken_errors_are_seen(measured):
    """Frames as if independent; too small by far.

    No root of the number of blocks; too large by √10.
    """
    frames = [Diffusion(e.value, e.error * np.sqrt(10 / 1000), 10, e.window) for e in measured]
    assert covered(frames, 0.95) < 50
    spread = [Diffusion(e.value, e.error * np.sqrt(10), 10, e.window) for e in measured]
    assert covered(spread, 0.683) > 90


def test_a_window_in_the_ballistic_part_misses_the_truth():
    misses = 0
    for seed in range(20):
        fast = trajectory(seed, frame_fs=10.0)
        low, high = measure_diffusion(fast.positions, fast.times_fs, 10, (0, 100)).interval()
        misses += not low <= MODEL.diffusion_coefficient <= high
    assert misses >= 18


def test_by_hand():
    walk = trajectory(3)
    each = [
        diffusion_coefficient(walk.times_fs[:100], msd(walk.positions[k : k + 100]), (500, 2450))
        for k in range(0, 1000, 100)
    ]
    expected = np.std(each, ddof=1) / np.sqrt(10)
    assert diffusion_error(walk.positions, walk.times_fs, 10, (500, 2450)) == pytest.approx(
        expected, rel=1e-9
    )
    assert diffusion_error(walk.positions, walk.times_fs, 10) == pytest.approx(
        expected, rel=1e-9
    )  # 495 to 2475 fs


def test_ions_that_move_together_are_not_independent_samples():
    """Six groups of four ions that move as one: the blocks notice, the ions do not."""
    ratios = {"blocks": [], "ions": []}
    for seed in range(40):
        alone = trajectory(seed, ions=6)
        together = np.repeat(alone.positions, 4, axis=1)
        for kind, found in ratios.items():
            both = (
                bootstrap_error(p, alone.times_fs, None, np.random.default_rng(seed), resample=kind)
                for p in (together, alone.positions)
            )
            found.append(np.divide(*both))
    assert np.mean(ratios["blocks"]) == pytest.approx(1, abs=0.02)
    assert np.mean(ratios["ions"]) < 0.6  # half of what it should be


def test_bootstrap_and_blocks_agree_and_repeat():
    walk = trajectory(5)
    by_blocks = diffusion_error(walk.positions, walk.times_fs, 10)
    drawn = [
        bootstrap_error(walk.positions, walk.times_fs, None, np.random.default_rng(s), samples=4000)
        for s in (0, 0, 1)
    ]
    assert drawn[0] == drawn[1] != drawn[2]
    assert drawn == pytest.approx([by_blocks] * 3, rel=0.05)


@pytest.mark.parametrize(
    ("n_blocks", "window", "why"),
    [
        (1, None, "do not make 1 blocks"),
        (400, None, "do not make 400 blocks"),
        (10, (500, 9000), "fit in a block"),
        (10, (510, 540), "hold two lags"),
    ],
)
def test_what_cannot_be_measured_is_refused(n_blocks, window, why):
    walk = trajectory(0)
    with pytest.raises(ValueError, match=why):
        diffusion_error(walk.positions, walk.times_fs, n_blocks, window)


def test_one_time_for_every_frame():
    walk = trajectory(0)
    with pytest.raises(ValueError, match="1000 frames need as many times, not 999"):
        diffusion_error(walk.positions, walk.times_fs[:-1], 10)


def test_resampling_something_else_is_refused():
    walk = trajectory(0)
    with pytest.raises(ValueError, match="'blocks' or 'ions'"):
        bootstrap_error(
            walk.positions, walk.times_fs, None, np.random.default_rng(0), resample="frames"
        )


def test_a_measurement_says_its_unit_and_window():
    assert (
        str(Diffusion(5.2e-5, 3e-6, 10, (500.0, 2450.0)))
        == "D = (5.20e-05 ± 3e-06) cm²/s, window 500 to 2450 fs"
    )
