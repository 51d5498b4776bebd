"""Checks of this Python and of the packages in it, against what pyproject.toml asks for."""

import subprocess
import sys
import tomllib
from collections.abc import Iterator

from mlp_course.files import COURSE
from mlp_course.setup import environment
from mlp_course.setup.finding import AFRESH, INSTALL, Finding, version_of

# extra -> what it is for, and the verb that installs it
EXTRAS = {
    "test": ("running the tests", "test"),
    "book": ("building the web pages", "book"),
    "reference": ("making reference data", "data"),
    "cluster": ("grading on a cluster", "test"),
}
IMPORTED = (
    "numpy",
    "scipy",
    "matplotlib",
    "torch",
    "ase",
    "vesin",
    "dscribe",
    "ipykernel",
    "jupyterlab",
    "nbgrader",
)
IMPORT_EACH = """
import importlib, sys
for name in sys.argv[1:]:
    print(name, flush=True)
    importlib.import_module(name)
"""


def is_installed() -> bool:
    """Whether the course was ever installed into this Python, however badly."""
    return any(map(version_of, IMPORTED[3:]))


def check_python() -> Iterator[Finding]:
    """The Python this is, and whether the course's installation in it was finished."""
    if not is_installed():
        said = f"The course is not installed yet in {sys.prefix}."
        yield Finding("bad", said, INSTALL)
    elif environment.is_recorded(COURSE) and not environment.is_complete(COURSE):
        yield Finding("bad", "The environment is unfinished or out of date.", INSTALL)
    else:
        version = sys.version.split()[0]
        yield Finding("good", f"This is Python {version} in {sys.prefix}.")


def check_required() -> Iterator[Finding]:
    """What every lesson needs."""
    yield from _compared(_project()["dependencies"], "bad", "", INSTALL)


def check_optional() -> Iterator[Finding]:
    """What only some verbs need."""
    for extra, wanted in _project()["optional-dependencies"].items():
        purpose, verb = EXTRAS[extra]
        why = f" (only for {purpose})"
        mend = f"run  python3 course.py {verb}"
        yield from _compared(wanted, "optional", why, mend)


def check_consistency() -> Iterator[Finding]:
    """Whether the packages have in turn what they need."""
    checked = _python("-m", "pip", "check")
    if checked.returncode != 0:
        for line in checked.stdout.splitlines():
            yield Finding("bad", line, AFRESH)
    yield Finding("good", "The packages were compared with what they need.")


def check_imports() -> Iterator[Finding]:
    """Whether the packages can really be imported, one after the other in a fresh process."""
    left = [name for name in IMPORTED if version_of(name)]
    while left:
        ran = _python("-c", IMPORT_EACH, *left)
        if ran.returncode == 0:
            names = ", ".join(left)
            yield Finding("good", f"{names} can be imported.")
            return

        # The last name it said is that of the package at which it stopped.
        errors = ran.stderr.strip()
        tried = [name for name in ran.stdout.split() if name in left]
        if not tried:
            end = errors[-200:]
            raise RuntimeError(f"{sys.executable} does not start: {end}")
        why = f"it ended with code {ran.returncode}"
        if errors:
            why = errors.splitlines()[-1]
        yield Finding("bad", f"The package {tried[-1]} is broken: {why}.", AFRESH)
        left = left[len(tried) :]


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this Python once more, with `arguments`."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def _project() -> dict:
    """What pyproject.toml says of the course."""
    text = (COURSE / "pyproject.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["project"]


def _compared(wanted: list[str], state: str, why: str, mend: str) -> Iterator[Finding]:
    """A finding for each package that is there, and one for all that are missing."""
    try:
        from packaging.requirements import Requirement
    except ImportError:  # every pip brings one along
        # the same class, under the name that pip gives it
        from pip._vendor.packaging.requirements import (  # type: ignore[assignment]
            Requirement,
        )

    missing = []
    for requirement in map(Requirement, wanted):
        # A marker says on which machines a package is needed.
        marker = requirement.marker
        elsewhere = marker is not None and not marker.evaluate()
        if requirement.name == "mlp-course" or elsewhere:
            continue
        version = version_of(requirement.name)
        if not version:
            missing.append(requirement.name)
        elif requirement.specifier.contains(version, prereleases=True):
            yield Finding("good", f"{requirement.name} {version}")
        else:
            said = f"{requirement.name} is {version}, but {requirement.specifier} is needed{why}."
            yield Finding(state, said, mend)
    if missing:
        names = ", ".join(missing)
        yield Finding(state, f"Missing: {names}{why}.", mend)
