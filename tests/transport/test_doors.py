"""What does not belong together is refused in a sentence, and what cannot be is no result."""

import numpy as np
import pytest

from mlp_course.transport import (
    JumpModel,
    diffusive_window,
    einstein_helfand,
    haven_ratio,
    jump_diffusion,
    measure_diffusion,
    nernst_einstein,
    remove_drift,
    wrap,
)
from mlp_course.transport.error_bars import bootstrap_error, diffusion_error

RUN = jump_diffusion(JumpModel(2.5, 2000.0, 0.1), 40, 4000, 100.0, rng=np.random.default_rng(1))
WINDOW = (2000, 10000)  # fs
VOLUME = 5000.0  # Å³
KELVIN = 600.0
MEASURES = {
    "conductivity": lambda r, t: einstein_helfand(r, t, WINDOW, VOLUME, KELVIN),
    "Haven ratio": lambda r, t: haven_ratio(r, t, WINDOW),
    "window": diffusive_window,
    "D": lambda r, t: measure_diffusion(r, t, 4),
    "error of D": lambda r, t: diffusion_error(r, t, 4),
    "bootstrap": lambda r, t: bootstrap_error(r, t, WINDOW, np.random.default_rng(0)),
}


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    ("frames", "times"),
    [
        (slice(None, None, 10), slice(None)),
        (slice(None), slice(None, None, 10)),
        (slice(None, -1), slice(None)),
        (slice(1, None), slice(None)),
    ],
)
def test_times_of_other_frames_are_refused(measure, frames, times):
    with pytest.raises(ValueError, match="frames need as many times"):
        MEASURES[measure](RUN.positions[frames], RUN.times_fs[times])


@pytest.mark.parametrize("times", [np.arange(4000.0)[:, None], 100.0, np.zeros(4000)])
@pytest.mark.parametrize("measure", MEASURES)
def test_what_are_no_times_is_refused(measure, times):
    with pytest.raises(ValueError, match="times"):
        MEASURES[measure](RUN.positions, times)


def test_some_frames_with_their_own_times_give_the_same_within_the_error():
    every = slice(None, None, 10)
    whole = einstein_helfand(RUN.positions, RUN.times_fs, WINDOW, VOLUME, KELVIN)
    some = einstein_helfand(RUN.positions[every], RUN.times_fs[every], WINDOW, VOLUME, KELVIN)
    assert some == pytest.approx(whole, rel=0.1)


def test_without_a_drift_of_their_own_ions_have_no_haven_ratio():
    """Taken off the moving ions themselves, the drift leaves a sum that never moves."""
    still = remove_drift(RUN.positions, np.arange(40))
    with pytest.raises(ValueError, match="is no Haven ratio: was the drift of the moving ions"):
        haven_ratio(still, RUN.times_fs, WINDOW)
    assert 0.1 < haven_ratio(RUN.positions, RUN.times_fs, WINDOW) < 10


def test_a_dipole_that_does_not_grow_conducts_nothing():
    back_and_forth = np.zeros((400, 2, 3))
    back_and_forth[:, 0, 0] = 3 * np.sin(2 * np.pi * np.arange(400) / 200)
    with pytest.raises(ValueError, match="so there is no conductivity"):
        einstein_helfand(back_and_forth, np.arange(400.0), (100, 190), VOLUME, KELVIN)


def test_nernst_einstein_takes_lists_and_keeps_numbers():
    each = [nernst_einstein(D, 40, VOLUME, KELVIN) for D in (1e-5, 2e-5)]
    assert nernst_einstein([1e-5, 2e-5], 40, VOLUME, KELVIN).tolist() == each
    assert isinstance(float(nernst_einstein(1e-5, 40, VOLUME, KELVIN)), float)
    assert np.ndim(nernst_einstein(1e-5, 40, VOLUME, KELVIN)) == 0


@pytest.mark.parametrize("n_frames", [1, 5, 39])
def test_too_few_frames_are_said(n_frames):
    with pytest.raises(ValueError, match=f"{n_frames} frames do not make 10 blocks|increase"):
        measure_diffusion(RUN.positions[:n_frames], RUN.times_fs[:n_frames])


# Whose drift


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ([0, 1] * 20, "write True and False if it is a mask"),
        (np.zeros(40, dtype=int), "write True and False if it is a mask"),
        ([0.0, 1.0], "must be indices of atoms, or a mask of 40 True and False"),
        ([True, False], "must be indices of atoms, or a mask of 40 True and False"),
        (np.ones((40, 1), dtype=bool), "must be indices of atoms, or a mask"),
        ([0, 40], "must hold indices of the 40 atoms, from 0"),
        ([-41], "must hold indices of the 40 atoms, from 0"),
        (["Ag"], "must be indices of atoms, or a mask"),
        ([], "needs at least one atom"),
        ([False] * 40, "needs at least one atom"),
    ],
)
def test_a_frame_of_reference_that_could_mean_two_things_is_refused(reference, said):
    with pytest.raises(ValueError, match=said):
        remove_drift(RUN.positions, reference)


def test_masks_indices_and_indices_from_the_end_mean_the_same_atoms():
    mask = np.zeros(40, dtype=bool)
    mask[[3, 38]] = True
    right = remove_drift(RUN.positions[:50], mask)
    for same in ([3, 38], np.array([38, 3]), [3, -2], list(mask)):
        assert np.allclose(remove_drift(RUN.positions[:50], same), right)


@pytest.mark.parametrize(
    "masses", [[1.0], np.ones(39), np.zeros(40), -np.ones(40), np.ones((40, 1))]
)
def test_masses_belong_to_all_atoms(masses):
    with pytest.raises(ValueError, match="masses must be 40 positive numbers"):
        remove_drift(RUN.positions, np.arange(40), masses)


# Inside the cell


@pytest.mark.parametrize("seed", range(3))
def test_wrapped_coordinates_lie_in_the_half_open_cell(seed):
    rng = np.random.default_rng(seed)
    cell = 5 * np.eye(3) + rng.normal(size=(3, 3))
    whole = rng.integers(-3, 4, (50, 4, 3))
    hair = rng.choice([0, 1e-17, -1e-17, 1e-15, -1e-15], (50, 4, 3))
    fractions = wrap((whole + hair + 0.5) @ cell, cell) @ np.linalg.inv(cell)
    assert (fractions >= 0).all() and (fractions < 1).all()
    orthogonal = wrap(whole + hair, np.eye(3))
    assert (orthogonal >= 0).all() and (orthogonal < 1).all()


def test_the_cell_of_a_slab_is_refused():
    with pytest.raises(ValueError, match="three independent lattice vectors"):
        wrap(RUN.positions[:3], np.diag([9.0, 9.0, 0.0]))
