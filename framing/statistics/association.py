"""How much more often a term stands in one text than in another: the formulas of keyness.

All take counts: `target` and `reference` how often the term stands in the two texts, `total_target` and
`total_reference` all running terms there. Numbers or arrays of one shape; a higher value means more of the term in
the target. NaN where a text is empty or the term is in neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

#: Corrections of a 2 × 2 table, as `quanteda` names them.
Correction = Literal["yates", "williams", "none"]

_SMALL = 5
#: What stands for a count of 0 in a log ratio.
_HALF = 0.5


def log_likelihood(
    target: ArrayLike,
    reference: ArrayLike,
    total_target: ArrayLike,
    total_reference: ArrayLike,
    *,
    correction: Correction = "none",
) -> Floats:
    """G², negative where the term is rarer in the target than expected.

    G² = 2 Σ O ln(O / E) over the table of the term and all other terms in both texts (Dunning, Computational
    Linguistics 19, 1993, pp. 61–74), χ²-distributed with one degree of freedom if terms were drawn independently.
    A cell of 0 adds 0. quanteda.textstats 0.97 adds 1e-9 inside the logarithm, which makes its G² larger by 2e-9
    for each running term: 22.609878 in the example.

    Examples
    --------
    "will" 41 times in 6,182 words and 351 times in 127,260: the first line of quanteda.textstats' example.

    >>> round(float(log_likelihood(41, 351, 6182, 127260, correction="yates")), 6)
    22.609611
    """
    observed = _table(target, reference, total_target, total_reference)
    signs = _sign(observed)
    cells = _moved(observed, signs) if correction == "yates" else observed
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(cells > 0, cells * np.log(cells / _expected(cells)), 0.0)
        value = 2 * parts.sum(axis=0)
        value = value / _williams(observed) if correction == "williams" else value
    return _known(observed, signs * value)


def chi_squared(
    target: ArrayLike,
    reference: ArrayLike,
    total_target: ArrayLike,
    total_reference: ArrayLike,
    *,
    correction: Correction = "yates",
) -> Floats:
    """Pearson's χ², negative where the term is rarer in the target than expected.

    `yates` subtracts ½ from |O − E| where an expected count is under 5 and |ad − bc| ≥ N/2, `williams` divides by
    1 + (N/(a+b) + N/(c+d) − 1)(N/(a+c) + N/(b+d) − 1)/6N, both as quanteda.textstats 0.97 has them in its code
    (but there `williams` multiplies χ², which makes it larger; here it is made smaller, as Williams meant,
    Biometrika 63, 1976, pp. 33–37, doi:10.1093/biomet/63.1.33).

    Examples
    --------
    "protected" 5 times in 1,660 words and once in 41,342 (quanteda.textstats' example).

    >>> round(float(chi_squared(5, 1, 1660, 41342)), 5)
    81.83024
    """
    observed = _table(target, reference, total_target, total_reference)
    a, b, c, d = observed
    n = a + b + c + d
    half = _yates(observed) if correction == "yates" else 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        value = n * (np.abs(a * d - b * c) - n * half) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d))
        value = value / _williams(observed) if correction == "williams" else value
    return _known(observed, _sign(observed) * value)


def log_odds(
    target: ArrayLike,
    reference: ArrayLike,
    total_target: ArrayLike,
    total_reference: ArrayLike,
    *,
    prior: ArrayLike,
    prior_total: ArrayLike,
) -> tuple[Floats, Floats]:
    """Log-odds ratio under a Dirichlet prior, and its standard error; z is the one over the other.

    δ = ln[(y₁ + α)/(n₁ + α₀ − y₁ − α)] − ln[(y₂ + α)/(n₂ + α₀ − y₂ − α)] and σ² ≈ 1/(y₁ + α) + 1/(y₂ + α), with the
    term's prior count α and that of all terms α₀ (Monroe, Colaresi & Quinn, Political Analysis 16, 2008,
    pp. 372–403, doi:10.1093/pan/mpn018). The prior draws rare terms to 0.

    Examples
    --------
    >>> delta, error = log_odds(40, 5, 856, 877, prior=0.01, prior_total=0.08)
    >>> round(float(delta), 3), round(float(delta / error), 3)
    (2.144, 4.524)
    """
    y1, y2, n1, n2, one, every = (
        np.asarray(each, dtype=np.float64)
        for each in (target, reference, total_target, total_reference, prior, prior_total)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log((y1 + one) / (n1 + every - y1 - one)) - np.log((y2 + one) / (n2 + every - y2 - one))
        error = np.sqrt(1 / (y1 + one) + 1 / (y2 + one))
        known = (n1 > 0) & (n2 > 0)
    return np.where(known, odds, np.nan), np.where(known, error, np.nan)


def log_ratio(
    target: ArrayLike, reference: ArrayLike, total_target: ArrayLike, total_reference: ArrayLike
) -> Floats:
    """Binary logarithm of the ratio of the two relative frequencies: 1 is twice as often, −1 half as often.

    A count of 0 is taken as ½, without which it were infinite (Hardie, CASS blog, 2014, "Log Ratio – an informal
    introduction").

    Examples
    --------
    >>> float(log_ratio(8, 1, 1000, 500))
    2.0
    """
    y1, y2, n1, n2 = (
        np.asarray(each, dtype=np.float64) for each in (target, reference, total_target, total_reference)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log2(np.where(y1 > 0, y1, _HALF) / n1) - np.log2(np.where(y2 > 0, y2, _HALF) / n2)
    return np.where((n1 > 0) & (n2 > 0), ratio, np.nan)


def _table(
    target: ArrayLike, reference: ArrayLike, total_target: ArrayLike, total_reference: ArrayLike
) -> Floats:
    """Counts a, b of the term and c, d of all others, in target and reference."""
    a, b, first, second = np.broadcast_arrays(
        *(np.asarray(each, dtype=np.float64) for each in (target, reference, total_target, total_reference))
    )
    return np.stack([a, b, first - a, second - b])


def _expected(cells: Floats) -> Floats:
    a, b, c, d = cells
    n = a + b + c + d
    expected: Floats = (
        np.stack([(a + b) * (a + c), (a + b) * (b + d), (c + d) * (a + c), (c + d) * (b + d)]) / n
    )
    return expected


def _sign(cells: Floats) -> Floats:
    a, b, c, d = cells
    return np.where(a * d > b * c, 1.0, -1.0)


def _yates(cells: Floats) -> Floats:
    a, b, c, d = cells
    with np.errstate(divide="ignore", invalid="ignore"):
        few = (_expected(cells) < _SMALL).any(axis=0)
    return np.where(few & (np.abs(a * d - b * c) >= (a + b + c + d) / 2), _HALF, 0.0)


def _moved(cells: Floats, signs: Floats) -> Floats:
    """Counts moved by ½ towards what is expected, where Yates would."""
    moved: Floats = cells + _yates(cells) * signs * np.array([-1.0, 1.0, 1.0, -1.0]).reshape(
        4, *[1] * signs.ndim
    )
    return moved


def _williams(cells: Floats) -> Floats:
    a, b, c, d = cells
    n = a + b + c + d
    by_term, by_text = n / (a + b) + n / (c + d) - 1, n / (a + c) + n / (b + d) - 1
    return np.where((cells == 0).any(axis=0), 1.0, 1 + by_term * by_text / (6 * n))


def _known(cells: Floats, value: Floats) -> Floats:
    """The value where both texts have terms and the term is in one of them, else NaN."""
    a, b, c, d = cells
    there = (a + b > 0) & (a + c > 0) & (b + d > 0)
    # no other term anywhere: nothing can differ
    # + 0.0: no −0.0, which prints as a sign
    return np.where(there, np.where(c + d > 0, value, 0.0) + 0.0, np.nan)
