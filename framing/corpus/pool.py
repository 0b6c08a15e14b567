"""Worker processes on this machine: each takes one batch at a time, and one that dies takes nothing with it.

`concurrent.futures` gives up its whole pool when a worker dies and does not say over which task. Here a batch whose
worker died is tried once more; then its articles go to a worker one by one, the one that ends it is rejected, and the
others are scored.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from framing.corpus.work import Batch, Setup, Worker
from framing.errors import FramingError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Keep = Callable[[int, dict[str, bytes]], None]

#: How often the batch as a whole is given to a worker before its articles go one by one.
_TRIES = 2
_PATIENCE = 5.0


@dataclass(slots=True)
class Member:
    """A worker process, and the batch that it has."""

    process: BaseProcess
    connection: Connection
    batch: Batch | None = None


def in_processes(setup: Setup, batches: Iterator[Batch], keep: Keep, *, jobs: int) -> None:
    """Score the batches in worker processes; `keep` gets each part, in the order in which they are done.

    Raises
    ------
    FramingError
        what a worker says of the settings; or if workers die over a batch whose articles do no harm one by one.
    """
    pool = Pool(setup)
    try:
        members = [pool.start() for _ in range(jobs)]
        for member in members:
            pool.give(member, next(batches, None))
        ahead = next(batches, None)  # read while the workers score, so that none waits for it
        while busy := [member for member in members if member.batch is not None]:
            ready = set(wait([member.connection for member in busy]))
            for place, member in enumerate(members):
                if member.connection not in ready or member.batch is None:
                    continue
                batch, files = member.batch, pool.receive(member)
                if files is None:
                    members[place], files = pool.rescue(batch)
                pool.give(members[place], ahead)
                keep(batch.number, files)
                ahead = next(batches, None) if ahead is not None else None
    finally:
        pool.stop()


class Pool:
    """Worker processes that are started, asked and replaced."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._context = multiprocessing.get_context("spawn")
        self._members: list[Member] = []

    def start(self) -> Member:
        """A further worker."""
        here, there = self._context.Pipe()
        process = self._context.Process(target=serve, args=(there, self._setup), daemon=True)
        process.start()
        there.close()
        member = Member(process, here)
        self._members.append(member)
        return member

    def give(self, member: Member, batch: Batch | None) -> None:
        """Hand a batch to a worker; one that is dead already is noticed when its answer is awaited."""
        member.batch = batch
        if batch is not None:
            with contextlib.suppress(OSError):
                member.connection.send(batch)

    def receive(self, member: Member) -> dict[str, bytes] | None:
        """The part of the batch that a worker has; None if the worker died over it."""
        try:
            kind, value = member.connection.recv()
        except (EOFError, OSError):
            member.process.join(_PATIENCE)
            return None
        if kind == "error":
            raise FramingError(value)
        if kind == "bug":
            raise RuntimeError(value)
        files: dict[str, bytes] = value
        return files

    def rescue(self, batch: Batch) -> tuple[Member, dict[str, bytes]]:
        """A new worker, and the part of a batch over which one died."""
        member = self.start()
        for _ in range(1, _TRIES):
            member, files, _ = self._ask(member, batch)
            if files is not None:
                return member, files
        left = batch
        for index in reversed(range(len(batch.articles))):
            alone = Batch(batch.number, (batch.articles[index],))
            member, files, code = self._ask(member, alone)
            if files is None:
                left = left.without(index, f"ended the process that scored it ({code}); please report it")
        member, files, code = self._ask(member, left)
        if files is None:
            first, last = batch.articles[0].id, batch.articles[-1].id
            raise FramingError(
                f"a worker was ended ({code}) over the articles from '{first}' to '{last}', though none of them ends "
                "it alone: fewer --jobs need less memory; --resume goes on from here"
            )
        return member, files

    def _ask(self, member: Member, batch: Batch) -> tuple[Member, dict[str, bytes] | None, str]:
        """The part of a batch; if the worker dies, None, how it died, and another worker."""
        self.give(member, batch)
        files = self.receive(member)
        if files is not None:
            return member, files, ""
        return self.start(), None, _ended(member.process.exitcode)

    def stop(self) -> None:
        """End all workers."""
        for member in self._members:
            member.connection.close()
            if member.process.is_alive():
                member.process.terminate()
        for member in self._members:
            member.process.join(_PATIENCE)
            if member.process.is_alive():
                member.process.kill()
                member.process.join()


def _ended(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return f"by {signal.Signals(-code).name}"
    return f"exit code {code}"


def serve(connection: Connection, setup: Setup) -> None:
    """What a worker process does: it answers batches with parts until the connection is closed."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the whole group; the first process tells what to do
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=([parent.sentinel],), daemon=True).start()
    worker: Worker | None = None
    while True:
        try:
            batch = connection.recv()
        except (EOFError, OSError):
            return
        answer: tuple[str, Any]
        try:
            worker = worker or Worker(setup)
            answer = ("part", worker.part(batch))
        except FramingError as error:
            answer = ("error", str(error))
        except Exception:  # noqa: BLE001 # shown by the first process with its traceback
            answer = ("bug", traceback.format_exc())
        with contextlib.suppress(OSError):
            connection.send(answer)


def _leave_with(sentinels: Sequence[int]) -> None:
    """End this process when its parent ends, however that was: nobody waits for what it does."""
    wait(sentinels)
    os._exit(1)
