"""Something takes its time: told on a terminal, silence in a pipe. Bars are `framing.progress`."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from framing.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["progress", "waiting"]


@contextlib.contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show on a terminal that something takes its time; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield
