"""Structures in an ASE database, with their labels."""

from pathlib import Path

from ase.db import connect

from mlp_course import lesson
from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.exercise import exercise
from mlp_course.data import to_atoms
from mlp_course.exercises.training.ethanol import frames


@exercise(
    "Exercise 1: `store_structures`",
    points=2,
    hints=(
        "Open the database once, and write one row after the other.",
        "`with connect(path) as database:` and in it `database.write(atoms)` for each.",
        "A calculator carries the labels: write the Atoms as they are, not a copy.",
    ),
)
def store_structures(answer, rng):
    """What was stored can be read by anyone: structures in order, energies and forces with them."""
    structures = _drawn(rng)
    path = _new_file(rng)
    answer(path, structures)
    assert Path(path).is_file(), "There is no file at `path`: open the database there."
    try:
        rows = [row.toatoms() for row in connect(path).select()]
    except Exception as error:
        raise AssertionError(
            "What lies at `path` is no ASE database (is it an extxyz file?): open it with "
            "`ase.db.connect(path)`."
        ) from error

    assert len(rows) == len(structures), (
        f"{len(structures)} structures were stored, {len(rows)} came back: write each once."
    )
    for row, atoms in zip(rows, structures, strict=True):
        kept = row.calc.results if row.calc else {}
        assert {"energy", "forces"} <= set(kept), (
            "Labels got lost: write the Atoms themselves, calculator and all."
        )
        energy = row.get_potential_energy()
        _expect_labels(energy, row.get_forces(), atoms, "The {} changed, or the order did.")


@exercise(
    "Exercise 2: `load_structures`",
    points=2,
    hints=(
        "Go through the rows, and make Atoms of each.",
        "`connect(path).select()` gives the rows in order; `row.toatoms()` has the labels.",
        "The cell above tells how rows look; `sorted` would change their order.",
    ),
)
def load_structures(answer, rng):
    """A database written by ASE itself comes back in order, with energies and forces."""
    structures = _drawn(rng)
    path = _new_file(rng)
    with connect(path) as database:
        for atoms in structures:
            database.write(atoms)

    loaded = call(answer, path)
    assert hasattr(loaded, "__iter__"), "Return a list with all structures."
    loaded = list(loaded)
    assert len(loaded) == len(structures), (
        f"{len(structures)} rows were written, {len(loaded)} came back."
    )
    for atoms, wanted in zip(loaded, structures, strict=True):
        assert hasattr(atoms, "get_forces"), (
            "Return ase.Atoms, not database rows: row.toatoms() makes them."
        )
        assert getattr(atoms, "calc", None), (
            "The labels got lost: a copy of Atoms comes without its calculator."
        )
        energy = atoms.get_potential_energy()
        _expect_labels(energy, atoms.get_forces(), wanted, "Wrong {}, or wrong order.")


def _expect_labels(energy, forces, atoms, because: str) -> None:
    """The labels of one structure; `because` is said of energies or forces."""
    expect(
        energy,
        atoms.get_potential_energy(),
        unit="eV",
        because=because.format("energies"),
    )
    # A database keeps every digit.
    expect(
        forces,
        atoms.get_forces(),
        rtol=0,
        atol=0,
        unit="eV/Å",
        because=because.format("forces"),
    )


def _drawn(rng) -> list:
    """Labelled structures of ethanol, in an order that no sorting makes."""
    places = rng.permutation(len(frames()))[:4]
    return [to_atoms(frames()[place]) for place in places]


def _new_file(rng) -> Path:
    """Where no file is yet: a database only grows."""
    path = lesson.scratch() / f"structures-{rng.integers(2**32)}.db"
    path.unlink(missing_ok=True)
    return path
