"""Which structures train, validate and test."""

import numpy as np

from mlp_course.checks.answers.calling import call, parts_of
from mlp_course.checks.answers.kinds import indices
from mlp_course.checks.exercise import exercise

SEEDS = 6  # of a split, to see whether chance has a part in it
USUAL = (0.8, 0.1, 0.1)


@exercise(
    "Exercise 7: `split_indices`",
    points=2,
    hints=(
        "Shuffle all indices once, then cut the list twice.",
        "The cuts are the running sums of `fractions`, times n, rounded; what is left over goes to "
        "the last set.",
        "`rng.permutation(n)` shuffles, `np.split(indices, cuts)` cuts (section 4.3).",
    ),
)
def split_indices(answer, rng):
    """Every index once, the right sizes, shuffled, and the same again for the same seed."""
    for n, fractions in ((100, USUAL), (97, (0.7, 0.2, 0.1)), (53, (0.6, 0.2, 0.2)), (1001, USUAL)):
        tests = set()
        for seed in rng.integers(2**32, size=4):
            parts = _parts_of(answer, n, fractions, seed)
            _fill(parts, fractions, n)
            _expect_shuffled(parts, n)
            again = _parts_of(answer, n, fractions, seed)
            assert again == parts, (
                "The same seed gave another split: draw from the `rng` you are given."
            )
            tests.add(tuple(sorted(parts[2])))
        assert len(tests) == 4, (
            "Different seeds gave the same test set: nothing was shuffled, or rng was ignored."
        )
    by_default = call(answer, 30)
    assert sum(len(part) for part in by_default) == 30, (
        "Without fractions and rng the defaults must work."
    )


@exercise(
    "Exercise 8: `blocked_split`",
    points=3,
    hints=(
        "Cut the trajectory into blocks first; then split the blocks, as in `split_indices`.",
        "`np.array_split(np.arange(n), n_blocks)` makes blocks of (nearly) equal length.",
        "Which blocks go where is drawn: `rng.permutation(n_blocks)` (section 4.3).",
    ),
)
def blocked_split(answer, rng):
    """Whole blocks: walking along the trajectory, the set changes only where a block ends."""
    cases = (
        (200, 20, USUAL),
        (300, 30, (0.6, 0.2, 0.2)),
        (103, 10, USUAL),
        (64, 8, (0.5, 0.25, 0.25)),
    )
    for n, n_blocks, fractions in cases:
        tests = set()
        for seed in rng.integers(2**32, size=SEEDS):
            parts = _parts_of(answer, n, fractions, seed, n_blocks)
            _fill(parts, fractions, n, 1.5 * np.ceil(n / n_blocks))
            _expect_whole_blocks(parts, n, n_blocks)
            again = _parts_of(answer, n, fractions, seed, n_blocks)
            assert again == parts, (
                "The same seed gave another split: draw from the `rng` you are given."
            )
            tests.add(tuple(sorted(parts[2])))
        assert len(tests) > 1, "Always the same test blocks: draw them from `rng`."
    by_default = call(answer, 90, 9)
    assert sum(len(part) for part in by_default) == 90, (
        "Without fractions and rng the defaults must work."
    )


def _parts_of(answer, n, fractions, seed, *n_blocks) -> list[list[int]]:
    """Three lists of indices, as the answer splits them."""
    found = call(answer, n, *n_blocks, fractions, np.random.default_rng(seed))
    return [indices(part) for part in parts_of(found, 3, "train, validation and test")]


def _expect_shuffled(parts, n) -> None:
    """No set is one run of the trajectory, even if each begins somewhere else every time.

    Of n frames, at least 5 in a set, chance makes such a set once in many millions.
    """
    for part in parts:
        inside = np.zeros(n, dtype=bool)
        inside[part] = True
        # Frame 0 follows the last one, since a list may have been rolled.
        runs = np.count_nonzero(inside & ~np.roll(inside, 1))
        assert runs > 1, (
            "Nothing was shuffled: a set holds frames that follow each other. Draw with "
            "rng.permutation(n), and cut what it gives."
        )


def _fill(parts, fractions, n, off=2) -> None:
    """The sets hold every index once, and each has its part to within `off`."""
    together = [index for part in parts for index in part]
    assert len(together) == len(set(together)), (
        "An index is in two sets: the test set leaks into training."
    )
    assert set(together) <= set(range(n)), (
        f"Indices of {n} frames go from 0 to {n - 1}. Yours go from {min(together)} to "
        f"{max(together)}."
    )
    assert len(together) == n, (
        f"The sets hold {len(together)} of {n} indices: give every index to one of them."
    )
    for part, fraction in zip(parts, fractions, strict=True):
        assert abs(len(part) - fraction * n) < off, (
            f"A set has {len(part)} of {n} indices; {fraction:.0%} were asked for."
        )


def _expect_whole_blocks(parts, n, n_blocks) -> None:
    """Blocks have nearly equal lengths: the set may change only between them."""
    owner = np.empty(n, dtype=int)
    for number, part in enumerate(parts):
        owner[part] = number
    changes = int(np.count_nonzero(np.diff(owner)))
    assert changes < n_blocks, (
        f"The set changes {changes} times along the way: frames of one block went to two sets."
    )
    # Between two changes lie whole blocks. Only the last one may be shorter than the others.
    ends = np.flatnonzero(np.diff(owner)) + 1
    runs = np.diff([0, *ends])
    shortest = n // n_blocks
    assert runs.min() >= shortest, (
        f"{runs.min()} frames in a row are in one set, fewer than a block has ({shortest}): a "
        "block was cut in two."
    )
