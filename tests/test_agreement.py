"""Krippendorff's α: the published examples, and what must hold of any coders."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from framing.errors import FramingError
from framing.statistics import krippendorff_alpha
from framing.statistics.agreement import weighted_alpha

NAN = math.nan
# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), examples B and C
BEN, GERRY = "aabbdcccedda", "babbbccceddd"
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]


def numbers(words):
    return [float(ord(letter)) for letter in words]


def test_two_coders_with_several_categories_as_published():
    assert krippendorff_alpha([numbers(BEN), numbers(GERRY)]) == pytest.approx(0.692, abs=5e-4)


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_four_coders_with_missing_codes_as_published(level, alpha):
    assert krippendorff_alpha(FOUR, level) == pytest.approx(alpha, abs=5e-4)


def test_by_hand():
    # three texts, codes 0 0 | 0 1 | 1 1: n = 6 codes, three 0 and three 1
    # D_o: one text apart, two ordered pairs: 2/6; D_e: 2 × 3 × 3 / (6 × 5) = 18/30; α = 1 − (1/3)/(3/5) = 4/9
    assert krippendorff_alpha([[0, 0, 1], [0, 1, 1]]) == pytest.approx(4 / 9)


def test_agreement_is_one_and_what_does_not_vary_cannot_be_told():
    assert krippendorff_alpha([[0, 1, 2], [0, 1, 2]]) == 1
    assert math.isnan(krippendorff_alpha([[1, 1, 1], [1, 1, 1]]))
    assert math.isnan(krippendorff_alpha([[1, NAN], [NAN, 2]]))
    assert math.isnan(krippendorff_alpha([[1, 2, 3]]))


def test_a_text_that_one_coder_coded_counts_nothing():
    more = [[*row, one] for row, one in zip(FOUR, [9, NAN, NAN, NAN], strict=True)]
    for level in ("nominal", "ordinal", "interval"):
        assert krippendorff_alpha(more, level) == pytest.approx(krippendorff_alpha(FOUR, level))


def test_bad_input_is_one_line():
    with pytest.raises(FramingError, match="level 'ratio': unknown; there are nominal, ordinal, interval"):
        krippendorff_alpha(FOUR, "ratio")
    with pytest.raises(FramingError, match="give a table"):
        krippendorff_alpha([1, 2, 3])


CODES = arrays(
    np.float64, st.tuples(st.integers(2, 4), st.integers(2, 8)), elements=st.sampled_from([0, 1, 2, NAN])
)


@given(CODES, st.sampled_from(["nominal", "ordinal", "interval"]), st.randoms())
def test_the_order_of_coders_and_texts_does_not_matter(codes, level, random):
    alpha = krippendorff_alpha(codes, level)
    rows, columns = ([*range(size)] for size in codes.shape)
    random.shuffle(rows)
    random.shuffle(columns)
    assert krippendorff_alpha(codes[rows][:, columns], level) == pytest.approx(alpha, nan_ok=True)


@given(CODES, st.sampled_from(["nominal", "interval"]))
def test_a_text_drawn_twice_is_two_texts(codes, level):
    weights = np.ones((1, codes.shape[1]))
    weights[0, 0] = 2
    drawn = weighted_alpha(codes, weights, nominal=level == "nominal")[0]
    assert drawn == pytest.approx(
        krippendorff_alpha(np.column_stack([codes[:, :1], codes]), level), nan_ok=True
    )


@given(CODES)
def test_names_of_categories_do_not_matter(codes):
    alpha = krippendorff_alpha(codes)
    for names in permutations([10.0, -3.0, 7.0]):
        renamed = np.where(np.isnan(codes), codes, np.array(names)[np.nan_to_num(codes).astype(int)])
        assert krippendorff_alpha(renamed) == pytest.approx(alpha, nan_ok=True)
