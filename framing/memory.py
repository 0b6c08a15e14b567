"""Memory that a step has freed, given back to the system: its allocators keep it for a next time that may not come."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress


def give_back() -> None:
    """Give back what Arrow and, on Linux, the C library keep of freed memory; elsewhere they decide themselves.

    After large tables glibc keeps hundreds of megabytes between two blocks in use (malloc_trim(3)).
    """
    if "pyarrow" in sys.modules:
        sys.modules["pyarrow"].default_memory_pool().release_unused()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
