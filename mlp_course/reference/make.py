"""Make a data set: sample every task, label every frame, and survive being killed at any moment.

1. Each task's structures go to one file under `work/`, written whole or not at all.
2. Each labelled frame is one row of an ASE database under `work/`, committed as it comes.
3. The finished database is exported as compressed extended xyz with a checksum.

Run again after an interruption, it does only what is missing.
"""

import gzip
import hashlib
import io
import itertools
from collections.abc import Iterator
from pathlib import Path

import ase
import numpy as np
from ase.db import connect
from ase.io import read, write

from mlp_course.data import DataError, from_atoms
from mlp_course.files import replacing, write_whole
from mlp_course.reference.labelling import NotConverged, as_settings, label
from mlp_course.reference.learned import teach
from mlp_course.reference.parallel import Step, parallel
from mlp_course.reference.plan import Plan, Task


def make_stages(plan: Plan, work: Path, jobs: int = 1) -> Iterator[Step]:
    """Sample and label what is missing, stage after stage, in eV and eV/Å; yields a Step after every task and frame.

    Workers only compute: this process alone writes the database, one transaction a frame. Raises
    DataError if frames in `work` were labelled with other settings.
    """
    work.mkdir(parents=True, exist_ok=True)
    with connect(database(work)) as db:
        _keep_to_one_level(db, plan)
    for stage in plan.stages():
        yield from _sample_tasks(plan, stage, work, jobs)
        yield from _label_frames(plan, stage, work, jobs)


def _sample_tasks(plan: Plan, stage: list[int], work: Path, jobs: int) -> Iterator[Step]:
    missing = [t for t in stage if not _task_file(plan, work, t).exists()]
    done = len(stage) - len(missing)
    yield Step("sampling", done, len(stage))
    learned = _learned_so_far(plan, stage, work) if missing and plan.learns(stage) else None
    for _ in parallel(_sample_task, [(plan, work, t, learned) for t in missing], jobs):
        done += 1
        yield Step("sampling", done, len(stage))


def _label_frames(plan: Plan, stage: list[int], work: Path, jobs: int) -> Iterator[Step]:
    structures = {t: _sampled(plan, work, t) for t in stage}
    db, order = connect(database(work)), plan.order(stage)
    have = {(row.task, row.frame) for row in db.select()} | set(refused(work))
    missing = [(t, f) for t, f in order if (plan.tasks[t].name, f) not in have]
    done = len(order) - len(missing)
    yield Step("labelling", done, len(order))
    for t, f, answer in parallel(
        _label_frame, [(plan, t, f, structures[t][f]) for t, f in missing], jobs
    ):
        name = plan.tasks[t].name
        if isinstance(answer, NotConverged):
            _refuse(db, name, f, str(answer))
        else:
            db.write(
                answer, key_value_pairs={"task": name, "frame": f}, data={"info": dict(answer.info)}
            )
        done += 1
        yield Step("labelling", done, len(order))


def refused(work: Path) -> dict[tuple[str, int], str]:
    """Which (task, frame) the engine could not converge, and why: they are never shipped."""
    found = connect(database(work)).metadata.get("refused", [])
    return {(task, frame): reason for task, frame, reason in found}


def _refuse(db, task: str, frame: int, reason: str) -> None:
    db.metadata = {
        **db.metadata,
        "refused": [*db.metadata.get("refused", []), [task, frame, reason]],
    }


def _learned_so_far(plan: Plan, stage: list[int], work: Path):
    """The network that the labels of earlier stages teach, in the plan's order: who was labelled first is chance."""
    rows = {(row.task, row.frame): row for row in connect(database(work)).select()}
    earlier = itertools.takewhile(lambda other: other != stage, plan.stages())
    wanted = [(plan.tasks[t].name, f) for before in earlier for t, f in plan.order(before)]
    return teach(plan.network, [from_atoms(rows[key].toatoms()) for key in wanted if key in rows])


def export(plan: Plan, work: Path, target: Path) -> str:
    """Write every labelled frame, in order, to `target` (.extxyz.gz in Å, eV, eV/Å); returns its SHA-256.

    Frames that did not converge are left out. Raises ValueError while frames are missing: an incomplete
    set is never shipped unseen.
    """
    rows = {(row.task, row.frame): row for row in connect(database(work)).select()}
    left_out = refused(work)
    wanted = [
        key
        for task in plan.tasks
        for f in range(len(task))
        if (key := (task.name, f)) not in left_out
    ]
    if absent := [key for key in wanted if key not in rows]:
        raise ValueError(
            f"{len(absent)} of {len(wanted)} frames are not labelled yet: run the same command again."
        )
    text = io.StringIO()
    tasks = {task.name: task for task in plan.tasks}
    write(
        text,
        [_with_provenance(tasks[name], rows[name, f], f) for name, f in wanted],
        format="extxyz",
    )
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as stream:
        stream.write(text.getvalue().encode())
    write_whole(target, buffer.getvalue())
    return hashlib.sha256(buffer.getvalue()).hexdigest()


def database(work: Path) -> Path:
    """Where the labelled frames of a run are kept: an ASE database (SQLite)."""
    return work / "frames.db"


def _keep_to_one_level(db, plan: Plan) -> None:
    """Two levels of theory in one data set are the end of it: the first one is written down."""
    level = as_settings(plan.labelling)
    begun = db.metadata.get("labelling", level)
    if begun != level:
        raise DataError(
            f"{db.filename} was begun with other settings, {begun}: move it away or choose another --output."
        )
    db.metadata = {**db.metadata, "labelling": level}


def _with_provenance(task: Task, row, f: int) -> ase.Atoms:
    atoms = row.toatoms()
    atoms.info = {"group": task.group, "trajectory": task.name, "frame": f}
    if hasattr(task, "temperature"):
        atoms.info.update(temperature=task.temperature, time_fs=(f + 1) * task.interval_fs)
    atoms.info.update(row.data["info"])
    return atoms


def _task_file(plan: Plan, work: Path, t: int) -> Path:
    return work / f"{plan.tasks[t].name}.extxyz"


def _sampled(plan: Plan, work: Path, t: int) -> list[ase.Atoms]:
    path = _task_file(plan, work, t)
    structures = read(path, ":")
    if len(structures) < len(plan.tasks[t]):
        raise DataError(
            f"{path} holds {len(structures)} of {len(plan.tasks[t])} structures: delete it to sample anew."
        )
    return structures


def _sample_task(arguments: tuple) -> int:
    plan, work, t, learned = arguments
    settings = (plan.sampling,) if learned is None else (plan.sampling, learned)
    structures = list(plan.tasks[t].structures(*settings))
    with replacing(_task_file(plan, work, t)) as partial:
        write(partial, structures, format="extxyz")
    return t


def _label_frame(
    arguments: tuple[Plan, int, int, ase.Atoms],
) -> tuple[int, int, ase.Atoms | NotConverged]:
    plan, t, f, atoms = arguments
    atoms.info = {
        key: value.item() if isinstance(value, np.generic) else value
        for key, value in atoms.info.items()
    }
    try:
        return t, f, label(atoms, plan.labelling)
    except NotConverged as error:
        return t, f, error
