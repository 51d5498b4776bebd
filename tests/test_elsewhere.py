"""Binder and development containers.

None of it can be run here, but every file fits the course and its convention.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from mlp_course import cli
from mlp_course.commands import lab
from mlp_course.lessons.copies import servers

BASH = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for Linux")


@pytest.fixture
def container(course) -> dict:
    """devcontainer.json; it has no comments, so that every tool reads it."""
    return json.loads((course / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))


def check(command: list[str]) -> None:
    """Fail unless `command` is a verb of the course with options that it has."""
    words = command[2:] if command[:2] == ["python3", "course.py"] else command[1:]
    assert command[0] in ("python3", "mlp-course") and words[0] in cli.VERBS
    if words[0] == "lab":
        assert lab._parser().parse_known_args(words[1:])[1] == []
    else:
        assert words[1:] == []


@pytest.mark.parametrize(
    "command", ["pip install x", "mlp-course swim", "mlp-course lab --copy", "mlp-course book -x"]
)
def test_a_command_that_there_is_not_is_seen(command):
    with pytest.raises(AssertionError):
        check(shlex.split(command))


def test_pythons_are_allowed(course, container):
    project = tomllib.loads((course / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    binder = re.fullmatch(r"python-(3\.\d+)\n", (course / ".binder" / "runtime.txt").read_text())[1]
    image = re.fullmatch(r"python:(3\.\d+)", container["image"])[1]
    for version in (binder, image):
        assert version in SpecifierSet(project["requires-python"]) and version in SpecifierSet(
            "<3.15"
        )


def test_the_container_sets_the_course_up(course, container):
    for command in container["postCreateCommand"].split("&&"):
        check(shlex.split(command))
    options = lab._parser().parse_args(shlex.split(container["postCreateCommand"])[3:4])
    assert options.copy_only  # or making the container would never end
    [first] = container["customizations"]["codespaces"]["openFiles"]
    assert first == f"my-work/{lab.FIRST}" and (course / "notebooks" / lab.FIRST).exists()
    interpreter = container["customizations"]["vscode"]["settings"]["python.defaultInterpreterPath"]
    assert interpreter == "${containerWorkspaceFolder}/.venv/bin/python"


def test_the_container_says_only_what_the_specification_knows(container):
    known = {
        "name",
        "image",
        "postCreateCommand",
        "forwardPorts",
        "portsAttributes",
        "customizations",
    }
    assert set(container) <= known
    assert set(container["portsAttributes"]) == {str(port) for port in container["forwardPorts"]}


def test_binder_installs_the_pinned_course(course):
    """pip reads -c relative to the file, and -e relative to where it is called, which is the
    course's folder.
    """
    lines = (course / ".binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["-c ../constraints.txt", "-e ."]
    assert (course / ".binder" / ".." / "constraints.txt").is_file()
    assert not (course / "binder").exists()  # there may be one of them only


@BASH
def test_binder_copies_the_lessons_once(course, tmp_path):
    (tmp_path / "mlp-course").write_text(
        f'#!/bin/bash\necho mlp-course "$@" >> "{tmp_path}/said"\nexit $FAILS\n'
    )
    (tmp_path / "mlp-course").chmod(0o755)
    for code in (0, 3):
        path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
        run = subprocess.run(
            [course / ".binder" / "postBuild"], env=os.environ | {"PATH": path, "FAILS": str(code)}
        )
        assert run.returncode == code
    for line in (tmp_path / "said").read_text().splitlines():
        check(line.split())
        assert "--copy-only" in line


@BASH
@pytest.mark.parametrize("before", [{}, {"JUPYTER_CONFIG_PATH": "/elsewhere"}])
def test_binder_starts_with_the_settings_of_validate(course, tmp_path, before):
    own = {
        name: value for name, value in os.environ.items() if name != "JUPYTER_CONFIG_PATH"
    } | before
    command = [course / ".binder" / "start", "bash", "-c", 'echo "$JUPYTER_CONFIG_PATH"; exit 5']
    run = subprocess.run(command, env=own, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 5
    assert run.stdout.strip().split(os.pathsep) == [
        *before.values(),
        str(servers.SETTINGS),
        str(servers.STUDENTS),
    ]


def test_the_weekly_run_forgets_the_pins_and_names_tests_that_exist(course, tmp_path):
    jobs = yaml.safe_load((course / ".github" / "workflows" / "newest.yml").read_text())["jobs"]
    steps = [step.get("run", "") for step in jobs["test"]["steps"]]
    [forget] = [step for step in steps if "constraints.txt" in step]
    (tmp_path / "constraints.txt").write_bytes((course / "constraints.txt").read_bytes())
    subprocess.run(["bash", "-c", forget], cwd=tmp_path, check=True)
    left = (tmp_path / "constraints.txt").read_text()
    assert left.startswith("#") and "torch" not in left
    [test] = [step for step in steps if "course.py test" in step]
    left_out = re.findall(r"--deselect (\S+)::(\w+)", test)
    assert len(left_out) == 2
    for file, name in left_out:
        assert f"def {name}(" in (course / file).read_text(encoding="utf-8")
