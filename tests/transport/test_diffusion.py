"""The slope, and the window that is shown rather than assumed."""

import numpy as np
import pytest

from mlp_course.transport import (
    JumpModel,
    diffusion_coefficient,
    diffusive_window,
    jump_diffusion,
    log_slope,
    msd,
)

T = np.arange(0, 5000, 10.0)
CAGED = JumpModel(hop_length=2.5, residence_fs=2000, rattle=0.4, period_fs=300)


def hops(seed=0, **changes):
    return jump_diffusion(
        JumpModel(**{**CAGED.__dict__, **changes}), 48, 3000, 20.0, rng=np.random.default_rng(seed)
    )


def test_a_sixth_of_the_slope_in_cm2_per_s():
    assert diffusion_coefficient(T, 0.7 + 6 * 3e-4 * T, (1000, 4000)) == pytest.approx(
        3e-5, rel=1e-12
    )


def test_the_vibration_lifts_the_line_but_not_the_slope():
    curve = CAGED.msd(T)
    assert diffusion_coefficient(T, curve, (1000, 4000)) == pytest.approx(
        CAGED.diffusion_coefficient, rel=1e-6
    )
    through_zero = (curve[100:401] / T[100:401]).mean() / 60  # two broken twins
    assert through_zero > 1.1 * CAGED.diffusion_coefficient
    assert diffusion_coefficient(T, curve, (0, 200)) > 2 * CAGED.diffusion_coefficient


def test_both_ends_belong_to_the_window():
    assert diffusion_coefficient(T, T, (100, 110)) == pytest.approx(0.1 / 6)
    with pytest.raises(ValueError, match="a slope needs two"):
        diffusion_coefficient(T, T, (101, 110))


def test_lists_of_different_length_are_refused():
    with pytest.raises(ValueError, match="one length"):
        diffusion_coefficient(T, T[1:], (100, 1000))


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_logarithmic_slope_of_a_power_law(power):
    slope = log_slope(T, 0.3 * T**power)
    assert np.allclose(slope[np.isfinite(slope)], power, atol=0.01)
    assert np.isfinite(slope[2:300]).all() and np.isnan(slope[[0, -1]]).all()


def test_three_regimes():
    t = np.geomspace(1, 1e6, 400)
    slope = log_slope(t, JumpModel(residence_fs=1e5, rattle=0.4).msd(t))
    free, cage, diffusion = (slope[np.abs(np.log(t / at)).argmin()] for at in (10, 800, 5e5))
    assert free > 1.7 and cage < 0.3 and diffusion == pytest.approx(1, abs=0.05)


def test_the_window_proposed_gives_the_true_coefficient():
    trajectory = hops()
    window = diffusive_window(trajectory.positions, trajectory.times_fs, 8)
    assert 200 < window.start < 1500 and window.stop == pytest.approx(20 * 374 / 2**0.5, rel=0.1)
    assert window.offset == pytest.approx(6 * 0.4**2, rel=0.5)
    inside = (window.times_fs >= window.start) & (window.times_fs <= window.stop)
    assert np.abs(window.slope[inside] - 1).max() < 0.3
    assert "the logarithmic slope is" in str(window)
    found = diffusion_coefficient(trajectory.times_fs, msd(trajectory.positions), window.limits)
    assert found == pytest.approx(CAGED.diffusion_coefficient, rel=0.2)


@pytest.mark.parametrize("rattle", [0.1, 0.25, 0.6])
def test_what_happens_in_the_cage_is_left_out(rattle):
    """The rattling has died away by one and a half periods.

    With free flight inside, D would be too large.
    """
    window = diffusive_window(hops(rattle=rattle).positions, hops().times_fs, 8)
    assert window.start >= 200 or rattle == 0.1
    curve = JumpModel(**{**CAGED.__dict__, "rattle": rattle}).msd(T)
    assert diffusion_coefficient(T, curve, window.limits) == pytest.approx(
        CAGED.diffusion_coefficient, rel=0.03
    )


def test_subdiffusion_has_no_window():
    """Fractional Brownian motion: msd ∝ √t without end, no straight line anywhere."""
    t = np.arange(1.0, 1001)
    covariance = t[:, None] ** 0.5 + t**0.5 - np.abs(t[:, None] - t) ** 0.5
    walk = np.linalg.cholesky(covariance) @ np.random.default_rng(0).normal(size=(1000, 150))
    with pytest.raises(ValueError, match="nowhere is the logarithmic slope 1"):
        diffusive_window(walk.reshape(1000, 50, 3), t, 5)


@pytest.mark.parametrize("rate", [np.inf, 1e7], ids=["nobody hops", "hardly anybody hops"])
def test_ions_in_a_cage_have_no_window(rate):
    trajectory = hops(residence_fs=rate)
    with pytest.raises(ValueError, match="nowhere is the logarithmic slope 1"):
        diffusive_window(trajectory.positions, trajectory.times_fs, 8)


def test_straight_flight_has_no_window():
    flight = np.random.default_rng(0).normal(size=(1, 30, 3)) * np.arange(500.0)[:, None, None]
    with pytest.raises(ValueError, match="nowhere is the logarithmic slope 1"):
        diffusive_window(flight, np.arange(500.0), 5)


@pytest.mark.parametrize("times", [[0.0], [0.0, 1.0, 3.0], [2.0, 1.0, 0.0], [0.0, 0.0]])
def test_times_must_increase_evenly(times):
    with pytest.raises(ValueError, match="increase evenly"):
        diffusive_window(np.zeros((len(times), 1, 3)), times)
