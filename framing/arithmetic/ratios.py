"""Quotients of counts, and what they are where there is nothing to count."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def ratio(above: Floats, below: Floats, *, empty: float = math.nan) -> Floats:
    """`above` / `below`, and `empty` where nothing is below.

    Examples
    --------
    >>> import numpy as np
    >>> ratio(np.array([1.0, 0.0]), np.array([4.0, 0.0])).tolist()
    [0.25, nan]
    """
    there = below > 0
    made: Floats = np.where(there, above / np.where(there, below, 1), empty)
    return made
