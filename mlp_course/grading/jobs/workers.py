"""Who executes submissions: this process, several of this machine, or those of a Dask cluster.

Each of these takes jobs and gives pairs (job, what came of it) in the order in which they are
finished. They ask for a job when somebody is free, so few are in memory; what is given for a worker
that was lost is a `Died`.
"""

import contextlib
import time
from collections.abc import Callable, Generator, Iterable
from typing import Any

from mlp_course.grading.jobs.job import Executed, Job, execute
from mlp_course.lessons.course import GradingError
from mlp_course.processes import Died, map_with_tools
from mlp_course.this_process import end_with_parent

# What can be closed: then all who work end.
Results = Generator[tuple[Job, Executed | Died], None, None]
Workers = Callable[[Iterable[Job]], Results]
ANSWERS_WITHIN = "10s"
AHEAD = 2  # jobs at a worker of a cluster, so that it need not wait for the next
GLANCE = 0.02  # s between two glances at results
LOOK = 1.0  # s between two looks at workers
PATIENCE = 600.0  # s without any worker


def local(processes: int, jobs: Iterable[Job]) -> Results:
    """By so many processes of this machine, each with its own warm kernels; by this one if one."""
    are_children = processes > 1
    yield from map_with_tools(_worker, lambda _: (are_children,), jobs, processes, did="graded")


def _worker(is_child: bool) -> Callable[[Job], Executed]:
    """What a process does with a job; a child ends with its parent."""
    if is_child:
        # A worker is of no use once nobody waits for it.
        end_with_parent()
    return execute


def cluster(address: str, jobs: Iterable[Job]) -> Results:
    """By the workers of the Dask scheduler at `address`.

    Dask itself gives what a lost worker had to others, a few times. Raises GradingError if no
    scheduler answers there, or if there is no worker for ten minutes.
    """
    from distributed import Client, as_completed

    try:
        client = Client(address, timeout=ANSWERS_WITHIN, set_as_default=False)
    except (OSError, ValueError) as error:
        raise GradingError(f"No Dask scheduler answers at {address} ({error}).") from error
    with client:
        left = iter(jobs)
        out: dict[Any, Job] = {}  # by Dask's keys
        finished = as_completed(loop=client.loop)
        while True:
            # As many as the workers there are now can use
            most = AHEAD * max(1, _count_workers(client))
            while len(out) < most and (job := next(left, None)) is not None:
                future = client.submit(execute, job, pure=False)
                out[future.key] = job
                finished.add(future)
            if not out:
                return
            _await(finished, client, address)
            future = next(finished)
            result = _result_of(future)
            if client.status != "running":
                raise GradingError(f"The Dask scheduler at {address} is gone.")
            yield out.pop(future.key), result


def _count_workers(client: Any) -> int:
    """How many workers the cluster has."""
    about = client.scheduler_info(n_workers=-1)
    return len(about["workers"])


def _await(finished: Any, client: Any, address: str) -> None:
    """Return when a result is there, or the scheduler is not.

    Raises GradingError if for long there is nobody to work.
    """
    alone = 0.0
    looked = time.monotonic()
    while not finished.has_ready() and client.status == "running":
        time.sleep(GLANCE)
        now = time.monotonic()
        since = now - looked
        if since < LOOK:
            continue
        looked = now
        if _count_workers(client):
            alone = 0.0
            continue
        if not alone:
            print(f"The cluster at {address} has no worker; waiting for one.", flush=True)
        alone += since
        if alone > PATIENCE:
            minutes = f"{PATIENCE / 60:.0f} minutes"
            raise GradingError(
                f"The cluster at {address} has had no worker for {minutes}: "
                "add some and grade again."
            )


def _result_of(future: Any) -> Executed | Died:
    """What came back for a job."""
    try:
        return future.result()
    except Exception as error:
        with contextlib.suppress(Exception):
            future.release()
        return Died(f"the workers that had it were lost ({type(error).__name__})")
