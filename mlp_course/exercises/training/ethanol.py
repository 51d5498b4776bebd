"""The labelled structures that trials of lesson 04 are drawn from."""

import functools

from mlp_course.data import Labelled, load


@functools.cache
def frames() -> list[Labelled]:
    """Ethanol at three temperatures, read once."""
    return load("ethanol", group="md")
