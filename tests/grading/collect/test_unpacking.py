"""Zips inside submissions: unpacked to the disk, each student's into so much room, in a child."""

import tracemalloc
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from mlp_course.grading.collect import archive, unpacking
from mlp_course.grading.collect.archive import Found, Refused
from mlp_course.grading.collect.unpacking import Unpacking


def found(place: Path, files: dict[str, bytes]) -> Found:
    """A zip that a student handed in."""
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    path = PurePosixPath("Ada_1_assignsubmission_file_") / place.name
    return Found(path, 0.0, place.read_bytes)


def refusals(files: list) -> list[str]:
    """Why files were not taken."""
    return [file.reason for file in files if isinstance(file, Refused)]


def test_a_class_of_bombs_takes_no_memory(tmp_path):
    bomb = found(tmp_path / "all.zip", {f"{n}.csv": bytes(20_000_000) for n in range(4)})
    assert (tmp_path / "all.zip").stat().st_size < 100_000
    zips = Unpacking()
    tracemalloc.start()
    kept = [zips.unpacked(bomb, f"student{n}") for n in range(5)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
    assert [len(files) for files in kept] == [4] * 5
    assert kept[3][2].read() == bytes(20_000_000)


def test_all_zips_of_a_student_share_one_room(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST", 1_000_000)
    half = found(tmp_path / "all.zip", {"a.csv": bytes(600_000)})
    zips = Unpacking()
    assert refusals(zips.unpacked(half, "ada")) == []
    [reason] = refusals(zips.unpacked(half, "ada"))
    assert "the zips of this student hold more than" in reason
    assert refusals(zips.unpacked(half, "emmy")) == []


def test_files_are_counted_over_all_zips(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_FILES", 3)
    two = found(tmp_path / "all.zip", {"a": b"1", "b": b"2"})
    zips = Unpacking()
    assert refusals(zips.unpacked(two, "ada")) == []
    assert "files" in refusals(zips.unpacked(two, "ada"))[0]


def test_what_was_unpacked_goes_with_those_who_may_read_it(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking.tempfile, "tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    files = Unpacking().unpacked(found(tmp_path / "all.zip", {"a": b"1"}), "ada")
    assert files[0].read() == b"1"
    assert list((tmp_path / "scratch").iterdir())
    files.clear()
    assert not list((tmp_path / "scratch").iterdir())


@pytest.mark.parametrize("length", [200, 253, 255, 300, 5000])
def test_names_of_any_length_are_listed(tmp_path, length):
    name = "x" * length
    files = Unpacking().unpacked(found(tmp_path / "all.zip", {name: b"1"}), "ada")
    assert files[0].path.name == name and files[0].read() == b"1"
