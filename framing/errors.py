"""Every error that a user can cause, as one family.

    FramingError                what a user can put right; the command line prints it as one line and exits 2
    ├── InputError              a file, row or text that cannot be read or scored
    │   ├── LimitError          a text beyond the limits of length
    │   │   └── TimeLimitError  or of time
    │   └── NoArticlesError     nothing was left to score; it carries what was rejected
    ├── CodebookError           a codebook, its rows, its source.toml or its baseline
    ├── OutputError             a place that cannot be written
    ├── Stopped                 a long job that was interrupted and can go on
    └── RunError                a run on disk that is incomplete, foreign or of another version

A message says where (file, row, column, label), what was found, and what is accepted. Anything that is not a
`FramingError` is a bug of this project and shows its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from framing.model import Rejected


class FramingError(Exception):
    """A mistake that the user can put right; its text is the one line to show."""


class InputError(FramingError):
    """An input that cannot be read or scored."""


class LimitError(InputError):
    """A text beyond the limits of length, or (see below) of time."""


class TimeLimitError(LimitError):
    """A text that takes too long; a signal raises it, so what was being done may be half done."""


class NoArticlesError(InputError):
    """No article could be read or scored; `rejected` says why for each input."""

    def __init__(self, message: str, rejected: Sequence[Rejected]) -> None:
        super().__init__(message)
        self.rejected = tuple(rejected)


class CodebookError(FramingError):
    """A codebook that cannot be used as it stands."""


class OutputError(FramingError):
    """A place that cannot be written."""


class Stopped(FramingError):  # noqa: N818 # nobody's error
    """A long job that was interrupted; the message says how it goes on."""


class RunError(FramingError):
    """A run on disk that cannot be used as it stands."""
