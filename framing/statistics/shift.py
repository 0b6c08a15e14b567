"""Which words make the difference between two groups: a word shift whose parts add up to it exactly.

The figure of a group is the mean of its articles' figures, each article once, as `summarize` gives it; an article's
figure is the sum over its terms of what each adds to it. So the difference of two groups is a sum over terms,

    Σ (p₁ s₁ − p₂ s₂),        p  mean frequency of the term in the articles,   s  what one hit of it adds on average

and a term's share in it comes apart into (Gallagher et al., EPJ Data Science 10, 2021, art. 4,
doi:10.1140/epjds/s13688-021-00260-3, with the neutral 0 as reference score)

    frequency     (p₁ − p₂) × (s₁ + s₂) / 2        the term is used more, or less
    score         (s₁ − s₂) × (p₁ + p₂) / 2        it adds more, or less, where it is used

A frame's hits all add the same, so that a rate has one part, `proportion`: p₁ − p₂ (their proportion shift). p counts
hits per 100 words for rates, per article for counts, per sentence with a score for tone. What an instrument adds
whatever the words are (`(intercept)`, `(clipping)`) has one part, `fixed`.

What the terms leave over stands in a row of its own, `(not in evidence)`, part `remainder`: what instruments round,
and what they read otherwise in one voice, or in a sentence, than in the whole paragraph that the evidence is of.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from framing.errors import FramingError
from framing.statistics.grouping import groups_of
from framing.statistics.keyness import REST, split
from framing.statistics.parts import Tables, check_reading, sum_by, tone_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]

Listing = Literal["pattern", "text"]

REMAINDER = "(not in evidence)"
#: What sums of floats may miss.
_ROUNDING = 1e-12
_COUNTS = ("n", "n_with_names")


@dataclass(frozen=True, slots=True)
class _Added:
    """What terms add to figures: for each hit its article, term, category, and amount in units of y; y and x by row.

    A figure of an article is Σ y / Σ x; where `counting`, Σ y itself. A hit without a place is `fixed`.
    """

    article: Codes
    term: Any
    category: Any
    fixed: Flags
    amount: Floats
    y: Floats
    x: Floats
    row_article: Codes
    counting: bool
    scored: bool


def word_shift(
    run: Run,
    *,
    by: str,
    group: str,
    reference: str = REST,
    measure: str,
    voice: Voice = "all",
    kind: Kind | None = "body",
    listing: Listing = "pattern",
) -> pd.DataFrame:
    """Take the difference of a measure between two groups of articles apart into terms.

    Parameters
    ----------
    by
        a column of `run.articles`, or time (see `grouping`)
    group, reference
        the difference is that of `group` minus `reference`: another group, or `rest` for all other articles
    measure
        column of scores: rate or count of a frame, or a tone
    voice, kind
        whose words, in which paragraphs (None: every kind)
    listing
        terms as the codebook or the instrument lists them (`pattern`), or as they stand in the texts, in small letters
        (`text`)

    Returns
    -------
    DataFrame
        one row a term and part, the largest contribution first:

        - term, category
        - n_group, n_reference: hits; share_group, share_reference: p, the mean of its frequencies in the articles
          (per 100 words, per article, or per sentence with a score); score_group, score_reference: s, what one hit
          adds on average, NaN where the term does not occur
        - contribution: in units of the measure; all of them sum to the difference of the groups' figures
        - part: `proportion` of a rate or count; `frequency` and `score` of a tone; `fixed`; `remainder`
        - cumulative: contributions summed from the top

    Raises
    ------
    FramingError
        if there is no such column, group, measure, voice or kind; if the measure is none that evidence adds up to; if
        the run has no evidence; or if one side has no figure.

    Examples
    --------
    >>> import framing as fr
    >>> texts = {"A": "The port is a threat to all of us.", "B": "The port is a bridge to the north."}
    >>> run = fr.score([fr.Article(name, text, outlet=name) for name, text in texts.items()])
    >>> shift = word_shift(run, by="outlet", group="A", reference="B", measure="frames_security_rate")
    >>> shift[["term", "contribution"]].values.tolist()
    [['threat*', 11.11...]]
    """
    import pandas as pd

    check_reading(run, voice, kind)
    if listing not in ("pattern", "text"):
        raise FramingError(f"listing '{listing}': unknown; there are pattern, text")
    added = _added(run, measure, voice, kind, listing)
    target, other = split(groups_of(run, by), group, reference)
    keys = pd.MultiIndex.from_arrays([added.term, added.category], names=["term", "category"])
    code, terms = keys.factorize(sort=True)
    sides = [
        _side(added, code, len(terms), mask, name) for mask, name in ((target, group), (other, reference))
    ]
    fixed = sum_by(code, added.fixed.astype(np.float64), len(terms)) > 0
    return _table(terms, *sides, fixed=fixed, scored=added.scored)


def shift_total(table: pd.DataFrame) -> float:
    """Sum the contributions of a word shift: the difference of the two groups' figures.

    Examples
    --------
    >>> import pandas as pd
    >>> shift_total(pd.DataFrame({"contribution": [0.5, -0.2]}))
    0.3
    """
    return math.fsum(table["contribution"])


def _added(run: Run, measure: str, voice: Voice, kind: Kind | None, listing: Listing) -> _Added:
    """What each hit adds to a measure's sums."""
    row = _find(run, measure)
    run.check_evidence("word shift")
    if not len(run.evidence):
        raise FramingError("run: holds no evidence, so nothing says which words a figure is made of")
    tables = Tables(run, voice, kind)
    evidence = run.evidence.loc[run.evidence["instrument"] == row["instrument"]]
    if row["kind"] == "frame":
        evidence = evidence.loc[evidence["category"] == row["category"]]
        if row["statistic"] != "n_with_names":
            evidence = evidence.loc[~evidence["in_name"]]
        hits, place = tables.said(evidence)
        y, x, *_ = tables.rate(row) if row["statistic"] == "rate" else tables.count(row)
        amount = np.full(len(hits), 100.0 if row["statistic"] == "rate" else 1.0)
    else:
        y, x, *_ = tables.mean(row)
        hits, place = tables.said(evidence)
        amount = _tone_added(tables, evidence, hits, place, y, x)
    listed = hits["term"] if listing == "pattern" else hits["text"].fillna(hits["term"])
    return _Added(
        article=tables.article[place],
        term=listed.str.lower().to_numpy(),
        category=hits["category"].to_numpy(),
        fixed=hits["start"].isna().to_numpy(np.bool_),
        amount=amount,
        y=y,
        x=x,
        row_article=tables.article,
        counting=row["statistic"] in _COUNTS,
        scored=row["kind"] == "tone",
    )


def _find(run: Run, measure: str) -> Mapping[Any, Any]:
    """The measure's row; evidence adds up to frames' hits and to tones of their own."""
    frames = (run.measures["kind"] == "frame") & run.measures["statistic"].isin(("rate", *_COUNTS))
    fit = frames | run.measures.index.isin(tone_columns(run).index)
    rows = run.measures.loc[fit & (run.measures["column"] == measure)].to_dict("records")
    if not rows:
        known = ", ".join(run.measures.loc[fit, "column"]) or "none"
        raise FramingError(f"measure '{measure}': words do not add up to it; they do to {known}")
    return rows[0]


def _tone_added(
    tables: Tables, evidence: pd.DataFrame, hits: pd.DataFrame, place: Codes, y: Floats, x: Floats
) -> Floats:
    """What each hit adds to the sum of its sentences' scores.

    Evidence says what a hit adds to its paragraph's score. That is a mean either over sentences (VADER, oped), so that
    it is multiplied by those with a score; or over the hits themselves (TextBlob's chunks), so that it is shared
    anew among those of the sentence. The run does not say which: the way that leaves less over is the instrument's.
    """
    contribution = np.nan_to_num(hits["contribution"].to_numpy(np.float64))
    by_sentence = contribution * x[place]
    every = np.bincount(tables.inside(evidence)[1], minlength=len(y))
    step = int(hits["sentence"].max()) + 1 if len(hits) else 1
    keys = place * step + hits["sentence"].to_numpy(np.intp)
    _, code, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    by_hit = contribution * every[place] / sizes[code.ravel()]
    left = [np.abs(y - sum_by(place, amount, len(y))).sum() for amount in (by_sentence, by_hit)]
    amount: Floats = by_sentence if left[0] <= left[1] else by_hit
    return amount


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of the comparison: for each term its hits, its share and what it adds; the figure's remainder."""

    n: Floats
    share: Floats
    added: Floats
    remainder: float


def _side(added: _Added, code: Codes, size: int, mask: Flags, name: str) -> _Side:
    articles = len(mask)
    y, x = sum_by(added.row_article, added.y, articles), sum_by(added.row_article, added.x, articles)
    base = np.where(x > 0, 1.0, 0.0) if added.counting else x
    counted = mask & ((x > 0) | added.counting)
    if not counted.any():
        raise FramingError(f"'{name}': has no figure of this measure; nothing to compare")
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(counted & (base > 0), 1 / base, 0.0) / counted.sum()
    mine = counted[added.article]
    code, article, amount = code[mine], added.article[mine], added.amount[mine]
    unit = 1.0 if added.scored or added.counting else 100.0
    total = sum_by(code, amount * weight[article], size)
    figure = math.fsum(y * weight)
    return _Side(
        n=sum_by(code, np.ones(len(code)), size),
        share=sum_by(code, unit * weight[article], size),
        added=total,
        remainder=figure - math.fsum(total),
    )


def _table(terms: Any, one: _Side, two: _Side, *, fixed: Flags, scored: bool) -> pd.DataFrame:
    import pandas as pd

    with np.errstate(divide="ignore", invalid="ignore"):
        s1, s2 = one.added / one.share, two.added / two.share
    table = pd.DataFrame(
        {
            "term": pd.Series(terms.get_level_values(0), dtype="str"),
            "category": pd.Series(terms.get_level_values(1), dtype="str"),
            "n_group": one.n.astype(np.int64),
            "n_reference": two.n.astype(np.int64),
            "share_group": one.share,
            "share_reference": two.share,
            "score_group": s1,
            "score_reference": s2,
        }
    )
    # a term that one side lacks would add there what it adds on the other
    first, second = np.where(one.share > 0, s1, s2), np.where(two.share > 0, s2, s1)
    used = one.n + two.n > 0
    change = one.added - two.added
    frequency = (one.share - two.share) * (first + second) / 2
    score = (first - second) * (one.share + two.share) / 2
    parts = [("fixed", change, used & fixed)]
    if scored:
        parts += [("frequency", frequency, used & ~fixed), ("score", score, used & ~fixed & (score != 0))]
    else:
        parts += [("proportion", change, used & ~fixed)]
    rows = [table.assign(contribution=values, part=part).loc[kept] for part, values, kept in parts]
    joined = pd.concat([*rows, _remainder(table, one.remainder - two.remainder)], ignore_index=True)
    joined = joined.assign(size=joined["contribution"].abs())
    keys, rising = ["size", "term", "category", "part"], [False, True, True, True]
    order = joined.sort_values(keys, ascending=rising, ignore_index=True).drop(columns="size")
    return order.assign(cumulative=order["contribution"].cumsum())


def _remainder(table: pd.DataFrame, left: float) -> pd.DataFrame:
    """The row of what no term explains; none where that is rounding of sums alone."""
    import pandas as pd

    row = {name: [math.nan] for name in table.columns} | {
        "term": [REMAINDER],
        "category": [None],
        "n_group": [0],
        "n_reference": [0],
        "contribution": [left],
        "part": ["remainder"],
    }
    made = pd.DataFrame(row).astype({"term": "str", "category": "str"})
    return made if abs(left) > _ROUNDING else made.iloc[:0]
