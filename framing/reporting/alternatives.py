"""The words that stand for a figure where it is not seen: what is drawn, and where it is highest and lowest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from framing.reporting.captions import (
    article_called,
    body_rows,
    group_words,
    measure_called,
)
from framing.reporting.style import signed
from framing.reporting.words import capital, counted, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from framing.run import Run

Row = Mapping[Any, Any]

#: So many actors are named.
_NAMED = 5


def alt(kind: str, run: Run, data: pd.DataFrame) -> str:
    """Give the words that stand for a figure; `kind` and `data` as in `SavedFigure`."""
    write: Callable[[Run, pd.DataFrame], str] = {
        "trajectory": _trajectory,
        "heatmap": _heatmap,
        "frames": _groups,
        "tone": _groups,
        "actors": _actors,
    }[kind]
    return write(run, data)


def _trajectory(run: Run, data: pd.DataFrame) -> str:
    body = body_rows(data)
    panels = counted(len(body["measure"].unique()), "panel")
    paragraphs = counted(body["paragraph"].nunique(), "paragraph")
    return f"{panels} over the {paragraphs} of {article_called(run, body['article'].iloc[0])}. {_reach(run, body)}"


def _heatmap(run: Run, data: pd.DataFrame) -> str:
    body = body_rows(data)
    paragraphs = counted(body["paragraph"].nunique(), "paragraph")
    return (
        f"A matrix of {paragraphs} by {counted(len(body['measure'].unique()), 'frame')}. {_reach(run, body)}"
    )


def _reach(run: Run, body: pd.DataFrame) -> str:
    """Where each measure is lowest and highest along the text."""
    parts = []
    for low, high in _ends(body):
        start = f"{measure_called(run, high)} from {_plain(low)} in paragraph {low['paragraph']}"
        parts.append(f"{start} to {_plain(high)} in {high['paragraph']}")
    return f"{capital('; '.join(parts))}."


def _groups(run: Run, data: pd.DataFrame) -> str:
    unit = "hits per 100 words" if "usual" in data else "tone"
    groups = counted(data["group"].nunique(), *group_words(data))
    parts = []
    for low, high in _ends(data.loc[data["drawn"]]):
        one = low["group"] == high["group"]
        ends = (
            _plain(high) if one else f"from {_plain(low)} ({low['name']}) to {_plain(high)} ({high['name']})"
        )
        parts.append(f"{measure_called(run, high)} {ends}")
    return f"Dots with intervals, {unit} of {groups}: {'; '.join(parts)}."


def _actors(_: Run, data: pd.DataFrame) -> str:
    shown = data.loc[data["drawn"]].drop_duplicates("actor")
    named = [f"{row['actor']} ({row['mentions']:,})" for row in shown.head(_NAMED).to_dict("records")]
    actors = counted(len(shown), "actor")
    kinds = set(data["kind_of_measure"])
    shown_as = [
        said for kind, said in (("frame", "a matrix by frames"), ("tone", "dots for tone")) if kind in kinds
    ]
    return f"{capital(actors)} with {listed(shown_as)}; the most mentioned: {listed(named)}."


def _ends(rows: pd.DataFrame) -> list[tuple[Row, Row]]:
    """For each measure the first row with the lowest value and the first with the highest."""
    there = rows.loc[rows["value"].notna()].reset_index(drop=True)
    values = there.groupby("measure", sort=False)["value"]
    pairs = zip(values.idxmin(), values.idxmax(), strict=True)
    return [(there.loc[low].to_dict(), there.loc[high].to_dict()) for low, high in pairs]


def _plain(row: Row) -> str:
    return signed(row["value"]).removeprefix("+")
