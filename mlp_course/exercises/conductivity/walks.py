"""From a trajectory to the mean square displacement."""

import numpy as np

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.cards import pictures
from mlp_course.checks.exercise import exercise
from mlp_course.exercises.conductivity import measurements
from mlp_course.transport import msd as right_msd

SHEARED = np.array([[22.0, 0.0, 0.0], [9.0, 20.0, 0.0], [-6.0, 8.0, 21.0]])  # Å
CELLS = (
    9 * np.eye(3),
    np.array([[8, 0, 0], [15.0, 9, 0], [-11, 13, 7]]),
    np.array([[0.0, 5, 5], [5, 0, 5], [5, 5, 0]]),
)


@exercise(
    "Exercise 7: `unwrap`",
    points=2,
    hints=(
        "A step by more than half the cell was a jump across the boundary: take it back.",
        "Steps in fractions of the lattice vectors, minus their nearest whole numbers; then add "
        "them up.",
        "`np.linalg.inv(cell)` gives fractions, `np.cumsum` adds up (section 6.8).",
    ),
)
def unwrap(answer, rng):
    """Atoms that cross the faces of a cube and of sheared cells are followed."""
    line = np.zeros((3, 1, 3))
    followed = np.zeros((3, 1, 3))
    line[:, 0, 0] = (9.5, 0.5, 1.0)
    followed[:, 0, 0] = (9.5, 10.5, 11.0)
    expect(
        call(answer, line, 10 * np.eye(3)),
        followed,
        unit="Å",
        mistakes={
            "The jumps are still there.": line,
            "These are the steps: add them up, starting from the first frame.": np.diff(
                followed, axis=0
            ),
            "The first frame must stay where it is.": followed - followed[0],
        },
        because="Not the path without its jumps.",
    )
    _expect_sheared(answer, rng)
    for cell in CELLS:
        path, wrapped = measurements.walk_through(cell, _seed(rng), frames=300)
        expect(
            call(answer, wrapped, cell),
            path,
            atol=1e-6,
            unit="Å",
            because="An atom was lost in some cell.",
        )
    expect(
        call(answer, wrapped.tolist(), cell.tolist()),
        path,
        atol=1e-6,
        unit="Å",
        because="Lists must work, too.",
    )


def _expect_sheared(answer, rng) -> None:
    """A walk through a sheared cell, and what following by lengths makes of it."""
    path, wrapped = measurements.walk_through(SHEARED, _seed(rng))
    lengths = np.linalg.norm(SHEARED, axis=1)
    expect(
        call(answer, wrapped, SHEARED),
        path,
        unit="Å",
        mistakes={
            "You used the lengths of the lattice vectors: round fractional coordinates "
            "instead.": measurements.followed_by_lengths(wrapped, lengths),
            "You used the diagonal of the cell: round fractional coordinates "
            "instead.": measurements.followed_by_lengths(wrapped, np.diag(SHEARED)),
        },
        because="An atom was lost in a sheared cell.",
    )


@exercise(
    "Exercise 8: `msd`",
    points=3,
    hints=(
        "For each lag, every frame is a beginning: T - lag displacements of every ion.",
        "⟨|r(t₀ + lag) - r(t₀)|²⟩ over ions and origins; x², y² and z² are added.",
        "`positions[lag:] - positions[:T - lag]` makes them all (section 6.9); lag 0 gives 0.",
    ),
)
def msd(answer, rng):
    """Every time origin counts, squares before means, and x, y and z are added."""
    hop = np.zeros((3, 2, 3))  # two ions, three frames
    hop[:, 0, 0] = (0, 1, 3)
    hop[:, 1, 2] = (0, 1, 3)
    right = np.array([0.0, 2.5, 9.0])
    expect(
        call(answer, hop),
        right,
        unit="Å²",
        mistakes={
            "That is a single time origin: average over every frame as a beginning.": [0.0, 1, 9],
            "You averaged before squaring: square every displacement first.": [0.0, 1.125, 4.5],
            "You averaged x, y and z: they are added.": right / 3,
            "That is the sum over ions: divide by their number.": [0.0, 5.0, 18.0],
            "A lag of m frames has T - m origins; you divided by T.": [0.0, 5 / 3, 3.0],
            "That is the root: leave it squared.": np.sqrt(right),
        },
        because="Not the mean over all ions and origins. (For lag 0, `positions[:-0]` is empty.)",
    )
    expect(
        call(answer, hop, [2, 1]),
        [9.0, 2.5],
        unit="Å²",
        mistakes={
            "`lags` was ignored.": right,
            "Return the values in the order of `lags`.": [2.5, 9.0],
        },
        because="One value for every lag, in the order of `lags`.",
    )
    _expect_walk(answer, rng)


def _expect_walk(answer, rng) -> None:
    """A long walk, all lags and some."""
    frames = 90
    walk = 20 + rng.normal(size=(frames, 5, 3)).cumsum(axis=0)
    lags = np.arange(frames)
    right = right_msd(walk, lags)
    from_first = ((walk - walk[0]) ** 2).sum(-1).mean(-1)
    apart = np.array([0.0] + [_one_after_another(walk, lag) for lag in lags[1:]])
    picture = pictures.curve(lags, "lag (frames)", "MSD (Å²)")
    expect(
        call(answer, walk),
        right,
        rtol=1e-8,
        unit="Å²",
        mistakes={
            "That is a single time origin: average over every frame as a beginning.": from_first,
            "Your origins are one lag apart, so that displacements do not overlap: take every "
            "frame as a beginning.": apart,
        },
        because="Not the mean over all ions and origins.",
        picture=picture,
    )
    some = [0, 40, 7, 89]
    expect(
        call(answer, walk.tolist(), some),
        right[some],
        rtol=1e-8,
        unit="Å²",
        because="Lists must work, too.",
    )


def _one_after_another(walk: np.ndarray, lag: int) -> float:
    """The mean over displacements that do not overlap."""
    ends = walk[::lag]
    return float((np.diff(ends, axis=0) ** 2).sum(-1).mean())


def _seed(rng) -> int:
    """A seed for what draws by itself."""
    return int(rng.integers(2**31))
