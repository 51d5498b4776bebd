"""Running one step of nbgrader from Python."""

import logging
import warnings
from collections.abc import Callable

from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

# nbgrader logs there what it also returns.
logging.getLogger("tornado.application").addHandler(logging.NullHandler())
FULL = ("disk is full", "No space left")


def nbgrader_api(config: Config) -> NbGraderAPI:
    """nbgrader, working as `config` says."""
    folder = CourseDirectory(config=config)
    return NbGraderAPI(folder, config=config)


def run_step(step: Callable[..., dict], *arguments: object, **options: object) -> str:
    """Run a step; returns '' if it worked, else the one line that says what went wrong.

    nbgrader's own warnings are silenced, as they are not the instructor's business. Ctrl-C, which
    nbgrader swallows, is passed on.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = step(*arguments, **options)
    if result["success"]:
        return ""
    said = result.get("error", "").strip()
    traceback = said.splitlines()
    if traceback[-1:] == ["KeyboardInterrupt"]:
        raise KeyboardInterrupt
    return reason(result)


def reason(result: dict) -> str:
    """The line of an nbgrader result that names the error it ran into first."""
    texts = [
        result.get("log", ""),
        result.get("error", ""),
    ]
    lines = []
    for line in "\n".join(texts).splitlines():
        if line.strip():
            lines.append(line.strip())
    errors = [line for line in lines if _names_an_error(line)]
    # A full disk is the reason for whatever failed before.
    for line in errors:
        if any(sign in line for sign in FULL):
            return line
    if errors:
        return errors[0]
    if lines:
        return lines[-1]
    return "nbgrader gave no reason"


def _names_an_error(line: str) -> bool:
    """Whether a line of a traceback or a log is `package.module.SomeError: text`."""
    head = line.partition(":")[0]
    module, _, name = head.rpartition(".")
    if " " in head or module.startswith("nbgrader.conv"):
        return False
    if name.endswith(("Error", "Exception", "Entry")):
        return True
    return bool(module) and name[:1].isupper()
