"""The Ewald sum against Madelung's constants, and the classical potentials against differences,
symmetry and nature.
"""

import ase
import numpy as np
import pytest
from ase import units
from ase.build import bulk, make_supercell
from ase.calculators.fd import calculate_numerical_forces, calculate_numerical_stress
from ase.filters import FrechetCellFilter
from ase.md.velocitydistribution import thermalize_momenta
from ase.md.verlet import VelocityVerlet
from ase.optimize import BFGS

from mlp_course.classical import ewald
from mlp_course.classical.ewald import COULOMB, Ewald
from mlp_course.classical.rigid_ion import (
    Buckingham,
    RigidIon,
    VashishtaRahman,
    silica,
    silver_iodide,
)
from mlp_course.neighbors import find_pairs
from mlp_course.reference.crystals import alpha_silver_iodide, silica_polymorph
from mlp_course.symmetry import random_rotation

# Y. Sakamoto, J. Chem. Phys. 28, 164 (1958): Madelung constants referred to the nearest distance.
MADELUNG = {"rocksalt": 1.747565, "cesiumchloride": 1.762675, "zincblende": 1.638055}


def salt(structure: str = "rocksalt", a: float = 5.0) -> ase.Atoms:
    """Two ions of charge ±1 and nothing else between them, in the primitive cell."""
    atoms = bulk("NaCl", structure, a=a)
    atoms.calc = RigidIon({"Na": 1.0, "Cl": -1.0}, {})
    return atoms


def nearest(atoms: ase.Atoms) -> float:
    return atoms.get_all_distances(mic=True)[0, 1]


def ewald_energy(atoms: ase.Atoms, cutoff: float, accuracy: float = 1e-5) -> float:
    """Coulomb energy in eV, summed by hand from the two parts of `Ewald`."""
    charges = np.where(atoms.numbers == 11, 1.0, -1.0)
    coulomb = Ewald(charges, atoms.cell.array, cutoff=cutoff, accuracy=accuracy)
    i, j, r = find_pairs(atoms.positions, atoms.cell.array, True, cutoff, "ijd")
    return coulomb.pair(r, charges[i] * charges[j])[0].sum() + coulomb.smooth(atoms.positions)[0]


# Madelung's constants.


@pytest.mark.parametrize("structure", MADELUNG)
def test_madelung_constant(structure):
    atoms = salt(structure)
    constant = -atoms.get_potential_energy() * nearest(atoms) / COULOMB
    assert constant == pytest.approx(MADELUNG[structure], abs=3e-5)


@pytest.mark.parametrize("structure", MADELUNG)
def test_madelung_constant_to_the_last_published_digit(structure):
    atoms = salt(structure)
    constant = -ewald_energy(atoms, cutoff=10.0, accuracy=1e-8) * nearest(atoms) / COULOMB
    assert constant == pytest.approx(MADELUNG[structure], abs=1e-6)


def madelung_errors() -> list[float]:
    return [
        abs(-salt(name).get_potential_energy() * nearest(salt(name)) / COULOMB - MADELUNG[name])
        for name in MADELUNG
    ]


def without_self_energy(self, *arguments, **settings):
    ORIGINAL_INIT(self, *arguments, **settings)
    self.self_energy = 0.0


def half_the_reciprocal_lattice(cell, k_max):
    return ORIGINAL_LATTICE(cell, k_max)[::2]


def narrow_gaussians(self, *arguments, **settings):
    ORIGINAL_INIT(self, *arguments, **settings)
    self.width = 1.05 * self.width


ORIGINAL_INIT, ORIGINAL_LATTICE = Ewald.__init__, ewald._half_of_reciprocal_lattice
MISTAKES_IN_ENERGY = {
    "no self-energy": (Ewald, "__init__", without_self_energy),
    "half of the reciprocal lattice": (
        ewald,
        "_half_of_reciprocal_lattice",
        half_the_reciprocal_lattice,
    ),
    "two widths": (Ewald, "__init__", narrow_gaussians),
}


@pytest.mark.parametrize("name", MISTAKES_IN_ENERGY)
def test_a_mistake_in_the_energy_is_seen(monkeypatch, name):
    assert max(madelung_errors()) < 3e-5
    monkeypatch.setattr(*MISTAKES_IN_ENERGY[name])
    assert min(madelung_errors()) > 1e-3


@pytest.mark.parametrize("cutoff", [3.0, 5.0, 8.0, 11.0])
def test_energy_does_not_depend_on_where_the_sum_is_cut(cutoff):
    atoms = salt()
    exact = ewald_energy(atoms, cutoff=9.0, accuracy=1e-10)
    assert ewald_energy(atoms, cutoff, accuracy=1e-8) == pytest.approx(exact, abs=1e-6)


def test_energy_converges_with_the_accuracy():
    atoms = salt()
    exact = ewald_energy(atoms, cutoff=9.0, accuracy=1e-11)
    errors = [abs(ewald_energy(atoms, 7.5, accuracy) - exact) for accuracy in (1e-2, 1e-4, 1e-7)]
    assert errors[0] > 10 * errors[1] > 100 * errors[2]
    assert errors[2] < 1e-6


# The same crystal in other cells. What remains are the rounded ends of the sums, 1e-5 of a term.


def rattled(name: str) -> ase.Atoms:
    """A disordered crystal with its potential: 32 ions of AgI, or nine of SiO2."""
    if name == "silver iodide":
        atoms, calculator = alpha_silver_iodide(5.07, 2, np.random.default_rng(0)), silver_iodide()
    else:
        crystal, calculator = silica_polymorph("quartz"), silica()
        atoms = ase.Atoms(crystal.numbers, crystal.positions, cell=crystal.cell, pbc=True)
        atoms.set_cell(
            atoms.cell.array
            @ np.add(np.eye(3), [[0.02, 0.01, 0], [0.01, -0.01, 0.005], [0, 0.005, 0]]),
            scale_atoms=True,
        )
    atoms.rattle(0.1, seed=1)
    atoms.calc = calculator
    return atoms


POTENTIALS = {"silver iodide": silver_iodide, "silica": silica}


def again(atoms: ase.Atoms, name: str) -> ase.Atoms:
    atoms.calc = POTENTIALS[name]()
    return atoms


@pytest.mark.parametrize("structure", ["rocksalt", "zincblende"])
def test_primitive_and_cubic_cell_agree(structure):
    cubic = bulk("NaCl", structure, a=5.0, cubic=True)
    cubic.calc = salt().calc
    per_ion = cubic.get_potential_energy() / len(cubic)
    assert per_ion == pytest.approx(salt(structure).get_potential_energy() / 2, abs=1e-4)
    assert cubic.get_stress() == pytest.approx(salt(structure).get_stress(), abs=1e-5)


@pytest.mark.parametrize("name", POTENTIALS)
def test_a_sheared_cell_of_the_same_lattice_agrees(name):
    atoms = rattled(name)
    sheared = again(make_supercell(atoms, [[1, 0, 0], [1, 1, 0], [0, -1, 1]]), name)
    assert not np.allclose(sheared.cell, atoms.cell)
    assert sheared.get_potential_energy() == pytest.approx(atoms.get_potential_energy(), abs=2e-3)
    assert sheared.get_stress() == pytest.approx(atoms.get_stress(), abs=1e-5)


@pytest.mark.parametrize("name", POTENTIALS)
def test_a_supercell_has_so_many_times_the_energy(name):
    atoms = rattled(name)
    double = again(atoms.repeat((1, 1, 2)), name)
    assert double.get_potential_energy() == pytest.approx(
        2 * atoms.get_potential_energy(), rel=2e-5
    )
    assert double.get_forces() == pytest.approx(np.tile(atoms.get_forces(), (2, 1)), abs=2e-3)
    assert double.get_stress() == pytest.approx(atoms.get_stress(), abs=1e-5)


# Symmetry: exact but for rounding, and for which vectors of the reciprocal lattice are in.


@pytest.mark.parametrize("name", POTENTIALS)
def test_rotation(name):
    atoms, rotation = rattled(name), random_rotation(np.random.default_rng(3))
    turned = again(
        ase.Atoms(
            atoms.numbers, atoms.positions @ rotation.T, cell=atoms.cell @ rotation.T, pbc=True
        ),
        name,
    )
    assert turned.get_potential_energy() == pytest.approx(atoms.get_potential_energy(), abs=1e-8)
    assert turned.get_forces() == pytest.approx(atoms.get_forces() @ rotation.T, abs=1e-8)
    stress = rotation @ atoms.get_stress(voigt=False) @ rotation.T
    assert turned.get_stress(voigt=False) == pytest.approx(stress, abs=1e-10)


@pytest.mark.parametrize("name", POTENTIALS)
def test_translation_and_images(name):
    atoms = rattled(name)
    moved = again(atoms.copy(), name)
    moved.positions += [0.3, -7.1, 2.9]
    moved.positions[0] += 3 * moved.cell[0] - 2 * moved.cell[2]
    moved.positions[-1] -= moved.cell[1]
    assert moved.get_potential_energy() == pytest.approx(atoms.get_potential_energy(), abs=1e-8)
    assert moved.get_forces() == pytest.approx(atoms.get_forces(), abs=1e-8)


@pytest.mark.parametrize("name", POTENTIALS)
def test_permutation(name):
    atoms, order = rattled(name), np.random.default_rng(0).permutation(len(rattled(name)))
    other = again(atoms[order], name)
    assert other.get_potential_energy() == pytest.approx(atoms.get_potential_energy(), abs=1e-8)
    assert other.get_forces() == pytest.approx(atoms.get_forces()[order], abs=1e-8)


@pytest.mark.parametrize("name", POTENTIALS)
def test_forces_add_up_to_zero(name):
    assert rattled(name).get_forces().sum(axis=0) == pytest.approx(0, abs=1e-9)
    assert np.abs(rattled(name).get_forces()).max() > 1


# Slopes.


def force_error(atoms: ase.Atoms) -> float:
    """Largest |F + ΔE/Δr| of the first and last ion, eV/Å."""
    some = [0, len(atoms) - 1]
    return np.abs(
        atoms.get_forces()[some] - calculate_numerical_forces(atoms, eps=1e-4, iatoms=some)
    ).max()


def stress_error(atoms: ase.Atoms) -> float:
    """Largest |σ - ΔE/(V Δε)| in eV/Å³; the strain is too small for k-vectors to enter the sum."""
    return np.abs(atoms.get_stress() - calculate_numerical_stress(atoms, eps=1e-4)).max()


@pytest.mark.parametrize("name", POTENTIALS)
def test_forces_are_the_slope_of_the_energy(name):
    assert force_error(rattled(name)) < 1e-6


@pytest.mark.parametrize("name", POTENTIALS)
def test_stress_is_the_slope_of_the_energy_under_strain(name):
    assert stress_error(rattled(name)) < 1e-6
    assert np.abs(rattled(name).get_stress()).max() > 1e-2


def wrong_smooth(change):
    def smooth(self, positions):
        return change(*ORIGINAL_SMOOTH(self, positions))

    return smooth


def wrong_pair(self, r, product):
    energy, _ = ORIGINAL_PAIR(self, r, product)
    return energy, energy / r  # the slope of erfc forgotten


ORIGINAL_SMOOTH, ORIGINAL_PAIR = Ewald.smooth, Ewald.pair
MISTAKES_IN_SLOPES = {
    "sign of the reciprocal virial": (
        "smooth",
        wrong_smooth(lambda e, f, w: (e, f, -w)),
        stress_error,
    ),
    "virial without volume": (
        "smooth",
        wrong_smooth(lambda e, f, w: (e, f, w + e * np.eye(3))),
        stress_error,
    ),
    "no reciprocal virial": ("smooth", wrong_smooth(lambda e, f, w: (e, f, 0 * w)), stress_error),
    "no reciprocal forces": ("smooth", wrong_smooth(lambda e, f, w: (e, 0 * f, w)), force_error),
    "half of the reciprocal forces": (
        "smooth",
        wrong_smooth(lambda e, f, w: (e, f / 2, w)),
        force_error,
    ),
    "slope of the screening": ("pair", wrong_pair, force_error),
}


@pytest.mark.parametrize("name", MISTAKES_IN_SLOPES)
def test_a_mistake_in_a_slope_is_seen(monkeypatch, name):
    method, wrong, error = MISTAKES_IN_SLOPES[name]
    monkeypatch.setattr(Ewald, method, wrong)
    assert error(rattled("silica")) > 1e-3


@pytest.mark.parametrize(
    "law", [VashishtaRahman(9, 1000.0, 17.0, 90.0), Buckingham(18003.7572, 4.87318, 133.5381)]
)
def test_the_force_of_a_law_is_minus_its_derivative(law):
    r = np.linspace(1.2, 8.0, 50)
    (up, _), (down, _), (_, force) = law(r + 1e-5), law(r - 1e-5), law(r)
    assert -force == pytest.approx((up - down) / 2e-5, rel=1e-6, abs=1e-8)


def pair_at(distance: float, law, cutoff: float = 6.0) -> tuple[float, float]:
    """Energy and pull of two neutral atoms far from their images."""
    atoms = ase.Atoms("Ne2", positions=[[0, 0, 0], [distance, 0, 0]], cell=[30] * 3, pbc=True)
    atoms.calc = RigidIon({"Ne": 0.0}, {("Ne", "Ne"): law}, cutoff=cutoff)
    return atoms.get_potential_energy(), atoms.get_forces()[0, 0]


def test_a_law_and_its_slope_end_at_the_cutoff():
    law = VashishtaRahman(7, 446.64, 2.3472, 6.9331)
    assert abs(law(np.array([6.0]))[1][0]) > 1e-4  # not small by itself
    (energy, pull), beyond = pair_at(6.0 - 1e-6, law), pair_at(6.0 + 1e-6, law)
    assert beyond == (0, 0)
    assert (abs(energy), abs(pull)) < (1e-11, 1e-8)
    u, force = (value[0] for value in law(np.array([3.0])))
    u_cut, force_cut = (value[0] for value in law(np.array([6.0])))
    assert pair_at(3.0, law) == pytest.approx((u - u_cut - 3 * force_cut, force_cut - force))


def test_every_couple_has_its_own_law():
    """Named in either order; couples that are not named feel charges alone."""
    law = Buckingham(100.0, 2.0, 0.0)
    atoms = ase.Atoms(
        "ArNeKr", positions=[[0, 0, 0], [2, 0, 0], [0, 2, 0]], cell=[30] * 3, pbc=True
    )
    neutral = {"Ne": 0.0, "Ar": 0.0, "Kr": 0.0}
    energies = []
    for couple in (("Ne", "Ar"), ("Ar", "Ne")):
        atoms.calc = RigidIon(neutral, {couple: law}, cutoff=6.0)
        energies.append(atoms.get_potential_energy())
        assert (atoms.get_forces()[2] == 0).all()
    assert energies[0] == energies[1] == pytest.approx(100 * np.exp(-4), rel=0.01)


# What is refused.


def test_an_element_without_charge_is_refused():
    atoms = bulk("NaCl", "rocksalt", a=5.0)
    atoms.calc = silver_iodide()
    with pytest.raises(ValueError, match=r"^this potential knows Ag, I, not Cl, Na\.$"):
        atoms.get_forces()


@pytest.mark.parametrize("pbc", [False, (True, True, False)])
def test_what_does_not_repeat_is_refused(pbc):
    """Also in a cell that was seen before."""
    atoms = salt()
    atoms.get_potential_energy()
    atoms.set_pbc(pbc)
    with pytest.raises(ValueError, match="needs a structure that repeats in three directions"):
        atoms.get_potential_energy()


def test_a_charged_cell_is_refused():
    atoms = salt()
    del atoms[0]
    with pytest.raises(ValueError, match=r"must be neutral; its charges add up to -1 e\."):
        atoms.get_potential_energy()


def test_a_flat_cell_is_refused():
    atoms = salt()
    atoms.cell[2] = atoms.cell[0] + atoms.cell[1]
    with pytest.raises(ValueError, match="three lattice vectors that span space"):
        atoms.get_potential_energy()


CHANGES = {
    "cell": lambda atoms: atoms.set_cell(atoms.cell * 1.02, scale_atoms=True),
    "charges": lambda atoms: atoms.set_chemical_symbols(atoms.get_chemical_symbols()[::-1]),
    "positions": lambda atoms: atoms.rattle(0.05, seed=9),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_remembered_is_of_these_ions(change):
    """The reciprocal lattice is kept from step to step, not for another cell or other charges."""
    atoms = rattled("silver iodide")
    before = atoms.get_potential_energy()
    CHANGES[change](atoms)
    after = atoms.get_potential_energy()
    assert after == again(atoms.copy(), "silver iodide").get_potential_energy()
    assert after != before


# The two potentials.


def test_polarisation_follows_from_polarisability_and_charge():
    """P_ij = (α_i Z_j² + α_j Z_i²)/2 with α_I = 6.52 Å³, α_Ag = 0 and Z = 0.6 (Vashishta and Rahman
    1978).
    """
    alpha, laws = {"Ag": 0.0, "I": 6.52}, silver_iodide().laws
    for (a, b), law in laws.items():
        wanted = (alpha[a] * 0.6**2 + alpha[b] * 0.6**2) / 2
        assert abs(law.P - wanted * COULOMB) < 1e-10
    assert sorted(laws) == [("Ag", "Ag"), ("Ag", "I"), ("I", "I")]
    assert [laws[couple].n for couple in sorted(laws)] == [11, 9, 7]


def test_potentials_are_neutral_by_formula():
    assert silver_iodide().charges["Ag"] == -silver_iodide().charges["I"] == 0.5815
    assert silica().charges["Si"] == -2 * silica().charges["O"] == 2.4


def ideal(name: str) -> ase.Atoms:
    crystal = silica_polymorph(name)
    atoms = ase.Atoms(crystal.numbers, crystal.positions, cell=crystal.cell, pbc=True)
    atoms.calc = silica()
    return atoms


def test_quartz_has_the_lattice_constants_of_the_paper():
    """a = 4.94 Å and c = 5.45 Å.

    The shift at a shorter cutoff takes attraction away, so the cell is larger.
    """
    atoms, short = ideal("quartz"), ideal("quartz").get_stress()[:3].sum()
    atoms.calc = RigidIon(silica().charges, silica().laws, cutoff=10.0)
    assert atoms.get_stress()[:3].sum() > short
    assert BFGS(FrechetCellFilter(atoms), logfile=None).run(fmax=0.02, steps=60)
    assert atoms.cell.lengths()[[0, 2]] == pytest.approx([4.94, 5.45], rel=0.007)
    assert atoms.cell.angles() == pytest.approx([90, 90, 120], abs=0.1)


def test_quartz_is_the_most_stable_polymorph():
    per_unit = {
        name: ideal(name).get_potential_energy() / (len(ideal(name)) // 3)
        for name in ("quartz", "stishovite")
    }
    per_unit["cristobalite"] = ideal("cristobalite").get_potential_energy() / 4
    assert min(per_unit, key=per_unit.get) == "quartz"
    assert max(per_unit.values()) - min(per_unit.values()) < 0.3  # eV per SiO2 of 58


def test_silver_iodide_is_bound():
    """Opposite ions attract, down to a distance near the sum of their radii."""
    atoms = rattled("silver iodide")
    assert -2 * 2 < atoms.get_potential_energy() / 16 < -2
    r = np.linspace(2, 6, 400)
    u = silver_iodide().laws["Ag", "I"](r)[0] - 0.5815**2 * COULOMB / r
    assert r[u.argmin()] == pytest.approx(2.6, abs=0.2)


def energy_spread(timestep_fs: float, steps: int) -> float:
    """Largest change of the total energy of AgI from 600 K on, eV per ion."""
    atoms = alpha_silver_iodide(5.07, 1, np.random.default_rng(0))
    atoms.calc = silver_iodide()
    BFGS(atoms, logfile=None).run(fmax=0.2, steps=50)
    thermalize_momenta(atoms, temperature_K=600, rng=np.random.default_rng(1))
    dynamics, energies = VelocityVerlet(atoms, timestep_fs * units.fs), []
    dynamics.attach(lambda: energies.append(atoms.get_total_energy()))
    dynamics.run(steps)
    return float(np.ptp(energies)) / len(atoms)


def test_dynamics_conserve_energy_and_better_with_smaller_steps():
    coarse, fine = energy_spread(8.0, 100), energy_spread(4.0, 200)
    assert coarse < 2e-4
    assert fine < 0.4 * coarse  # second order: a quarter
