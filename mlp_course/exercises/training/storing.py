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
    structures, given = _drawn(rng)
    path = _new_file(rng)
    assert callable(answer), "The answer must be a function: write it with `def`."
    answer(path, given)
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
        _expect_labels_kept(row, "Labels got lost: write the Atoms themselves, calculator and all.")
        _expect_same(row, atoms, "The {} changed, or the order did.")


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
    structures, _ = _drawn(rng)
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
        _expect_labels_kept(
            atoms,
            "The labels got lost: a copy of Atoms comes without its calculator, and atoms that "
            "are moved lose what was computed for them.",
        )
        _expect_same(atoms, wanted, "Wrong {}, or wrong order.")


def _expect_labels_kept(atoms, sentence: str) -> None:
    """AssertionError with the sentence if no energy and forces belong to a structure."""
    calculator = getattr(atoms, "calc", None)
    # Of atoms that were moved it has results, which are not theirs any more.
    kept = calculator is not None and not any(
        calculator.calculation_required(atoms, [label]) for label in ("energy", "forces")
    )
    assert kept, sentence


def _expect_same(found, atoms, because: str) -> None:
    """One structure and its labels; `because` is said of what differs."""
    expect(
        found.get_potential_energy(),
        atoms.get_potential_energy(),
        unit="eV",
        because=because.format("energies"),
    )
    expect(found.numbers, atoms.numbers, because=because.format("elements"))
    # A database keeps every digit.
    for name, unit, value, right in (
        ("positions", "Å", found.positions, atoms.positions),
        ("forces", "eV/Å", found.get_forces(), atoms.get_forces()),
    ):
        expect(value, right, rtol=0, atol=0, unit=unit, because=because.format(name))


def _drawn(rng) -> tuple[list, list]:
    """Labelled structures of ethanol, in an order that no sorting makes, and the same once more.

    An answer may change what it is given, which must not change what is expected of it.
    """
    places = rng.permutation(len(frames()))[:4]
    structures = [to_atoms(frames()[place]) for place in places]
    given = [to_atoms(frames()[place]) for place in places]
    return structures, given


def _new_file(rng) -> Path:
    """Where no file is yet: a database only grows."""
    path = lesson.scratch() / f"structures-{rng.integers(2**32)}.db"
    path.unlink(missing_ok=True)
    return path
