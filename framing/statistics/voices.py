"""Who is given which frame, and by whom: actor × frame × voice and speaker.

A sentence that names an actor speaks of it in the author's words, in a quotation, or in both; each part is read for
itself. What frames an actor is given is compared with what frames are usual in the same voice and group, for an
author who writes of nothing but security gives security to everyone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from framing.arithmetic.resampling import FEWEST
from framing.errors import FramingError
from framing.statistics.grouping import groups_of
from framing.statistics.intervals import Estimate, ratio
from framing.statistics.parts import Groups, Tables, check_reading, sum_by
from framing.statistics.summary import interval_words, join_flags

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

#: Speakers that have no name: the article's author, a quotation without one, and a sentence with several.
AUTHOR, UNNAMED, SEVERAL = "(author)", "(not named)", "(several)"
_KEYS = ["group", "actor", "voice", "speaker"]
_PARTS: tuple[Voice, Voice] = ("author", "quoted")


def frame_actor_voice(
    run: Run, by: str | None = None, *, instrument: str | None = None, kind: Kind | None = "body"
) -> pd.DataFrame:
    """Tabulate how often each actor is given each frame, in the author's words and in each speaker's.

    The author's part and the quoted part of a sentence are read apart: words, hits and mentions of one never count
    for the other. A sentence that names two actors counts for both.

    Parameters
    ----------
    by
        None for all articles together, or groups as `groups_of` makes them
    instrument
        one codebook of frames; None for all in the run
    kind
        which paragraphs, None for all

    Returns
    -------
    DataFrame
        one row an actor, voice, speaker and frame; groups in their order, actors with the most mentions first:

        - group (only with `by`), actor
        - voice: `author` or `quoted`; speaker: `(author)`, the name that the text gives to the one who is quoted,
          `(not named)`, or `(several)` where one sentence quotes more than one
        - instrument, category, measure (column of the rate in scores)
        - mentions, n_articles, n_sentences, n_words: of the sentences that name the actor, in this voice
        - n: hits of the frame outside names; rate: per 100 words; NaN where there are no words
        - low, high: 95 % interval, ratio t; units are articles if they are five or more, else paragraphs, NaN if
          these are fewer than five too; interval says which, or why there is none
        - usual: rate in all words of the group in this voice, whoever is named
        - flags: `under 150 words`, `under 5 hits`

        No row if nobody is named or the run has no codebook of frames.

    Raises
    ------
    FramingError
        if there is no such column, codebook or kind.

    Examples
    --------
    >>> import framing as fr
    >>> table = frame_actor_voice(fr.score(fr.read_articles("seeds/")))
    >>> sorted(set(table["voice"])), table["actor"].iloc[0]
    (['author'], 'Pakistan')
    """
    import pandas as pd

    check_reading(run, "all", kind)
    frames = _frames(run, instrument)
    groups = Groups(("",), np.zeros(len(run.articles), dtype=np.intp)) if by is None else groups_of(run, by)
    pieces = [
        piece
        for voice in _PARTS
        if len(frames) and len(piece := _of_voice(Tables(run, voice, kind), frames, groups))
    ]
    if not pieces:
        return _empty(by)
    table = pd.concat(pieces, ignore_index=True)
    named = table.drop_duplicates(_KEYS).groupby(["group", "actor"])["mentions"].sum().rename("named")
    place = {name: number for number, name in enumerate(groups.names)}
    table = table.join(named, on=["group", "actor"]).assign(order=table["group"].map(place))
    table = table.sort_values(
        ["order", "named", "actor", "voice", "mentions", "speaker"],
        ascending=[True, False, True, True, False, True],
        kind="stable",
    )
    return table[list(_empty(by).columns)].reset_index(drop=True)


def _frames(run: Run, instrument: str | None) -> pd.DataFrame:
    """Rates of frames: the measures that the table has rows for."""
    rates = run.measures.loc[(run.measures["kind"] == "frame") & (run.measures["statistic"] == "rate")]
    if instrument is None:
        return rates
    if instrument not in (names := [str(name) for name in rates["instrument"].unique()]):
        raise FramingError(
            f"instrument '{instrument}': not a codebook of frames in this run; there are "
            f"{', '.join(names) or 'none'}"
        )
    return rates.loc[rates["instrument"] == instrument]


def _of_voice(tables: Tables, frames: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    """Rows of one voice."""
    words = tables.sentences["n_words"].to_numpy(np.float64)
    hits = np.column_stack([_hits(tables, measure, words) for measure in frames.to_dict("records")])
    group = groups.codes[tables.article[tables.place]]
    usual = _per_hundred(sum_by(group, hits, len(groups.names)), sum_by(group, words, len(groups.names)))
    pairs = _pairs(tables, groups)
    facts = pairs.groupby(_KEYS, as_index=False, sort=True).agg(
        order=("order", "first"),
        mentions=("n", "sum"),
        n_articles=("article", "nunique"),
        n_sentences=("spoken", "size"),
        n_words=("n_words", "sum"),
    )
    unit = facts.set_index(_KEYS).index.get_indexer(pairs.set_index(_KEYS).index)
    spoken = pairs["spoken"].to_numpy(np.intp)
    estimate, words_of = _estimate(hits[spoken], words[spoken], unit, pairs, len(facts))
    n = sum_by(unit, hits[spoken], len(facts))
    rows = facts.merge(
        frames[["instrument", "category", "column"]].rename(columns={"column": "measure"}), how="cross"
    )
    return rows.assign(
        n=n.ravel().astype(np.int64),
        rate=estimate.value.ravel(),
        low=np.maximum(estimate.low, 0.0).ravel(),
        high=estimate.high.ravel(),
        interval=words_of,
        usual=usual[facts["order"].to_numpy(np.intp)].ravel(),
        flags=[join_flags(*row, 1.0) for row in zip(rows["n_words"], n.ravel(), strict=True)],
    )


def _hits(tables: Tables, measure: Mapping[Any, Any], words: Floats) -> Floats:
    """Hits in each sentence; where an instrument counts none, what its rate says."""
    counter = tables.counter(measure)
    if counter:
        found = tables.sentences[counter].to_numpy(np.float64)
    else:
        found = tables.sentences[measure["column"]].to_numpy(np.float64) * words / 100
    counted: Floats = np.nan_to_num(found)
    return counted


def _pairs(tables: Tables, groups: Groups) -> pd.DataFrame:
    """Each actor with each sentence whose words of this voice name it.

    Columns: actor, n (mentions), n_words, group, order (position of the group), speaker, and where the sentence is
    found: spoken, its row in `tables.sentences`; place, its paragraph's in `tables.rows`; article.
    """
    import pandas as pd

    named, place = tables.said(tables.run.actors)
    keys = ["place", "sentence", "actor"]
    pairs = named.assign(place=place).groupby(keys, as_index=False, sort=True).agg(n=("n", "sum"))
    sentences = pd.MultiIndex.from_arrays([tables.place, tables.sentences["sentence"]])
    pairs["spoken"] = sentences.get_indexer(pd.MultiIndex.from_frame(pairs[["place", "sentence"]]))
    pairs = pairs.loc[pairs["spoken"] >= 0].reset_index(drop=True)
    spoken = pairs["spoken"].to_numpy(np.intp)
    pairs["article"] = tables.article[pairs["place"].to_numpy(np.intp)]
    pairs["order"] = groups.codes[pairs["article"].to_numpy(np.intp)]
    pairs["group"] = pd.Series([groups.names[order] for order in pairs["order"]], dtype="str")
    pairs["voice"] = pd.Series([tables.voice] * len(pairs), dtype="str")
    pairs["n_words"] = tables.sentences["n_words"].to_numpy()[spoken]
    speakers = _speakers(tables)
    pairs["speaker"] = pd.Series([speakers[row] for row in spoken], dtype="str")
    return pairs


def _speakers(tables: Tables) -> list[str]:
    """Who speaks in each sentence: the speaker of the quotations that it has a part of."""
    size = len(tables.sentences)
    if tables.voice == "author":
        return [AUTHOR] * size
    quotations, place = tables.inside(tables.run.quotations)
    left = tables.sentences[["start", "end"]].assign(place=tables.place, row=np.arange(size))
    right = quotations[["start", "end", "speaker"]].assign(place=place)
    both = left.merge(right, on="place", suffixes=("", "_quoted"))
    both = both.loc[(both["start"] < both["end_quoted"]) & (both["start_quoted"] < both["end"])]
    names = (
        both.assign(speaker=both["speaker"].fillna(UNNAMED))
        .groupby("row")["speaker"]
        .agg(["nunique", "first"])
    )
    found = [UNNAMED] * size
    for row, several, name in zip(names.index, names["nunique"] > 1, names["first"], strict=True):
        found[row] = SEVERAL if several else str(name)
    return found


def _estimate(
    hits: Floats, words: Floats, unit: Codes, pairs: pd.DataFrame, size: int
) -> tuple[Estimate, list[str]]:
    """Rates with their intervals: articles are the units where they are enough, else paragraphs."""
    y, x = 100 * hits, np.repeat(words[:, None], hits.shape[1], axis=1)
    wide, narrow = (
        _clustered(y, x, unit, pairs[cluster].to_numpy(np.intp), size) for cluster in ("article", "place")
    )
    enough = wide.units >= FEWEST
    low, high = np.where(enough, wide.low, narrow.low), np.where(enough, wide.high, narrow.high)
    units = np.where(enough, wide.units, narrow.units)
    says = [
        interval_words(count, bound, "articles", "ratio t", "other articles that name it")
        if many
        else interval_words(count, bound, "paragraphs", "ratio t", "other paragraphs like these that name it")
        for count, bound, many in zip(units.ravel(), low.ravel(), enough.ravel(), strict=True)
    ]
    return Estimate(wide.value, low, high, units), says


def _clustered(y: Floats, x: Floats, unit: Codes, cluster: Codes, size: int) -> Estimate:
    """Ratios in each unit, the sentences of one cluster being one observation."""
    seen, codes = np.unique(np.stack([unit, cluster], axis=1), axis=0, return_inverse=True)
    codes = codes.ravel()
    return ratio(sum_by(codes, y, len(seen)), sum_by(codes, x, len(seen)), seen[:, 0], size)


def _per_hundred(hits: Floats, words: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(words[:, None] > 0, 100 * hits / words[:, None], np.nan)


def _empty(by: str | None) -> pd.DataFrame:
    import pandas as pd

    text = ("actor", "voice", "speaker", "instrument", "category", "measure")
    counts = ("mentions", "n_articles", "n_sentences", "n_words", "n")
    columns = {
        **({} if by is None else {"group": "str"}),
        **dict.fromkeys(text, "str"),
        **dict.fromkeys(counts, "int64"),
        **dict.fromkeys(("rate", "low", "high"), "float64"),
        "interval": "str",
        "usual": "float64",
        "flags": "str",
    }
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
