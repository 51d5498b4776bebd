"""A course of a few lines beside the real course.py.

Pip installs it for real, in seconds and without a network.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from helpers import ROOT as COURSE

ROOMS = (
    "__init__",
    "cli",
    "files",
    "printing",
    "spelling",
    "commands/__init__",
    "commands/arguments",
)
SETUP = ("__init__", "causes", "environment", "pip_line", "record", "share", "uv")
REAL = (
    "course.py",
    *(f"mlp_course/{name}.py" for name in ROOMS),
    *(f"mlp_course/setup/{name}.py" for name in SETUP),
)
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "mlp-course"
version = "0.1"
[project.optional-dependencies]
test = ["tiny"]
"""
BACKEND = """
import os, pathlib, time, zipfile

def get_requires_for_build_editable(config_settings=None):
    return []

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    time.sleep(float(os.environ.get("SLOW_BUILD", "0")))
    if os.environ.get("BROKEN_BUILD"):
        raise OSError(os.environ["BROKEN_BUILD"])
    needs = "Provides-Extra: test\\nRequires-Dist: tiny; extra == 'test'\\n"
    files = {"mlp_course_here.pth": os.getcwd() + "\\n"}
    return wheel(wheel_directory, "mlp_course", "0.1", files, needs)

def wheel(folder, name, version, files, needs=""):
    info = f"{name}-{version}.dist-info"
    path = pathlib.Path(folder) / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in files.items():
            archive.writestr(member, text)
        about = f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n{needs}"
        archive.writestr(f"{info}/METADATA", about)
        kind = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
        archive.writestr(f"{info}/WHEEL", kind)
        archive.writestr(f"{info}/RECORD", "")
    return path.name
"""
VERB = """
import os, sys

def main(argv):
    first = os.environ["PATH"].split(os.pathsep)[0]
    print(sys.prefix, os.environ["VIRTUAL_ENV"], first, *argv, sep="\\n")
    return int(argv[0]) if argv else 0
"""


class SmallCourse:
    """A folder with the real bootstrap, a verb that tells what it was given, and one package to
    install.
    """

    def __init__(self, folder: Path):
        self.root = folder
        for name in REAL:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(COURSE / name, folder / name)
        for verb in ("lab", "test"):
            path = folder / "mlp_course" / "commands" / f"{verb}.py"
            path.write_text(VERB, encoding="utf-8")
        (folder / "pyproject.toml").write_text(PROJECT)
        (folder / "backend.py").write_text(BACKEND)
        (folder / "constraints.txt").write_text("tiny==1.0\n")
        self.shop = folder / "shop"
        self.shop.mkdir()
        scope: dict = {}
        exec(BACKEND, scope)
        for version in ("1.0", "2.0"):
            scope["wheel"](self.shop, "tiny", version, {"tiny.py": f"version = '{version}'"})

    def call(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
        """Run course.py to its end; what it prints is kept as text."""
        return subprocess.run(**self._call(arguments, variables), capture_output=True, timeout=600)

    def begin(self, *arguments: str, **variables: str) -> subprocess.Popen:
        """Start course.py in a group of its own and return at once."""
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(**self._call(arguments, variables), **pipes, start_new_session=True)

    def _call(self, arguments: tuple[str, ...], variables: dict[str, str]) -> dict:
        command = [sys.executable, str(self.root / "course.py"), *arguments]
        offline = {
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": self.shop.as_uri(),
            "PIP_CONFIG_FILE": os.devnull,
            "PYTHONUTF8": "1",
        }
        return {
            "args": command,
            "env": {**os.environ, **offline, **variables},
            "encoding": "utf-8",
            "cwd": self.root.parent,
        }

    @property
    def log(self) -> Path:
        """What pip said last; a new file for every installation."""
        return self.root / ".venv" / "install.log"

    def is_finished(self) -> bool:
        """Whether the record of the installation has been finished."""
        return '"key"' in (self.root / ".venv" / "course.json").read_text(encoding="utf-8")

    def packages(self) -> set[str]:
        """Names and versions of what is installed."""
        found = (self.root / ".venv").rglob("site-packages/*.dist-info")
        return {path.name.removesuffix(".dist-info") for path in found}
