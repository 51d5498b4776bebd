"""The trials of transport answers pass what is right and say what is wrong."""

import numpy as np
import pytest

from mlp_course.exercises.conductivity import measurements as m
from mlp_course.transport import (
    JumpModel,
    diffusion_error,
    jump_diffusion,
    unwrap,
)

SHEARED = [[12.0, 0.0, 0.0], [15.0, 11.0, 0.0], [-8.0, 20.0, 13.0]]
RUN = jump_diffusion(JumpModel(), 12, 1200, 40.0, rng=np.random.default_rng(0))


def test_a_walk_can_be_followed_and_not_by_lengths():
    path, wrapped = m.walk_through(SHEARED, 0)
    assert np.allclose(unwrap(wrapped, SHEARED), path) and np.array_equal(path[0], wrapped[0])
    assert np.abs(m.followed_by_lengths(wrapped, np.linalg.norm(SHEARED, axis=1)) - path).max() > 5


def test_the_error_of_the_library_passes():
    m.examine_error(diffusion_error, RUN.positions, RUN.times_fs, 6)


@pytest.mark.parametrize(
    ("factor", "says"), [(6**0.5, "√n times"), (10, "Å²/fs"), (0.5, "Not the standard error")]
)
def test_a_wrong_error_is_told_why(factor, says):
    with pytest.raises(AssertionError, match=says):
        m.examine_error(lambda *a: factor * diffusion_error(*a), RUN.positions, RUN.times_fs, 6)


def test_a_repair_is_told_where_it_stumbles():
    def units_only(raw):
        lithium = raw["elements"] == "Li"
        from mlp_course.transport import diffusion_coefficient, msd

        return diffusion_coefficient(
            1000 * raw["timestep_ps"] * raw["step"],
            msd(10 * raw["positions"][:, lithium]),
            (2000, 10000),
        )

    with pytest.raises(AssertionError, match="Now atoms cross the boundary"):
        m.examine_repair(units_only, 15)
    with pytest.raises(AssertionError, match="Lengths are in nm"):
        m.examine_repair(lambda raw: 0.01 * units_only(raw), 15)
