"""Labels as other programs write them: found, chosen by name, or missed in a sentence."""

import io
import math
from dataclasses import replace

import ase
import ase.io
import numpy as np
import pytest
import torch
from ase.build import bulk, molecule
from ase.calculators.lj import LennardJones as LennardJonesOfAse
from ase.calculators.singlepoint import SinglePointCalculator
from ase.constraints import FixAtoms
from ase.spacegroup import crystal

from helpers.specimens import lennard_jones_frames
from mlp_course import data
from mlp_course.data import DataError, Labelled, from_atoms
from mlp_course.descriptors import SOAP, PowerSpectrum
from mlp_course.potentials import LinearACE, MomentPotential, SparseGP
from mlp_course.training import Recipe, Trainer, batch_loss, fit, labelled_errors
from mlp_course.training.batches import batches, merge_batches

HERE = 'Lattice="4 0 0 0 4 0 0 0 4" pbc="T T T"'


def read(line: str, atom: str = "H 0 0 0 0.1 0.2 0.3") -> ase.Atoms:
    """One atom from a file with such a second line."""
    return ase.io.read(io.StringIO(f"1\n{line}\n{atom}\n"), format="extxyz")


def columns(name: str) -> str:
    return f"Properties=species:S:1:pos:R:3:{name}:R:3"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (f"energy=-1 {columns('forces')}", {}),
        (
            f"REF_energy=-1 {columns('REF_forces')}",
            {"energy": "REF_energy", "forces": "REF_forces"},
        ),
        (f"energy=-1 {columns('force')}", {"forces": "force"}),
        (f"dft_energy=-1 {columns('dft_force')}", {"energy": "dft_energy", "forces": "dft_force"}),
        (f"free_energy=-1 {columns('forces')}", {"energy": "free_energy"}),
        (f"energy=5 corrected=-1 {columns('forces')}", {"energy": "corrected"}),
    ],
)
def test_labels_are_read_by_their_names(line, names):
    frame = from_atoms(read(line), **names)
    assert frame.energy.item() == -1
    assert frame.forces.tolist() == [[0.1, 0.2, 0.3]]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            f"REF_energy=-1 {columns('REF_forces')}",
            r"H carries no energy; there is REF_energy \(one number\), "
            r"REF_forces \(3 numbers an atom\)\. Say which is the energy, as in "
            r'from_atoms\(atoms, energy="REF_energy"\)\.',
        ),
        (
            f"energy=-1 {columns('force')}",
            r"H carries no forces; there is .*force \(3 numbers an atom\)\. .*"
            r"or forces=None if they are not known",
        ),
        (
            f"free_energy=-1 {columns('forces')}",
            r'free_energy .*, as in from_atoms\(atoms, energy="free_energy"\)',
        ),
        (f"note=none {columns('other')}", r"carries no energy; there is other \(3 numbers"),
    ],
)
def test_what_is_missing_is_told_with_what_there_is(line, said):
    with pytest.raises(DataError, match=said):
        from_atoms(read(line))


def test_of_atoms_without_anything_that_is_told():
    with pytest.raises(DataError, match="H2O carries no energy; there is nothing"):
        from_atoms(molecule("H2O"))


def test_energies_alone_are_read_if_that_is_said():
    atoms = read(f"energy=-1 {columns('magmoms')}")
    with pytest.raises(DataError, match="forces=None if they are not known"):
        from_atoms(atoms)
    frame = from_atoms(atoms, forces=None)
    assert frame.energy.item() == -1 and not frame.has_forces
    assert frame.forces.shape == (1, 3)


def test_forces_of_held_atoms_are_read_whole():
    atoms = read(f"energy=-1 {columns('forces')}")
    atoms.set_constraint(FixAtoms([0]))
    assert from_atoms(atoms).forces.tolist() == [[0.1, 0.2, 0.3]]


# Virials and stress


@pytest.mark.parametrize("name", ["virial", "virials", "REF_virial"])
def test_a_virial_becomes_a_stress_of_the_other_sign(name):
    names = {} if name in ("virial", "virials") else {"stress": name}
    atoms = read(f'{HERE} energy=-1 {name}="-64 0 0 0 -32 0 0 0 0" {columns("forces")}')
    stress = from_atoms(atoms, **names).stress
    assert stress.numpy() == pytest.approx(np.diag([1.0, 0.5, 0.0]))


def test_the_sign_is_that_of_the_derivative():
    """ASE's own stress of a compressed crystal, against its virial -dE/dε by differences."""
    atoms = bulk("Ar", "fcc", 4.9, cubic=True)
    atoms.calc = LennardJonesOfAse(sigma=3.4, epsilon=0.01, rc=8.0, smooth=True)
    stress = atoms.get_stress(voigt=False)
    energies = []
    for strain in (1e-4, -1e-4):
        strained = atoms.copy()
        deformation = np.diag([1 + strain, 1, 1])
        strained.set_cell(atoms.cell.array @ deformation, scale_atoms=True)
        strained.calc = atoms.calc
        energies.append(strained.get_potential_energy())
    virial = -(energies[0] - energies[1]) / 2e-4
    bare = atoms.copy()
    bare.calc = SinglePointCalculator(bare, energy=0.0, forces=np.zeros((4, 3)))
    bare.info["virial"] = np.diag([virial] * 3)
    assert from_atoms(bare).stress.numpy() == pytest.approx(stress, rel=1e-5)


@pytest.mark.parametrize("shape", [(6,), (9,), (3, 3)])
def test_stress_comes_in_every_shape(shape):
    right = np.diag([1.0, 2.0, 3.0]) + 0.5
    flat = right.ravel() if shape != (6,) else right[[0, 1, 2, 1, 0, 0], [0, 1, 2, 2, 2, 1]]
    atoms = read(f"{HERE} energy=-1 {columns('forces')}")
    atoms.info["REF_stress"] = flat.reshape(shape)
    assert from_atoms(atoms, stress="REF_stress").stress.tolist() == right.tolist()


def test_a_virial_without_a_volume_is_told_and_can_be_left_out():
    atoms = read(f'energy=-1 virial="-64 0 0 0 0 0 0 0 0" {columns("forces")}')
    with pytest.raises(DataError, match=r"no volume to divide it by: say stress=None"):
        from_atoms(atoms)
    assert from_atoms(atoms, stress=None).stress is None


def test_a_stress_that_somebody_names_must_be_there():
    with pytest.raises(DataError, match="carries no REF_stress"):
        from_atoms(read(f"energy=-1 {columns('forces')}"), stress="REF_stress")


# Labels that are no numbers


@pytest.mark.parametrize(
    ("line", "atom", "said"),
    [
        (f"energy=nan {columns('forces')}", "H 0 0 0 0 0 0", "H has energy that is no number"),
        (f"energy=inf {columns('forces')}", "H 0 0 0 0 0 0", "H has energy that is no number"),
        (f"energy=-1 {columns('forces')}", "H 0 0 0 nan 0 0", "forces .* in row 0: leave"),
        (f"energy=-1 {columns('forces')}", "H 0 0 0 0 -inf 0", "forces .* in row 0: leave"),
        (
            f'{HERE} energy=-1 stress="nan 0 0 0 0 0 0 0 0" {columns("forces")}',
            "H 0 0 0 0 0 0",
            "H has stress that is no number",
        ),
    ],
)
def test_what_is_no_number_is_no_label(line, atom, said):
    with pytest.raises(DataError, match=said):
        from_atoms(read(line, atom))


def test_a_text_and_a_wrong_shape_are_no_labels():
    atoms = read(f"energy=-1 {columns('forces')}")
    atoms.info |= {"mine": "five", "many": [1.0, 2.0]}
    with pytest.raises(DataError, match="has a mine that is no number: 'five'"):
        from_atoms(atoms, energy="mine")
    with pytest.raises(DataError, match=r"has many of shape \(2,\), not \(\)"):
        from_atoms(atoms, energy="many")


def test_a_frame_of_a_file_is_named(tmp_path):
    path = tmp_path / "frames.xyz"
    line = f"1\nenergy=-1 {columns('forces')}\nH 0 0 0 "
    path.write_text(f"{line}0 0 0\n{line}0 0 0\n{line}nan 0 0\n")
    with pytest.raises(DataError, match=r"frame 2 of .*frames\.xyz: H has forces"):
        data.read_frames(path)
    path.write_text(f"{line}0 0 0\n{line}0 0 0.5\n")
    assert [frame.forces[0, 2].item() for frame in data.read_frames(path)] == [0, 0.5]
    with pytest.raises(DataError, match="There is no file"):
        data.read_frames(tmp_path / "other.xyz")
    path.write_text("nothing of the kind")
    with pytest.raises(DataError, match="cannot be read by ASE"):
        data.read_frames(path)


FRAMES = lennard_jones_frames(6)


def spoiled(what: str, k: int = 3, value: float = math.nan) -> list[Labelled]:
    """Frames of which number `k` has such a label."""
    frames = list(FRAMES)
    label = getattr(frames[k], what).clone()
    label.view(-1)[-1] = value
    frames[k] = replace(frames[k], **{what: label})
    return frames


@pytest.mark.parametrize("value", [math.nan, math.inf])
@pytest.mark.parametrize("what", ["energy", "forces"])
@pytest.mark.parametrize("place", ["train", "validation", "errors", "closed form", "process"])
def test_whoever_learns_names_the_frame(what, place, value):
    network = MomentPotential((1, 6, 8), 4.0, channels=2, radial=4)
    linear = LinearACE(PowerSpectrum((1, 6, 8), 4.0, n_max=2, l_max=1))
    gp = SparseGP(SOAP((1, 6, 8), 4.0, n_max=2, l_max=1))
    frames = spoiled(what, value=value)
    whole = merge_batches(batches(linear, FRAMES))
    gp.choose(whole.graph, 3)
    energy = torch.stack([frame.energy for frame in frames])
    forces = torch.cat([frame.forces for frame in frames])
    act = {
        "train": lambda: Trainer(network, frames),
        "validation": lambda: Trainer(network, FRAMES, frames),
        "errors": lambda: labelled_errors(network, frames),
        "closed form": lambda: linear.fit(whole.graph, energy, forces),
        "process": lambda: gp.fit(whole.graph, energy, forces),
    }[place]
    before = {name: weights.clone() for name, weights in linear.state_dict().items()}
    with pytest.raises(ValueError, match=rf"(frame|structure) 3 has .*{what[:5]}.* no number"):
        act()
    for name, weights in linear.state_dict().items():
        assert torch.equal(weights, before[name])


# Frames without forces


def without_forces(frames: list[Labelled], *numbers: int) -> list[Labelled]:
    unknown = list(frames)
    for k in numbers:
        unknown[k] = replace(frames[k], forces=torch.full_like(frames[k].forces, torch.nan))
    return unknown


def test_frames_without_forces_are_learned_from_if_that_is_said():
    frames = without_forces(FRAMES, 1, 4)
    network = MomentPotential((1, 6, 8), 4.0, channels=2, radial=4)
    with pytest.raises(ValueError, match=r"frame 1 .* train with Recipe\(missing_forces=True\)"):
        Trainer(network, frames)
    recipe = Recipe(epochs=3, batch_size=2, missing_forces=True)
    events = fit(Trainer(network, frames, frames, recipe=recipe))
    assert all(math.isfinite(event.train_loss) for event in events)
    assert all(math.isfinite(event.validation.force_mae_mev_per_angstrom) for event in events)


def test_half_known_forces_are_refused_all_the_same():
    with pytest.raises(ValueError, match="frame 3 has forces that are no numbers, at atom"):
        Trainer(
            MomentPotential((1, 6, 8), 4.0, channels=2, radial=4),
            spoiled("forces"),
            recipe=Recipe(missing_forces=True),
        )


def test_where_forces_are_not_asked_for_they_need_not_be_there():
    network = MomentPotential((1, 6, 8), 4.0, channels=2, radial=4)
    frames = without_forces(FRAMES, *range(len(FRAMES)))
    events = fit(Trainer(network, frames, recipe=Recipe(epochs=2, force_weight=0)))
    assert all(math.isfinite(event.train_loss) for event in events)


def test_an_unknown_force_pulls_at_nothing():
    """The gradient of a batch with an unknown frame is that of its energy alone."""
    network = MomentPotential((1, 6, 8), 4.0, channels=2, radial=4)

    def gradient(frames, force_weight):
        network.zero_grad()
        batch = merge_batches(batches(network, frames, missing_forces=True))
        batch_loss(network, batch, 1.0, force_weight, train=True).backward()
        return [weights.grad.clone() for weights in network.parameters()]

    unknown = gradient(without_forces(FRAMES, *range(len(FRAMES))), 10.0)
    energies = gradient(FRAMES, 0.0)
    for got, right in zip(unknown, energies, strict=True):
        assert torch.allclose(got, right, rtol=1e-10, atol=1e-14)


# Databases


def test_frames_without_forces_survive_a_database(tmp_path):
    path = tmp_path / "frames.db"
    data.write_database(path, without_forces(FRAMES, 2))
    back = data.read_database(path)
    assert [frame.has_forces for frame in back] == [True, True, False, True, True, True]


def test_a_crystal_of_ases_is_stored_with_the_number_of_its_group(tmp_path):
    salt = crystal("NaCl", [(0, 0, 0), (0.5,) * 3], spacegroup=225, cellpar=[5.64] * 3 + [90] * 3)
    salt.calc = LennardJonesOfAse(sigma=2.0, epsilon=0.1, rc=5.0)
    frame = from_atoms(salt)
    data.write_database(tmp_path / "frames.db", [frame])
    (back,) = data.read_database(tmp_path / "frames.db")
    assert back.info["spacegroup"] == 225
    assert back.info.keys() == frame.info.keys()


@pytest.mark.parametrize(
    "value", [np.float32(1.5), [np.float32(1.5)], np.arange(3), {"a": 1}, "text", None, True]
)
def test_an_info_of_numbers_is_stored(tmp_path, value):
    data.write_database(tmp_path / "frames.db", [replace(FRAMES[0], info={"mine": value})])
    (back,) = data.read_database(tmp_path / "frames.db")
    assert np.array_equal(back.info["mine"], value)


@pytest.mark.parametrize("value", [object(), {1, 2}, LennardJonesOfAse(), lambda: 1])
def test_what_no_database_can_hold_is_named_and_nothing_is_written(tmp_path, value):
    path = tmp_path / "frames.db"
    data.write_database(path, FRAMES[:1])
    spoilt = [FRAMES[1], replace(FRAMES[2], info={"mine": value})]
    with pytest.raises(DataError, match=r"frame 1 has 'mine' in its info, a .*: delete the entry"):
        data.write_database(path, spoilt)
    assert len(data.read_database(path)) == 1


def test_a_cut_json_database_is_told(tmp_path):
    path = tmp_path / "frames.json"
    data.write_database(path, FRAMES)
    path.write_text(path.read_text()[:300])
    with pytest.raises(DataError, match="is damaged or not an ASE database"):
        data.read_database(path)
