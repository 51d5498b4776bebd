"""The verb `mlp-course data`: list, verify, make and spot-check the reference data."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tqdm import tqdm

from mlp_course import data
from mlp_course.reference.check import spot_check
from mlp_course.reference.labelling import EngineMissing, NotConverged
from mlp_course.reference.make import Step, export, make_stages, refused
from mlp_course.reference.plan import Plan, read_plan


def main(argv: list[str]) -> int:
    """Run `mlp-course data ARGUMENTS`; 0 when all is well, 1 when not, 2 for wrong usage."""
    arguments = _parser().parse_args(argv)
    try:
        return arguments.action(arguments)
    except (EngineMissing, NotConverged, data.DataError) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"Cannot write: {error}. What was labelled is kept; run the same command again.", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mlp-course data", description=__doc__)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help="which data sets there are").set_defaults(action=_list)
    actions.add_parser("verify", help="compare every shipped file with its checksum").set_defaults(action=_verify)
    make = actions.add_parser("make", help="make a data set again (hours); resumes where it stopped")
    check = actions.add_parser("check", help="label a few shipped frames again and compare")
    for action in (make, check):
        action.add_argument("name", help="a data set, such as ethanol")
    make.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="frames labelled at the same time")
    make.add_argument("--output", type=Path, help="folder for the result (default: data/NAME/work)")
    make.set_defaults(action=_make)
    check.add_argument("--frames", type=int, default=3)
    check.add_argument("--seed", type=int, default=0)
    check.set_defaults(action=_check)
    return parser


def _list(arguments: argparse.Namespace) -> int:
    for path in sorted(data.FOLDER.glob("*/settings.toml")):
        plan = read_plan(path)
        print(f"{plan.name}: {len(plan)} frames, {plan.labelling.level()}; see {path.parent}/DATA.md")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    problems = data.verify()
    print("\n".join(problems) or "Every data file matches its checksum.")
    return 1 if problems else 0


def _make(arguments: argparse.Namespace) -> int:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"  # frames are what is spread over the cores; workers inherit this
    plan = _plan(arguments.name)
    work = arguments.output or data.FOLDER / plan.name / "work"
    _show(make_stages(plan, work, arguments.jobs))
    for (task, frame), reason in refused(work).items():
        print(f"Left out: {task} frame {frame}: {reason}")
    target = work / f"{plan.name}.extxyz.gz"
    print(f"{export(plan, work, target)}  {target.name}")
    print(f"Written to {target}; to ship it, copy it and this line (SHA256SUMS) to {data.FOLDER / plan.name}.")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    plan, passed = _plan(arguments.name), True
    for result in spot_check(plan, arguments.frames, np.random.default_rng(arguments.seed)):
        passed &= result.passed
        print(
            f"{result.trajectory} frame {result.frame}: energy differs by {result.energy_error:.1e} eV, "
            f"forces by {result.force_error:.1e} eV/Å: {'agrees' if result.passed else 'DIFFERS'}"
        )
    return 0 if passed else 1


def _plan(name: str) -> Plan:
    path = data.FOLDER / name / "settings.toml"
    if not path.exists():
        known = ", ".join(sorted(p.parent.name for p in data.FOLDER.glob("*/settings.toml")))
        raise data.DataError(f"There is no data set {name!r}; there are: {known}.")
    return read_plan(path)


def _show(steps: Iterator[Step]) -> None:
    with tqdm() as bar:
        for step in steps:
            bar.set_description_str(step.title, refresh=False)
            bar.total, bar.n = step.total, step.done
            bar.refresh()
