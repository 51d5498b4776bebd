"""The unit walk of Nernst and Einstein, and ions that do not move alone."""

import numpy as np
import pytest
from scipy.constants import Boltzmann, elementary_charge

from mlp_course.transport import (
    Arrhenius,
    JumpModel,
    conductivity_at,
    einstein_helfand,
    haven_ratio,
    jump_diffusion,
    measure_diffusion,
    nernst_einstein,
)

LLZO = dict(D=9.702e-6, n_ions=3584, volume=143800.291, T=999.928)
T = [500.0, 600.0, 700.0, 850.0]
D = [6e-6, 1.6e-5, 3.0e-5, 6.5e-5]


def test_li7la3zr2o12():
    assert 1000 * nernst_einstein(**LLZO) == pytest.approx(449.6, abs=0.05)  # mS/cm


def test_in_si_units():
    """The same in metres, then S/m to S/cm."""
    n, D, kT = 3584 / 143800.291e-30, 9.702e-6 * 1e-4, Boltzmann * 999.928
    assert nernst_einstein(**LLZO) == pytest.approx(
        n * elementary_charge**2 * D / kT / 100, rel=1e-12
    )


def test_the_charge_counts_twice_and_arrays_pass():
    assert nernst_einstein(**LLZO, charge=-2) == pytest.approx(4 * nernst_einstein(**LLZO))
    several = nernst_einstein(np.array([1e-5, 2e-5]), 10, 500.0, 600.0)
    assert several[1] == pytest.approx(2 * several[0])


@pytest.mark.parametrize("name", ["n_ions", "volume", "T"])
def test_nothing_is_refused(name):
    with pytest.raises(ValueError, match="must be positive"):
        nernst_einstein(**{**LLZO, name: 0})


def test_the_conductivity_is_that_of_the_line():
    found = conductivity_at(T, D, 300.0, 16, 1000.0, charge=2)
    expected = [
        nernst_einstein(d, 16, 1000.0, 300.0, charge=2) for d in Arrhenius.fit(T, D).at(300.0)
    ]
    assert found == pytest.approx(expected)
    assert found[1] < found[0] < found[2]


def test_errors_weigh_and_the_level_widens():
    plain, weighted = (
        conductivity_at(T, D, 300.0, 16, 1000.0, errors=e) for e in (None, [3e-6, 1e-6, 1e-6, 1e-6])
    )
    assert plain[0] != weighted[0]
    assert conductivity_at(T, D, 300.0, 16, 1000.0, level=0.5)[1] > plain[1]


def test_two_temperatures_give_no_interval():
    with pytest.raises(ValueError, match="at least three temperatures"):
        conductivity_at(T[:2], D[:2], 300.0, 16, 1000.0)


MODEL = JumpModel(hop_length=2.5, residence_fs=1000)


@pytest.fixture(scope="module")
def independent():
    return [
        jump_diffusion(MODEL, 16, 4000, 100.0, rng=np.random.default_rng(seed))
        for seed in range(12)
    ]


def test_independent_ions_have_a_haven_ratio_of_one(independent):
    ratios = [haven_ratio(t.positions, t.times_fs, (1000, 10000)) for t in independent]
    assert abs(np.mean(ratios) - 1) < 3 * np.std(ratios, ddof=1) / np.sqrt(len(ratios))
    assert np.std(ratios) < 0.5


def test_einstein_helfand_agrees_with_nernst_einstein(independent):
    found = [
        einstein_helfand(t.positions, t.times_fs, (1000, 10000), 500.0, 600.0) for t in independent
    ]
    expected = nernst_einstein(MODEL.diffusion_coefficient, 16, 500.0, 600.0)
    assert abs(np.mean(found) - expected) < 3 * np.std(found, ddof=1) / np.sqrt(len(found))
    assert np.std(found) / expected < 0.5


def test_ions_in_line_conduct_more_than_they_diffuse(independent):
    """Groups of four that move as one.

    H_R is a quarter of theirs, and the conductivity four times Nernst-Einstein.
    """
    walk = independent[0]
    groups = np.repeat(walk.positions, 4, axis=1)
    window = 1000, 10000
    assert haven_ratio(groups, walk.times_fs, window) == pytest.approx(
        haven_ratio(walk.positions, walk.times_fs, window) / 4
    )
    tracer = measure_diffusion(groups, walk.times_fs, 10, window).value
    collective = einstein_helfand(groups, walk.times_fs, window, 500.0, 600.0)
    ratio = nernst_einstein(tracer, 64, 500.0, 600.0) / collective
    assert ratio == pytest.approx(haven_ratio(groups, walk.times_fs, window), rel=1e-9)


def test_charges_enter_with_their_sign(independent):
    """Two ions that move together with opposite charges carry no current."""
    walk = independent[1]
    pair = np.repeat(walk.positions[:, :8], 2, axis=1)
    neutral = einstein_helfand(pair, walk.times_fs, (1000, 10000), 500.0, 600.0, charge=[1, -1] * 8)
    assert abs(neutral) < 1e-9 * einstein_helfand(pair, walk.times_fs, (1000, 10000), 500.0, 600.0)
    double = einstein_helfand(pair, walk.times_fs, (1000, 10000), 500.0, 600.0, charge=2)
    assert double == pytest.approx(
        4 * einstein_helfand(pair, walk.times_fs, (1000, 10000), 500.0, 600.0)
    )
