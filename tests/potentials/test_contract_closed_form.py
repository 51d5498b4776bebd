"""The contract, held against closed forms."""

import pytest

from helpers.contract import *  # noqa: F403 - the tests themselves
from helpers.specimens import SPECIMENS, kind_of
from mlp_course.potentials import Model


@pytest.fixture(params=[name for name in SPECIMENS if kind_of(name) == "closed_form"])
def potential(request) -> Model:
    return SPECIMENS[request.param]()
