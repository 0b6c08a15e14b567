"""Sums and ranges over arrays of numbers, and arrays that grow."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]


def grouped(values: Numbers, groups: Numbers, n_groups: int) -> Numbers:
    """Sum of the values of each group, added one after the other in their order, as Python adds."""
    import numpy as np

    return np.bincount(groups, weights=values, minlength=n_groups)


def unique(values: Numbers) -> Numbers:
    """The distinct whole numbers among some, ascending: by sorting, which is quicker than numpy's own."""
    import numpy as np

    ordered = np.sort(values)
    is_first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    found: Numbers = ordered.compress(is_first)
    return found


def ranges(first: Numbers, sizes: Numbers) -> Numbers:
    """The numbers from each `first` on, as many as each size, one after the other."""
    import numpy as np

    ends = np.cumsum(sizes, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    shift = first - (ends - sizes)
    if total + (int(np.abs(shift).max()) if total else 0) < 1 << 31:
        shift = shift.astype(np.int32)
    found: Numbers = np.repeat(shift, sizes)
    found += np.arange(total, dtype=found.dtype)
    return found


def view(numbers: array[Any]) -> Numbers:
    """The array as numpy's, without a copy; it cannot grow before this is dropped."""
    import numpy as np

    kind = numbers.typecode
    return np.frombuffer(numbers, dtype=kind) if len(numbers) else np.zeros(0, dtype=kind)
