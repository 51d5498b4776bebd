"""Who executes submissions: this process, several of this machine, or those of a Dask cluster.

Each of these takes parcels and gives pairs (parcel, what came of it) in the order in which they are
finished. They ask for a parcel when somebody is free, so few are in memory; what is given for a
worker that was lost is a `Died`.
"""

import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mlp_course.grading.jobs.job import Executed, Parcel, execute
from mlp_course.lessons.course import GradingError
from mlp_course.processes import Died, map_with_tools

Results = Iterator[tuple[Parcel, Executed | Died]]
ANSWERS_WITHIN = "10s"
AHEAD = 2  # parcels at a worker of a cluster, so that it need not wait for the next
GLANCE = 0.02  # s between two glances at results
LOOK = 1.0  # s between two looks at workers
PATIENCE = 600.0  # s without any worker


def local(jobs: int, parcels: Iterable[Parcel]) -> Results:
    """By `jobs` processes of this machine, each with its own warm kernels; by this one if one."""
    return map_with_tools(_worker, lambda _: (jobs > 1,), parcels, jobs, did="graded")


def _worker(child: bool) -> Callable[[Parcel], Executed]:
    """What a process does with a parcel; a `child` ends with its parent."""
    if child and sys.platform == "linux":
        from mlp_course.grading.run.limits import SET_PDEATHSIG, prctl

        # A worker is of no use once nobody waits for it.
        prctl(SET_PDEATHSIG, signal.SIGKILL)
    return execute


def cluster(address: str, parcels: Iterable[Parcel]) -> Results:
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
        left = iter(parcels)
        out: dict[str, Parcel] = {}
        finished = as_completed(loop=client.loop)
        while True:
            # As many as the workers there are now can use
            room = AHEAD * max(1, _workers(client))
            while len(out) < room and (parcel := next(left, None)) is not None:
                future = client.submit(execute, parcel, pure=False)
                out[future.key] = parcel
                finished.add(future)
            if not out:
                return
            _await(finished, client, address)
            future = next(finished)
            result = _result_of(future)
            if client.status != "running":
                raise GradingError(f"The Dask scheduler at {address} is gone.")
            yield out.pop(future.key), result


def _workers(client: Any) -> int:
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
        if _workers(client):
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
    """What came back for a parcel."""
    try:
        return future.result()
    except Exception as error:
        with contextlib.suppress(Exception):
            future.release()
        return Died(f"the workers that had it were lost ({type(error).__name__})")
