"""Figures of articles and of groups of articles, with their intervals, what these speak of, and warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.arithmetic.resampling import DRAWS, FEWEST
from framing.statistics.grouping import groups_of
from framing.statistics.intervals import BOOTSTRAP_FROM, Estimate, mean, ratio
from framing.statistics.parts import Groups, Parts, make_parts, sum_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run

    Floats = NDArray[np.float64]

#: Figures from fewer words or hits are flagged, and tone of which less than half of the words was measured.
FEW_WORDS, FEW_HITS, LITTLE_COVERED = 150, 5, 0.5


def summarize(
    run: Run, by: str = "article", *, voice: Voice = "all", kind: Kind | None = "body", seed: int = 0
) -> pd.DataFrame:
    """Summarise every measure by article or by group of articles.

    An article's rate is its hits per 100 words, its count the number of hits; its tone is the mean over its
    sentences, those without a score left out (VADER's count 0, as in its paragraphs); its share in frame words
    is Σ|contribution| in frame words / Σ|contribution| (paragraphs weighted by words if the run was made
    without evidence). A group's figure is the mean of its articles' figures, each article once.

    Parameters
    ----------
    run
        a run, as `score` or `load` gives it
    by
        `article`, any column of `run.articles`, `date:month` or `date<2024-11-13` (see `groups_of`); articles without
        a value form the group `(missing)`, which is last
    voice
        whose words: `all`, `author` or `quoted`
    kind
        which paragraphs: `body`, `title`, `heading`, or None for all
    seed
        of the bootstrap

    Returns
    -------
    DataFrame
        one row a group and measure, groups in the order of their first article or of time, measures in that of the run:

        - group, measure (column of scores), instrument, category, statistic
        - n_articles, n_paragraphs: those that the figure rests on; n_words: all words of the group
        - covered: share of the words that could be measured
        - n: hits (missing for tone)
        - value: the figure, NaN where nothing could be measured; low, high: 95 % interval or NaN
        - interval: what kind of interval and what it speaks of, or why there is none
        - flags: `under 150 words`, `under 5 hits`, `under half of the words measured`, or empty

    Raises
    ------
    FramingError
        if there is no such column, voice or kind.
    """
    groups = groups_of(run, by)
    parts = make_parts(run, voice=voice, kind=kind)
    if by == "article":
        estimate, words = _within_articles(run, parts)
    else:
        estimate, words = _over_articles(run, parts, groups, seed)
    return _table(run, parts, groups, _inside(run, estimate), words)


def article_figures(parts: Parts, articles: int) -> Floats:
    """Each article's figure (articles, measures); NaN where nothing could be measured."""
    y, x = sum_by(parts.article, parts.y, articles), sum_by(parts.article, parts.x, articles)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(_counting(parts), y, np.where(x > 0, y / x, np.nan))


def interval_words(units: float, low: float, unit: str, method: str, target: str) -> str:
    """Say what an interval is and speaks of, or why there is none; `unit` is `paragraphs` or `articles`."""
    if units == 0:
        return "none: nothing to measure"
    if units < FEWEST:
        return f"none: {units:.0f} {unit if units != 1 else unit[:-1]}, {FEWEST} needed"
    if np.isnan(low):
        return f"none: the {units:.0f} {unit} do not differ"
    return f"{method} over {units:,.0f} {unit}: {target}"


def join_flags(n_words: float, hits: float, covered: float) -> str:
    """Say what makes a figure thin; empty if nothing does."""
    flags = []
    if n_words < FEW_WORDS:
        flags.append(f"under {FEW_WORDS} words")
    if hits < FEW_HITS:
        flags.append(f"under {FEW_HITS} hits")
    if covered < LITTLE_COVERED:
        flags.append("under half of the words measured")
    return "; ".join(flags)


def _within_articles(run: Run, parts: Parts) -> tuple[Estimate, list[str]]:
    """Figures of articles, paragraphs being the units; a count is a fact of its text and has no interval."""
    found = ratio(parts.y, parts.x, parts.article, len(run.articles))
    counting = _counting(parts)
    estimate = Estimate(
        article_figures(parts, len(run.articles)),
        np.where(counting, np.nan, found.low),
        np.where(counting, np.nan, found.high),
        found.units,
    )
    target = "had the author written other paragraphs like these"
    words = [
        "none: a count of this text"
        if form == "count"
        else interval_words(units, low, "paragraphs", "ratio t", target)
        for units_row, low_row in zip(found.units.tolist(), found.low.tolist(), strict=True)
        for form, units, low in zip(parts.forms, units_row, low_row, strict=True)
    ]
    return estimate, words


def _over_articles(run: Run, parts: Parts, groups: Groups, seed: int) -> tuple[Estimate, list[str]]:
    """Figures of groups, articles being the units."""
    figures = article_figures(parts, len(run.articles))
    estimate = mean(figures, groups.codes, len(groups.names), seed=seed)
    target = "other articles like these"
    draws = f"bootstrap ({DRAWS:,} draws)"
    words = [
        interval_words(units, low, "articles", draws if units >= BOOTSTRAP_FROM else "Student t", target)
        for units, low in zip(estimate.units.ravel().tolist(), estimate.low.ravel().tolist(), strict=True)
    ]
    return estimate, words


def _counting(parts: Parts) -> NDArray[np.bool_]:
    return np.array([form == "count" for form in parts.forms], dtype=np.bool_)


def _inside(run: Run, estimate: Estimate) -> Estimate:
    """Cut intervals at what a measure can be: no rate is below 0."""
    low = np.maximum(estimate.low, run.measures["low"].to_numpy(np.float64))
    high = np.minimum(estimate.high, run.measures["high"].to_numpy(np.float64))
    return Estimate(estimate.value, low, high, estimate.units)


def _table(run: Run, parts: Parts, groups: Groups, estimate: Estimate, words: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    size, measures = estimate.value.shape
    codes = groups.codes[parts.article]
    paragraphs = sum_by(codes, (parts.x > 0) & (parts.measured > 0), size)
    articles = sum_by(groups.codes, ~np.isnan(article_figures(parts, len(run.articles))), size)
    hits = sum_by(codes, parts.hits, size)
    hits[:, [form in ("mean", "share") for form in parts.forms]] = np.nan
    n_words = np.repeat(sum_by(codes, parts.n_words, size), measures)
    with np.errstate(invalid="ignore", divide="ignore"):
        covered = sum_by(codes, parts.measured, size).ravel() / n_words
    of_frames = np.where(run.measures["kind"] == "frame", hits, np.nan).ravel()
    flags = [join_flags(*row) for row in zip(n_words, of_frames, covered, strict=True)]
    known = run.measures[["column", "instrument", "category", "statistic"]]
    names = pd.DataFrame({"group": pd.Series(groups.names, dtype="str")})
    return names.merge(known.rename(columns={"column": "measure"}), how="cross").assign(
        n_articles=articles.ravel().astype(np.int64),
        n_paragraphs=paragraphs.ravel().astype(np.int64),
        n_words=n_words.astype(np.int64),
        covered=covered,
        n=pd.array(hits.ravel(), dtype="Float64").astype("Int64"),
        value=estimate.value.ravel(),
        low=estimate.low.ravel(),
        high=estimate.high.ravel(),
        interval=pd.Series(words, dtype="str"),
        flags=pd.Series(flags, dtype="str"),
    )
