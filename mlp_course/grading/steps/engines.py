"""One engine for each gradebook, with which SQLAlchemy keeps the queries that it has compiled.

nbgrader makes an engine whenever it opens the gradebook, eleven times for a submission, and each
compiled all queries anew: a third of the time in which a submission is prepared and recorded.

Of nbgrader (>=0.9.6, <0.10) this file, and no other, replaces a function: `create_engine` in
`nbgrader.api`. tests/grading/steps/test_engines.py says so if it is no longer called there.
"""

import functools
from typing import Any

import nbgrader.api
import sqlalchemy
from sqlalchemy import Engine

MOST = 8  # gradebooks at a time


def create_engine(url: str, **options: Any) -> Engine:
    """SQLAlchemy's engine for `url`: the one there is, with no connection of an earlier user's."""
    engine = _kept(url, **options)
    # A gradebook may have been moved meanwhile, and another put in its place.
    engine.dispose()
    return engine


@functools.lru_cache(MOST)
def _kept(url: str, **options: Any) -> Engine:
    """The engine of a gradebook, made when it is first wanted."""
    return sqlalchemy.create_engine(url, **options)


nbgrader.api.create_engine = create_engine
