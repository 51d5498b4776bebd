"""Checks of this Python and of the packages in it, against what pyproject.toml asks for."""

import subprocess
import sys
import tomllib
from collections.abc import Iterator

from mlp_course.files import COURSE
from mlp_course.setup import environment
from mlp_course.setup.finding import AFRESH, INSTALL, Finding, version_of

EXTRAS = {  # what it is for, and the verb that installs it
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
        yield Finding("bad", f"The course is not installed yet in {sys.prefix}.", INSTALL)
    elif environment.is_recorded(COURSE) and not environment.is_complete(COURSE):
        yield Finding("bad", "The environment is unfinished or out of date.", INSTALL)
    else:
        yield Finding("good", f"This is Python {sys.version.split()[0]} in {sys.prefix}.")


def check_required() -> Iterator[Finding]:
    """What every lesson needs."""
    yield from _compared(_project()["dependencies"], "bad", "", INSTALL)


def check_optional() -> Iterator[Finding]:
    """What only some verbs need."""
    for extra, wanted in _project()["optional-dependencies"].items():
        purpose, verb = EXTRAS[extra]
        yield from _compared(
            wanted, "optional", f" (only for {purpose})", f"run  python3 course.py {verb}"
        )


def check_consistency() -> Iterator[Finding]:
    """Whether the packages have in turn what they need."""
    checked = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, timeout=300
    )
    for line in checked.stdout.splitlines() if checked.returncode else ():
        yield Finding("bad", line, AFRESH)
    yield Finding("good", "The packages were compared with what they need.")


def check_imports() -> Iterator[Finding]:
    """Whether the packages can really be imported, one after the other in a fresh process."""
    left = [name for name in IMPORTED if version_of(name)]
    while left:
        ran = subprocess.run(
            [sys.executable, "-c", IMPORT_EACH, *left], capture_output=True, text=True, timeout=300
        )
        if ran.returncode == 0:
            yield Finding("good", f"{', '.join(left)} can be imported.")
            return
        tried = [name for name in ran.stdout.split() if name in left]
        if not tried:
            raise RuntimeError(f"{sys.executable} does not start: {ran.stderr.strip()[-200:]}")
        why = (ran.stderr.strip().splitlines() or [f"it ended with code {ran.returncode}"])[-1]
        yield Finding("bad", f"The package {tried[-1]} is broken: {why}.", AFRESH)
        left = left[len(tried) :]


def _project() -> dict:
    return tomllib.loads((COURSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _compared(wanted: list[str], state: str, why: str, mend: str) -> Iterator[Finding]:
    try:
        from packaging.requirements import Requirement
    except ImportError:  # every pip brings one along
        from pip._vendor.packaging.requirements import Requirement

    missing = []
    for requirement in map(Requirement, wanted):
        if requirement.name == "mlp-course" or (
            requirement.marker and not requirement.marker.evaluate()
        ):
            continue
        version = version_of(requirement.name)
        if not version:
            missing.append(requirement.name)
        elif requirement.specifier.contains(version, prereleases=True):
            yield Finding("good", f"{requirement.name} {version}")
        else:
            yield Finding(
                state,
                f"{requirement.name} is {version}, but {requirement.specifier} is needed{why}.",
                mend,
            )
    if missing:
        yield Finding(state, f"Missing: {', '.join(missing)}{why}.", mend)
