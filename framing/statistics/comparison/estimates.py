"""What is found of one contrast under one target: every figure of the table, group minus reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from framing.arithmetic.resampling import FEWEST
from framing.statistics.comparison.effects import cliffs_delta, hedges_g
from framing.statistics.comparison.permutation import permute
from framing.statistics.comparison.uncertainty import bootstrap, enough_units, welch
from framing.statistics.comparison.units import Units, article_units, paragraph_units
from framing.statistics.comparison.verdicts import testable
from framing.statistics.intervals import BOOTSTRAP_FROM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.statistics.comparison.contrasts import Contrast
    from framing.statistics.comparison.uncertainty import Difference
    from framing.statistics.parts import Parts

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]

OneTarget = Literal["these texts", "the population of articles"]
THESE_TEXTS: OneTarget = "these texts"
POPULATION: OneTarget = "the population of articles"
#: What the units of each target are, and what its effect is called.
UNITS: dict[str, str] = {THESE_TEXTS: "paragraphs", POPULATION: "articles"}
EFFECTS: dict[str, str] = {THESE_TEXTS: "Hedges' g", POPULATION: "Cliff's delta"}

#: So many times the units of the other side are clearly more.
_UNEVEN = 1.5


@dataclass(frozen=True, slots=True)
class Draws:
    """How often articles are drawn anew and units permuted, and from which seed."""

    bootstrap: int
    permutations: int
    seed: int


@dataclass(frozen=True, slots=True)
class Estimates:
    """Figures of one contrast under one target; arrays (measures), n and value (2, measures): group, reference.

    Intervals of differences and effects are NaN with fewer than five units on a side, `p` with fewer than two,
    `p_equivalence` without a margin. `interval` says what each interval is, or why there is none; `doubtful` marks
    measures whose p may be too small.
    """

    n: Floats
    value: Floats
    difference: Floats
    low: Floats
    high: Floats
    effect: Floats
    effect_low: Floats
    effect_high: Floats
    p: Floats
    smallest: Floats
    arrangements: Floats
    bundle: Floats
    detectable: Floats
    p_equivalence: Floats
    doubtful: Flags
    interval: tuple[str, ...]


def estimate(
    parts: Parts, figures: Floats, contrast: Contrast, target: OneTarget, *, margins: Floats, draws: Draws
) -> Estimates:
    """Compare the two sides of a contrast in every measure of `parts`.

    Parameters
    ----------
    figures
        of the run's articles (articles, measures), as `article_figures` gives them
    margins
        for each measure the difference below which it is of no interest; NaN where none was declared
    """
    population = target == POPULATION
    units = _articles(figures, contrast) if population else _paragraphs(parts, contrast)
    found = bootstrap(units, draws=draws.bootstrap, seed=draws.seed) if population else welch(units)
    effect = cliffs_delta(units) if population else hedges_g(units)
    permuted = permute(units, permutations=draws.permutations, seed=draws.seed)
    turned = slice(None) if contrast.forward else slice(None, None, -1)
    low, high = _turn(found.low, found.high, contrast)
    effect_low, effect_high = _turn(effect.low, effect.high, contrast)
    sign = 1.0 if contrast.forward else -1.0
    return Estimates(
        n=units.n[turned],
        value=units.value[turned],
        difference=sign * found.value,
        low=low,
        high=high,
        effect=sign * effect.value,
        effect_low=effect_low,
        effect_high=effect_high,
        p=permuted.p,
        smallest=permuted.smallest,
        arrangements=permuted.arrangements,
        bundle=permuted.bundle,
        # where no p of .05 can be reached nothing is detectable, whatever t tables say
        detectable=np.where(testable(permuted.p, permuted.smallest), found.detectable(), np.nan),
        p_equivalence=found.equivalence(margins, enough_units(units)),
        doubtful=_doubtful(units) & population,
        interval=_interval_words(units.n.min(axis=0), found, target, draws.bootstrap),
    )


def _doubtful(units: Units) -> Flags:
    """Whether one side has clearly fewer units, fewer than 20, and the larger spread.

    Its few units then seem less uncertain than they are: in simulation 6 to 9 of 100 such tests of equal means have a p
    of .05 or less, more where spreads differ extremely, and neither Welch's t nor the bootstrap does better
    (benchmarks/comparison_validity.py). From 20 units on errors are near 5 to 6 of 100.
    """
    spread, smaller = units.n * units.variance, units.n.argmin(axis=0)
    columns = np.arange(units.n.shape[1])
    uneven = (units.n.max(axis=0) >= _UNEVEN * units.n.min(axis=0)) & (units.n.min(axis=0) < BOOTSTRAP_FROM)
    doubtful: Flags = uneven & (spread[smaller, columns] > spread[1 - smaller, columns])
    return doubtful


def _articles(figures: Floats, contrast: Contrast) -> Units:
    return article_units(figures[contrast.articles], contrast.first)


def _paragraphs(parts: Parts, contrast: Contrast) -> Units:
    """Paragraphs ordered by their articles' ids, and in an article as they are read."""
    number = np.full(len(contrast.among), -1, dtype=np.intp)
    number[contrast.articles] = np.arange(len(contrast.articles))
    place: Codes = number[parts.article]
    rows = np.flatnonzero(place >= 0)
    rows = rows[np.argsort(place[rows], kind="stable")]
    counted = np.array([form in ("rate", "share") for form in parts.forms], dtype=np.bool_)
    return paragraph_units(parts.y[rows], parts.x[rows], place[rows], contrast.first, counted=counted)


def _turn(low: Floats, high: Floats, contrast: Contrast) -> tuple[Floats, Floats]:
    """Ends of an interval as seen from the group's side."""
    return (low, high) if contrast.forward else (-high, -low)


def _interval_words(fewest: Floats, found: Difference, target: str, draws: int) -> tuple[str, ...]:
    unit = UNITS[target]
    plain = "Welch t over articles" if target == POPULATION else "linearised ratio t over paragraphs"
    drawn = f"farther ends of Welch t and bootstrap-t ({draws:,} draws) over articles"
    return tuple(
        f"none: {n:,.0f} {unit if n != 1 else unit[:-1]} on one side, {FEWEST} needed"
        if n < FEWEST
        else f"none: the {unit} of a side do not differ"
        if np.isnan(low)
        else drawn
        if bootstrapped
        else plain
        for n, low, bootstrapped in zip(
            fewest.tolist(), found.low.tolist(), found.drawn.tolist(), strict=True
        )
    )
