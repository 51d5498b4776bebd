"""Who executes submissions: this process, several of this machine, or those of a Dask cluster.

Each of these takes parcels and gives pairs (parcel, what came of it) in the order in which they are finished. They ask
for a parcel when somebody is free, so few are in memory; what is given for a worker that was lost is a `Died`.
"""

import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator

from mlp_course.grading.jobs.job import Executed, Parcel, execute
from mlp_course.lessons.course import GradingError
from mlp_course.processes import Died, map_with_tools

Results = Iterator[tuple[Parcel, Executed | Died]]
ANSWERS_WITHIN = "10s"
AHEAD = 2  # parcels at a worker of a cluster, so that it need not wait for the next
GLANCE, LOOK, PATIENCE = (
    0.02,
    1.0,
    600.0,
)  # s: between two glances at results, two looks at workers; without any worker


def local(jobs: int, parcels: Iterable[Parcel]) -> Results:
    """By `jobs` processes of this machine, each with its own warm kernels; by this process if it is one."""
    return map_with_tools(_worker, lambda _: (jobs > 1,), parcels, jobs, did="graded")


def _worker(child: bool) -> Callable[[Parcel], Executed]:
    if child and sys.platform == "linux":
        from mlp_course.grading.run.limits import SET_PDEATHSIG, prctl

        prctl(SET_PDEATHSIG, signal.SIGKILL)  # a worker is of no use once nobody waits for it
    return execute


def cluster(address: str, parcels: Iterable[Parcel]) -> Results:
    """By the workers of the Dask scheduler at `address`.

    Dask itself gives what a lost worker had to others, a few times. Raises GradingError if no scheduler answers there,
    or if there is no worker for ten minutes.
    """
    from distributed import Client, as_completed

    try:
        client = Client(address, timeout=ANSWERS_WITHIN, set_as_default=False)
    except (OSError, ValueError) as error:
        raise GradingError(f"No Dask scheduler answers at {address} ({error}).") from error
    with client:
        left, out = iter(parcels), {}
        finished = as_completed(loop=client.loop)
        while True:
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


def _workers(client) -> int:
    return len(client.scheduler_info(n_workers=-1)["workers"])


def _await(finished, client, address: str) -> None:
    """Return when a result is there, or the scheduler is not; GradingError if for long there is nobody to work."""
    alone, looked = 0.0, time.monotonic()
    while not finished.has_ready() and client.status == "running":
        time.sleep(GLANCE)
        if time.monotonic() - looked < LOOK:
            continue
        since, looked = time.monotonic() - looked, time.monotonic()
        if _workers(client):
            alone = 0.0
            continue
        if not alone:
            print(f"The cluster at {address} has no worker; waiting for one.", flush=True)
        alone += since
        if alone > PATIENCE:
            minutes = f"{PATIENCE / 60:.0f} minutes"
            raise GradingError(
                f"The cluster at {address} has had no worker for {minutes}: add some and grade again."
            )


def _result_of(future) -> Executed | Died:
    try:
        return future.result()
    except Exception as error:
        with contextlib.suppress(Exception):
            future.release()
        return Died(f"the workers that had it were lost ({type(error).__name__})")
