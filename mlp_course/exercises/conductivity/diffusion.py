"""From the mean square displacement to a diffusion coefficient and its error."""

import numpy as np

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.exercise import exercise
from mlp_course.exercises.conductivity import measurements
from mlp_course.transport import JumpModel, jump_diffusion
from mlp_course.transport import msd as right_msd

WINDOW = "Fit a straight line, constant included, to all points inside the window."


@exercise(
    "Exercise 9: `diffusion_coefficient`",
    points=3,
    hints=(
        "Only the straight part of the curve counts; in three dimensions MSD = 6 D t.",
        "D = slope / 6, and 1 Å²/fs = 0.1 cm²/s.",
        "Choose the points with start ≤ t ≤ stop, then `np.polyfit(t, msd, 1)[0]` (section 6.10).",
    ),
)
def diffusion_coefficient(answer, rng):
    """A line gives its slope over six, in cm²/s; what lies outside the window plays no part."""
    t = np.arange(0, 4000, 20.0)
    expect(
        call(answer, t, 0.5 + 1.2e-3 * t, (990, 3010)),
        2e-5,
        atol=0,
        unit="cm²/s",
        mistakes={
            "The factor 6 is missing: in three dimensions MSD = 6 D t.": 1.2e-4,
            "That is Å²/fs: multiply by 0.1 for cm²/s.": 2e-4,
            "Two in one dimension, four in two, six in three: MSD = 6 D t.": 6e-5,
        },
        because=WINDOW,
    )
    model = JumpModel(hop_length=2.5, residence_fs=4000, rattle=0.4, period_fs=300)
    curve = model.msd(t)
    expect(
        call(answer, t, curve, (790, 3010)),
        model.diffusion_coefficient,
        rtol=1e-3,
        atol=0,
        unit="cm²/s",
        mistakes={
            "The ballistic part was fitted as well: use only the points inside the "
            "window.": np.polyfit(t, curve, 1)[0] / 60
        },
        because=WINDOW,
    )
    curve = JumpModel(2.0, 900, 0.5).msd(t) + rng.normal(size=len(t)) / 5
    _expect_slope(answer, t, curve, (515.0, 2225.0))
    uneven = np.sort(rng.uniform(0, 4000, 120))
    _expect_slope(answer, uneven, 0.5 + 1.2e-3 * uneven + 0.2 * rng.normal(size=120), (515, 2225))

    run = jump_diffusion(JumpModel(2.8, 1200, 0.3), 150, 1500, 40.0, rng=rng)
    lags = np.arange(200)
    expect(
        call(answer, 40.0 * lags, right_msd(run.positions, lags), (900, 7900)),
        run.diffusion_coefficient,
        rtol=0.15,
        atol=0,
        unit="cm²/s",
        because="A known D was not recovered.",
    )


def _expect_slope(answer, t, curve, window) -> None:
    """The least-squares line inside the window, of arrays and of lists."""
    inside = (t >= window[0]) & (t <= window[1])
    x = t[inside]
    y = curve[inside]
    ends = (y[-1] - y[0]) / (x[-1] - x[0]) / 60
    derivative = np.gradient(y, x).mean() / 60
    weighted = np.polyfit(x, y, 1, w=1 / np.sqrt(x))[0] / 60
    weighted_more = np.polyfit(x, y, 1, w=1 / x)[0] / 60
    through_zero = (x @ y) / (x @ x) / 60
    mistakes = {
        "First and last point alone are noise: use all.": ends,
        "That is the mean of local slopes, which is first and last point alone: fit a line to "
        "all.": derivative,
        "Your points have weights: let all inside the window count the same.": weighted,
        "Your points have weights: let all inside count the same.": weighted_more,
        "Your line goes through zero: fit a constant, too.": through_zero,
    }
    for arguments in ((t, curve, window), (t.tolist(), curve.tolist(), list(window))):
        expect(
            call(answer, *arguments),
            np.polyfit(x, y, 1)[0] / 60,
            atol=0,
            unit="cm²/s",
            mistakes=mistakes,
            because=WINDOW,
        )


@exercise(
    "Exercise 10: `diffusion_error`",
    points=3,
    hints=(
        "Cut the run into blocks of time, and measure D in each.",
        "Standard deviation of the blocks' D (ddof=1), divided by √n_blocks.",
        "Your own `msd` and `diffusion_coefficient` do each block; lags start at 0 in each "
        "(section 6.11).",
    ),
)
def diffusion_error(answer, rng):
    """The scatter of D between blocks, over the root of their number."""
    for n_blocks in (6, 3, 10):
        run = jump_diffusion(JumpModel(2.4, 1300, 0.2), 12, 2003, 40.0, rng=rng)
        measurements.examine_error(answer, run.positions, run.times_fs, n_blocks)
    measurements.examine_error(answer, run.positions, run.times_fs.tolist(), 5)
