"""Starting structures.

Silica as crystallographers found it, and α-AgI with its silver spread at random.
"""

import ase
import numpy as np
import pytest
from ase.data import atomic_masses
from ase.neighborlist import neighbor_list
from ase.units import _amu

from mlp_course.reference import crystals
from mlp_course.reference.crystals import (
    POLYMORPHS,
    TETRAHEDRAL,
    alpha_silver_iodide,
    silica_polymorph,
)

# What the cited papers report: Si-O bonds (Å), coordination of Si and O, volume per formula unit
# (Å³). Tridymite is
# the ideal structure, whose straight Si-O-Si bridges look shorter than bonds are; only its range is
# known.
SILICA = {
    "quartz": ((1.605, 1.614), 4, 2, 37.71, 2.648),  # Levien et al. 1980: V = 113.13 Å³ for three
    "cristobalite": ((1.605, 1.608), 4, 2, 43.04, 2.318),  # Dollase 1965
    "tridymite": (
        (1.545, 1.555),
        4,
        2,
        45.66,
        2.18,
    ),  # ideal, Gibbs 1927; density of high tridymite
    "stishovite": ((1.758, 1.810), 6, 3, 23.31, 4.28),  # Ross et al. 1990
}  # Å, -, -, Å³, g/cm³


def bonds(atoms: ase.Atoms) -> tuple[np.ndarray, np.ndarray]:
    """Lengths of all Si-O bonds (Å), and how many every atom has."""
    i, lengths = neighbor_list("id", atoms, {("Si", "O"): 2.3})
    return lengths, np.bincount(i, minlength=len(atoms))


@pytest.mark.parametrize("name", POLYMORPHS)
def test_silica_has_the_published_bonds(name):
    atoms, (wanted, *_) = silica_polymorph(name), SILICA[name]
    lengths, _ = bonds(atoms)
    assert (lengths.min(), lengths.max()) == pytest.approx(wanted, abs=1e-3)


@pytest.mark.parametrize("name", POLYMORPHS)
def test_silicon_and_oxygen_have_their_neighbours(name):
    atoms, (_, of_silicon, of_oxygen, *_) = silica_polymorph(name), SILICA[name]
    _, count = bonds(atoms)
    assert set(count[atoms.numbers == 14]) == {of_silicon}
    assert set(count[atoms.numbers == 8]) == {of_oxygen}


@pytest.mark.parametrize("name", POLYMORPHS)
def test_silica_has_the_published_volume_and_density(name):
    atoms, (*_, volume, density) = silica_polymorph(name), SILICA[name]
    units = len(atoms) // 3
    assert atoms.get_chemical_formula() == f"O{2 * units}Si{units}"
    assert atoms.get_volume() / units == pytest.approx(volume, abs=0.01)
    weight = atomic_masses[14] + 2 * atomic_masses[8]
    assert weight * _amu * 1e3 * units / (atoms.get_volume() * 1e-24) == pytest.approx(
        density, rel=0.005
    )


def test_oxygens_of_a_tetrahedron_are_evenly_apart():
    """Their edges are sqrt(8/3) of a bond, within the distortion of real tetrahedra."""
    for name in ("quartz", "cristobalite", "tridymite"):
        apart = neighbor_list("d", silica_polymorph(name), {("O", "O"): 2.9})
        assert (
            len(apart) == 6 * 2 * len(silica_polymorph(name)) // 3
        )  # three others in each of two tetrahedra
        assert apart == pytest.approx(np.sqrt(8 / 3) * np.mean(SILICA[name][0]), rel=0.02)


def test_an_unknown_polymorph_is_told_with_those_there_are():
    with pytest.raises(
        ValueError,
        match=r"no polymorph 'coesite'; there are quartz, cristobalite, tridymite, stishovite\.",
    ):
        silica_polymorph("coesite")


# α-AgI.


def silver_iodide(seed: int = 0, repeat: int = 2, **settings) -> ase.Atoms:
    return alpha_silver_iodide(5.07, repeat, np.random.default_rng(seed), **settings)


@pytest.mark.parametrize("repeat", [1, 2, 3])
def test_composition_and_cell(repeat):
    atoms = silver_iodide(repeat=repeat)
    n = 2 * repeat**3
    assert atoms.get_chemical_formula() == f"Ag{n}I{n}"
    assert np.allclose(atoms.cell, 5.07 * repeat * np.eye(3))
    assert atoms.pbc.all()


def test_iodine_is_body_centred():
    atoms = silver_iodide()
    iodine = atoms[atoms.numbers == 53]
    i, lengths = neighbor_list("id", iodine, 5.08)
    assert set(np.bincount(i)) == {8 + 6}
    assert sorted(set(lengths.round(6))) == pytest.approx([5.07 * np.sqrt(3) / 2, 5.07])


@pytest.mark.parametrize("seed", range(5))
def test_silver_sits_between_four_iodines_and_apart_from_silver(seed):
    atoms = silver_iodide(seed)
    i, lengths = neighbor_list("id", atoms, {("Ag", "I"): 3.2})
    assert lengths == pytest.approx(5.07 * np.sqrt(5) / 4)
    assert set(np.bincount(i, minlength=len(atoms))[atoms.numbers == 47]) == {4}
    assert neighbor_list("d", atoms, {("Ag", "Ag"): 8.0}).min() > 2.4


def test_there_are_twelve_tetrahedral_sites():
    seen = set()
    for seed in range(40):
        atoms = silver_iodide(seed, repeat=1)
        seen |= {tuple(site.round(6) % 1) for site in atoms.get_scaled_positions()[:2]}
    assert len(seen) == 6 * len(TETRAHEDRAL)
    assert {tuple(sorted(site)) for site in seen} == {(0, 0.25, 0.5), (0, 0.5, 0.75)}


def test_seeds_decide_where_silver_is():
    first, again, other = (silver_iodide(seed).positions for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)
    assert np.allclose(first[16:], other[16:])  # iodine stays


def test_a_smaller_distance_is_allowed():
    nearest = [
        neighbor_list("d", silver_iodide(seed, closest=1.7), {("Ag", "Ag"): 8.0}).min()
        for seed in range(5)
    ]
    assert min(nearest) == pytest.approx(5.07 / np.sqrt(8))  # neighbouring sites


def test_ions_that_do_not_fit_are_told(monkeypatch):
    monkeypatch.setattr(crystals, "TRIES", 20)
    with pytest.raises(
        ValueError, match=r"2 ions at least 0\.986 lattice constants apart do not fit on 12 sites"
    ):
        silver_iodide(repeat=1, closest=5.0)
