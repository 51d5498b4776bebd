"""Training and test sets: at random, or in whole blocks of a trajectory."""

from collections.abc import Hashable, Sequence

import numpy as np

from mlp_course.data.labelled import Labelled


def random_split(
    n: int,
    fractions: Sequence[float],
    rng: np.random.Generator,
) -> list[np.ndarray]:
    """Shuffle indices 0 … n - 1 and cut them into sets of the given `fractions`.

    The fractions add up to 1; ValueError if they do not.

    >>> [len(part) for part in random_split(10, (0.8, 0.1, 0.1), np.random.default_rng(0))]
    [8, 1, 1]
    """
    add_up = np.isclose(sum(fractions), 1)
    if not add_up or min(fractions) < 0:
        raise ValueError(f"fractions must be positive and add up to 1, got {tuple(fractions)}.")
    shares = np.cumsum(fractions)[:-1]
    cuts = np.rint(shares * n).astype(int)
    shuffled = rng.permutation(n)
    return np.split(shuffled, cuts)


def blocked_split(
    blocks: Sequence[Hashable],
    fractions: Sequence[float],
    rng: np.random.Generator,
) -> list[np.ndarray]:
    """Like `random_split`, but frames with the same entry in `blocks` (n,) stay together.

    Frames of one trajectory resemble each other; a test set is unseen only if whole blocks of time
    are.

    >>> blocked_split(["a", "a", "b", "b"], (0.5, 0.5), np.random.default_rng(0))
    [array([0, 1]), array([2, 3])]
    """
    names = list(dict.fromkeys(blocks))
    parts = []
    for chosen in random_split(len(names), fractions, rng):
        members = {names[k] for k in chosen}
        frames = []
        for i, block in enumerate(blocks):
            if block in members:
                frames.append(i)
        parts.append(np.array(frames, dtype=int))
    return parts


def time_blocks(frames: Sequence[Labelled], length: int) -> list[tuple[str, int]]:
    """The block of each frame: its trajectory, and which stretch of `length` frames of it."""
    blocks = []
    for frame in frames:
        trajectory = frame.info["trajectory"]
        stretch = frame.info["frame"] // length
        blocks.append((trajectory, stretch))
    return blocks
