"""For every test of running: a process that forks kernels."""

import pytest

from mlp_course.grading.run import execute, kernels
from mlp_course.grading.run.warm import ForkServer


@pytest.fixture
def server(monkeypatch) -> ForkServer:
    """One of the test's own, in a sandbox, with nothing imported."""
    own = ForkServer()
    own.isolated = True
    for module in (kernels, execute):
        monkeypatch.setattr(module, "FORK_SERVER", own)
    yield own
    own.stop()
