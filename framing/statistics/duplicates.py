"""The same text twice: reprints, syndicated pieces, edited versions and excerpts, found before anything is tested.

A text is taken as the set of its shingles, all runs of five words, without case and punctuation. Two texts share

    containment  |A ∩ B| / min(|A|, |B|)        of the shorter one, which finds excerpts too
    resemblance  |A ∩ B| / |A ∪ B|

(Broder, On the resemblance and containment of documents, Compression and Complexity of Sequences 1997, 21-29,
doi:10.1109/SEQUEN.1997.666900). Both are counted exactly, nothing is sampled: an index from shingles to the texts
that are kept gives the candidates, their sets are then compared whole. Work grows with the number of words.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np

from framing.errors import FramingError
from framing.statistics.grouping import days_of
from framing.statistics.parts import article_positions, check_run

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.run import Run

    Codes = NDArray[np.int64]

Likeness = Literal["kept", "identical", "near", "excerpt"]

#: Texts that share so much of the shorter one are one text; pages of the web were joined at one half as well (Broder,
#: Glassman, Manasse & Zweig, Computer Networks 29, 1997, doi:10.1016/S0169-7552(97)00031-7).
THRESHOLD = 0.5
#: Words in a shingle. Of 30,876 pairs of 249 opinion pieces of one paper one shared more than 3 % of these: 13 %.
SHINGLE = 5
#: Of shorter texts only those that are the same word for word count: a common phrase could hold most of them.
FEWEST_WORDS = 30
#: Kept texts that the index names for one shingle; what more of them hold is a phrase or a footer.
_LISTED = 8
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Texts:
    """Bodies of articles as sets of shingles; texts are numbered in the order in which they are preferred.

    Attributes
    ----------
    article
        for each text its article's position in `run.articles`
    words
        for each text its words as numbers
    shingles
        for each text those of its shingles that any other text has too, numbered 0 … `n_shingles` − 1
    sizes
        for each text the number of all its shingles
    """

    article: list[int]
    words: list[Codes]
    shingles: list[Codes]
    sizes: NDArray[np.int64]
    n_shingles: int


@dataclass(frozen=True, slots=True)
class _Match:
    """The kept text that a text repeats, and how much of it."""

    text: int
    containment: float
    resemblance: float
    kind: Likeness


def find_duplicates(run: Run, *, threshold: float = THRESHOLD) -> pd.DataFrame:
    """Find articles whose body repeats another's: the same, nearly the same, or an excerpt.

    Of each such cluster one is kept: the earliest (an inexact date counts as its last day, articles without a date
    come after those with one), of several the first in the run. Each text goes to the kept text of which it shares
    most. So no two kept texts share `threshold` or more, and every other text shares as much with its kept one.

    Parameters
    ----------
    threshold
        share of the shorter text's shingles, above 0 up to 1, from which two texts are one

    Returns
    -------
    DataFrame
        one row an article of a cluster of two or more, no row if there is none; the kept one first:

        - cluster: 1, 2, …, in the order of the kept articles in the run
        - article, title, outlet, date, n_words (of the body)
        - shared: share of the shorter text's shingles that it has in common with the kept one (containment);
          resemblance: share of both texts' shingles; NaN for the kept one
        - kind: `identical` (word for word), `near` (resemblance reaches the threshold), `excerpt` (one is part of
          the other), `kept`
        - kept: whether this is the one that counts

    Raises
    ------
    FramingError
        if the threshold is no share.

    Notes
    -----
    Texts under 30 words are compared word for word only. A text of which every shingle is found in eight or more
    kept texts that do not repeat one another is not found; no real text was.

    Examples
    --------
    >>> import framing as fr
    >>> (article,) = fr.read_articles("seeds/")
    >>> from dataclasses import replace
    >>> run = fr.score([article, replace(article, id="reprint", outlet="Another Paper")])
    >>> find_duplicates(run)[["cluster", "article", "shared", "kind", "kept"]].to_dict("records")[1]
    {'cluster': 1, 'article': 'reprint', 'shared': 1.0, 'kind': 'identical', 'kept': False}
    """
    check_run(run)
    if not 0 < threshold <= 1:
        raise FramingError(f"threshold {threshold}: not a share above 0 and up to 1")
    texts = _texts(run)
    return _table(run, texts, _matches(texts, threshold))


def _texts(run: Run) -> _Texts:
    """Read the bodies; articles without a word are left out, for there is nothing to share."""
    words = _words(run)
    article = [place for place in _preferred(run) if len(words[place])]
    numbered = [_filled(words[place]) for place in article]
    shingles, sizes, n_shingles = _shingles(numbered)
    return _Texts(article, numbered, shingles, sizes, n_shingles)


class _Numbers(dict[str, int]):
    """A number above 0 for each different word, given at first sight."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self) + 1
        return number


def _words(run: Run) -> list[array[int]]:
    """Words of each article's body, small letters and digits only, as numbers; paragraphs follow one another."""
    numbers = _Numbers()
    words = [array("q") for _ in range(len(run.articles))]
    body = run.paragraphs.loc[run.paragraphs["kind"] == "body"].sort_values("paragraph", kind="stable")
    places = article_positions(run, body["article"]).tolist()
    for place, text in zip(places, body["text"], strict=True):
        words[place].extend(map(numbers.__getitem__, _WORD.findall(text.casefold())))
    return words


def _preferred(run: Run) -> list[int]:
    """Positions of articles, the earliest first, those without a date last."""

    def latest(value: object) -> date:
        try:
            span = days_of(value if isinstance(value, str) else None, "date")
        except FramingError:
            span = None
        return span[1] if span else date.max

    days = [latest(value) for value in run.articles["date"]]
    return sorted(range(len(days)), key=days.__getitem__)


def _filled(words: array[int]) -> Codes:
    """A text's words, filled up with 0 to the length of one shingle."""
    found = np.array(words, dtype=np.int64)
    return np.pad(found, (0, max(0, SHINGLE - len(found))))


def _shingles(texts: list[Codes]) -> tuple[list[Codes], NDArray[np.int64], int]:
    """Shingles of each text that others have too, the number of all its shingles, and how many are shared at all.

    Runs of words become numbers one word at a time, so that equal numbers are equal runs and no hash collides. A run
    that stands only once goes at once: no longer one can stand twice.
    """
    import pandas as pd

    if not texts:
        return [], np.zeros(0, dtype=np.int64), 0
    words, text = np.concatenate(texts), np.repeat(np.arange(len(texts)), [len(each) for each in texts])
    starts = np.flatnonzero(text[: 1 - SHINGLE] == text[SHINGLE - 1 :])
    different, total = int(words.max()) + 1, np.bincount(text[starts], minlength=len(texts))
    codes = words[starts]
    for step in range(1, SHINGLE):
        codes = pd.factorize(codes * different + words[starts + step])[0]
        again = np.bincount(codes)[codes] > 1
        starts, codes = starts[again], codes[again]
    held = int(codes.max(initial=0)) + 1
    owner, found = np.divmod(np.unique(text[starts] * held + codes), held)
    once = total - np.bincount(text[starts], minlength=len(texts))
    shared = np.bincount(found, minlength=held) > 1
    number, there = np.cumsum(shared) - 1, shared[found]
    ends = np.cumsum(np.bincount(owner[there], minlength=len(texts)))[:-1]
    sizes = once + np.bincount(owner, minlength=len(texts))
    return np.split(number[found[there]], ends), sizes, int(shared.sum())


def _matches(texts: _Texts, threshold: float) -> dict[int, _Match]:
    """For each text that repeats a kept one: which, and how; texts are decided in their order."""
    listed = np.full((texts.n_shingles, _LISTED), -1, dtype=np.int32)
    filled = np.zeros(texts.n_shingles, dtype=np.int8)
    mine = np.zeros(texts.n_shingles, dtype=np.bool_)
    matches = {}
    for text, shingles in enumerate(texts.shingles):
        found = listed[shingles]
        candidates, times = np.unique(found[found >= 0], return_counts=True)
        # what the index does not list may be shared too
        most = times + np.count_nonzero(filled[shingles] == _LISTED)
        smaller = np.minimum(texts.sizes[candidates], texts.sizes[text])
        mine[shingles] = True
        compared = [
            match
            for candidate in candidates[most >= threshold * smaller].tolist()
            if (match := _compare(texts, text, candidate, mine, threshold))
        ]
        mine[shingles] = False
        if compared:
            matches[text] = max(
                compared, key=lambda match: (match.containment, match.resemblance, -match.text)
            )
            continue
        free = shingles[filled[shingles] < _LISTED]
        listed[free, filled[free]] = text
        filled[free] += 1
    return matches


def _compare(
    texts: _Texts, text: int, other: int, mine: NDArray[np.bool_], threshold: float
) -> _Match | None:
    """Compare the whole sets of two texts; None if they are two texts. `mine` marks the shingles of `text`."""
    common = np.count_nonzero(mine[texts.shingles[other]])
    sizes = texts.sizes[text], texts.sizes[other]
    containment, resemblance = float(common / min(sizes)), float(common / (sum(sizes) - common))
    if np.array_equal(texts.words[text], texts.words[other]):
        return _Match(other, containment, resemblance, "identical")
    shorter = min(len(texts.words[text]), len(texts.words[other]))
    if containment < threshold or shorter < FEWEST_WORDS:
        return None
    return _Match(other, containment, resemblance, "near" if resemblance >= threshold else "excerpt")


def _table(run: Run, texts: _Texts, matches: dict[int, _Match]) -> pd.DataFrame:
    import pandas as pd

    kept = sorted({match.text for match in matches.values()}, key=texts.article.__getitem__)
    cluster = {text: number for number, text in enumerate(kept, start=1)}
    rows = [
        (cluster[text], text, np.nan, np.nan, "kept") for text in kept
    ] + [
        (cluster[match.text], text, match.containment, match.resemblance, match.kind)
        for text, match in matches.items()
    ]  # fmt: skip
    rows.sort(key=lambda row: (row[0], row[4] != "kept", texts.article[row[1]]))
    table = pd.DataFrame(rows, columns=["cluster", "text", "shared", "resemblance", "kind"])
    places = [texts.article[text] for text in table["text"]]
    known = run.articles[["article", "title", "outlet", "date"]].iloc[places].reset_index(drop=True)
    n_words = [len(_trimmed(texts.words[text])) for text in table["text"]]
    return pd.DataFrame(
        {
            "cluster": table["cluster"].astype("int64"),
            **{column: known[column] for column in known},
            "n_words": pd.Series(n_words, dtype="int64"),
            "shared": table["shared"].astype("float64"),
            "resemblance": table["resemblance"].astype("float64"),
            "kind": table["kind"].astype("str"),
            "kept": (table["kind"] == "kept").astype("bool"),
        }
    )


def _trimmed(words: Codes) -> Codes:
    """Words without those that filled a short text up."""
    return words[words > 0]
