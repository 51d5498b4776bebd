"""Shipped data, what happens when a file is damaged, the database there and back, and splits."""

import gzip
import hashlib
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import ase
import numpy as np
import pytest
import torch
from ase.build import molecule
from ase.calculators.calculator import Calculator as ASECalculator
from ase.calculators.singlepoint import SinglePointCalculator

from helpers.specimens import crystal, ethanol, lennard_jones_frames
from mlp_course import data
from mlp_course.calculator import Calculator
from mlp_course.data import DataError, Labelled
from mlp_course.data import shipped as shipped_data
from mlp_course.potentials import LennardJones
from mlp_course.reference.plan import read_plan
from mlp_course.structures import to_ase

# What ships with the course.

PLAN = read_plan(data.FOLDER / "ethanol" / "settings.toml")


@pytest.fixture(scope="module")
def shipped() -> list[Labelled]:
    return data.load("ethanol")


def test_every_planned_frame_is_there_once(shipped):
    wanted = Counter((task.name, k) for task in PLAN.tasks for k in range(len(task)))
    assert Counter((frame.info["trajectory"], frame.info["frame"]) for frame in shipped) == wanted


def test_frames_are_finite_and_without_net_force(shipped):
    for frame in shipped:
        assert frame.energy.isfinite()
        assert frame.forces.isfinite().all()
        assert frame.forces.sum(dim=0).abs().max() < 1e-6
        assert 0 <= frame.info["net_force"] <= PLAN.labelling.max_net_force


def test_frames_are_ethanol_or_dimethyl_ether(shipped):
    for frame in shipped:
        assert sorted(frame.structure.species.tolist()) == [1] * 6 + [6, 6, 8]
        assert not frame.structure.periodic.any()
        assert torch.pdist(frame.structure.positions).min() > 0.49


def test_no_structure_twice(shipped):
    assert len({frame.structure.positions.numpy().tobytes() for frame in shipped}) == len(shipped)


def test_every_frame_says_where_it_comes_from(shipped):
    tasks = {task.name: task for task in PLAN.tasks}
    for frame in shipped:
        task = tasks[frame.info["trajectory"]]
        assert frame.info["group"] == task.group
        assert frame.info.get("temperature") == getattr(task, "temperature", None)
        if task.group == "scan":
            bond = (
                frame.structure.positions[task.fixed_atom]
                - frame.structure.positions[task.moved_atom]
            )
            assert bond.norm().item() == pytest.approx(frame.info["bond_length"], abs=1e-7)
        else:
            assert frame.info["time_fs"] == pytest.approx(
                (frame.info["frame"] + 1) * task.interval_fs
            )


def test_all_labels_are_of_one_level_of_theory(shipped):
    """The same atoms: another functional, basis or engine moves the energy by far more than any
    frame is hot.
    """
    energies = torch.stack([frame.energy for frame in shipped])
    assert energies.max() - energies.min() < 30


def test_hot_frames_are_higher_in_energy(shipped):
    mean = {}
    for temperature in (300, 500, 1000):
        mean[temperature] = np.mean(
            [
                f.energy
                for f in shipped
                if f.info.get("temperature") == temperature and f.info["group"] == "md"
            ]
        )
    assert mean[300] < mean[500] < mean[1000]


def told_in(text: str) -> Counter:
    """Frames by group in the table of a DATA.md; "10 each" counts for every group of its row."""
    counted = Counter()
    for line in text.splitlines():
        if line.startswith("| `"):
            _, groups, *_, frames, _ = line.split("|")
            counted.update(
                {group: int(frames.split()[0]) for group in re.findall("`(.*?)`", groups)}
            )
    return counted


SHIPPED = sorted(
    path.parent
    for path in data.FOLDER.glob("*/*.extxyz.gz")
    if (path.parent / "settings.toml").exists()
)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_provenance_says_what_the_file_holds(folder):
    """DATA.md counts the frames that are there, all of them planned, and SHA256SUMS is that of the
    file.
    """
    text, plan = (
        (folder / "DATA.md").read_text(encoding="utf-8"),
        read_plan(folder / "settings.toml"),
    )
    frames = data.load(folder.name)
    assert told_in(text) == Counter(frame.info["group"] for frame in frames)
    planned = {(task.name, k) for task in plan.tasks for k in range(len(task))}
    there = [(frame.info["trajectory"], frame.info["frame"]) for frame in frames]
    assert len(set(there)) == len(there) <= len(planned)
    assert planned >= set(there)
    assert f"holds {len(frames)} labelled structures" in text
    assert plan.labelling.functional.lower() in text.lower()
    content = (folder / f"{folder.name}.extxyz.gz").read_bytes()
    line = f"{hashlib.sha256(content).hexdigest()}  {folder.name}.extxyz.gz"
    assert line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert len(content) < 5e6


def test_the_table_of_a_provenance_is_read():
    text = (
        "| group | cell | frames |\n|---|---|---|\n"
        "| `a`, `b` | 5 Å | 10 each |\n| `c` | 7 | 3 |\n| `c` | 8 | 4 |\n"
    )
    assert told_in(text) == {"a": 10, "b": 10, "c": 7}


def test_the_shipped_files_verify():
    assert data.verify() == []


# A small data set of our own, to be damaged.


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A data folder with one set, `small`: the first frames of ethanol."""
    text = gzip.decompress((data.FOLDER / "ethanol" / "ethanol.extxyz.gz").read_bytes()).decode()
    content = gzip.compress("".join(text.splitlines(keepends=True)[: 4 * 11]).encode())
    target = tmp_path / "small"
    target.mkdir()
    (target / "small.extxyz.gz").write_bytes(content)
    (target / "SHA256SUMS").write_text(f"{hashlib.sha256(content).hexdigest()}  small.extxyz.gz\n")
    monkeypatch.setattr(shipped_data, "FOLDER", tmp_path)
    return target


def flip_a_bit(folder: Path) -> None:
    content = bytearray((folder / "small.extxyz.gz").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "small.extxyz.gz").write_bytes(content)


def truncate(folder: Path) -> None:
    content = (folder / "small.extxyz.gz").read_bytes()
    (folder / "small.extxyz.gz").write_bytes(content[:-100])


DAMAGE = {
    "one bit": (flip_a_bit, "is damaged: its checksum differs from SHA256SUMS"),
    "half a download": (truncate, "is damaged: its checksum differs from SHA256SUMS"),
    "an empty file": (lambda f: (f / "small.extxyz.gz").write_bytes(b""), "is damaged"),
    "empty checksums": (lambda f: (f / "SHA256SUMS").write_bytes(b""), "is damaged"),
    "checksums that are no text": (
        lambda f: (f / "SHA256SUMS").write_bytes(b"\xff\xfe\x00"),
        "is damaged",
    ),
    "no file": (lambda f: (f / "small.extxyz.gz").unlink(), "is missing"),
    "no checksums": (lambda f: (f / "SHA256SUMS").unlink(), "is missing"),
    "no folder": (lambda f: shutil.rmtree(f), "is missing"),
}


def test_a_sound_file_loads(folder):
    frames = data.load("small")
    assert [len(frame) for frame in frames] == [9] * 4
    assert data.verify() == []


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_told_and_how_to_mend_it(folder, damage):
    act, message = DAMAGE[damage]
    act(folder)
    with pytest.raises(DataError) as told:
        data.load("small")
    assert message in str(told.value)
    assert str(folder / "small.extxyz.gz") in str(told.value)
    assert "course.py data make small" in str(told.value)
    assert "\n" not in str(told.value)


def test_verify_names_every_problem(folder):
    flip_a_bit(folder)
    (problem,) = data.verify()
    assert "small.extxyz.gz is damaged" in problem
    shutil.rmtree(folder)
    (problem,) = data.verify()
    assert problem == f"No data set found under {folder.parent}."


def test_frames_are_chosen_by_their_info(folder):
    first = data.load("small")[0]
    (found,) = data.load("small", trajectory=first.info["trajectory"], frame=first.info["frame"])
    assert torch.equal(found.forces, first.forces)


@pytest.mark.parametrize("wanted", [{"group": "nonsense"}, {"grup": "md"}])
def test_a_wish_no_frame_fulfils_is_told(folder, wanted):
    with pytest.raises(DataError, match="No frame of small has"):
        data.load("small", **wanted)


def test_atoms_without_labels_are_refused():
    with pytest.raises(DataError, match="H2O carries no energy; there is nothing"):
        data.from_atoms(molecule("H2O"))


# Databases.


def labelled() -> list[Labelled]:
    """Frames of several sizes, periodic and not, with numbers that have no short decimal form."""
    rng = np.random.default_rng(0)
    frames = []
    for k, structure in enumerate((ethanol(), crystal(), crystal((True, False, True)), ethanol())):
        energy, forces = (
            torch.tensor(rng.normal() * 1e4).double(),
            torch.from_numpy(rng.normal(size=(len(structure), 3))),
        )
        half = torch.from_numpy(rng.normal(size=(3, 3))) / 7
        stress = half + half.T if structure.periodic.all() else None
        frames.append(
            Labelled(
                structure,
                energy,
                forces,
                {"group": f"g{k % 2}", "frame": k, "time_fs": 0.1 * k},
                stress,
            )
        )
    return frames


def same(a: Labelled, b: Labelled) -> bool:
    """Bit for bit."""
    pairs = [
        (a.energy, b.energy),
        (a.forces, b.forces),
        (a.structure.positions, b.structure.positions),
    ]
    pairs += [(a.structure.species, b.structure.species), (a.structure.cell, b.structure.cell)]
    pairs += [] if a.stress is None else [(a.stress, b.stress)]
    same_kind = (a.stress is None) == (b.stress is None)
    return same_kind and all(torch.equal(x, y) for x, y in pairs) and dict(a.info) == dict(b.info)


def test_database_round_trip_is_exact(tmp_path):
    path = tmp_path / "frames.db"
    data.write_database(path, labelled())
    back = data.read_database(path)
    assert len(back) == 4
    assert all(map(same, labelled(), back))


def test_database_is_appended_to_in_order(tmp_path):
    path = tmp_path / "frames.db"
    data.write_database(path, labelled()[:3])
    data.write_database(path, labelled()[3:])
    assert all(map(same, labelled(), data.read_database(path)))


def test_shipped_frames_survive_a_database(tmp_path, shipped):
    data.write_database(tmp_path / "frames.db", shipped[:30])
    assert all(map(same, shipped[:30], data.read_database(tmp_path / "frames.db")))


def test_atoms_there_and_back_are_exact():
    assert all(same(frame, data.from_atoms(data.to_atoms(frame))) for frame in labelled())


class Lazy(ASECalculator):
    """Computes stress only when it is asked to."""

    implemented_properties = ("energy", "forces", "stress")

    def calculate(self, atoms, properties, system_changes):
        super().calculate(atoms, properties, system_changes)
        self.results = {"energy": 1.0, "forces": np.zeros((len(atoms), 3))}
        if "stress" in properties:
            self.results["stress"] = np.array([1.0, 2, 3, 0.4, 0.5, 0.6])


def test_stress_is_a_matrix_and_nothing_is_computed_for_it():
    """ASE's order is xx yy zz yz xz xy; a calculator that could give stress is not asked to."""
    atoms = to_ase(crystal())
    voigt = np.array([1.0, 2, 3, 0.4, 0.5, 0.6])
    atoms.calc = SinglePointCalculator(atoms, energy=1.0, forces=np.zeros((4, 3)), stress=voigt)
    frame = data.from_atoms(atoms)
    assert frame.stress.tolist() == [[1, 0.6, 0.5], [0.6, 2, 0.4], [0.5, 0.4, 3]]
    assert np.array_equal(data.to_atoms(frame).get_stress(), voigt)
    atoms.calc = Lazy()
    assert data.from_atoms(atoms).stress is None
    atoms.get_stress()
    assert data.from_atoms(atoms).stress[1, 2] == 0.4


def test_a_calculator_without_stress_gives_none():
    atoms = to_ase(ethanol())
    atoms.calc = Calculator(LennardJones(0.05, 1.2, 4.0))
    assert data.from_atoms(atoms).stress is None
    assert data.to_atoms(data.from_atoms(atoms)).calc.results.keys() == {"energy", "forces"}


KILLED = """
import os, sys
from helpers.specimens import lennard_jones_frames
from mlp_course.data import write_database

def frames():
    yield from lennard_jones_frames(3)
    os._exit(9)

write_database({path!r}, frames())
"""


def test_a_killed_write_leaves_none_of_its_frames(tmp_path):
    path, frames = tmp_path / "frames.db", lennard_jones_frames(2)
    data.write_database(path, frames)
    script = KILLED.format(path=str(path))
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    back = data.read_database(path)
    assert len(back) == 2
    assert all(map(same, frames, back))


def test_a_lock_that_a_killed_write_of_ase_left_is_waited_for_by_nobody(tmp_path):
    path = tmp_path / "frames.db"
    Path(f"{path}.lock").touch()
    data.write_database(path, labelled())
    assert len(data.read_database(path)) == len(labelled())


def test_a_failed_write_leaves_none_of_its_frames(tmp_path):
    path = tmp_path / "frames.db"
    data.write_database(path, labelled()[:1])
    with pytest.raises(AttributeError):
        data.write_database(path, [*labelled()[1:], "not a frame"])
    assert len(data.read_database(path)) == 1


def test_a_database_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DataError, match="There is no database at"):
        data.read_database(tmp_path / "frames.db")


def test_a_damaged_database_is_told(tmp_path):
    (tmp_path / "frames.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(DataError, match="is damaged or not an ASE database"):
        data.read_database(tmp_path / "frames.db")


def test_a_database_of_unlabelled_atoms_is_told(tmp_path):
    from ase.db import connect

    connect(tmp_path / "frames.db").write(ase.Atoms("H"))
    with pytest.raises(DataError, match="H carries no energy; there is nothing"):
        data.read_database(tmp_path / "frames.db")


# Splits.


@pytest.mark.parametrize("n", [0, 1, 7, 10, 101])
@pytest.mark.parametrize("fractions", [(0.8, 0.1, 0.1), (0.5, 0.5), (1.0,), (1 / 3, 1 / 3, 1 / 3)])
def test_random_split_covers_everything_once(n, fractions):
    parts = data.random_split(n, fractions, np.random.default_rng(n))
    assert sorted(np.concatenate(parts)) == list(range(n))
    assert all(abs(len(part) - f * n) <= 1 for part, f in zip(parts, fractions, strict=True))


def test_random_split_is_shuffled_and_repeats_with_its_seed():
    first, again = (data.random_split(100, (0.5, 0.5), np.random.default_rng(3)) for _ in range(2))
    other = data.random_split(100, (0.5, 0.5), np.random.default_rng(4))
    assert all(map(np.array_equal, first, again))
    assert not np.array_equal(first[0], other[0])
    assert not np.array_equal(first[0], np.arange(50))


@pytest.mark.parametrize("seed", range(5))
def test_blocks_stay_together(seed):
    rng = np.random.default_rng(seed)
    blocks = rng.integers(0, 12, 90).tolist()
    parts = data.blocked_split(blocks, (0.6, 0.2, 0.2), rng)
    assert sorted(np.concatenate(parts)) == list(range(90))
    homes = [{blocks[k] for k in part} for part in parts]
    assert len(set.union(*homes)) == sum(map(len, homes))
    assert all(
        abs(len(home) - f * len(set(blocks))) <= 1
        for home, f in zip(homes, (0.6, 0.2, 0.2), strict=True)
    )


def test_a_random_split_tears_blocks_apart():
    blocks = np.repeat(np.arange(10), 10)
    train, test = data.random_split(100, (0.8, 0.2), np.random.default_rng(0))
    assert set(blocks[train]) & set(blocks[test])


@pytest.mark.parametrize("fractions", [(0.5, 0.4), (1.2, -0.2), (0.8, 0.1, 0.2)])
def test_fractions_that_do_not_add_up_are_refused(fractions):
    for split in (data.random_split, lambda n, f, rng: data.blocked_split(range(n), f, rng)):
        with pytest.raises(ValueError, match="fractions must be positive and add up to 1"):
            split(10, fractions, np.random.default_rng(0))


def test_time_blocks_are_stretches_of_one_trajectory():
    frames = lennard_jones_frames(5)
    assert data.time_blocks(frames, 2) == [("lj", 0), ("lj", 0), ("lj", 1), ("lj", 1), ("lj", 2)]
