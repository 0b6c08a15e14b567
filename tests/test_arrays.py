"""Sums, ranges and distinct numbers of arrays against plain Python."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from laws import examples

from framing.preprocessing.arrays import ranges, unique

KINDS = st.sampled_from([np.int8, np.int32, np.int64])


@examples(200)
@given(st.lists(st.integers(-128, 127), max_size=20), KINDS)
def test_distinct_numbers_come_once_and_in_order(values, kind):
    """Every number once, ascending, in the kind that it had."""
    found = unique(np.array(values, dtype=kind))
    assert found.dtype == kind
    assert found.tolist() == sorted(set(values))


@examples(200)
@given(st.lists(st.tuples(st.integers(0, 2**31 + 9), st.integers(0, 4)), max_size=8))
def test_ranges_stand_one_after_the_other(rows):
    """As many numbers from each first one on as its size says, beyond 32 bits too."""
    first, sizes = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    expected = [low + step for low, size in rows for step in range(size)]
    assert ranges(first, sizes).tolist() == expected
