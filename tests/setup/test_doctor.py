"""The doctor: each thing that can be wrong is made wrong, and is found and told with what to do."""

import json
import os
import shutil
import subprocess
import sys
from importlib import metadata

import pytest

from mlp_course import data
from mlp_course.commands import doctor
from mlp_course.data import shipped as shipped_data
from mlp_course.setup import environment, jupyter, machine, packages
from mlp_course.setup.finding import AFRESH, INSTALL, Finding


def not_good(findings) -> list[Finding]:
    """What a check found that is not well."""
    return [finding for finding in findings if finding.state != "good"]


def test_a_healthy_installation(capsys, monkeypatch):
    monkeypatch.delenv("PYTHONPATH")  # with which tests keep off the network
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable), prepend=os.pathsep)
    assert doctor.main(["--json"]) == 0
    findings = json.loads(capsys.readouterr().out)
    assert (
        len(findings) > 20 and [finding for finding in findings if finding["state"] == "bad"] == []
    )


def test_what_is_found_is_told_with_its_mending(capsys, monkeypatch):
    def check():
        yield Finding("good", "one")
        yield Finding("optional", "Two is missing.", "run  two")
        yield Finding("bad", "Three is missing.", "run  three")

    monkeypatch.setattr(doctor, "ALWAYS", (check,))
    monkeypatch.setattr(doctor, "ONCE_INSTALLED", ())
    assert doctor.main([]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "- Two is missing.",
        "    run  two",
        "! Three is missing.",
        "    run  three",
        "1 to mend (marked !); 3 things were looked at.",
    ]
    monkeypatch.setattr(doctor, "ALWAYS", (lambda: list(check())[:2],))
    assert doctor.main([]) == 0


def test_a_check_that_fails_is_a_finding_and_the_others_go_on(monkeypatch):
    def broken():
        raise ValueError("no sense")

    def missing():
        raise ModuleNotFoundError(name="psutil")

    monkeypatch.setattr(doctor, "ALWAYS", (broken, missing, lambda: [Finding("good", "last")]))
    monkeypatch.setattr(doctor, "ONCE_INSTALLED", ())
    first, second, last = doctor.examine()
    assert "ValueError: no sense" in first.said and first.state == "bad"
    assert (
        second == Finding("bad", "The package psutil is missing.", INSTALL) and last.said == "last"
    )


def test_nothing_installed_is_one_finding(monkeypatch):
    monkeypatch.setattr(packages, "version_of", lambda name: "")
    monkeypatch.setattr(doctor, "ALWAYS", (packages.check_python,))
    [finding] = doctor.examine()
    assert "not installed yet" in finding.said and finding.mend == INSTALL


def test_it_speaks_in_a_python_with_nothing_installed(course, tmp_path):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"], check=True)
    done = subprocess.run(
        [environment.python(tmp_path), "-m", "mlp_course.cli", "doctor"],
        cwd=course,
        capture_output=True,
        text=True,
    )
    assert (
        done.returncode == 1
        and "The course is not installed yet" in done.stdout
        and INSTALL in done.stdout
    )


def test_an_unfinished_installation(monkeypatch):
    monkeypatch.setattr(environment, "is_recorded", lambda root: True)
    monkeypatch.setattr(environment, "is_complete", lambda root: False)
    assert not_good(packages.check_python()) == [
        Finding("bad", "The environment is unfinished or out of date.", INSTALL)
    ]


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ("", "Missing: torch."),
        ("1.9", "torch is 1.9, but <3,>=2.6 is needed."),
        ("3.0.1", "torch is 3.0.1, but"),
    ],
)
def test_a_package_missing_or_out_of_range(version, sentence, monkeypatch):
    real = packages.version_of
    monkeypatch.setattr(
        packages, "version_of", lambda name: version if name == "torch" else real(name)
    )
    [finding] = not_good(packages.check_required())
    assert finding.state == "bad" and finding.said.startswith(sentence) and finding.mend == INSTALL


def test_what_only_some_need_is_optional(monkeypatch):
    real = packages.version_of
    monkeypatch.setattr(
        packages, "version_of", lambda name: "" if name in ("nbval", "pytest") else real(name)
    )
    assert not_good(packages.check_optional()) == [
        Finding(
            "optional",
            "Missing: nbval, pytest (only for running the tests).",
            "run  python3 course.py test",
        )
    ]


def test_every_extra_has_a_purpose():
    assert set(packages.EXTRAS) == set(packages._project()["optional-dependencies"])


def test_packages_that_do_not_fit_together(monkeypatch):
    said = "dscribe 2.1.2 requires sparse, which is not installed."
    monkeypatch.setattr(
        subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 1, said + "\n", "")
    )
    assert not_good(packages.check_consistency()) == [Finding("bad", said, AFRESH)]


def test_a_package_that_cannot_be_imported(tmp_path, monkeypatch):
    (tmp_path / "vesin.py").write_text(
        "raise OSError('libvesin.so: cannot open shared object file')"
    )
    (tmp_path / "ase.py").write_text(
        "import os\nos._exit(139)"
    )  # as a crash in compiled code would
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(packages, "IMPORTED", ("numpy", "ase", "vesin", "tqdm"))
    monkeypatch.setattr(packages, "version_of", metadata.version)
    crashed, broken = not_good(packages.check_imports())
    assert crashed.said == "The package ase is broken: it ended with code 139."
    assert (
        broken.said
        == "The package vesin is broken: OSError: libvesin.so: cannot open shared object file."
    )


def test_a_kernel_of_another_python(tmp_path, monkeypatch):
    folder = tmp_path / "kernels" / "python3"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(
        json.dumps({"argv": ["/opt/other/bin/python"], "display_name": "Python 3"})
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    [finding] = not_good(jupyter.check_kernel())
    assert "/opt/other/bin/python" in finding.said and finding.mend == f"delete the folder {folder}"


def test_the_validate_button_switched_off(tmp_path, monkeypatch):
    off = {"ServerApp": {"jpserver_extensions": {jupyter.VALIDATE: False}}}
    (tmp_path / "jupyter_server_config.json").write_text(json.dumps(off))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path))
    [finding] = not_good(jupyter.check_validate_button())
    assert "Validate button" in finding.said and finding.mend.endswith(f"enable {jupyter.VALIDATE}")


def test_damaged_data(tmp_path, monkeypatch):
    for path in data.FOLDER.glob("*/*"):
        if path.is_file():
            (tmp_path / path.parent.name).mkdir(exist_ok=True)
            shutil.copy(path, tmp_path / path.parent.name)
    monkeypatch.setattr(shipped_data, "FOLDER", tmp_path)
    assert not_good(machine.check_data()) == []
    damaged = next(tmp_path.glob("*/*.gz"))
    damaged.write_bytes(damaged.read_bytes()[:-1])
    [finding] = not_good(machine.check_data())
    assert finding.state == "bad" and damaged.parent.name in finding.said


def test_folders_without_room_or_rights(monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "_can_write", lambda folder: False)
    states = [finding.state for finding in machine.check_folders()]
    assert states == ["bad", "optional", "bad"]
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(1, 1, 4e8))
    assert all(
        "Only 0.4 GB of disk are free" in finding.said for finding in machine.check_folders()
    )


def test_writing_is_tried(tmp_path):
    assert machine._can_write(tmp_path) and not machine._can_write(tmp_path / "gone")


def test_little_memory(monkeypatch):
    import psutil

    monkeypatch.setattr(psutil, "virtual_memory", lambda: type("Memory", (), {"available": 5e8}))
    assert not_good(machine.check_memory()) == [
        Finding("optional", "0.5 GB of memory are free.", "close other programs")
    ]


def test_other_installations_mixed_in(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/opt/ros")
    monkeypatch.setenv("PATH", "/nowhere")
    mixed, alembic = machine.check_mixing()
    assert mixed.state == "bad" and "PYTHONPATH is set" in mixed.said and "/opt/ros" in mixed.said
    assert alembic.state == "optional" and "alembic" in alembic.said
