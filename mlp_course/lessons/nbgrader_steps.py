"""Running one step of nbgrader from Python."""

import logging
import warnings
from collections.abc import Callable

from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

logging.getLogger("tornado.application").addHandler(
    logging.NullHandler()
)  # nbgrader's; what it says is returned, too
FULL = ("disk is full", "No space left")


def nbgrader_api(config: Config) -> NbGraderAPI:
    """nbgrader, working as `config` says."""
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def run_step(step: Callable[..., dict], *arguments: object, **options: object) -> str:
    """Run a step; returns '' if it worked, else the one line that says what went wrong.

    nbgrader's own warnings are not the instructor's business, and Ctrl-C, which it swallows, is passed on.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = step(*arguments, **options)
    if result["success"]:
        return ""
    if result.get("error", "").strip().splitlines()[-1:] == ["KeyboardInterrupt"]:
        raise KeyboardInterrupt
    return reason(result)


def reason(result: dict) -> str:
    """The line of an nbgrader result that names the error it ran into first."""
    text = "\n".join([result.get("log", ""), result.get("error", "")])
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if _names_an_error(line)]
    errors.sort(
        key=lambda line: not any(sign in line for sign in FULL)
    )  # the reason for whatever failed before
    return errors[0] if errors else (lines or ["nbgrader gave no reason"])[-1]


def _names_an_error(line: str) -> bool:
    head = line.partition(":")[0]
    module, _, name = head.rpartition(".")
    is_name = " " not in head and (
        name.endswith(("Error", "Exception", "Entry")) or (module and name[:1].isupper())
    )
    return bool(is_name) and not module.startswith("nbgrader.conv")
