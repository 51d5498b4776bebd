"""Grading: seconds a submission, stock nbgrader beside ours with one and two jobs, in turns.

The marks must agree.

    .venv/bin/python benchmarks/grading.py                     # two small notebooks
    .venv/bin/python benchmarks/grading.py --lessons 01-symmetry 07-quiz    # real ones
    .venv/bin/python benchmarks/grading.py --beside FOLDER     # and another version of the course
    .venv/bin/python benchmarks/grading.py --simulated 2000    # small ones in one go: memory
    .venv/bin/python benchmarks/grading.py --kills 50          # kill -9 at random: same marks
    .venv/bin/python benchmarks/grading.py --cluster 200       # a Dask cluster, with kills

The small notebooks import torch, ASE and DScribe. Stock is `nbgrader autograde` and
`generate_feedback` with nbgrader's own settings, longer cell timeouts only. It runs every cell of a
lesson, ours those that a mark depends on.
"""

import argparse
import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from helpers import interruptions, tiny_course  # noqa: E402
from helpers.compose import answered, hand_in, perfect_answers  # noqa: E402
from mlp_course.commands import release as release_verb  # noqa: E402
from mlp_course.grading.jobs import gradebook  # noqa: E402
from mlp_course.lessons.course import CONFIG, Course  # noqa: E402

PLAIN = """c = get_config()
c.CourseDirectory.course_id = "mlp_course"
c.CourseDirectory.source_directory, c.CourseDirectory.release_directory = "solutions", "notebooks"
for step in ("submitted", "autograded", "feedback"):
    c.CourseDirectory[f"{step}_directory"] = f"grading/{step}"
c.CourseDirectory.db_url = "sqlite:///grading/gradebook.db"
c.Execute.timeout = 300
"""
STACK = "import ase\nimport dscribe.descriptors\nimport numpy as np\nimport torch"
SMALL = ["00-small", "00-another"]
TABLE = "{:28} {:>14} {:>10} {:>7} {:>7} {:>7}"


def class_in(root: Path, lessons: list[str], size: int, settings: str = "") -> Course:
    """A course of these lessons, with `size` perfect submissions of each.

    `settings` stand in for ours if given.
    """
    root.mkdir()
    shutil.copy(ROOT / CONFIG, root)
    course = Course(root)
    for lesson in lessons:
        if lesson in SMALL:
            notebook = tiny_course.lesson()
            notebook.cells[1].source = STACK
            tiny_course.write(root / "solutions" / lesson / f"{lesson}.ipynb", notebook)
        else:
            shutil.copytree(ROOT / "solutions" / lesson, root / "solutions" / lesson)
    released(course)
    for lesson in lessons:
        notebook = answered(course, lesson, perfect_answers(course, lesson))
        for number in range(size):
            hand_in(course, lesson, f"student{number:04}", notebook)
        gradebook.register(course, lesson)
    if settings:
        (root / CONFIG).write_text(settings)
    return course


def tiny(root: Path, size: int) -> tuple[Course, list[str]]:
    """A course of the small lesson of the tests, and its students."""
    course = tiny_course.make(root)
    released(course)
    return course, interruptions.class_of(course, size)


def released(course: Course) -> None:
    """Make the students' notebooks."""
    with contextlib.redirect_stdout(None):
        assert release_verb.main(["--course", str(course.root)]) == 0


def timed(course: Course, *lines: list[str], version: Path = ROOT) -> tuple[float, float]:
    """Seconds that the commands take together: by the clock, and of processors.

    Without those of workers. `version` is the checkout whose `mlp_course` is used.
    """
    place = os.environ | {"PYTHONPATH": str(version)}
    start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    for line in lines:
        subprocess.run(
            [sys.executable, *line],
            cwd=course.root,
            env=place,
            check=True,
            capture_output=True,
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        time.perf_counter() - start,
        after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime,
    )


def points(course: Course, lesson: str, student: str) -> float:
    """What the gradebook says."""
    return sum(mark.points for mark in gradebook.marks(course, lesson, student))


def compare(lessons: list[str], size: int, folder: Path, beside: Path | None = None) -> None:
    """Stock and ours, on the same submissions: seconds that one more student takes.

    From classes of two sizes. `beside` is a checkout of another version of ours.
    """
    stock, ours = [], {1: [], 2: []}
    for lesson in lessons:
        stock += [["-m", "nbgrader", step, lesson] for step in ("autograde", "generate_feedback")]
        for jobs, lines in ours.items():
            lines.append(["-m", "mlp_course.cli", "grade", lesson, "--jobs", str(jobs)])
    ways = {
        "stock nbgrader": (stock, ROOT),
        "ours, 1 job": (ours[1], ROOT),
        "ours, 2 jobs": (ours[2], ROOT),
    }
    if beside:
        ways = {f"{beside.name}, 1 job": (ours[1], beside), **ways}
    print(
        f"{' and '.join(lessons)}, classes of 2 and {size} (ours {5 * size}); "
        "one more student takes"
    )
    print(TABLE.format("", "s", "ratio", "CPU s", "ratio", "points"))
    first = None
    for name, (lines, version) in ways.items():
        found, large = [], size if lines is stock else 5 * size
        for number in (2, large):
            settings = PLAIN if lines is stock else ""
            course = class_in(folder / f"{name} {number}", lessons, number, settings)
            found.append(timed(course, *lines, version=version))
            shutil.copy(ROOT / CONFIG, course.root)
        wall, cpu = ((more - few) / (large - 2) for few, more in zip(*found, strict=True))
        first = first or (wall, cpu)
        total = sum(points(course, lesson, "student0000") for lesson in lessons)
        # With two jobs the workers' share of the processors is not counted: they are not this
        # process's children.
        used = [f"{cpu:.2f}", f"{first[1] / cpu:.1f}"] if lines is not ours[2] else ["-", "-"]
        print(TABLE.format(name, f"{wall:.2f}", f"{first[0] / wall:.1f}", *used, total), flush=True)


def simulate(size: int, jobs: int, folder: Path) -> None:
    """Many small submissions in one go: memory of the one who writes and of all."""
    course, _ = tiny(folder / "course", size)
    run = interruptions.started(course, "--jobs", str(jobs))
    parent, peak, start = psutil.Process(run.pid), 0, time.perf_counter()
    print(
        TABLE.format(
            f"{size} submissions, {jobs} jobs", "s a submission", "writer MB", "all MB", "", ""
        )
    )
    step = max(1, size // 10)
    for number, _ in enumerate((line for line in run.stdout if line.startswith("[")), 1):
        if number % step == 0:
            own = parent.memory_info().rss / 1e6
            everything = sum(memory_of(one) for one in [parent, *parent.children(recursive=True)])
            peak, each = max(peak, everything), (time.perf_counter() - start) / number
            print(
                TABLE.format(
                    f"after {number}", f"{each:.2f}", f"{own:.0f}", f"{everything:.0f}", "", ""
                ),
                flush=True,
            )
    run.wait()
    print(f"peak of all processes {peak:.0f} MB; exit code {run.returncode}")


def memory_of(process: psutil.Process) -> float:
    """Megabytes that only this process has; 0 if it is gone."""
    with contextlib.suppress(psutil.Error):
        return process.memory_full_info().uss / 1e6
    return 0.0


def kill(times: int, folder: Path) -> None:
    """Kill -9 the parent at random moments, and compare with a run in peace.

    Half of them with two jobs.
    """
    course, students = tiny(folder / "course", 8)
    with interruptions.started(course) as run:
        run.communicate()
    interruptions.mark_by_hand(course, students)
    interruptions.mend_a_test(course)
    for number, jobs in enumerate(("1", "2")):
        twin, left, rounds = tiny_course.copy_of(course, folder / f"twin{jobs}"), times // 2, 0
        while left > 0:
            interruptions.mend_a_test(
                twin, f"Two numbers have a mean, too ({rounds})."
            )  # begin anew
            killed, _ = interruptions.graded_with_kills(
                twin, min(left, 8), 15.0, "--jobs", jobs, seed=left + number
            )
            left, rounds = left - max(1, killed), rounds + 1
        if not number:
            with interruptions.started(course) as run:
                run.communicate()
            expected = interruptions.state(course, students)
        same = interruptions.state(twin, students) == expected
        print(
            f"{times // 2} kills with {jobs} jobs in {rounds} rounds: "
            f"marks {'identical' if same else 'DIFFER'}",
            flush=True,
        )


def kill_below(times: int, folder: Path) -> None:
    """Kill -9 judges, answers and what forks them at random moments; the same comparison."""
    course, students = tiny(folder / "course", 12)
    twin = tiny_course.copy_of(course, folder / "twin")
    with interruptions.started(course) as run:
        run.communicate()
    expected = interruptions.without_remarks(interruptions.state(course, students))
    killed, rounds = 0, 0
    while killed < times:
        interruptions.mend_a_test(twin, f"Two numbers have a mean, too ({rounds}).")  # begin anew
        killed += interruptions.graded_beside_a_killer(twin, min(8, times - killed), seed=rounds)
        rounds += 1
    same = interruptions.without_remarks(interruptions.state(twin, students)) == expected
    print(
        f"{killed} kills of judges, answers and what forks them in {rounds} rounds: "
        f"marks {'identical' if same else 'DIFFER'}",
        flush=True,
    )


def spread(size: int, n_workers: int, folder: Path) -> None:
    """A Dask cluster of which a worker is killed every few seconds.

    Beside the same class graded by one process.
    """
    from distributed import LocalCluster

    course, students = tiny(folder / "course", size)
    twin = tiny_course.copy_of(course, folder / "twin")
    with interruptions.started(course) as run:
        run.communicate()
    about = {
        "threads_per_worker": 1,
        "dashboard_address": None,
        "host": "127.0.0.1",
        "silence_logs": 50,
    }
    with (
        LocalCluster(n_workers=n_workers, **about) as cluster,
        interruptions.started(twin, "--scheduler", cluster.scheduler_address) as run,
    ):
        stop, kills = threading.Event(), []
        thread = threading.Thread(target=disturb, args=(stop, kills))
        thread.start()
        said, _ = run.communicate()
        stop.set()
        thread.join()
    same = run.returncode == 0 and interruptions.state(course, students) == interruptions.state(
        twin, students
    )
    what = f"{size} submissions, {n_workers} workers, {len(kills)} times one was killed"
    print(f"{what}: marks {'identical' if same else 'DIFFER'}")
    print("\n".join(said.splitlines()[-8:]))


def disturb(stop: threading.Event, kills: list[int]) -> None:
    """Kill -9 a worker that is busy, every few seconds."""
    rng = random.Random(0)
    while not stop.wait(rng.uniform(4, 12)):
        with contextlib.suppress(psutil.Error, IndexError):
            workers = [
                one for one in psutil.Process().children() if "spawn" in " ".join(one.cmdline())
            ]
            worker = rng.choice(
                [
                    one
                    for one in workers
                    if any("fork_server" in " ".join(c.cmdline()) for c in one.children())
                ]
            )
            worker.send_signal(signal.SIGKILL)
            kills.append(worker.pid)


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description="Grading, measured.")
    parser.add_argument("--lessons", nargs="+", default=SMALL)
    parser.add_argument("--submissions", type=int, default=6, help="of each lesson")
    parser.add_argument(
        "--simulated", metavar="N", type=int, help="submissions of a small lesson in one go"
    )
    parser.add_argument("--beside", metavar="FOLDER", type=Path, help="a checkout to compare with")
    parser.add_argument("--jobs", type=int, default=2, help="for --simulated")
    parser.add_argument("--kills", metavar="N", type=int, help="times the parent is killed")
    parser.add_argument("--cluster", metavar="N", type=int, help="submissions over a cluster")
    parser.add_argument("--workers", type=int, default=3, help="of the cluster")
    wanted = parser.parse_args()
    os.environ.update(OMP_NUM_THREADS="1", PYTHONPATH=str(ROOT))
    with tempfile.TemporaryDirectory(prefix="grading-") as folder:
        place = Path(folder)
        if wanted.simulated:
            simulate(wanted.simulated, wanted.jobs, place)
        elif wanted.kills:
            kill(wanted.kills, place)
            kill_below(wanted.kills, place / "below")
        elif wanted.cluster:
            spread(wanted.cluster, wanted.workers, place)
        else:
            compare(wanted.lessons, wanted.submissions, place, wanted.beside)


if __name__ == "__main__":
    main()
