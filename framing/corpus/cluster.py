"""The same batches on a Dask cluster: articles go out, parts come back, and nothing else is shared.

The first process reads and writes, so that workers need no common disk: only the same framing, and the codebooks or
models of your own at the same paths. A worker that dies has its batches done by another; a batch over which workers
die again and again goes article by article, and the one that ends them is rejected.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Any

from framing.corpus.work import Batch, Setup, Worker
from framing.errors import FramingError

#: Classes of `distributed`, which has no types of its own.
Client = Any
Future = Any
Keep = Callable[[int, dict[str, bytes]], None]

#: Stands for a cluster of worker processes on this machine.
LOCAL = "local"
#: Batches that are out for each thread of the cluster: one that is scored, one that waits.
_AHEAD = 2
_SECONDS = "30s"
_own = threading.local()


def on_cluster(setup: Setup, batches: Iterator[Batch], keep: Keep, *, address: str, jobs: int) -> None:
    """Score the batches on the cluster whose scheduler is at `address`; "local" starts one with `jobs` workers.

    Raises
    ------
    FramingError
        if `distributed` is not installed, there is no scheduler, or its workers have another framing.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise FramingError("--cluster needs Dask: pip install 'framing[cluster]'") from None
    if address != LOCAL:
        try:
            client = distributed.Client(address, timeout=_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise FramingError(f"--cluster {address}: no scheduler answers there ({error})") from None
        with client:
            _score(client, setup, batches, keep)
        return
    with (
        distributed.LocalCluster(
            n_workers=jobs, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        _score(client, setup, batches, keep)


def check_address(address: str) -> None:
    """Refuse what can be no address of a scheduler, before any work is done.

    Raises
    ------
    FramingError
        saying what is accepted.
    """
    if address != LOCAL and ":" not in address:
        raise FramingError(f"--cluster {address}: no address; write '{LOCAL}' or tcp://HOST:PORT")


def _score(client: Client, setup: Setup, batches: Iterator[Batch], keep: Keep) -> None:
    distributed: Any = importlib.import_module("distributed")
    out: dict[Future, Batch] = {}
    coming = distributed.as_completed([], loop=client.loop)

    def fill() -> None:
        while len(out) < _AHEAD * max(1, sum(client.nthreads().values())):
            batch = next(batches, None)
            if batch is None:
                return
            future = _submit(client, setup, batch)
            out[future] = batch
            coming.add(future)

    fill()
    for future in coming:
        batch = out.pop(future)
        try:
            files = future.result()
        except distributed.KilledWorker:
            files = _rescued(client, setup, batch)
        keep(batch.number, files)
        fill()


def _submit(client: Client, setup: Setup, batch: Batch) -> Future:
    return client.submit(part_on_worker, setup, batch, version("framing"), pure=False)


def _rescued(client: Client, setup: Setup, batch: Batch) -> dict[str, bytes]:
    """The part of a batch that ended workers, without the articles that do."""
    distributed: Any = importlib.import_module("distributed")
    left = batch
    for index in reversed(range(len(batch.articles))):
        try:
            _submit(client, setup, Batch(batch.number, (batch.articles[index],))).result()
        except distributed.KilledWorker:
            left = left.without(index, "ended the process that scored it (on the cluster); please report it")
    try:
        files: dict[str, bytes] = _submit(client, setup, left).result()
    except distributed.KilledWorker as error:
        raise FramingError(
            f"workers were ended over the articles from '{batch.articles[0].id}' to '{batch.articles[-1].id}', though "
            f"none of them ends one alone; give workers more memory; --resume goes on from here ({error})"
        ) from None
    return files


def part_on_worker(setup: Setup, batch: Batch, framing: str) -> dict[str, bytes]:
    """What runs on the cluster: the part of a batch, by instruments that each thread makes once.

    Raises
    ------
    FramingError
        if the worker's framing is not of the version `framing`.
    """
    if framing != version("framing"):
        raise FramingError(f"a worker of the cluster has framing {version('framing')}, this is {framing}")
    known: tuple[Any, Worker] | None = getattr(_own, "worker", None)
    if known is None or known[0] != setup:
        known = _own.worker = (setup, Worker(setup))
    return known[1].part(batch)
