"""What CI runs: it brings a browser and bubblewrap where it can, says so in a line, and never fails
without them.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt is Debian's")
PROGRAMS = ("bash", "cp", "dirname", "env", "id", "sh", "timeout", "touch")
APT = """#!/bin/sh
cd "$(dirname "$0")"
case "$*" in
*update*) touch updated ;;
*install*) [ -e updated ] || exit 100 # as on a machine that has no lists of packages yet
    [ -e empty ] && exit 100
    for package in "$@"; do
        case $package in chromium) cp sh chromium ;; bubblewrap) cp sh bwrap ;; esac
    done ;;
esac"""


class Machine:
    """A folder with a course that only says that its tests run, and the few programs that the
    script finds.
    """

    def __init__(self, folder: Path, script: Path) -> None:
        self.course, self.programs = folder / "course", folder / "bin"
        (self.course / ".ci").mkdir(parents=True)
        self.programs.mkdir()
        shutil.copy(script, self.course / ".ci" / "run")
        (self.course / "course.py").write_text(
            "import sys; print('tests run with', sys.argv[1:]); sys.exit(7)"
        )
        for name in PROGRAMS:
            (self.programs / name).symlink_to(shutil.which(name))
        self.add("python3", f'#!/bin/sh\nexec "{sys.executable}" "$@"')

    def add(self, name: str, text: str) -> None:
        """Another program; the one that was linked stays as it is."""
        (self.programs / name).unlink(missing_ok=True)
        (self.programs / name).write_text(text)
        (self.programs / name).chmod(0o755)

    def run(self) -> list[str]:
        """What the script says; its exit code must be that of the tests."""
        command = [self.course / ".ci" / "run", "--jobs", "2"]
        done = subprocess.run(
            command, env={"PATH": str(self.programs)}, capture_output=True, text=True, timeout=600
        )
        assert done.returncode == 7 and done.stderr == ""
        *said, last = done.stdout.splitlines()
        assert last == "tests run with ['test', '--jobs', '2']"
        return said


@pytest.fixture
def machine(tmp_path, course) -> Machine:
    """With apt, neither browser nor bubblewrap; to be root is not needed: sudo asks nothing."""
    machine = Machine(tmp_path, course / ".ci" / "run")
    machine.add("apt-get", APT)
    machine.add("sudo", '#!/bin/sh\n[ "$1" = -n ] && shift && exec "$@"')
    return machine


def test_what_is_missing_is_installed_once(machine):
    assert machine.run() == ["Installed for the tests: chromium bubblewrap"]
    assert machine.run() == []


def test_only_what_is_missing_is_installed(machine):
    machine.add("google-chrome", "#!/bin/sh")
    assert machine.run() == ["Installed for the tests: bubblewrap"]


@pytest.mark.parametrize("lack", ["apt", "packages", "root"])
def test_what_cannot_be_installed_is_said_and_the_tests_run(machine, lack):
    if lack == "apt":
        (machine.programs / "apt-get").unlink()
    elif lack == "packages":
        (machine.programs / "empty").touch()
    else:
        machine.add("id", "#!/bin/sh\necho 1000")
        machine.add("sudo", "#!/bin/sh\nexit 1")
    assert machine.run() == [
        "Not installed, so the tests that need it are skipped: chromium bubblewrap"
    ]


def test_not_being_root_sudo_helps(machine):
    machine.add("id", "#!/bin/sh\necho 1000")
    assert machine.run() == ["Installed for the tests: chromium bubblewrap"]


def test_nothing_is_said_where_all_is_there(machine):
    for name in ("chromium", "bwrap"):
        machine.add(name, "#!/bin/sh")
    assert machine.run() == []
    assert not (machine.programs / "updated").exists() and os.access(
        machine.course / ".ci" / "run", os.X_OK
    )
