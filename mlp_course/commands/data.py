"""`mlp-course data`: list, verify, make and spot-check the reference data."""

import argparse
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from mlp_course import data
from mlp_course.commands.arguments import (
    DONE,
    FAILED,
    NOT_BEGUN,
    complain,
    parser_of,
    positive,
    whole,
)
from mlp_course.data import shipped
from mlp_course.reference.check import spot_check
from mlp_course.reference.labelling import EngineFailed, EngineMissing, NotConverged
from mlp_course.reference.make import export, make_stages, refused
from mlp_course.reference.plan import read_plan
from mlp_course.reference.runs import files, is_runs, make_runs, read_runs
from mlp_course.reference.snapshots import SamplingFailed
from mlp_course.reference.steps import Step
from mlp_course.spelling import not_there

SETTINGS = "settings.toml"
SCRIPT = "make.py"  # makes a data set that no settings describe
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class NoSuchData(data.DataError):
    """A data set that somebody named is not there."""


def main(argv: list[str]) -> int:
    """Run `mlp-course data ARGUMENTS`; returns the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        return arguments.action(arguments)
    except NoSuchData as error:
        complain([error])
        return NOT_BEGUN
    except (EngineMissing, EngineFailed, NotConverged, SamplingFailed, data.DataError) as error:
        complain([error])
    except OSError as error:
        complain([f"Cannot write: {error}. What was labelled is kept; run the same command again."])
    return FAILED


def _parser() -> argparse.ArgumentParser:
    """What `mlp-course data` understands: one action each."""
    parser = parser_of("data", "List, verify, make and spot-check the reference data.")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    known = actions.add_parser(
        "list",
        help="which data sets there are",
    )
    known.set_defaults(action=_list)
    verify = actions.add_parser(
        "verify",
        help="compare every shipped file with its checksum",
    )
    verify.set_defaults(action=_verify)
    make = actions.add_parser(
        "make",
        help="make a data set again (hours); resumes where it stopped",
    )
    make.set_defaults(action=_make)
    check = actions.add_parser(
        "check",
        help="label a few shipped frames again and compare",
    )
    check.set_defaults(action=_check)
    _add_arguments(make, check)
    return parser


def _add_arguments(make: argparse.ArgumentParser, check: argparse.ArgumentParser) -> None:
    """What the two actions on one data set are told."""
    for action in (make, check):
        action.add_argument("name", help="a data set, such as ethanol")
    make.add_argument(
        "--jobs",
        type=positive,
        default=os.cpu_count() or 1,
        help="frames labelled at the same time",
    )
    make.add_argument(
        "--output",
        type=Path,
        help="folder for the result (default: data/NAME/work)",
    )
    check.add_argument("--frames", type=positive, default=3, help="how many (3)")
    check.add_argument("--seed", type=whole, default=0, help="which ones (0)")


def _list(arguments: argparse.Namespace) -> int:
    """Name every data set."""
    for folder in _folders():
        print(f"{folder.name}: {_in_short(folder)}; see {folder}/DATA.md")
    return DONE


def _in_short(folder: Path) -> str:
    """How many frames or trajectories a data set has, and how it is made."""
    path = folder / SETTINGS
    if not path.exists():
        return f"made by its own script, {folder / SCRIPT}"
    if _use(is_runs, path):
        runs = _use(read_runs, path)
        return f"{len(runs.trajectories())} trajectories"
    plan = _use(read_plan, path)
    return f"{len(plan)} frames, {plan.labelling.level()}"


def _verify(arguments: argparse.Namespace) -> int:
    """Compare all that is shipped with its checksums."""
    problems = data.verify()
    if problems:
        print("\n".join(problems))
        return FAILED
    print("Every data file matches its checksum.")
    return DONE


def _make(arguments: argparse.Namespace) -> int:
    """Make one data set."""
    # Frames are what is spread over the cores; workers inherit this.
    for name in THREADS:
        os.environ[name] = "1"
    path = _settings(arguments.name)
    work = arguments.output or path.parent / "work"
    made = _make_runs if _use(is_runs, path) else _make_frames
    lines = made(path, work, arguments.jobs)
    print("\n".join(lines))
    print(
        f"Written to {work}; to ship it, copy what is named here, "
        f"and these lines (SHA256SUMS), to {path.parent}."
    )
    return DONE


def _make_frames(path: Path, work: Path, jobs: int) -> list[str]:
    """Label the frames of a plan; a checksum and a name for the file of them."""
    plan = _use(read_plan, path)
    _show(make_stages(plan, work, jobs))
    for (task, frame), reason in refused(work).items():
        print(f"Left out: {task} frame {frame}: {reason}")
    target = work / f"{plan.name}.extxyz.gz"
    checksum = export(plan, work, target)
    return [f"{checksum}  {target.name}"]


def _make_runs(path: Path, work: Path, jobs: int) -> list[str]:
    """Run trajectories; a checksum and a name for each of their files."""
    runs = _use(read_runs, path)
    _show(make_runs(runs, work, jobs))
    lines = []
    for file in files(runs, work):
        checksum = hashlib.sha256(file.read_bytes()).hexdigest()
        lines.append(f"{checksum}  {file.name}")
    return lines


def _check(arguments: argparse.Namespace) -> int:
    """Label a few shipped frames of one data set again."""
    path = _settings(arguments.name)
    if _use(is_runs, path):
        raise data.DataError(
            f"{arguments.name} holds trajectories, which nobody labelled: "
            "there is nothing to check."
        )
    plan = _use(read_plan, path)
    rng = np.random.default_rng(arguments.seed)
    code = DONE
    for result in spot_check(plan, arguments.frames, rng):
        print(result)
        if not result.passed:
            code = FAILED
    return code


def _settings(name: str) -> Path:
    """The settings of a data set; DataError where there are none."""
    folder = shipped.FOLDER / name
    folders = _folders()
    if folder not in folders:
        known = [other.name for other in folders]
        raise NoSuchData(not_there("data set", name, known))
    path = folder / SETTINGS
    if not path.exists():
        raise data.DataError(f"{name} is made by its own script, {folder / SCRIPT}: run that.")
    return path


def _folders() -> list[Path]:
    """Of every data set that can be made: by its settings or by a script of its own."""
    described = shipped.FOLDER.glob(f"*/{SETTINGS}")
    scripted = shipped.FOLDER.glob(f"*/{SCRIPT}")
    return sorted({path.parent for path in (*described, *scripted)})


def _use(read: Callable, path: Path) -> Any:
    """What `read` makes of the settings in `path`.

    Raises DataError, which names the file, where something in it is wrong.
    """
    try:
        return read(path)
    except KeyError as error:
        reason = f"there is no table {error}."
    # those of tomllib as well
    except (ValueError, TypeError) as error:
        reason = str(error)
    if str(path) not in reason:
        reason = f"{path} cannot be used: {reason}"
    raise data.DataError(reason)


def _show(steps: Iterator[Step]) -> None:
    """A progress bar, as long as there is something to do."""
    with tqdm() as bar:
        for step in steps:
            bar.set_description_str(step.title, refresh=False)
            bar.total = step.total
            bar.n = step.done
            bar.refresh()
