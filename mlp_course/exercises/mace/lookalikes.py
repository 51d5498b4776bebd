"""Whether two shapes are one after all, and whether messages of distances tell them apart."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist
from scipy.spatial.transform import Rotation

from mlp_course.descriptors.counterexamples.degenerate import partners

SAME = 1e-6  # Å: distances closer than this count as equal


def alike(first: np.ndarray, second: np.ndarray) -> str:
    """In which way two shapes (N, 3) are one after all; '' if they are two."""
    matching = partners(first, second)
    if matching is None:
        return ""
    # If no rotation brings them together, only a reflection does; up to three atoms, both do.
    if len(first) > 3:
        here = first - first.mean(axis=0)
        there = second[matching]  # atom by atom as in the first
        there = there - there.mean(axis=0)
        _, distance = Rotation.align_vectors(here, there)
        if distance > 1e-2:
            return "mirror images"
    return "the same shape, but for a rotation, a shift or other labels"


def told_apart(shapes: Sequence[ArrayLike], r_cut: float) -> int | None:
    """After how many rounds of messages of distances two shapes of one element differ; None: never.

    The best that a network can do is to give every different surrounding another feature: colour
    refinement, B. Weisfeiler and A. Leman (1968); K. Xu et al., arXiv:1810.00826 (2018).

    1. All atoms have one colour.
    2. A surrounding is an atom's own colour and, of all its neighbors, the distance and the colour.
    3. Every different surrounding becomes a colour, the same one in both shapes.
    """
    distances = []
    near = []
    for shape in shapes:
        r = cdist(shape, shape)  # (N, N)
        distances.append(r)
        near.append((r > 0) & (r < r_cut))
    kinds = _kinds(distances)

    # 1.
    colours = [[0] * len(r) for r in distances]
    most = sum(map(len, colours))  # of colours: as many as atoms
    for rounds in range(1, 1 + most):
        # 2.
        heard = []
        for kind, around, colour in zip(kinds, near, colours, strict=True):
            heard.append(_surroundings(kind, around, colour))
        # 3.
        seen: set[tuple] = set()
        for surroundings in heard:
            seen.update(surroundings)
        names = {surrounding: name for name, surrounding in enumerate(sorted(seen))}
        colours = []
        for surroundings in heard:
            colours.append([names[surrounding] for surrounding in surroundings])

        # Where the two shapes differ in how often a colour occurs, they are told apart.
        first, second = colours
        if Counter(first) != Counter(second):
            return rounds
    return None


def _kinds(distances: list[np.ndarray]) -> list[np.ndarray]:  # (N, N) each
    """Whole numbers in place of distances, one for all that count as equal."""
    between = [r[r > 0] for r in distances]  # not from an atom to itself
    values = np.concatenate(between)
    values = np.sort(values)
    gaps = np.diff(values) > SAME
    # the values from which on the next kind of distance begins
    edges = values[1:][gaps]
    return [np.searchsorted(edges, r, side="right") for r in distances]


def _surroundings(kinds: np.ndarray, near: np.ndarray, colours: list[int]) -> list[tuple]:
    """What every atom of a shape hears: its own colour, and what is near in a fixed order."""
    colour = np.array(colours)
    found: list[tuple] = []
    for own, kind, around in zip(colours, kinds, near, strict=True):
        far = kind[around].tolist()
        coloured = colour[around].tolist()
        neighbors = sorted(zip(far, coloured, strict=True))
        found.append((own, *neighbors))
    return found
