"""The permutation test: units change sides, and the studentised difference is reckoned anew each time.

T = (F₁ − F₂) / √(v₁ + v₂) with the figures and variances of `units`; p is the share of arrangements with a |T|
at least as large as the one found. If the units of both sides may be exchanged (the same distribution), p is
exact. If only their figures are equal but not their spreads or numbers, dividing by the Welch-type standard
error is what makes p right in larger samples, where a difference of plain means goes wrong (Janssen, Statistics
& Probability Letters 36, 1997, doi:10.1016/S0167-7152(97)00043-6; Chung & Romano, Annals of Statistics 41,
2013, doi:10.1214/13-AOS1090).

Up to 10,000 arrangements are all tried; from there `permutations` of them are drawn, and p = (b + 1)/(m + 1),
which counts the one found (Phipson & Smyth, Stat. Appl. Genet. Mol. Biol. 9, 2010, doi:10.2202/1544-6115.1585).

With more than 2,000 units, units of one side that were put together at random change sides together, so that
the work does not grow with the corpus. This is a subgroup of all permutations, which is as exact as all of them
(Hemerik & Goeman, TEST 27, 2018, doi:10.1007/s11749-017-0571-1). A measure's test moves the units that it could
be measured in; where these are many, all units move, measured or not, and all measures share the arrangements.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.statistics.comparison.units import ROUNDING, alike, hold_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from framing.statistics.comparison.units import Units

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

#: Up to so many arrangements are all tried.
ENUMERATED = 10_000
#: Two sides of so many units or more have 12,870 arrangements at least.
_MANY = 8
#: More units than this are bundled, into about so many bundles, the smaller side into so many at least.
MOST_UNITS, BUNDLES, FEWEST_BUNDLES = 2_000, 1_000, 100
#: From so many measured units on both sides a measure shares its arrangements with others.
SHARED_FROM = 500
#: A side of k among n units is drawn unit by unit up to k² = 10 n; beyond, ordering all is quicker.
_SMALL = 10
#: Cells of a block of shuffled sides (16 MB).
_BLOCK = 2_000_000
#: Two statistics nearer than this, relatively, are one: the same arrangement summed in another order.
_TIE = 1e-9
#: Share of the pooled variance that is what rounding left of none.
_NOTHING = 1e-12
#: Squared difference of figures, in units of that variance, that is rounding.
_SAME = 1e-24


@dataclass(frozen=True, slots=True)
class Permuted:
    """What permutation found; every field an array (measures).

    `p` is NaN where a side has fewer than two units; `smallest` is the smallest p that so many units can give;
    `arrangements` how many were tried; `bundle` how many units changed sides together.
    """

    p: Floats
    smallest: Floats
    arrangements: Floats
    bundle: Floats


def permute(units: Units, *, permutations: int, seed: int) -> Permuted:
    """Test for each measure whether the sides differ, by permutation of the units that it could be measured in.

    Examples
    --------
    Three against three that do not overlap: of 20 arrangements two are as far apart, p = 2/20.

    >>> from framing.statistics.comparison.units import article_units
    >>> figures, first = np.array([[1.0], [2], [3], [7], [8], [9]]), np.array([True] * 3 + [False] * 3)
    >>> tested = permute(article_units(figures, first), permutations=10_000, seed=0)
    >>> float(tested.p[0]), float(tested.smallest[0]), int(tested.arrangements[0])
    (0.1, 0.1, 20)
    """
    found = np.full((4, units.a.shape[1]), np.nan)
    measured = units.b > 0
    measured[:, units.n.min(axis=0) >= SHARED_FROM] = True
    for rows, columns in alike(measured):
        first = units.first[rows]
        sizes = int(first.sum()), int((~first).sum())
        found[1, columns] = smallest_p(*sizes, permutations)
        if min(sizes) < 2:  # noqa: PLR2004 # one unit has no spread
            continue
        sums = _sums(units.a[np.ix_(rows, columns)], units.b[np.ix_(rows, columns)])
        p, tried, bundle = _test(sums, first, units.borrowed[columns], permutations, seed)
        found[0, columns], found[2, columns], found[3, columns] = p, tried, bundle
    return Permuted(*found)


def smallest_p(first: int, second: int, permutations: int) -> float:
    """Smallest p that sides of these sizes can give: with equal sizes each arrangement has its mirror image."""
    if not _countable(first, second):
        return 1 / (permutations + 1)
    return (2 if first == second else 1) / math.comb(first + second, first)


def _countable(first: int, second: int) -> bool:
    """Whether the ways to deal the units to sides of these sizes are so few that all can be tried."""
    return min(first, second) < _MANY and math.comb(first + second, first) <= ENUMERATED


def _sums(a: Floats, b: Floats) -> Floats:
    """For each unit what figures and variances are sums of (units, 6 × measures): d, b, d², d b, b², 1 if measured.

    d = (a − F b) / s with the pooled figure F and spread s: differences of figures stay what they are, T too, and
    rounding is the same whatever a measure's size.
    """
    b = b / b.mean(axis=0)
    distance = a - a.sum(axis=0) / b.sum(axis=0) * b
    spread = np.sqrt((distance**2).mean(axis=0))
    varies = spread > ROUNDING * np.abs(a).max(axis=0)
    distance = np.where(varies, distance / np.where(varies, spread, 1.0), 0.0)
    return np.hstack([distance, b, distance**2, distance * b, b**2, b > 0])


def _test(
    sums: Floats, first: Flags, borrowed: Floats, permutations: int, seed: int
) -> tuple[Floats, int, int]:
    """P values of measures that all units have, how many arrangements were tried, and the units of a bundle."""
    first = (
        first if 2 * first.sum() <= len(first) else ~first
    )  # T² is the same, and the smaller side quicker drawn
    together = np.vstack([sums[first].sum(axis=0), sums[~first].sum(axis=0)])
    observed = _statistic(together[:1], together[1:], borrowed)
    if _countable(int(first.sum()), int((~first).sum())):
        moving, labels, bundle, own = sums, first, 1, 0
        blocks = _every_way(first)
    else:
        rng = np.random.default_rng(seed)
        moving, labels, bundle = _bundle(sums, first, rng)
        blocks, own = _shuffled(labels, permutations, rng), 1
    fixed = together[0] - moving[labels].sum(axis=0)
    extreme, tried = np.zeros(observed.shape[1]), 0
    for block in blocks:
        one = block @ moving + fixed
        statistic = _statistic(one, together.sum(axis=0) - one, borrowed)
        extreme += (statistic >= observed * (1 - _TIE)).sum(axis=0)
        tried += block.shape[0]
    return (extreme + own) / (tried + own), tried, bundle


def _statistic(first: Floats, second: Floats, borrowed: Floats) -> Floats:
    """T² in each arrangement (arrangements, measures), from both sides' sums."""
    d, b, dd, db, bb, n = np.split(np.stack([first, second]), 6, axis=2)
    figures = d / b
    own = n * n / (n - 1) * (dd - 2 * figures * db + figures**2 * bb) / b**2
    difference: Floats = (figures[0] - figures[1]) ** 2
    difference[difference < _SAME] = 0.0
    variance = (hold_up(own, n, borrowed) / n).sum(axis=0)
    varies = variance * n.min(axis=0) > _NOTHING
    quotient = np.divide(difference, variance, out=np.zeros(difference.shape), where=varies)
    return np.where(varies, quotient, np.where(difference > 0, np.inf, 0.0))


def _every_way(first: Flags) -> Iterator[Floats]:
    """Every way to deal the units, a row each: 1 on the first side."""
    chosen = np.array(list(combinations(range(len(first)), int(first.sum()))), dtype=np.intp)
    dealt = np.zeros((len(chosen), len(first)))
    np.put_along_axis(dealt, chosen, 1.0, axis=1)
    yield dealt


def _shuffled(first: Flags, permutations: int, rng: np.random.Generator) -> Iterator[Any]:
    """Ways drawn at random, in blocks: a row each, 1 on the first side; sparse where that side is small."""
    k, n = int(first.sum()), len(first)
    size = max(1, _BLOCK // n)
    for done in range(0, permutations, size):
        some = min(size, permutations - done)
        if k * k <= _SMALL * n:
            yield _drawn(k, n, some, rng)
        else:
            yield _dealt(k, n, some, rng)


def _dealt(k: int, n: int, permutations: int, rng: np.random.Generator) -> Floats:
    """Many times k of n units without replacement: those with the k smallest of n random numbers.

    Four times as fast as shuffling each row. Rows in which two numbers tie for the last place are drawn anew.
    """
    dealt = _smallest(k, rng.random((permutations, n), dtype=np.float32))
    while len(tied := np.flatnonzero(np.count_nonzero(dealt, axis=1) != k)):
        dealt[tied] = _smallest(k, rng.random((len(tied), n), dtype=np.float32))
    return dealt.astype(np.float64)


def _smallest(k: int, keys: NDArray[np.float32]) -> Flags:
    smallest: Flags = keys <= np.partition(keys, k - 1, axis=1)[:, k - 1 : k]
    return smallest


def _drawn(k: int, n: int, permutations: int, rng: np.random.Generator) -> Any:
    """Many times k of n units without replacement (Floyd's algorithm: Bentley, Comm. ACM 30, 1987, p. 755)."""
    from scipy.sparse import csr_array

    chosen = np.empty((permutations, k), dtype=np.int64)
    for place, last in enumerate(range(n - k, n)):
        candidate = rng.integers(0, last + 1, permutations)
        taken = (chosen[:, :place] == candidate[:, None]).any(axis=1)
        chosen[:, place] = np.where(taken, last, candidate)
    ends = np.arange(0, permutations * k + 1, k)
    return csr_array((np.ones(permutations * k), chosen.ravel(), ends), shape=(permutations, n))


def _bundle(sums: Floats, first: Flags, rng: np.random.Generator) -> tuple[Floats, Flags, int]:
    """Sums of the bundles that move, their sides, and how many units make one.

    What is left over stays where it is, and so does what the larger side has beyond 1,000 bundles.
    """
    if len(first) <= MOST_UNITS:
        return sums, first, 1
    places = [np.flatnonzero(first), np.flatnonzero(~first)]
    fewest = min(len(each) for each in places)
    bundle = max(1, min(-(-len(first) // BUNDLES), fewest // FEWEST_BUNDLES))
    made = []
    for each in places:
        count = min(len(each) // bundle, BUNDLES)
        chosen = rng.permutation(each)[: count * bundle].reshape(count, bundle)
        made.append(sums[chosen].sum(axis=1))
    labels = np.repeat([True, False], [len(each) for each in made])
    return np.vstack(made), labels, bundle
