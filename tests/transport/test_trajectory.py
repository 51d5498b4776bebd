"""Unwrapping in any cell, and the frame of reference."""

import numpy as np
import pytest

from mlp_course.transport import plane_spacings, remove_drift, unwrap, wrap

CUBE = 12.0 * np.eye(3)
TRICLINIC = np.array([[9.0, 0.0, 0.0], [4.0, 8.0, 0.0], [-3.0, 2.5, 7.5]])
SHEARED = np.array([[10.0, 0.0, 0.0], [23.0, 9.0, 0.0], [-16.0, 31.0, 11.0]])
CELLS = pytest.mark.parametrize(
    "cell", [CUBE, TRICLINIC, SHEARED], ids=["cube", "triclinic", "sheared"]
)


def walk(cell, *, reach=0.95, seed=0):
    """A random walk (200, 5, 3) whose steps point anywhere and are up to `reach` of what can be
    followed.
    """
    rng = np.random.default_rng(seed)
    steps = rng.normal(size=(199, 5, 3))
    steps /= np.linalg.norm(steps, axis=2, keepdims=True)
    steps *= rng.uniform(0, reach * plane_spacings(cell).min() / 2, size=(199, 5, 1))
    start = wrap(rng.normal(size=(1, 5, 3)), cell)  # unwrap leaves the first frame where it is
    return start + np.concatenate([np.zeros((1, 5, 3)), np.cumsum(steps, axis=0)])


def unwrap_by_lengths(positions, cell):
    """The broken twin: Cartesian box lengths."""
    steps, lengths = np.diff(positions, axis=0), np.linalg.norm(cell, axis=1)
    steps -= lengths * np.rint(steps / lengths)
    return np.concatenate([positions[:1], positions[:1] + np.cumsum(steps, axis=0)])


@CELLS
@pytest.mark.parametrize("seed", range(5))
def test_a_wrapped_walk_comes_back(cell, seed):
    true = walk(cell, seed=seed)
    assert np.abs(unwrap(wrap(true, cell), cell) - true).max() < 1e-9


def test_every_atom_was_wrapped_many_times():
    true = walk(SHEARED)
    assert (np.abs(wrap(true, SHEARED) - true).max(axis=(0, 2)) > 5).all()


def test_box_lengths_are_right_in_a_cube_only():
    for cell, is_right in ((CUBE, True), (TRICLINIC, False), (SHEARED, False)):
        true = walk(cell)
        assert (np.abs(unwrap_by_lengths(wrap(true, cell), cell) - true).max() < 1e-9) == is_right


@CELLS
def test_wrap_puts_every_atom_inside(cell):
    fractional = wrap(walk(cell), cell) @ np.linalg.inv(cell)
    assert fractional.min() > -1e-9 and fractional.max() < 1 + 1e-9


def test_a_step_too_long_is_refused():
    jump = np.zeros((2, 1, 3))
    jump[1, 0, 0] = 0.49 * np.linalg.norm(SHEARED[1])
    with pytest.raises(
        ValueError, match=r"half the smallest plane spacing of the cell is .* more often"
    ):
        unwrap(jump, SHEARED)


def test_arguments_stay_as_they_are():
    wrapped = wrap(walk(CUBE), CUBE)
    before = wrapped.copy()
    unwrap(wrapped, CUBE), remove_drift(wrapped, [0])
    assert np.array_equal(wrapped, before)


def test_lists_and_single_frames_will_do():
    assert np.array_equal(unwrap([[[1, 2, 3]]], CUBE.tolist()), [[[1.0, 2.0, 3.0]]])


@pytest.mark.parametrize("cell", [np.eye(2), np.ones((3, 3)), np.full((3, 3), np.nan)])
def test_what_is_no_cell_is_refused(cell):
    with pytest.raises(ValueError, match="three independent lattice vectors"):
        unwrap(np.zeros((2, 1, 3)), cell)


@pytest.mark.parametrize(
    "positions", [np.zeros((4, 3)), np.zeros((0, 2, 3)), np.full((2, 1, 3), np.nan)]
)
def test_what_is_no_trajectory_is_refused(positions):
    with pytest.raises(ValueError, match=r"positions must have|positions hold nan"):
        unwrap(positions, CUBE)


def test_the_reference_rests_and_the_rest_moves_against_it():
    true = walk(CUBE)
    drift = np.cumsum(np.random.default_rng(1).normal(size=(200, 1, 3)), axis=0)
    still = remove_drift(true + drift, [3, 4])
    assert np.ptp(still[:, [3, 4]].mean(axis=1), axis=0).max() < 1e-9
    own = true[:, [3, 4]].mean(axis=1, keepdims=True)
    assert np.allclose(still - still[0], (true - own) - (true - own)[0])


def test_a_mask_and_masses():
    true, masses = walk(CUBE), np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    mask = np.array([True, False, False, True, False])
    assert np.array_equal(remove_drift(true, mask), remove_drift(true, [0, 3]))
    centred = remove_drift(true, np.arange(5), masses)
    assert np.ptp(centred.swapaxes(1, 2) @ masses, axis=0).max() < 1e-9
    assert (
        np.ptp(remove_drift(true, np.arange(5)).swapaxes(1, 2) @ masses, axis=0).max() > 1
    )  # the broken twin


@pytest.mark.parametrize("nobody", [[], np.zeros(5, dtype=bool)])
def test_nobody_is_no_reference(nobody):
    with pytest.raises(ValueError, match="at least one atom"):
        remove_drift(walk(CUBE), nobody)
