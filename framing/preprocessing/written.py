"""Numbers as tables and options write them."""

from __future__ import annotations

import functools
import math
import re

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


@functools.lru_cache(maxsize=1024)
def written_number(text: str) -> float:
    """Finite number that a text holds; NaN if it holds none (`nan`, `inf` and `1_000` are none).

    Examples
    --------
    >>> written_number(" -2.5 "), written_number("1_0")
    (-2.5, nan)
    """
    value = float(text) if _NUMBER.fullmatch(text.strip()) else math.nan
    return value if math.isfinite(value) else math.nan
