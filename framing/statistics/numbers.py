"""Options that are numbers: refused in one line where they are something else."""

from __future__ import annotations

import math
from numbers import Integral, Real

from framing.errors import FramingError


def is_number(value: object) -> bool:
    """Whether a value is a finite number; text, True and NaN are none."""
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def check_whole(name: str, value: object, *, least: int) -> None:
    """Refuse what is no whole number, or too small a one.

    Raises
    ------
    FramingError
        that names the option, what was given and what is accepted.

    Examples
    --------
    >>> check_whole("seed", 3, least=0)
    >>> check_whole("seed", 1.5, least=0)
    Traceback (most recent call last):
    framing.errors.FramingError: seed 1.5: no whole number; give 0 or more
    """
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise FramingError(f"{name} {value!r:.60}: no whole number; give {least} or more")
    if value < least:
        raise FramingError(f"{name} {value}: too few; give {least} or more")
