"""The words behind a tone score: which carry most of it, and which two instruments value with opposite signs.

A hit's contribution is part of its paragraph's score, a mean over the paragraph's sentences with a score. Times
their number and divided by the article's it is part of the article's figure: for VADER the words of an article
add up to the figure exactly, for a trained model but for its intercept, for TextBlob nearly (it averages over
chunks of words, not over sentences).
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.errors import FramingError
from framing.memory import give_back
from framing.statistics.parts import Tables, article_positions, check_reading, sum_by, tone_columns

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]


#: Columns of the evidence that are read; the rest of millions of hits would be copied with them.
_READ = ["instrument", "term", "start", "end", "weight", "contribution"]


def tone_words(
    run: Run,
    article: str | None = None,
    *,
    top: int = 10,
    voice: Voice = "all",
    kind: Kind | None = "body",
) -> pd.DataFrame:
    """List the words that carry most of each tone instrument's score.

    Parameters
    ----------
    article
        id of one article; None for the mean over all articles
    top
        how many words for each instrument, by size of their contribution

    Returns
    -------
    DataFrame
        one row an instrument and term, the largest contribution first: instrument, term, n (hits), weight
        (mean valence after the instrument's rules), contribution (part of the article's tone, or the mean
        of these parts over all articles), share (of Σ|contribution| of all the instrument's words). Empty
        if the run has no evidence.

    Raises
    ------
    FramingError
        if there is no such article, voice or kind.
    """
    import pandas as pd

    check_reading(run, voice, kind)
    run.check_evidence("tone words")
    articles = np.array([len(run.articles) if article is None else 1])
    if article is not None:
        place = article_positions(run, run.articles["article"].loc[run.articles["article"] == article])
        if not len(place):
            raise FramingError(
                f"article '{article}': not in this run; it has {len(run.articles)} articles, see run.articles"
            )
    found = []
    for instrument in sorted(set(tone_columns(run)["instrument"])) or [""]:
        # one after the other: the hits of all would take three times the memory
        hits = tone_hits(run, voice=voice, kind=kind, instrument=instrument)
        some = hits if article is None else hits.loc[hits["place"] == place[0]]
        found.append(top_words(some.assign(group=0), articles, top))
        del hits, some
        give_back()
    return pd.concat(found, ignore_index=True).drop(columns="group")


def tone_hits(
    run: Run, *, voice: Voice = "all", kind: Kind | None = "body", instrument: str | None = None
) -> pd.DataFrame:
    """Hits of tone instruments, or of one of them, that lie in a text, with what each adds to its article's tone.

    Columns: place (position of the article in `run.articles`), row (of the paragraph), instrument, term
    (lower case), start, end, weight, contribution.
    """
    place, row, index, scale = _placed(run, voice, kind, instrument)
    hits = run.evidence[_READ].loc[index]
    return hits[["instrument", "weight"]].assign(
        place=place,
        row=row,
        term=hits["term"].str.lower(),
        start=hits["start"].astype("int64"),
        end=hits["end"].astype("int64"),
        contribution=np.nan_to_num(hits["contribution"].to_numpy(np.float64)) * scale,
    )


def _placed(run: Run, voice: Voice, kind: Kind | None, instrument: str | None) -> tuple[NDArray[Any], ...]:
    """Of each hit of tone in a text its article, its paragraph's row, its index, and its part in the article's tone."""
    tables, evidence = Tables(run, voice, kind), run.evidence
    names = [each for each in tone_columns(run)["instrument"].unique() if instrument in (None, each)]
    mine = evidence["instrument"].isin(names) & evidence["start"].notna()
    needed = [
        "article",
        "paragraph",
        *(["voice"] if voice != "all" else []),
        *(["instrument"] if len(names) > 1 else []),
    ]
    hits, row = tables.said(evidence.loc[mine, needed])
    place = tables.article[row]
    scale = np.full(len(hits), np.nan)
    for name in names:
        scored = tables.n_scored(name)
        sentences = sum_by(tables.article, scored, len(run.articles))
        this = (hits["instrument"] == name).to_numpy() if len(names) > 1 else slice(None)
        scale[this] = scored[row[this]] / np.maximum(sentences[place[this]], 1)
    return place, row, hits.index.to_numpy(), scale


def top_words(hits: pd.DataFrame, articles: NDArray[Any], top: int) -> pd.DataFrame:
    """For each group and instrument the words with the largest contributions.

    `hits` are those of `tone_hits` with a column `group`, a position in `articles`, the number of each
    group's articles.
    """
    keys = ["group", "instrument", "term"]
    words = hits.groupby(keys, as_index=False, sort=True).agg(
        n=("weight", "size"), weight=("weight", "mean"), contribution=("contribution", "sum")
    )
    words["contribution"] /= articles[words["group"].to_numpy(np.intp)] if len(words) else 1
    words["size"] = words["contribution"].abs()
    total = words.groupby(["group", "instrument"])["size"].transform("sum")
    words["share"] = words["size"] / total.where(total > 0)
    # words of equal size stand in alphabetical order, so that the same run gives the same list
    order = words.sort_values(["group", "instrument", "size", "term"], ascending=[True, True, False, True])
    return order.groupby(["group", "instrument"]).head(top).drop(columns="size").reset_index(drop=True)


def opposed_words(hits: pd.DataFrame) -> pd.DataFrame:
    """Words that two instruments value with opposite signs, found by where their hits overlap.

    Returns
    -------
    DataFrame
        one row a group, pair of instruments and term (the shorter of the two hits), the most frequent
        first: group, first, second (the instruments), term, n, first_weight, second_weight (means)
    """
    import pandas as pd

    pairs = combinations(sorted(hits["instrument"].unique()), 2)
    found = [
        _opposed(hits.loc[hits["instrument"] == a], hits.loc[hits["instrument"] == b], a, b) for a, b in pairs
    ]
    columns = ["group", "first", "second", "term", "n", "first_weight", "second_weight"]
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)
    order = table.sort_values(
        ["group", "first", "second", "n", "term"], ascending=[True, True, True, False, True]
    )
    return order[columns].reset_index(drop=True)


def _opposed(one: pd.DataFrame, two: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    left, right = overlapping(one, two)
    a, b = one.iloc[left].reset_index(drop=True), two.iloc[right].reset_index(drop=True)
    opposite = a["weight"] * b["weight"] < 0
    shorter = (a["end"] - a["start"]) <= (b["end"] - b["start"])
    both = a[["group"]].assign(
        first=first, second=second, term=a["term"].where(shorter, b["term"]), a=a["weight"], b=b["weight"]
    )
    keys = ["group", "first", "second", "term"]
    return (
        both.loc[opposite]
        .groupby(keys, as_index=False)
        .agg(n=("a", "size"), first_weight=("a", "mean"), second_weight=("b", "mean"))
    )


def overlapping(one: pd.DataFrame, two: pd.DataFrame) -> tuple[Codes, Codes]:
    """Positions in both tables of all pairs of hits that share at least one character of a paragraph."""
    step = int(max(one["end"].max(), two["end"].max())) + 1 if len(one) and len(two) else 1
    start, end = (
        two["row"].to_numpy(np.int64) * step + two[side].to_numpy(np.int64) for side in ("start", "end")
    )
    order = np.argsort(start, kind="stable")
    # ends in the order of starts may fall back where hits nest: their running maximum finds a superset
    reach = np.maximum.accumulate(end[order]) if len(two) else end
    low = one["row"].to_numpy(np.int64) * step + one["start"].to_numpy(np.int64)
    high = one["row"].to_numpy(np.int64) * step + one["end"].to_numpy(np.int64)
    begin, stop = np.searchsorted(reach, low, side="right"), np.searchsorted(start[order], high, side="left")
    times = np.maximum(stop - begin, 0)
    left = np.repeat(np.arange(len(one)), times)
    offset = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    right = order[np.repeat(begin, times) + offset]
    true = end[right] > low[left]
    return left[true], right[true]
