"""The trials of transport answers pass what is right and say what is wrong."""

import numpy as np
import pytest

from mlp_course.exercises.conductivity import measurements as m
from mlp_course.transport import (
    JumpModel,
    conductivity_at,
    diffusion_error,
    jump_diffusion,
    nernst_einstein,
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


def scaled(low, high):
    """An interval, made wider or narrower."""

    def function(*arguments):
        value, a, b = conductivity_at(*arguments)
        return value, value * (a / value) ** low, value * (b / value) ** high

    return function


def test_the_interval_of_the_library_passes():
    m.examine_value(conductivity_at, 350.0, 1)
    near, far, quiet = (
        m.interval_width(conductivity_at, T, s) for T, s in ((580, 0.2), (300, 0.2), (300, 0.05))
    )
    assert far > 1.15 * near and far > 2 * quiet
    assert (
        m.coverage_fault(conductivity_at, 300.0) == "" == m.coverage_fault(conductivity_at, 620.0)
    )


@pytest.mark.parametrize(
    ("width", "says"),
    [(0.1, r"in \d+ of 40 experiments: too narrow for 95 %"), (9.0, "far too wide")],
)
def test_intervals_that_are_too_narrow_or_say_nothing_are_seen(width, says):
    with pytest.raises(AssertionError, match=says):
        fault = m.coverage_fault(scaled(width, width), 300.0)
        assert not fault, fault


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (1.0, "three numbers"),
        ((1.0, 1.0, 1.0), "point estimate"),
        ((1.0, 2.0, 0.5), "must lie between"),
        ((1.0, -1.0, 2.0), "negative"),
        ((np.nan, 1.0, 2.0), "must be numbers"),
    ],
)
def test_what_is_no_interval_is_told_so(given, says):
    with pytest.raises(AssertionError, match=says):
        m.interval(lambda *a: given, [1], [1], 300, 1, 1.0)


def test_another_value_than_the_lines_is_refused():
    with pytest.raises(AssertionError, match="That is mS/cm"):
        m.examine_value(lambda *a: [1000 * s for s in conductivity_at(*a)], 350.0, 1)
    with pytest.raises(AssertionError, match="not that of the Arrhenius line"):
        m.examine_value(lambda *a: [1.1 * s for s in conductivity_at(*a)], 350.0, 1)


def test_the_law_is_the_one_it_says():
    T, D = m.noisy_law(0.0, 0)
    assert pytest.approx(m.true_diffusion(T)) == D and nernst_einstein(D[0], 1, 1.0, T[0]) > 0
    assert np.std(np.log(m.noisy_law(0.2, 1)[1] / D)) == pytest.approx(0.2, rel=0.6)


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
