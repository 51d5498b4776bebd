"""The environment: what is asked for, what is pinned, and every reason why it cannot be made."""

import errno
import importlib.util
import json
import re
import shutil
import subprocess
import tomllib
from importlib import metadata
from itertools import chain

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from mlp_course.setup import environment

CUDA = ("nvidia-", "cuda-", "triton")
MACHINES = [
    {
        "sys_platform": system,
        "os_name": name,
        "python_version": version,
        "python_full_version": f"{version}.5",
    }
    for system, name in (("linux", "posix"), ("darwin", "posix"), ("win32", "nt"))
    for version in ("3.11", "3.12", "3.13", "3.14")
]


@pytest.fixture
def project(course) -> dict:
    """The [project] table of pyproject.toml."""
    return tomllib.loads((course / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture
def pins(course) -> list[Requirement]:
    """The lines of constraints.txt."""
    lines = (course / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def pinned(pins: list[Requirement], machine: dict) -> dict[str, str]:
    """Name -> version on a machine; each at most once."""
    found: dict[str, str] = {}
    for pin in pins:
        if pin.marker is None or pin.marker.evaluate(machine):
            assert canonicalize_name(pin.name) not in found, pin
            found[canonicalize_name(pin.name)] = str(pin.specifier).removeprefix("==")
    return found


@pytest.mark.parametrize(
    "machine", MACHINES, ids=lambda machine: "-".join(list(machine.values())[::2][:2])
)
def test_pins_satisfy_what_is_asked_for(project, pins, machine):
    versions = pinned(pins, machine)
    for text in chain(project["dependencies"], *project["optional-dependencies"].values()):
        wanted = Requirement(text)
        if wanted.name != "mlp-course" and (
            wanted.marker is None or wanted.marker.evaluate(machine)
        ):
            assert wanted.specifier.contains(versions[canonicalize_name(wanted.name)]), text


def test_pins_are_complete_and_portable(pins):
    names = {canonicalize_name(pin.name) for pin in pins}
    assert all(re.fullmatch(r"==[\w.]+", str(pin.specifier)) and pin.url is None for pin in pins)
    assert not [name for name in names if name.startswith(CUDA)]
    missing = {
        name
        for name in needed("mlp-course", "test")
        if name not in names and not name.startswith(CUDA)
    }
    assert missing == {"mlp-course"}


def needed(name: str, *extras: str, seen: set | None = None) -> set[str]:
    """Everything that an installed distribution needs, directly or not, as it says itself."""
    seen = set() if seen is None else seen
    if (name, extras) in seen:
        return set()
    seen.add((name, extras))
    found = {canonicalize_name(name)}
    for text in metadata.requires(name) or []:
        wanted = Requirement(text)
        if wanted.marker is None or any(
            wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)
        ):
            found |= needed(wanted.name, *sorted(wanted.extras), seen=seen)
    return found


def test_conda_hands_over_to_pip(course, project):
    asked = yaml.safe_load((course / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    python, pip, by_pip = asked
    assert pip == "pip" and by_pip == {"pip": ["-c constraints.txt", "-e ."]}
    allowed, wanted = (
        SpecifierSet(python.removeprefix("python")),
        SpecifierSet(project["requires-python"]),
    )
    versions = [f"3.{minor}" for minor in range(8, 20)]
    assert [v for v in versions if v in allowed] == [
        v for v in versions if v in wanted and v < "3.15"
    ]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EROFS, "cannot be written to"),
        (errno.EACCES, "cannot be written to"),
    ],
)
def test_trouble_with_files_is_said_in_words(number, sentence):
    assert sentence in environment.in_words(OSError(number, "x", "/a/file"))
    assert (
        environment.in_words(OSError(errno.EIO, "bad block", "/a/file"))
        == "[Errno 5] bad block: '/a/file'"
    )


def test_no_room_is_noticed_before_anything_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, int(1e9))
    )
    with pytest.raises(environment.SetupError, match="The disk is full"):
        environment.make(tmp_path)
    assert not list(tmp_path.iterdir())


def test_python_without_venv(tmp_path, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ensurepip" else real(name)
    )
    with pytest.raises(environment.SetupError, match="sudo apt install python3-venv"):
        environment.make(tmp_path)


def test_making_the_environment_fails(tmp_path, monkeypatch):
    def create(*arguments, **options):
        raise subprocess.CalledProcessError(
            1, "ensurepip", output=b"OSError: [Errno 28] No space left on device"
        )

    monkeypatch.setattr("venv.create", create)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 0, int(1e11))
    )
    with pytest.raises(environment.SetupError, match="The disk is full"):
        environment.make(tmp_path)


def test_activated_environment(tmp_path, monkeypatch):
    for name in environment.FOREIGN:
        monkeypatch.setenv(name, "elsewhere")
    variables = environment.variables(tmp_path)
    assert not set(environment.FOREIGN) & set(variables)
    assert variables["PATH"].startswith(str(environment.python(tmp_path).parent))


@pytest.fixture
def pretended(tmp_path, monkeypatch) -> list[str]:
    """`prepare` on a folder where making and installing are noted and take no time."""
    done = []
    program = environment.python(tmp_path)

    def make(root):
        done.append("make")
        program.parent.mkdir(parents=True, exist_ok=True)
        program.touch()

    monkeypatch.setattr(environment, "make", make)
    monkeypatch.setattr(
        environment, "install", lambda root, extras: done.append(f"install {extras}")
    )
    monkeypatch.setattr(environment, "_has_pip", lambda root: program.exists())
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text("first")
    environment.prepare(tmp_path)
    assert done == ["make", "install []"]
    done.clear()
    environment.prepare(tmp_path)
    assert done == []
    return done


def test_the_environment_is_made_again_without_its_python(pretended, tmp_path):
    environment.python(tmp_path).unlink()
    environment.prepare(tmp_path)
    assert pretended == ["make", "install []"]


@pytest.mark.parametrize("part", [0, 1])  # the folder was moved, another Python is in its place
def test_the_environment_is_made_again_elsewhere(part, pretended, tmp_path):
    record = tmp_path / ".venv" / "course.json"
    known = json.loads(record.read_text(encoding="utf-8"))
    known["place"][part] += "-before"
    record.write_text(json.dumps(known))
    environment.prepare(tmp_path, "book")
    assert pretended == ["make", "install ['book']"]


def test_extras_stay_when_the_pins_change(pretended, tmp_path):
    environment.prepare(tmp_path, "test")
    (tmp_path / "constraints.txt").write_text("second")
    environment.prepare(tmp_path, "book")
    assert pretended == ["install ['test']", "install ['book', 'test']"]


def test_a_failed_installation_is_not_believed(pretended, tmp_path, monkeypatch):
    def fail(root, extras):
        raise environment.SetupError("no")

    with monkeypatch.context() as patch:
        patch.setattr(environment, "install", fail)
        with pytest.raises(environment.SetupError):
            environment.prepare(tmp_path, "test")
    assert not environment.is_complete(tmp_path) and environment.is_recorded(tmp_path)
    environment.prepare(tmp_path)
    assert pretended == ["install ['test']"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": 1}'])
def test_a_damaged_record_is_no_record(content, pretended, tmp_path):
    (tmp_path / ".venv" / "course.json").write_text(content)
    environment.prepare(tmp_path)
    assert pretended == ["install []"]
