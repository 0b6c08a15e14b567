"""Terms that say two things at once: hits that several categories share, and hits that carry tone as well."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from framing.statistics.audit.coverage import EVERY
from framing.statistics.audit.hits import overlapping
from framing.statistics.parts import tone_columns

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.statistics.audit.hits import Recorded

    Codes = NDArray[np.intp]

_SHARED = ("category", "term", "other_category", "other_term", "listed_in_both", "n", "n_shared", "share")
_TONE = ("category", "term", "instrument", "n", "n_toned", "share", "mean_weight", "tone_share")


def shared(found: Recorded) -> pd.DataFrame:
    """List terms that two categories have in common: the same pattern, or hits on the same words.

    Returns
    -------
    DataFrame
        one row a term and a term of another category, the most frequent first: category, term, other_category,
        other_term; listed_in_both: whether it is the same pattern; n: hits of the term; n_shared: those that share
        a character with a hit of the other term; share: n_shared / n, NaN for a term that never hit. Each pair
        stands twice, once from either side.
    """
    import pandas as pd

    keys = ["category", "term"]
    pairs = _shared_hits(found)
    both = pd.DataFrame(_shared_patterns(found), columns=list(_SHARED[:4])).assign(listed_in_both=True)
    table = pairs.merge(both, on=list(_SHARED[:4]), how="outer")
    n = found.hits.groupby(keys).size().rename("n")
    table = table.join(n, on=keys)
    table[["n", "n_shared"]] = table[["n", "n_shared"]].fillna(0).astype("int64")
    table["listed_in_both"] = table["listed_in_both"].eq(True)  # missing is no
    table["share"] = table["n_shared"] / table["n"].where(table["n"] > 0)
    order = ["n_shared", *_SHARED[:4]]
    table = table.sort_values(order, ascending=[False, True, True, True, True], kind="stable")
    return table[list(_SHARED)].reset_index(drop=True)


def _shared_patterns(found: Recorded) -> list[tuple[str, str, str, str]]:
    by_pattern: dict[str, dict[str, str]] = {}
    for entry in found.codebook.entries:
        key = entry.pattern if entry.exact else entry.pattern.lower()
        by_pattern.setdefault(key, {}).setdefault(entry.label, entry.listed)
    pairs = [
        (one, there[one], two, there[two])
        for there in by_pattern.values()
        for one, two in permutations(there, 2)
    ]
    return list(dict.fromkeys(pairs))


def _shared_hits(found: Recorded) -> pd.DataFrame:
    import pandas as pd

    hits = found.hits
    rows, starts, ends = (hits[name].to_numpy(np.intp) for name in ("row", "start", "end"))
    one, two = overlapping(rows, starts, ends, rows, starts, ends)
    table = pd.DataFrame(
        {
            "category": hits["category"].to_numpy()[one],
            "term": hits["term"].to_numpy()[one],
            "other_category": hits["category"].to_numpy()[two],
            "other_term": hits["term"].to_numpy()[two],
            "hit": one,
        }
    )
    table = table.loc[table["category"] != table["other_category"]]
    return table.groupby(list(_SHARED[:4]), as_index=False).agg(n_shared=("hit", "nunique"))


def tone_overlap(found: Recorded) -> pd.DataFrame:
    """Say how many hits of each term are hits of a tone instrument too, and how much of its tone they carry.

    Returns
    -------
    DataFrame
        one row a tone instrument, category and term; term `(all)`: the category's terms together:

        - n: hits of the term; n_toned: those that share a character with a hit of the instrument; share: n_toned / n
        - mean_weight: mean valence, after the instrument's rules, of the tone hits that they meet; NaN for none
        - tone_share: Σ|contribution| of these tone hits / Σ|contribution| of all of the instrument's hits

        Empty if the run has no evidence of tone.
    """
    import pandas as pd

    made = [
        _toned(found, str(instrument), toned)
        for instrument, toned in _tone_hits(found).groupby("instrument", sort=False)
    ]
    return pd.concat(made, ignore_index=True) if made else pd.DataFrame(columns=list(_TONE))


def _tone_hits(found: Recorded) -> pd.DataFrame:
    evidence = found.run.evidence
    instruments = list(dict.fromkeys(tone_columns(found.run)["instrument"]))
    mine = evidence["instrument"].isin(instruments) & evidence["start"].notna()
    hits, row = found.tables.said(evidence.loc[mine])
    order = hits["instrument"].map(instruments.index)
    return (
        hits[["instrument", "start", "end", "weight"]]
        .astype({"start": "int64", "end": "int64"})
        .assign(row=row, size=np.nan_to_num(hits["contribution"].abs().to_numpy(np.float64)), order=order)
        .sort_values("order", kind="stable")
    )


def _toned(found: Recorded, instrument: str, toned: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    hits = found.hits
    spans = ([table[name].to_numpy(np.intp) for name in ("row", "start", "end")] for table in (hits, toned))
    one, two = overlapping(*next(spans), *next(spans))
    met = pd.DataFrame(
        {
            "category": hits["category"].to_numpy()[one],
            "term": hits["term"].to_numpy()[one],
            "hit": one,
            "tone": two,
            "weight": toned["weight"].to_numpy(np.float64)[two],
            "size": toned["size"].to_numpy(np.float64)[two],
        }
    )
    whole = float(toned["size"].sum())
    keys = ["category", "term"]
    together = [(hits.assign(term=EVERY), met.assign(term=EVERY)), (hits, met)]
    table = pd.concat(
        [
            some.groupby(keys).size().rename("n").to_frame().join(_sums(of_them, keys))
            for some, of_them in together
        ]
    ).reset_index()
    table["n_toned"] = table["n_toned"].fillna(0).astype("int64")
    table = table.assign(
        instrument=instrument,
        share=table["n_toned"] / table["n"],
        tone_share=table["size"].fillna(0) / whole if whole > 0 else np.nan,
        order=found.order(table["category"]),
        single=table["term"] != EVERY,
    )
    order = ["order", "single", "n_toned", "n", "term"]
    table = table.sort_values(order, ascending=[True, True, False, False, True], kind="stable")
    return table[list(_TONE)]


def _sums(met: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Of each term: its hits that meet tone, and of the tone hits that they meet, each once, weight and size."""
    once = met.drop_duplicates([*keys, "tone"]).groupby(keys)
    n = met.groupby(keys)["hit"].nunique().rename("n_toned")
    return n.to_frame().join(once.agg(mean_weight=("weight", "mean"), size=("size", "sum")))
