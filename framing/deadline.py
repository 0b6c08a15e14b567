"""A limit of time for one text: a safety net, so that a hostile text costs one row and not the batch.

The limits that decide what a run holds are those of length (they give the same result on every machine); this one
only ends what would otherwise hold up everything. It needs the operating system's interval timer and the main
thread (POSIX); elsewhere the limits of length stand alone.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING, NoReturn

from framing.errors import TimeLimitError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

#: Seconds that reading or scoring one text may take before it becomes a row of rejected.csv.
MAX_SECONDS = 60.0

_AGAIN = 0.1


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `TimeLimitError` inside the block once `seconds` have passed; 0 means no limit.

    Raises
    ------
    TimeLimitError
        when the time is up.
    """
    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if seconds <= 0 or not timed:
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise TimeLimitError(f"took longer than {seconds:g} seconds; raise the limit with --max-seconds")

    before = signal.signal(signal.SIGALRM, stop)
    # Python drops an exception that a signal raises inside a finalizer, so it knocks until it is heard.
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
