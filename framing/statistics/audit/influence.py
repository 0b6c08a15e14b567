"""What hangs on single terms: article rates, their order, and the leading frames, with each term left out in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from framing.statistics.audit.leads import leading_rule, rank_correlation

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.statistics.audit.hits import Recorded
    from framing.statistics.audit.leads import Verdicts

    Floats = NDArray[np.float64]

_COLUMNS = (
    *("category", "term", "n", "share", "articles", "mean_rate", "mean_rate_without", "largest_change"),
    *("largest_in", "rank_correlation", "leading_changed", "leading_changed_in"),
)
_SHOWN = 5


def influence(found: Recorded) -> pd.DataFrame:
    """Leave each term's recorded hits out in turn and say what changes, the most influential first.

    Texts are not matched anew: a shorter term within a removed phrase stays uncounted.

    Returns
    -------
    DataFrame
        one row a term with a hit:

        - category, term, n, share (of the category's hits), articles (that have it)
        - mean_rate, mean_rate_without: mean over articles of the category's hits per 100 words
        - largest_change: the largest fall of one article's rate; largest_in: that article
        - rank_correlation: Spearman's ρ of the articles' rates with and without the term; NaN for fewer than three
          articles or where rates do not differ
        - leading_changed: articles whose leading frame is another without the term (missing for actors, which do
          not lead); leading_changed_in: the first five of them
    """
    import pandas as pd

    if not len(found.hits):
        return pd.DataFrame(columns=list(_COLUMNS))
    keys = ["category", "term"]
    counts = found.counts()
    pairs = found.hits.groupby([*keys, "place"], sort=True).size().rename("removed").reset_index()
    lead = leading_rule(found)
    pairs["changed"] = _changes(found, counts, pairs, lead) if lead else False
    rows = [
        dict(zip(keys, key, strict=True)) | _without(found, counts[:, found.labels.index(key[0])], some)
        for key, some in pairs.groupby(keys, sort=False)
    ]
    table = pd.DataFrame(rows)
    if lead is None:
        table["leading_changed"] = None
    table = table.astype({"leading_changed": "Int64"})
    order = table.assign(
        order=found.order(table["category"]),
        fall=table["mean_rate"] - table["mean_rate_without"],
    )
    order = order.sort_values(
        ["order", "leading_changed", "fall", "term"], ascending=[True, False, False, True]
    )
    return order[list(_COLUMNS)].reset_index(drop=True)


def _without(found: Recorded, before: Floats, some: pd.DataFrame) -> dict[str, Any]:
    """What changes without one term: `before` are its category's hits, `some` the articles that have it."""
    place, removed = some["place"].to_numpy(np.intp), some["removed"].to_numpy(np.float64)
    after = before.copy()
    after[place] -= removed
    used = found.words > 0
    rates, without = (100 * hits[used] / found.words[used] for hits in (before, after))
    fall = 100 * removed / found.words[place]
    names = found.run.articles["article"].to_numpy()
    changed = names[place[some["changed"].to_numpy(np.bool_)]].tolist()
    return {
        "n": int(removed.sum()),
        "share": float(removed.sum() / before.sum()),
        "articles": len(place),
        "mean_rate": float(rates.mean()),
        "mean_rate_without": float(without.mean()),
        "largest_change": float(fall.max()),
        "largest_in": str(names[place[int(fall.argmax())]]),
        "rank_correlation": rank_correlation(rates, without),
        "leading_changed": len(changed),
        "leading_changed_in": ", ".join(changed[:_SHOWN]) + (", …" if changed[_SHOWN:] else ""),
    }


def _changes(found: Recorded, counts: Floats, pairs: pd.DataFrame, lead: Verdicts) -> NDArray[np.bool_]:
    """For each article and term whether the leading frame is another without the term."""
    place = pairs["place"].to_numpy(np.intp)
    column = np.array(found.order(pairs["category"]), dtype=np.intp)
    without = counts[place]
    without[np.arange(len(place)), column] -= pairs["removed"].to_numpy(np.float64)
    before = np.array(lead(counts, found.words), dtype=object)
    # many articles lose the same from the same counts: each case is weighed once
    cases, which = np.unique(np.column_stack([without, found.words[place]]), axis=0, return_inverse=True)
    after = np.array(lead(cases[:, :-1], cases[:, -1]), dtype=object)
    changed: NDArray[np.bool_] = after[which.ravel()] != before[place]
    return changed
