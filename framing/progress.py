"""How far a long work is: a bar in a notebook or on a terminal, silence in a pipe.

A notebook's bar is plain HTML that is written anew in its place, so that no widgets need be installed.
"""

from __future__ import annotations

import contextlib
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from framing.html import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: A notebook's bar is written anew so often at most.
_STEPS = 100


@contextlib.contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[], object]]:
    """Give a function to call after each article; it draws where somebody looks, and the bar goes when all is done.

    Parameters
    ----------
    total
        number of articles; for one there is no bar
    what
        a word for the work
    """
    if total <= 1:
        yield lambda: None
    elif in_notebook():
        with _in_notebook(total, what) as step:
            yield step
    elif sys.stderr.isatty():
        with _on_terminal(total, what) as step:
            yield step
    else:
        yield lambda: None


def in_notebook() -> bool:
    """Whether this runs in the kernel of a notebook; IPython is looked for only where it is loaded."""
    shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and hasattr(shell, "kernel")


@contextlib.contextmanager
def _in_notebook(total: int, what: str) -> Iterator[Callable[[], object]]:
    notebook: Any = import_module("IPython.display")
    done = 0
    shown = notebook.display(notebook.HTML(_bar(what, 0, total)), display_id=True)

    def step() -> None:
        nonlocal done
        done += 1
        if done * _STEPS // total != (done - 1) * _STEPS // total:
            shown.update(notebook.HTML(_bar(what, done, total)))

    try:
        yield step
    finally:
        shown.update(notebook.HTML(""))


def _bar(what: str, done: int, total: int) -> str:
    label = f"{escape(what)}: {done:,} of {total:,}"
    return f'<progress value="{done}" max="{total}" aria-label="{label}"></progress> {label}'


@contextlib.contextmanager
def _on_terminal(total: int, what: str) -> Iterator[Callable[[], object]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
