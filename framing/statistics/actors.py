"""The frames and the tone of the sentences that name an actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.arithmetic.resampling import FEWEST
from framing.statistics.grouping import groups_of
from framing.statistics.intervals import Estimate, ratio
from framing.statistics.parts import Tables, check_reading, sum_by
from framing.statistics.summary import interval_words, join_flags

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

_KINDS, _STATISTICS = ("frame", "tone", "subjectivity"), ("rate", "mean", "net")


def actor_frames(
    run: Run, by: str | None = None, *, voice: Voice = "all", kind: Kind | None = "body"
) -> pd.DataFrame:
    """Summarise the sentences that name each actor: rates of frames, and tone.

    A sentence that names two actors counts for both. Rates are hits per 100 words of these sentences, tone
    is the mean over those with a score; every sentence counts once, wherever it stands.

    Parameters
    ----------
    by
        None for all articles together, or `article`, any column of `run.articles`, or time (see `groups_of`)
    voice
        `all`; `author` or `quoted` take mentions, frames and tone of that voice alone
    kind
        which paragraphs, None for all

    Returns
    -------
    DataFrame
        one row an actor and measure, the most mentioned first (within each group):

        - group (only with `by`), actor
        - mentions; n_articles, n_sentences, n_words: those of the sentences that name the actor
        - measure (column of scores), instrument, category, statistic
        - n: hits (missing for tone); measured: sentences that the figure rests on
        - value; low, high: 95 % interval, with articles as units if they are five or more, else paragraphs,
          NaN if these are fewer than five too; interval: which of them, or why there is none
        - flags: `under 150 words`, `under 5 hits`, `under half of the words measured`

    Raises
    ------
    FramingError
        if there is no such column, voice or kind.
    """
    check_reading(run, voice, kind)
    tables = Tables(run, voice, kind)
    kinds, statistics = run.measures["kind"].isin(_KINDS), run.measures["statistic"].isin(_STATISTICS)
    chosen = run.measures.loc[kinds & statistics]
    pairs = _pairs(run, tables, "article" if by is None else by)
    if by is None:
        pairs["group"], pairs["order"] = "", 0
    facts = _facts(pairs)
    keys = ["group", "actor"]
    unit = facts.set_index(keys).index.get_indexer(pairs.set_index(keys).index)
    table = _table(facts, chosen, pairs.assign(unit=unit), tables)
    return table.drop(columns="group") if by is None else table


def _pairs(run: Run, tables: Tables, by: str) -> pd.DataFrame:
    """Each actor with each sentence that names it.

    Columns: actor, n (mentions), n_words, group, order (position of the group), and where the sentence is
    found: spoken, its row in `tables.sentences`; place, its paragraph's in `tables.rows`; article, that in
    `run.articles`.
    """
    import pandas as pd

    groups = groups_of(run, by)
    named, place = tables.said(run.actors)
    keys = ["place", "sentence", "actor"]
    pairs = named.assign(place=place).groupby(keys, as_index=False, sort=True).agg(n=("n", "sum"))
    sentences = pd.MultiIndex.from_arrays([tables.place, tables.sentences["sentence"]])
    pairs["spoken"] = sentences.get_indexer(pd.MultiIndex.from_frame(pairs[["place", "sentence"]]))
    pairs = pairs.loc[pairs["spoken"] >= 0].reset_index(drop=True)
    pairs["article"] = tables.article[pairs["place"].to_numpy(np.intp)]
    pairs["order"] = groups.codes[pairs["article"].to_numpy(np.intp)]
    pairs["group"] = pd.Series([groups.names[order] for order in pairs["order"]], dtype="str")
    pairs["n_words"] = tables.sentences["n_words"].to_numpy()[pairs["spoken"].to_numpy(np.intp)]
    return pairs


def _facts(pairs: pd.DataFrame) -> pd.DataFrame:
    """One row a group and actor: what its sentences are, the most mentioned first."""
    facts = pairs.groupby(["group", "actor"], as_index=False).agg(
        order=("order", "min"),
        mentions=("n", "sum"),
        n_articles=("article", "nunique"),
        n_sentences=("spoken", "size"),
        n_words=("n_words", "sum"),
    )
    ranked = facts.sort_values(["order", "mentions", "actor"], ascending=[True, False, True])
    return ranked.drop(columns="order").reset_index(drop=True)


def _table(facts: pd.DataFrame, chosen: pd.DataFrame, pairs: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    import pandas as pd

    spoken = pairs["spoken"].to_numpy(np.intp)
    y, x, hits = (array[spoken] for array in _sums(tables, chosen))
    unit, words = pairs["unit"].to_numpy(np.intp), pairs["n_words"].to_numpy(np.float64)
    size = len(facts)
    estimate, interval = _estimate(y, x, pairs, size)
    scored = (x > 0).astype(np.float64)
    measured, found = sum_by(unit, scored * words[:, None], size), sum_by(unit, hits, size)
    table = facts.merge(
        chosen[["column", "instrument", "category", "statistic"]].rename(columns={"column": "measure"}),
        how="cross",
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        covered = measured.ravel() / table["n_words"].to_numpy(np.float64)
    return table.assign(
        n=pd.array(found.ravel(), dtype="Float64").astype("Int64"),
        measured=sum_by(unit, scored, size).ravel().astype(np.int64),
        value=estimate.value.ravel(),
        low=np.maximum(estimate.low, chosen["low"].to_numpy(np.float64)).ravel(),
        high=np.minimum(estimate.high, chosen["high"].to_numpy(np.float64)).ravel(),
        interval=pd.Series(interval, dtype="str"),
        flags=pd.Series(
            [join_flags(*row) for row in zip(table["n_words"], found.ravel(), covered, strict=True)],
            dtype="str",
        ),
    )


def _sums(tables: Tables, chosen: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
    """For each sentence and measure: numerator, denominator, hits (NaN for tone)."""
    words = tables.sentences["n_words"].to_numpy(np.float64)
    y, x, hits = (np.zeros((len(words), len(chosen))) for _ in range(3))
    for k, measure in enumerate(chosen.to_dict("records")):
        values = tables.sentences[measure["column"]].to_numpy(np.float64)
        if measure["statistic"] == "rate":
            counter = tables.counter(measure)
            found = tables.sentences[counter].to_numpy(np.float64) if counter else values * words / 100
            hits[:, k] = np.nan_to_num(found)
            y[:, k], x[:, k] = 100 * hits[:, k], words
        else:
            y[:, k], x[:, k], hits[:, k] = np.nan_to_num(values), ~np.isnan(values), np.nan
    return y, x, hits


def _estimate(y: Floats, x: Floats, pairs: pd.DataFrame, size: int) -> tuple[Estimate, list[str]]:
    """Ratios whose units are articles where these are enough, else paragraphs."""
    unit = pairs["unit"].to_numpy(np.intp)
    wide = _clustered(y, x, unit, pairs["article"].to_numpy(np.intp), size)
    narrow = _clustered(y, x, unit, pairs["place"].to_numpy(np.intp), size)
    enough = wide.units >= FEWEST
    units = np.where(enough, wide.units, narrow.units)
    low, high = np.where(enough, wide.low, narrow.low), np.where(enough, wide.high, narrow.high)
    words = [
        interval_words(count, bound, "articles", "ratio t", "other articles that name it")
        if many
        else interval_words(count, bound, "paragraphs", "ratio t", "other paragraphs like these that name it")
        for count, bound, many in zip(units.ravel(), low.ravel(), enough.ravel(), strict=True)
    ]
    return Estimate(wide.value, low, high, units), words


def _clustered(y: Floats, x: Floats, unit: Codes, cluster: Codes, size: int) -> Estimate:
    """Ratios in each unit, the sentences of one cluster being one observation."""
    pairs, codes = np.unique(np.stack([unit, cluster], axis=1), axis=0, return_inverse=True)
    codes = codes.ravel()
    return ratio(sum_by(codes, y, len(pairs)), sum_by(codes, x, len(pairs)), pairs[:, 0], size)
