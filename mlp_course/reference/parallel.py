"""Work spread over processes, and files that are written whole or not at all."""

import multiprocessing
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Step(NamedTuple):
    """How far a stage is."""

    title: str  # such as sampling or labelling
    done: int
    total: int


def parallel(function: Callable, arguments: list, jobs: int) -> Iterator:
    """What `function` answers, in the order in which it is done, from `jobs` new processes (1: this one)."""
    if jobs == 1:
        yield from map(function, arguments)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap_unordered(function, arguments)
