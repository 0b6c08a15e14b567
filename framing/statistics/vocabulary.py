"""How often words, or pairs of them, stand in articles and groups of articles; `running_words` says what a word is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from framing.errors import FramingError
from framing.statistics.grouping import groups_of
from framing.statistics.running_words import Words, read_words

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run

    Codes = NDArray[np.intp]
    Floats = NDArray[np.float64]

#: What is counted: words, or pairs of words that follow one another in a sentence and in one voice.
Terms = Literal["words", "pairs"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each term stands in each article; pairs that do not occur have no entry.

    Attributes
    ----------
    terms
        the terms, in alphabetical order
    term, article, n
        for each entry: place in `terms`, position in `run.articles`, and how often; sorted by term, then article
    totals
        for each article of the run all its running terms
    """

    terms: tuple[str, ...]
    term: Codes
    article: Codes
    n: Floats
    totals: Floats


def count_terms(words: Words, articles: int, *, terms: Terms = "words") -> Counts:
    """Count the terms in each of a run's `articles`.

    Raises
    ------
    FramingError
        if `terms` is neither `words` nor `pairs`.
    """
    if terms == "words":
        code, article, listed = words.word, words.article, words.vocabulary
    elif terms == "pairs":
        code, article, listed = _pairs(words)
    else:
        raise FramingError(f"terms '{terms}': unknown; there are words, pairs")
    keys, n = np.unique(code * np.intp(articles) + article, return_counts=True)
    return Counts(
        terms=listed,
        term=keys // max(articles, 1),
        article=keys % max(articles, 1),
        n=n.astype(np.float64),
        totals=np.bincount(article, minlength=articles).astype(np.float64),
    )


def word_counts(
    run: Run,
    by: str = "article",
    *,
    voice: Voice = "all",
    kind: Kind | None = "body",
    terms: Terms = "words",
) -> pd.DataFrame:
    """Count the words of each article or group of articles.

    Parameters
    ----------
    by
        `article`, a column of `run.articles`, or time (see `grouping`)
    voice, kind
        whose words, in which paragraphs (None: every kind)
    terms
        `words`, or `pairs` of words that follow one another in a sentence and in one voice

    Returns
    -------
    DataFrame
        one row a group and term that it has, the most frequent first: group, term, n, n_articles (in which it
        stands), rate (per 100 running terms of the group)

    Raises
    ------
    FramingError
        if there is no such column, voice, kind or sort of terms, or the run has no texts.

    Examples
    --------
    >>> import framing as fr
    >>> run = fr.score(fr.read_articles("seeds/"))
    >>> word_counts(run, by="outlet", terms="pairs")["term"].head(2).to_list()
    ['commitment to', 'and china']
    """
    import pandas as pd

    groups = groups_of(run, by)
    counts = count_terms(read_words(run, voice=voice, kind=kind), len(run.articles), terms=terms)
    code = groups.codes[counts.article]
    table = pd.DataFrame({"order": code, "code": counts.term, "n": counts.n.astype(np.int64)})
    table = table.groupby(["order", "code"], as_index=False).agg(n=("n", "sum"), n_articles=("n", "size"))
    table = table.sort_values(["order", "n", "code"], ascending=[True, False, True], ignore_index=True)
    totals = np.bincount(groups.codes, weights=counts.totals, minlength=len(groups.names))
    order = table["order"].to_numpy(np.intp)
    return pd.DataFrame(
        {
            "group": pd.Series([groups.names[each] for each in order], dtype="str"),
            "term": pd.Series([counts.terms[each] for each in table["code"]], dtype="str"),
            "n": table["n"],
            "n_articles": table["n_articles"],
            "rate": 100 * table["n"].to_numpy(np.float64) / totals[order],
        }
    )


def _pairs(words: Words) -> tuple[Codes, Codes, tuple[str, ...]]:
    """Pairs of words that follow one another: their codes, articles, and what they are."""
    joined = (words.sentence[1:] == words.sentence[:-1]) & (words.quoted[1:] == words.quoted[:-1])
    size = max(len(words.vocabulary), 1)
    keys = (words.word[:-1] * size + words.word[1:])[joined]
    different, code = np.unique(keys, return_inverse=True)
    listed = tuple(
        f"{words.vocabulary[key // size]} {words.vocabulary[key % size]}" for key in different.tolist()
    )
    return code.ravel().astype(np.intp), words.article[1:][joined], listed
