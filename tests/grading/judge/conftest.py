"""One process in which the answers of all these tests live."""

import pytest

from helpers.answering import AnsweringProcess


@pytest.fixture(scope="session")
def process():
    """The process that forks for each answer."""
    started = AnsweringProcess()
    yield started
    started.stop()


@pytest.fixture
def answers(process):
    """Call it with a source: what a test sees of its names."""
    opened = []

    def answer(source, scratch=None, **limits):
        context = process.answers(source, scratch, **limits)
        opened.append(context)
        return context.__enter__()

    yield answer
    for context in opened:
        context.__exit__(None, None, None)
