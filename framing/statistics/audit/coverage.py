"""How much of the texts a codebook hits, and with which of its terms."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.preprocessing.prepare import prepare
from framing.preprocessing.tokens import count_words
from framing.statistics.audit.hits import texts_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.statistics.audit.hits import Recorded

#: Row of `coverage` that puts all categories together.
EVERY = "(all)"
TOP = 10
#: Written forms of a term that are shown.
_FORMS = 5


def coverage(found: Recorded) -> pd.DataFrame:
    """Say for each category, and for all, how much of the texts it hits.

    Returns
    -------
    DataFrame
        category (`(all)`: of them together); terms, terms_hit, terms_never: listed terms, those with a hit that
        counts, those without; n: hits outside names; n_in_names, n_negated; n_articles; share_articles,
        share_paragraphs, share_words: of the run's with at least one hit, words that lie in hits (each once);
        top_ten: share of n from the ten most frequent terms; effective_terms: exp of the entropy of the terms'
        shares, which is k if k terms had equal shares (Hill, Ecology 54, 1973, doi:10.2307/1934352). Shares are
        NaN where there is nothing to share.
    """
    import pandas as pd

    listed: dict[str, set[str]] = {name: set() for name in found.labels}
    for entry in found.codebook.entries:
        listed[entry.label].add(entry.listed)
    hits, inside = (dict(list(table.groupby("category"))) for table in (found.hits, found.in_names))
    rows = [
        _row(
            name,
            {(name, term) for term in terms},
            hits.get(name, found.hits.iloc[:0]),
            len(inside.get(name, ())),
            found,
        )
        for name, terms in listed.items()
    ]
    every = {(name, term) for name, terms in listed.items() for term in terms}
    rows.append(_row(EVERY, every, found.hits, len(found.in_names), found))
    return pd.DataFrame(rows)


def _row(
    name: str, listed: set[tuple[str, str]], hits: pd.DataFrame, inside: int, found: Recorded
) -> dict[str, Any]:
    n = hits.groupby(["category", "term"]).size().sort_values(ascending=False).to_numpy().astype(np.float64)
    hit = listed & set(zip(hits["category"], hits["term"], strict=True))
    return {
        "category": name,
        "terms": len(listed),
        "terms_hit": len(hit),
        "terms_never": len(listed) - len(hit),
        "n": len(hits),
        "n_in_names": inside,
        "n_negated": int(hits["negated"].sum()),
        "n_articles": int(hits["place"].nunique()),
        "share_articles": _share(hits["place"].nunique(), int((found.words > 0).sum())),
        "share_paragraphs": _share(hits["row"].nunique(), int((found.tables.n_words > 0).sum())),
        "share_words": _share(_words(hits, found), float(found.words.sum())),
        "top_ten": _share(n[:TOP].sum(), n.sum()),
        "effective_terms": _effective(n),
    }


def terms(found: Recorded) -> pd.DataFrame:
    """List every term with what it hit, the most frequent first; terms that never hit are last.

    Returns
    -------
    DataFrame
        category, term; row (in the codebook's file, missing for one that an article's own `Full Name (ABBR)` adds);
        n: hits outside names; n_in_names, n_negated, n_articles; share: of the category's n; cumulative: of this and
        the terms above it; forms: the words that were hit, the most frequent five, with their numbers
    """
    import pandas as pd

    first: dict[tuple[str, str], int | None] = {}
    for entry in found.codebook.entries:
        first.setdefault((entry.label, entry.listed), entry.row)
    keys = ["category", "term"]
    for key in zip(found.hits["category"], found.hits["term"], strict=True):
        first.setdefault(key, None)
    table = pd.DataFrame(list(first), columns=keys).assign(row=pd.array(list(first.values()), dtype="Int64"))
    known = found.hits.groupby(keys).agg(
        n=("row", "size"),
        n_negated=("negated", "sum"),
        n_articles=("place", "nunique"),
        forms=("text", _forms),
    )
    inside = found.in_names.groupby(keys).size().rename("n_in_names")
    table = table.join(known, on=keys).join(inside, on=keys)
    numbers = ["n", "n_in_names", "n_negated", "n_articles"]
    table[numbers] = table[numbers].fillna(0).astype("int64")
    table["forms"] = table["forms"].fillna("").astype("str")
    order = {name: place for place, name in enumerate(found.labels)}
    table["order"] = table["category"].map(order)
    table = table.sort_values(["order", "n", "term"], ascending=[True, False, True], kind="stable")
    total = table.groupby("category")["n"].transform("sum")
    table["share"] = table["n"] / total.where(total > 0)
    table["cumulative"] = table.groupby("category")["share"].cumsum()
    columns = [*keys, "row", *numbers, "share", "cumulative", "forms"]
    return table[columns].reset_index(drop=True)


def _forms(texts: pd.Series[Any]) -> str:
    counted = Counter(" ".join(text.lower().split()) for text in texts)
    shown = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    more = f", … {len(shown) - _FORMS} more" if len(shown) > _FORMS else ""
    return ", ".join(f"{form} {n}" for form, n in shown[:_FORMS]) + more


def _words(hits: pd.DataFrame, found: Recorded) -> int:
    """Words that lie in hits; hits of several categories may overlap, each word counts once."""
    if not len(hits):
        return 0
    texts = texts_of(found)
    known: dict[str, int] = {}
    total = 0
    for row, start, end in _merged(hits):
        text = texts[row][start:end]
        if text not in known:
            known[text] = count_words(prepare(text).text)
        total += known[text]
    return total


def _merged(hits: pd.DataFrame) -> list[tuple[int, int, int]]:
    """Disjoint stretches (row, start, end) that hold all hits."""
    made: list[tuple[int, int, int]] = []
    spans = sorted(zip(hits["row"].tolist(), hits["start"].tolist(), hits["end"].tolist(), strict=True))
    for row, start, end in spans:
        if made and made[-1][0] == row and start < made[-1][2]:
            made[-1] = row, made[-1][1], max(end, made[-1][2])
        else:
            made.append((row, start, end))
    return made


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else np.nan


def _effective(n: NDArray[np.float64]) -> float:
    if not len(n):
        return np.nan
    share = n / n.sum()
    return float(np.exp(-(share * np.log(share)).sum()))
