"""The words that stand for the figures of a comparison where they are not seen: what is drawn, the largest of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.reporting.style import signed
from framing.reporting.words import called, counted, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

#: So many words are named.
_NAMED = 5


def comparison_alt(kind: str, data: pd.DataFrame) -> str:
    """Give the words that stand for a figure; `kind` and `data` as for `comparison_caption`."""
    write: Callable[[pd.DataFrame], str] = {
        "comparison": _comparison_alt,
        "keyness": _keyness_alt,
        "shift": _shift_alt,
        "dispersion": _dispersion_alt,
        "trajectories": _trajectories_alt,
        "time": _time_alt,
        "specifications": _specifications_alt,
    }[kind]
    return write(data)


def _comparison_alt(data: pd.DataFrame) -> str:
    parts = []
    for _, rows in data.loc[data["drawn"] & data["value"].notna()].groupby("measure", sort=False):
        row = rows.iloc[int(rows["value"].abs().argmax())]
        parts.append(f"{row['called']} largest for {row['name']} ({signed(row['value'])}, {row['verdict']})")
    groups = counted(data.loc[data["drawn"], "group"].nunique(), "group")
    return f"Dots with intervals: differences of {groups} from the reference; {'; '.join(parts)}."


def _keyness_alt(data: pd.DataFrame) -> str:
    parts = []
    for (group, side), rows in data.loc[data["drawn"]].groupby(["group", "side"], sort=False):
        name = group if side == "target" else rows["reference"].iloc[0]
        parts.append(f"{name}: {listed([str(word) for word in rows['feature'].iloc[:_NAMED]])}")
    return f"Diverging bars of words. Most marked for {'; for '.join(parts)}."


def _shift_alt(data: pd.DataFrame) -> str:
    words = data.loc[data["drawn"]].drop_duplicates("rank").head(_NAMED)
    named = [f"{row['term']} {signed(row['net'], 3)}" for row in words.to_dict("records")]
    return (
        f"Bars of words by their contribution to the difference of {signed(float(data['total'].iloc[0]), 3)} between "
        f"{data['group'].iloc[0]} and {data['reference'].iloc[0]}; the largest: {listed(named)}."
    )


def _dispersion_alt(data: pd.DataFrame) -> str:
    drawn = data.loc[data["drawn"]]
    articles = drawn["article"].nunique()
    counts = drawn.loc[drawn["position"].notna(), "term"].value_counts(sort=False)
    told = [f"{term} {n:,}" for term, n in counts.items()]
    return f"Ticks along {counted(articles, 'article')} where terms stand; hits: {listed(told)}."


def _trajectories_alt(data: pd.DataFrame) -> str:
    drawn = data.loc[data["drawn"].astype(bool) & data["value"].notna()]
    parts = []
    for _, rows in drawn.groupby("measure", sort=False):
        top = rows.iloc[int(rows["value"].argmax())]
        name = called(str(top["category"]))
        parts.append(f"{name} highest in {top['name']} ({signed(top['value']).removeprefix('+')})")
    return f"Small panels of {counted(drawn['article'].nunique(), 'op-ed')}: {'; '.join(parts)}."


def _time_alt(data: pd.DataFrame) -> str:
    parts = []
    for _, rows in data.loc[data["drawn"] & data["value"].notna()].groupby("measure", sort=False):
        low, high = rows.iloc[int(rows["value"].argmin())], rows.iloc[int(rows["value"].argmax())]
        ends = [f"{signed(row['value']).removeprefix('+')} ({row['group']})" for row in (low, high)]
        parts.append(f"{called(str(low['category']))} from {ends[0]} to {ends[1]}")
    return f"Lines over time: {'; '.join(parts)}."


def _specifications_alt(data: pd.DataFrame) -> str:
    drawn = data.loc[data["drawn"]]
    main = drawn.loc[drawn["main"], "value"]
    middle = f"; the main one {signed(float(main.iloc[0]))}" if len(main) else ""
    low, high = (signed(float(value)) for value in (drawn["value"].min(), drawn["value"].max()))
    return f"{counted(len(drawn), 'estimate')} sorted from {low} to {high}{middle}, with a matrix of choices beneath."
