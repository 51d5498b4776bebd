"""What the numbers of a table are, and where a wrong number may come from: known slips."""

from dataclasses import dataclass

import numpy as np

from mlp_course.checks.answers.expect import expect
from mlp_course.exercises.exam.tables import Curves, Energies, Forces, Split

NEARLY = 0.01  # relative: three significant figures are enough
NO_SLIP_KNOWN = (
    "This is not the number, and no slip that is known leads to it: write down every step"
)
EARLY_STOPPING = "4.5"  # the section of lesson 04 that treats it


@dataclass(frozen=True)
class Result:
    """The right number and the numbers that known slips lead to.

    `see` is where the lessons treat it.
    """

    right: float
    slips: dict[str, float]
    see: str
    rtol: float = NEARLY

    def is_clear(self) -> bool:
        """Whether no slip comes near the right number."""
        # Three times what is accepted, so that a number cannot be both right and a slip
        near = 3 * self.rtol * abs(self.right)
        return all(abs(wrong - self.right) > near for wrong in self.slips.values())

    def check(self, value: object) -> None:
        """AssertionError with the slip that `value` looks like, and where to read about it."""
        told = {f"{slip} (See {self.see}.)": wrong for slip, wrong in self.slips.items()}
        expect(
            value,
            self.right,
            rtol=self.rtol,
            atol=0,
            mistakes=told,
            because=f"{NO_SLIP_KNOWN} (see {self.see}).",
            reveal=False,
        )


def _mean_absolute(errors: np.ndarray, see: str) -> Result:
    """`errors` (n,) in the unit of the answer."""
    n = len(errors)
    sizes = np.abs(errors)
    right = sizes.mean()
    slips: dict[str, float] = {
        "Your errors cancel: take absolute values before you average.": errors.mean(),
        "Your errors cancel: dropping the sign at the end comes too late.": abs(errors.mean()),
        "That is the sum: divide by the number of values.": sizes.sum(),
        "That is the median: MAE is the mean.": np.median(sizes),
        "That is the RMSE: MAE does not square.": np.sqrt((errors**2).mean()),
        "That is the largest error: MAE is the mean of all.": sizes.max(),
        "You divided by n − 1: MAE divides by n.": sizes.sum() / (n - 1),
        "That is in eV: 1 eV is 1000 meV.": right / 1000,
    }
    return Result(right, slips, see)


def _root_mean_square(errors: np.ndarray, see: str) -> Result:
    """`errors` (n,) in meV or meV/Å."""
    n = len(errors)
    square = (errors**2).mean()
    right = np.sqrt(square)
    by_fewer = np.sqrt(square * n / (n - 1))
    slips: dict[str, float] = {
        "You forgot the root: this is the mean square, in meV².": square,
        "You forgot the root, and this is in eV².": square / 1e6,
        "You forgot the root; and eV² are 10⁶ meV², not 10³.": square / 1e3,
        "That is the MAE: square the errors first.": np.abs(errors).mean(),
        "You divided by n − 1, as for a standard deviation (ddof 1): RMSE divides by n.": by_fewer,
        "That is the root of the sum: divide by n before you take it.": np.sqrt(square * n),
        "You divided by n after the root: divide first.": np.sqrt(square / n),
        "You subtracted the mean error first, which is a standard deviation: RMSE keeps "
        "it.": errors.std(),
        "That is in eV: 1 eV is 1000 meV.": right / 1000,
    }
    return Result(right, slips, see)


def mae(drawn: Forces) -> dict[str, Result]:
    """Mean absolute error in meV/Å."""
    return {"": _mean_absolute(_milli_errors(drawn), "4.2")}


def rmse(drawn: Forces) -> dict[str, Result]:
    """Root mean squared error in meV/Å."""
    return {"": _root_mean_square(_milli_errors(drawn), "4.2")}


def units(drawn: Energies) -> dict[str, Result]:
    """Mean absolute error of the energy in meV/atom."""
    errors = _milli_errors(drawn)
    result = _mean_absolute(errors / drawn.atoms, "4.2, Energies: per atom")
    whole = np.abs(errors).mean()
    by_mean_size = whole / drawn.atoms.mean()
    slips = result.slips | {
        "You did not divide by the numbers of atoms.": whole,
        "You did not divide by the numbers of atoms, and this is in eV.": whole / 1000,
        "You divided by the mean (or total) number of atoms: divide each error by its "
        "own.": by_mean_size,
        "That is eV/atom by the mean number of atoms: each by its own, and 1 eV is 1000 "
        "meV.": by_mean_size / 1000,
    }
    return {"": Result(result.right, slips, result.see)}


def _milli_errors(drawn: Forces | Energies) -> np.ndarray:
    """Predicted minus true, in meV or meV/Å."""
    return 1000 * (drawn.predicted - drawn.true)


def outlier(errors: np.ndarray) -> dict[str, Result]:
    """MAE and RMSE in meV/atom, and the outlier's share of the sum of squares in per cent."""
    # The outlier is the largest of all, whatever its place in the table.
    sizes = np.sort(np.abs(errors)).astype(float)
    squares = sizes**2
    large = sizes[-1]

    mae = _mean_absolute(errors, "4.2")
    mae_slips = mae.slips | {"You left the outlier out: report it.": sizes[:-1].mean()}

    rmse = _root_mean_square(errors, "4.2")
    rmse_slips = rmse.slips | {"You left the outlier out.": np.sqrt(squares[:-1].mean())}

    share = 100 * large**2 / squares.sum()
    of_sizes = 100 * large / sizes.sum()
    share_slips = {
        "That is a fraction: in per cent it is a hundred times as much.": share / 100,
        "That is its share of the sum of absolute errors: RMSE adds squares.": of_sizes,
        "It is one of ten structures, but its square is more than a tenth of the sum.": 10.0,
        "That is what the others contribute.": 100 - share,
    }
    return {
        "mae": Result(mae.right, mae_slips, mae.see),
        "rmse": Result(rmse.right, rmse_slips, rmse.see),
        "share": Result(share, share_slips, "4.2"),
    }


def split(drawn: Split) -> dict[str, Result]:
    """Test frames with a neighbour in time in the training set, in per cent.

    The frames are drawn at random.
    """
    train = drawn.parts[0]
    # A frame leaks unless both its neighbours in time lie outside of the training set.
    neither = (1 - train) ** 2
    leaking = 1 - neither
    slips: dict[str, float] = {
        "That is the chance for one neighbour in time: a frame has two.": 100 * train,
        "That is the chance that both neighbours are in training: one is enough to leak.": 100
        * train**2,
        "That is the chance that neither neighbour is in training: these frames do not leak.": 100
        * neither,
        "You added the two chances: what happens twice is then counted twice.": 200 * train,
        "That is a fraction: in per cent it is a hundred times as much.": leaking,
        "Frames are not independent: nearly every test frame has a neighbour in training.": 0.0,
    }
    return {"leaking": Result(100 * leaking, slips, "4.3, Unseen means unseen")}


def overfit(drawn: Curves) -> dict[str, Result]:
    """Where a training overfits, where early stopping ends, and what more data would bring.

    `overfits_from` is the epoch of the smallest validation error, `kept` the epoch that early
    stopping keeps, and `structures` how many are needed for the target error.
    """
    return {
        "overfits_from": _overfits_from(drawn),
        "kept": _kept_epoch(drawn),
        "structures": _structures(drawn),
    }


def _overfits_from(drawn: Curves) -> Result:
    """Epoch of the smallest validation error."""
    validation = drawn.validation
    lowest = int(np.argmin(validation))
    kept = _kept(validation, drawn.patience)
    slips: dict[str, float] = {
        "That is the minimum of the training error, which never stops falling.": len(validation)
        - 1,
        "Epochs are counted from 0.": lowest + 1,
        "That is an error: give the epoch.": validation[lowest],
        "That is where early stopping ends up; over the whole curve there is a lower value.": kept,
    }
    return Result(lowest, slips, EARLY_STOPPING, rtol=0)


def _kept_epoch(drawn: Curves) -> Result:
    """Epoch whose network early stopping keeps."""
    validation = drawn.validation
    kept = _kept(validation, drawn.patience)
    stopped = kept + drawn.patience
    lowest = int(np.argmin(validation))
    slips: dict[str, float] = {
        "That is the epoch in which training stops: those kept are the best before.": stopped,
        "You used the future: training has stopped before it gets there.": lowest,
        "Epochs are counted from 0.": kept + 1,
        "That is an error: give the epoch.": validation[kept],
    }
    return Result(kept, slips, EARLY_STOPPING, rtol=0)


def _kept(validation: list[int], patience: int) -> int:
    """Epoch of the smallest error before `patience` epochs without a smaller one."""
    best = 0
    for epoch, error in enumerate(validation):
        if error < validation[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


def _structures(drawn: Curves) -> Result:
    """Structures for the target error: two more steps of the power law."""
    _, fewer, n = drawn.sizes
    _, before, error = drawn.errors
    # Each step multiplies the structures by one factor; the slips go one step, or three.
    factor = n / fewer
    ratio = error / drawn.target
    right = n * factor**2

    # The slip that takes the curve for a straight line through its last two points
    slope = (before - error) / (n - fewer)
    straight = n + (error - drawn.target) / slope
    slips: dict[str, float] = {
        "You let the error fall as 1/n: take the slope from the curve.": n * ratio,
        "You let the error fall as 1/√n: take the slope from the curve.": n * ratio**2,
        "One step of the curve too few.": n * factor,
        "One step of the curve too many.": n * factor**3,
        "You drew a straight line through the values: it is straight on logarithmic "
        "axes.": straight,
        "These are the structures to add: the question asks for all.": right - n,
    }
    return Result(right, slips, "4.6")
