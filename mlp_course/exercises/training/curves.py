"""What curves of training tell: where it overfits, when it stops, how data help."""

import numpy as np

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.exercise import exercise


@exercise(
    "Exercise 11: `overfitting_starts`",
    points=1,
    hints=(
        "From where on do the validation errors only get worse than the best?",
        "The place of the smallest validation error, counted from 0.",
        "`np.argmin` finds it (section 4.5); a first rise may be noise.",
    ),
)
def overfitting_starts(answer, rng):
    """The minimum of the validation curve, counted from 0."""
    expect(
        call(answer, [9, 7, 5, 4, 3], [9.5, 8, 6, 6.5, 7]),
        2,
        unit="epochs",
        mistakes={
            "That is the minimum of the training errors: they never stop falling.": 4,
            "Epochs are counted from 0.": 3,
            "That is the error; return the epoch.": 6,
            "That is the last epoch.": 4,
        },
        because="Not the epoch of the smallest validation error.",
    )
    expect(
        call(answer, [9, 8, 7, 6, 5, 4], [9.5, 8, 8.2, 6, 6.4, 7]),
        3,
        unit="epochs",
        mistakes={
            "That is where the validation error rises for the first time: a rise may be noise, "
            "look for the minimum.": 1,
            "That is the first epoch that is worse than the one before: look for the minimum.": 2,
        },
        because="Not the epoch of the smallest validation error.",
    )
    for _ in range(5):
        curve = rng.permutation(50) + 1.0
        falling = sorted(curve, reverse=True)
        expect(
            call(answer, falling, curve),
            int(np.argmin(curve)),
            unit="epochs",
            because="Not the epoch of the smallest validation error.",
        )


@exercise(
    "Exercise 12: `early_stopping_epoch`",
    points=2,
    hints=(
        "Remember the best error so far and its epoch; count how long ago that was.",
        "Better than the best: remember it, count from 0 again. Otherwise count; at `patience` "
        "stop.",
        "Section 4.5. Compare with the best so far, not with the epoch before.",
    ),
)
def early_stopping_epoch(answer, rng):
    """The best epoch seen before patience ran out."""
    curve = [9, 7, 8, 6, 6.5, 6.2, 6.1, 5, 4]
    expect(
        call(answer, curve, 3),
        3,
        unit="epochs",
        mistakes={
            "That is the epoch in which training stopped: return the best one before it.": 6,
            "You used the future: training had stopped before it got there. Or you compare with "
            "the epoch before: compare with the best so far.": 8,
            "Off by one: epochs are counted from 0.": 4,
            "Count epochs without improvement in a row: start again from 0 after each "
            "improvement.": 1,
        },
        because="Not the epoch whose weights are kept.",
    )
    expect(
        call(answer, curve, 4),
        8,
        unit="epochs",
        because="With patience 4, epoch 7 improves just in time; the counter starts again there.",
    )
    expect(
        call(answer, [5, 4, 4, 4, 3], 2),
        1,
        unit="epochs",
        mistakes={
            "A tie is no improvement, and training stops as soon as `patience` epochs have "
            "passed.": 4
        },
        because="Stop after `patience` epochs.",
    )
    for patience in (1, 2, 5, 100):
        for _ in range(40):
            errors = rng.integers(0, 30, size=25).astype(float)
            _expect_kept(answer, errors, patience)


def _expect_kept(answer, errors, patience: int) -> None:
    """The right epoch, and what two wrong rules would keep."""
    expect(
        call(answer, errors, patience),
        _kept(errors, patience),
        unit="epochs",
        mistakes={
            "You compare with the epoch before: compare with the best so far.": _kept_by_falls(
                errors, patience
            ),
            "Count epochs without improvement in a row: start again from 0 after each "
            "improvement.": _kept_without_reset(errors, patience),
        },
        because="Not the epoch whose weights are kept.",
    )


def _kept(errors, patience: int) -> int:
    best = 0
    for epoch in range(1, len(errors)):
        if errors[epoch] < errors[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


def _kept_by_falls(errors, patience: int) -> int:
    """A rule that calls every fall an improvement."""
    best = 0
    waited = 0
    for epoch in range(1, len(errors)):
        if errors[epoch] < errors[epoch - 1]:
            best = epoch
            waited = 0
            continue
        waited += 1
        if waited >= patience:
            break
    return best


def _kept_without_reset(errors, patience: int) -> int:
    """A rule whose counter never starts again."""
    best = 0
    waited = 0
    for epoch in range(1, len(errors)):
        if errors[epoch] < errors[best]:
            best = epoch
            continue
        waited += 1
        if waited >= patience:
            break
    return best


@exercise(
    "Exercise 13: `learning_curve_exponent`",
    points=2,
    hints=(
        "A power law is a straight line on two logarithmic axes.",
        "log error = α log size + constant: the slope of a straight line, fitted to all points.",
        "`np.polyfit(x, y, 1)` gives slope and intercept (section 4.6).",
    ),
)
def learning_curve_exponent(answer, rng):
    """A power law gives back its exponent, sign included, whatever the base of the logarithm."""
    sizes = np.array([10, 20, 40, 80])
    power = 7.0 * sizes**-0.5
    expect(
        call(answer, sizes, power),
        -0.5,
        mistakes={
            "The sign is lost: errors fall, so the slope is negative.": 0.5,
            "You fitted the values themselves: take logarithms of both.": _slope(sizes, power),
            "Only the errors were taken as logarithms.": _slope(sizes, np.log(power)),
            "Only the sizes were taken as logarithms.": _slope(np.log(sizes), power),
            "Natural and decimal logarithm were mixed: use one for both axes.": -0.5 * np.log(10),
            "Decimal and natural logarithm were mixed: use one for both axes.": -0.5 / np.log(10),
            "That is the intercept: the slope comes first.": np.log(7.0),
            "The axes are exchanged: error against size.": -2.0,
        },
        because="Not the slope of log error against log size.",
    )
    sizes = np.array([13, 30, 77, 150, 400])
    # Noise that the end points alone do not show
    noise = np.array([0.8, 1.3, 1.2, 1.1, 0.8])
    errors = 30 * sizes**-0.4 * noise * rng.uniform(0.95, 1.05, 5)
    x = np.log(sizes)
    y = np.log(errors)
    expect(
        call(answer, sizes.tolist(), errors.tolist()),
        _slope(x, y),
        rtol=1e-5,
        mistakes={
            "That is the slope between the two end points: fit all points by least squares.": (
                y[-1] - y[0]
            )
            / (x[-1] - x[0])
        },
        because="Fit all points by least squares.",
    )
    rising = (0.3 * sizes).tolist()
    expect(
        call(answer, sizes.tolist(), rising), 1.0, because="A rising curve has a positive slope."
    )


def _slope(x, y) -> float:
    """Of the straight line through points (n,), by least squares."""
    return float(np.polyfit(x, y, 1)[0])
