"""The verb `mlp-course data`: list, verify, make and spot-check the reference data."""

import argparse
import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from tqdm import tqdm

from mlp_course import data
from mlp_course.data import shipped
from mlp_course.reference.check import spot_check
from mlp_course.reference.labelling import EngineFailed, EngineMissing, NotConverged
from mlp_course.reference.make import export, make_stages, refused
from mlp_course.reference.plan import read_plan
from mlp_course.reference.runs import files, is_runs, make_runs, read_runs
from mlp_course.reference.snapshots import SamplingFailed
from mlp_course.reference.steps import Step

SCRIPT = "make.py"  # makes a data set that no settings.toml describes


def main(argv: list[str]) -> int:
    """Run `mlp-course data ARGUMENTS`; 0 when all is well, 1 when not, 2 for wrong usage."""
    arguments = _parser().parse_args(argv)
    try:
        return arguments.action(arguments)
    except (EngineMissing, EngineFailed, NotConverged, SamplingFailed, data.DataError) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(
            f"Cannot write: {error}. What was labelled is kept; run the same command again.",
            file=sys.stderr,
        )
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mlp-course data", description=__doc__)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help="which data sets there are").set_defaults(action=_list)
    actions.add_parser("verify", help="compare every shipped file with its checksum").set_defaults(
        action=_verify
    )
    make = actions.add_parser(
        "make", help="make a data set again (hours); resumes where it stopped"
    )
    check = actions.add_parser("check", help="label a few shipped frames again and compare")
    for action in (make, check):
        action.add_argument("name", help="a data set, such as ethanol")
    make.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="frames labelled at the same time"
    )
    make.add_argument("--output", type=Path, help="folder for the result (default: data/NAME/work)")
    make.set_defaults(action=_make)
    check.add_argument("--frames", type=int, default=3)
    check.add_argument("--seed", type=int, default=0)
    check.set_defaults(action=_check)
    return parser


def _list(arguments: argparse.Namespace) -> int:
    for folder in _folders():
        print(f"{folder.name}: {_in_short(folder)}; see {folder}/DATA.md")
    return 0


def _in_short(folder: Path) -> str:
    path = folder / "settings.toml"
    if not path.exists():
        return f"made by its own script, {folder / SCRIPT}"
    if _use(is_runs, path):
        return f"{len(_use(read_runs, path).trajectories())} trajectories"
    plan = _use(read_plan, path)
    return f"{len(plan)} frames, {plan.labelling.level()}"


def _verify(arguments: argparse.Namespace) -> int:
    problems = data.verify()
    print("\n".join(problems) or "Every data file matches its checksum.")
    return 1 if problems else 0


def _make(arguments: argparse.Namespace) -> int:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"  # frames are what is spread over the cores; workers inherit this
    path = _settings(arguments.name)
    work = arguments.output or path.parent / "work"
    made = _make_runs if _use(is_runs, path) else _make_frames
    lines = made(path, work, arguments.jobs)
    print("\n".join(lines))
    print(
        f"Written to {work}; to ship it, copy what is named here, and these lines (SHA256SUMS), to {path.parent}."
    )
    return 0


def _make_frames(path: Path, work: Path, jobs: int) -> list[str]:
    plan = _use(read_plan, path)
    _show(make_stages(plan, work, jobs))
    for (task, frame), reason in refused(work).items():
        print(f"Left out: {task} frame {frame}: {reason}")
    target = work / f"{plan.name}.extxyz.gz"
    return [f"{export(plan, work, target)}  {target.name}"]


def _make_runs(path: Path, work: Path, jobs: int) -> list[str]:
    runs = _use(read_runs, path)
    _show(make_runs(runs, work, jobs))
    return [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}"
        for file in files(runs, work)
    ]


def _check(arguments: argparse.Namespace) -> int:
    path, passed = _settings(arguments.name), True
    if _use(is_runs, path):
        raise data.DataError(
            f"{arguments.name} holds trajectories, which nobody labelled: there is nothing to check."
        )
    plan = _use(read_plan, path)
    for result in spot_check(plan, arguments.frames, np.random.default_rng(arguments.seed)):
        passed &= result.passed
        print(result)
    return 0 if passed else 1


def _settings(name: str) -> Path:
    folder = shipped.FOLDER / name
    if folder not in _folders():
        known = ", ".join(folder.name for folder in _folders())
        raise data.DataError(f"There is no data set {name!r}; there are: {known}.")
    if not (folder / "settings.toml").exists():
        raise data.DataError(f"{name} is made by its own script, {folder / SCRIPT}: run that.")
    return folder / "settings.toml"


def _folders() -> list[Path]:
    """Of every data set that can be made: by its settings or by a script of its own."""
    return sorted(
        {
            path.parent
            for name in ("settings.toml", SCRIPT)
            for path in shipped.FOLDER.glob(f"*/{name}")
        }
    )


def _use(read: Callable, path: Path):
    """What `read` makes of a `settings.toml`; DataError that names the file where something in it is wrong."""
    try:
        return read(path)
    except KeyError as error:
        reason = f"there is no table {error}."
    except (ValueError, TypeError) as error:  # those of tomllib as well
        reason = str(error)
    raise data.DataError(reason if str(path) in reason else f"{path} cannot be used: {reason}")


def _show(steps: Iterator[Step]) -> None:
    with tqdm() as bar:
        for step in steps:
            bar.set_description_str(step.title, refresh=False)
            bar.total, bar.n = step.total, step.done
            bar.refresh()
