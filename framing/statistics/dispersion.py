"""Where terms stand along the texts, and how evenly they are spread over them.

With n hits in k parts, part i having the share s of all words and v of the hits (Gries, International Journal of Corpus
Linguistics 13, 2008, pp. 403–437, doi:10.1075/ijcl.13.4.02gri):

    DP       ½ Σ |s − v|              0: spread as the words are; towards 1: all in one small part
    DP_norm  DP / (1 − smallest s)    the same with 1 within reach (Lijffijt & Gries, 17, 2012, pp. 147–149)
    D        1 − V / √(k − 1)         Juilland's, V the coefficient of variation of the rates in the parts; 1: even
    range    number of articles that have the term
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Literal

import numpy as np

from framing.errors import FramingError
from framing.lexicon.kwic import kwic
from framing.preprocessing.prepare import prepare
from framing.preprocessing.tokens import is_word, tokenize
from framing.statistics.contexts import grouped, in_small_letters, paragraphs_with, speaker_of
from framing.statistics.parts import article_positions, check_reading, sum_by
from framing.statistics.running_words import quotation_spans, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run

    Floats = NDArray[np.float64]

#: Parts of the texts that a term may be spread over.
Parts = Literal["article", "paragraph"]

_PLACES = ("group", "article", "term", "position", "paragraph", "start", "text")


def dispersion(
    run: Run,
    terms: Sequence[str],
    *,
    by: str | None = None,
    voice: Voice = "all",
    kind: Kind | None = "body",
    parts: Parts = "article",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find where terms stand along the texts, and how evenly.

    Parameters
    ----------
    terms
        words, globs (`*`, `?`) or phrases, as in a codebook
    by
        a column of `run.articles`, or time (see `grouping`): evenness within each group; None for all together
    voice, kind
        in whose words and in which paragraphs (None: every kind)
    parts
        what evenness is measured over: articles, or their paragraphs (for a single article)

    Returns
    -------
    positions : DataFrame
        one row a place, in reading order within each term: group, article, term, position (words of the article before
        it / all its words of this kind; 0 is the beginning), paragraph, start (code points of the paragraph), text
    measures : DataFrame
        one row a group and term: group, term, n, rate (per 100 words), articles (that have it), n_articles (with
        words), parts (with words), DP, DP_norm, D. NaN without hits, DP_norm and D also in a single part.

    Raises
    ------
    CodebookError
        if a term is no pattern that a codebook could hold.
    FramingError
        if there is no such column, voice, kind or sort of parts, no or a single string of terms is given, or the run
        was kept without its texts.

    Examples
    --------
    >>> import framing as fr
    >>> run = fr.score(fr.read_articles("seeds/"))
    >>> positions, measures = dispersion(run, ["terroris*", "economic"], parts="paragraph")
    >>> measures[["term", "n"]].values.tolist()
    [['terroris*', 3], ['economic', 7]]
    """
    import pandas as pd

    check_reading(run, voice, kind)
    if parts not in ("article", "paragraph"):
        raise FramingError(f"parts '{parts}': unknown; there are article, paragraph")
    if isinstance(terms, str) or not terms:
        raise FramingError(f"terms {terms!r}: not a list of terms; write one or more, such as ['terror*']")
    groups = grouped(run, by)
    table = texts_of(run, kind)
    small = in_small_letters(table["text"].tolist())
    starts: dict[int, list[int]] = {}
    rows = [row for term in dict.fromkeys(terms) for row in _places(run, table, small, term, voice, starts)]
    places = pd.DataFrame(rows, columns=["at", *_PLACES[1:]])
    codes = groups.codes[places["at"].to_numpy(np.intp)]
    places["group"] = pd.Series([groups.names[code] for code in codes], dtype="str")
    spread = _spread(run, places, groups.codes, list(dict.fromkeys(terms)), groups.names, voice, kind, parts)
    text = dict.fromkeys(("group", "article", "term", "text"), "str")
    numbers = {"paragraph": "int64", "start": "int64", "position": "float64"}
    return places[list(_PLACES)].astype(text | numbers), spread


def evenness(n: Floats, words: Floats) -> tuple[float, float, float]:
    """DP, DP_norm and Juilland's D of a term with `n` hits in parts of so many `words`.

    NaN without hits; DP_norm and D also if there is one part only. Parts without words do not count.

    Examples
    --------
    Gries' example: "a" stands 1, 2, 3, 4 and 5 times in parts of 9, 10, 10, 10 and 11 words.

    >>> [round(value, 3) for value in evenness(np.array([1, 2, 3, 4, 5.0]), np.array([9, 10, 10, 10, 11.0]))]
    [0.18, 0.22, 0.785]
    """
    n, words = n[words > 0], words[words > 0]
    if not n.sum():
        return np.nan, np.nan, np.nan
    shares = words / words.sum()
    dp = float(np.abs(shares - n / n.sum()).sum() / 2)
    if len(n) == 1:
        return dp, np.nan, np.nan
    rates = n / words
    return (
        dp,
        dp / (1 - float(shares.min())),
        max(0.0, 1 - float(rates.std() / rates.mean()) / float(np.sqrt(len(n) - 1))),
    )


def _places(
    run: Run,
    table: pd.DataFrame,
    small: Sequence[str],
    term: str,
    voice: Voice,
    starts: dict[int, list[int]],
) -> Iterator[tuple[int, str, str, float, int, int, str]]:
    """Places of one term: article's position and id, term, position along the text, paragraph, start, text.

    `starts` keeps for all terms where the words of a paragraph begin.
    """
    words = table["n_words"].to_numpy(np.float64)
    position = table["position"].to_numpy(np.intp)
    totals = sum_by(position, words, len(run.articles))
    passed = np.concatenate([[0.0], np.cumsum(words)[:-1]]) if len(words) else words
    first = np.concatenate([[0.0], np.cumsum(totals)[:-1]]) if len(totals) else totals
    near = paragraphs_with(table, small, term)
    spoken = quotation_spans(run)
    rows = near.index.to_numpy(np.intp)
    texts, articles, paragraphs = (near[name].tolist() for name in ("text", "article", "paragraph"))
    for place in kwic(texts, prepare(term).text, window=0):
        index = place.text
        speaks = speaker_of(spoken.get((articles[index], paragraphs[index]), ()), place.start)
        if voice not in ("all", speaks):
            continue
        row = int(rows[index])
        if row not in starts:
            starts[row] = _word_starts(texts[index])
        at = int(position[row])
        before = passed[row] - first[at] + bisect_left(starts[row], place.start)
        along = float(before / totals[at]) if totals[at] else np.nan
        yield at, articles[index], term, along, paragraphs[index], place.start, place.keyword


def _word_starts(text: str) -> list[int]:
    ready = prepare(text)
    return [ready.origin(token.start, token.end)[0] for token in tokenize(ready.text) if is_word(token)]


def _spread(
    run: Run,
    places: pd.DataFrame,
    codes: NDArray[np.intp],
    terms: Sequence[str],
    names: Sequence[str],
    voice: Voice,
    kind: Kind | None,
    parts: Parts,
) -> pd.DataFrame:
    """How evenly each term is spread in each group."""
    import pandas as pd

    rows = run.select(kind=kind, voice=voice)
    sizes = rows.assign(at=article_positions(run, rows["article"]))
    keys = ["at"] if parts == "article" else ["at", "paragraph"]
    sizes = sizes[[*keys, "n_words"]].groupby(keys, as_index=False, sort=True).sum()
    sizes = sizes.loc[sizes["n_words"] > 0].reset_index(drop=True)
    part_group = codes[sizes["at"].to_numpy(np.intp)]
    part_of = pd.MultiIndex.from_frame(sizes[keys])
    made = []
    for term in terms:
        mine = places.loc[places["term"] == term]
        at = part_of.get_indexer(pd.MultiIndex.from_frame(mine[keys]))
        n = np.bincount(at[at >= 0], minlength=len(sizes)).astype(np.float64)
        having = np.unique(mine["at"].to_numpy(np.intp))
        for group, name in enumerate(names):
            here = part_group == group
            words = sizes["n_words"].to_numpy(np.float64)[here]
            made.append(
                {
                    "group": name,
                    "term": term,
                    "n": int(n[here].sum()),
                    "rate": 100 * n[here].sum() / words.sum() if words.sum() else np.nan,
                    "articles": int((codes[having] == group).sum()),
                    "n_articles": sizes["at"][here].nunique(),
                    "parts": int(here.sum()),
                    **dict(zip(("DP", "DP_norm", "D"), evenness(n[here], words), strict=True)),
                }
            )
    order = {name: place for place, name in enumerate(names)}
    table = pd.DataFrame(made).sort_values("group", key=lambda column: column.map(order), kind="stable")
    return table.reset_index(drop=True).astype({"group": "str", "term": "str"})
