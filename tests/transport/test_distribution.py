"""g(r): chance is 1, and the shells of known lattices are counted."""

import numpy as np
import pytest
from ase.build import bulk

from mlp_course.transport import radial_distribution, wrap

SHEARED = np.array([[12.0, 0.0, 0.0], [15.0, 11.0, 0.0], [-8.0, 20.0, 13.0]])


def neighbours(r, g, density):
    edge = r[1] - r[0]
    shells = 4 / 3 * np.pi * ((r + edge / 2) ** 3 - (r - edge / 2) ** 3)
    return np.cumsum(density * g * shells)


@pytest.mark.parametrize("cell", [18.0 * np.eye(3), SHEARED], ids=["cube", "sheared"])
def test_an_ideal_gas_is_pure_chance(cell):
    rng = np.random.default_rng(0)
    frames, numbers = rng.random((40, 120, 3)) @ cell, np.repeat([47, 53], 60)
    r, g = radial_distribution(frames, cell, numbers, (47, 53), 8.0, 8)
    assert np.allclose(r, np.arange(0.5, 8))
    by_chance = (
        40 * 60 * 60 / abs(np.linalg.det(cell)) * 4 / 3 * np.pi * ((r + 0.5) ** 3 - (r - 0.5) ** 3)
    )
    assert (np.abs(g - 1) < 4 / np.sqrt(by_chance)).all()
    _, like = radial_distribution(frames, cell, numbers, (53, 53), 8.0, 8)
    assert (np.abs(like - 1 + 1 / 60) < 4 / np.sqrt(by_chance / 2)).all()


@pytest.mark.parametrize(
    ("name", "shells"),
    [
        ("fcc", {2.9: 12, 4.1: 18, 5.0: 42}),
        ("bcc", {3.6: 8, 4.1: 14, 5.7: 26}),
        ("sc", {4.1: 6, 5.7: 18, 7.0: 26}),
    ],
)
def test_the_shells_of_a_lattice(name, shells):
    """Twelve, six, twenty-four neighbours in fcc, and so on, from primitive cells of one atom."""
    atoms = bulk("Cu", name, a=4.0)
    r, g = radial_distribution(atoms.positions, atoms.cell[:], atoms.numbers, (29, 29), 7.5, 150)
    found = neighbours(r, g, 1 / atoms.get_volume())
    for radius, count in shells.items():
        assert found[np.searchsorted(r, radius)] == pytest.approx(count, abs=1e-9)


def test_unlike_neighbours_are_counted_around_the_first_of_the_pair():
    atoms = bulk("CaF2", "fluorite", a=5.46)
    for pair, count in (((20, 9), 8), ((9, 20), 4)):
        r, g = radial_distribution(atoms.positions, atoms.cell[:], atoms.numbers, pair, 3.0, 60)
        density = (atoms.numbers == pair[1]).sum() / atoms.get_volume()
        assert neighbours(r, g, density)[-1] == pytest.approx(count)


def test_wrapped_or_not_is_the_same():
    rng = np.random.default_rng(1)
    frames = 40 * rng.normal(size=(3, 30, 3))
    one, other = (
        radial_distribution(p, SHEARED, [1] * 30, (1, 1), 9.0)[1]
        for p in (frames, wrap(frames, SHEARED))
    )
    assert np.allclose(one, other)


def test_box_lengths_would_miscount():
    """The broken twin: the nearest image by box lengths, in a sheared cell."""
    points = np.random.default_rng(2).random((200, 3)) @ SHEARED
    lengths = np.linalg.norm(SHEARED, axis=1)
    delta = points[:, None] - points
    delta -= lengths * np.rint(delta / lengths)
    twin = np.histogram(np.linalg.norm(delta, axis=-1)[~np.eye(200, dtype=bool)], 5, (0, 5))[0]
    r, g = radial_distribution(points, SHEARED, [1] * 200, (1, 1), 5.0, 5)
    ours = np.diff(neighbours(r, g, 200 / np.linalg.det(SHEARED)), prepend=0) * 200
    assert np.abs(ours - twin).max() > 20


@pytest.mark.parametrize(
    ("numbers", "pair", "r_max", "why"),
    [
        ([1, 1, 1], (1, 2), 4.0, "no pair"),
        ([1, 1], (1, 1), 4.0, "needed"),
        ([1, 1, 1], (1, 1), 0.0, "needed"),
    ],
)
def test_what_cannot_be_counted_is_refused(numbers, pair, r_max, why):
    with pytest.raises(ValueError, match=why):
        radial_distribution(np.zeros((3, 3)), SHEARED, numbers, pair, r_max)
