"""What the numbers of a table are, and what known slips make of them: of every wrong number, where it may come from."""

from dataclasses import dataclass

import numpy as np

from mlp_course.exercises.expect import expect
from mlp_course.exercises.numbers.tables import Curves, Energies, Forces, Split

NEARLY = 0.01  # relative: three significant figures are enough
NO_SLIP_KNOWN = (
    "This is not the number, and no slip that is known leads to it: write down every step"
)


@dataclass(frozen=True)
class Result:
    """The right number and the numbers that known slips lead to; `see` is where the lessons treat it."""

    right: float
    slips: dict[str, float]
    see: str
    rtol: float = NEARLY

    def is_clear(self) -> bool:
        """Whether no slip comes near the right number."""
        wrong = np.array(list(self.slips.values()))
        return bool((np.abs(wrong - self.right) > 3 * self.rtol * abs(self.right)).all())

    def check(self, value: object) -> None:
        """AssertionError with the slip that `value` looks like, and where to read about it."""
        told = {f"{slip} (See {self.see}.)": wrong for slip, wrong in self.slips.items()}
        because = f"{NO_SLIP_KNOWN} (see {self.see})."
        expect(
            value, self.right, rtol=self.rtol, atol=0, mistakes=told, because=because, reveal=False
        )


def _mean_absolute(errors: np.ndarray, see: str) -> Result:
    """`errors` (n,) in the unit of the answer."""
    n, sizes = len(errors), np.abs(errors)
    return Result(
        sizes.mean(),
        {
            "Your errors cancel: take absolute values before you average.": errors.mean(),
            "Your errors cancel: dropping the sign at the end comes too late.": abs(errors.mean()),
            "That is the sum: divide by the number of values.": sizes.sum(),
            "That is the median: MAE is the mean.": np.median(sizes),
            "That is the RMSE: MAE does not square.": np.sqrt((errors**2).mean()),
            "That is the largest error: MAE is the mean of all.": sizes.max(),
            "You divided by n − 1: MAE divides by n.": sizes.sum() / (n - 1),
            "That is in eV: 1 eV is 1000 meV.": sizes.mean() / 1000,
        },
        see,
    )


def _root_mean_square(errors: np.ndarray, see: str) -> Result:
    """`errors` (n,) in meV or meV/Å."""
    n, square = len(errors), (errors**2).mean()
    return Result(
        np.sqrt(square),
        {
            "You forgot the root: this is the mean square, in meV².": square,
            "You forgot the root, and this is in eV².": square / 1e6,
            "You forgot the root; and eV² are 10⁶ meV², not 10³.": square / 1e3,
            "That is the MAE: square the errors first.": np.abs(errors).mean(),
            "You divided by n − 1, as for a standard deviation (ddof 1): RMSE divides by n.": np.sqrt(
                square * n / (n - 1)
            ),
            "That is the root of the sum: divide by n before you take it.": np.sqrt(square * n),
            "You divided by n after the root: divide first.": np.sqrt(square / n),
            "You subtracted the mean error first, which is a standard deviation: RMSE keeps it.": errors.std(),
            "That is in eV: 1 eV is 1000 meV.": np.sqrt(square) / 1000,
        },
        see,
    )


def mae(drawn: Forces) -> dict[str, Result]:
    """Mean absolute error in meV/Å."""
    return {"": _mean_absolute(1000 * (drawn.predicted - drawn.true), "4.2")}


def rmse(drawn: Forces) -> dict[str, Result]:
    """Root mean squared error in meV/Å."""
    return {"": _root_mean_square(1000 * (drawn.predicted - drawn.true), "4.2")}


def units(drawn: Energies) -> dict[str, Result]:
    """Mean absolute error of the energy in meV/atom."""
    errors = 1000 * (drawn.predicted - drawn.true)  # meV
    result = _mean_absolute(errors / drawn.atoms, "4.2, Energies: per atom")
    whole, mean_size = np.abs(errors).mean(), drawn.atoms.mean()
    return {
        "": Result(
            result.right,
            result.slips
            | {
                "You did not divide by the numbers of atoms.": whole,
                "You did not divide by the numbers of atoms, and this is in eV.": whole / 1000,
                "You divided by the mean (or total) number of atoms: divide each error by its own.": whole
                / mean_size,
                "That is eV/atom by the mean number of atoms: each by its own, and 1 eV is 1000 meV.": whole
                / mean_size
                / 1000,
            },
            result.see,
        )
    }


def outlier(errors: np.ndarray) -> dict[str, Result]:
    """MAE and RMSE in meV/atom, and the outlier's share of the sum of squares in per cent."""
    sizes = np.sort(np.abs(errors)).astype(float)
    rest, large = sizes[:-1], sizes[-1]
    mae, rmse = _mean_absolute(errors, "4.2"), _root_mean_square(errors, "4.2")
    share = 100 * large**2 / (sizes**2).sum()
    return {
        "mae": Result(
            mae.right, mae.slips | {"You left the outlier out: report it.": rest.mean()}, mae.see
        ),
        "rmse": Result(
            rmse.right,
            rmse.slips | {"You left the outlier out.": np.sqrt((rest**2).mean())},
            rmse.see,
        ),
        "share": Result(
            share,
            {
                "That is a fraction: in per cent it is a hundred times as much.": share / 100,
                "That is its share of the sum of absolute errors: RMSE adds squares.": 100
                * large
                / sizes.sum(),
                "It is one of ten structures, but its square is more than a tenth of the sum.": 10.0,
                "That is what the others contribute.": 100 - share,
            },
            "4.2",
        ),
    }


def split(drawn: Split) -> dict[str, Result]:
    """Test frames with a neighbour in time in the training set, in per cent, if frames are drawn at random."""
    train = drawn.parts[0]
    return {
        "leaking": Result(
            100 * (1 - (1 - train) ** 2),
            {
                "That is the chance for one neighbour in time: a frame has two.": 100 * train,
                "That is the chance that both neighbours are in training: one is enough to leak.": 100
                * train**2,
                "That is the chance that neither neighbour is in training: these frames do not leak.": 100
                * (1 - train) ** 2,
                "You added the two chances: what happens twice is then counted twice.": 200 * train,
                "That is a fraction: in per cent it is a hundred times as much.": 1
                - (1 - train) ** 2,
                "Frames are not independent: nearly every test frame has a neighbour in training.": 0.0,
            },
            "4.3, Unseen means unseen",
        )
    }


def overfit(drawn: Curves) -> dict[str, Result]:
    """Epoch of the smallest validation error, epoch kept by early stopping, structures for the target error."""
    validation, last = drawn.validation, len(drawn.validation) - 1
    lowest, kept = int(np.argmin(validation)), _kept(validation, drawn.patience)
    factor, n = drawn.sizes[2] / drawn.sizes[1], drawn.sizes[2]
    ratio = drawn.errors[2] / drawn.target
    slope = (drawn.errors[1] - drawn.errors[2]) / (drawn.sizes[2] - drawn.sizes[1])
    return {
        "overfits_from": Result(
            lowest,
            {
                "That is the minimum of the training error, which never stops falling.": last,
                "Epochs are counted from 0.": lowest + 1,
                "That is an error: give the epoch.": validation[lowest],
                "That is where early stopping ends up; over the whole curve there is a lower value.": kept,
            },
            "4.5",
            rtol=0,
        ),
        "kept": Result(
            kept,
            {
                "That is the epoch in which training stops: those kept are the best before.": kept
                + drawn.patience,
                "You used the future: training has stopped before it gets there.": lowest,
                "Epochs are counted from 0.": kept + 1,
                "That is an error: give the epoch.": validation[kept],
            },
            "4.5",
            rtol=0,
        ),
        "structures": Result(
            n * factor**2,
            {
                "You let the error fall as 1/n: take the slope from the curve.": n * ratio,
                "You let the error fall as 1/√n: take the slope from the curve.": n * ratio**2,
                "One step of the curve too few.": n * factor,
                "One step of the curve too many.": n * factor**3,
                "You drew a straight line through the values: it is straight on logarithmic axes.": n
                + (drawn.errors[2] - drawn.target) / slope,
                "These are the structures to add: the question asks for all.": n * factor**2 - n,
            },
            "4.6",
        ),
    }


def _kept(validation: list[int], patience: int) -> int:
    best = 0
    for epoch, error in enumerate(validation):
        if error < validation[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best
