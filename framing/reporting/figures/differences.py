"""What a figure of a comparison draws: the rows of `compare` for one target, named, ordered and cut to what fits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from framing.errors import FramingError
from framing.reporting.figures.inputs import are, choose, instrument_name, require
from framing.reporting.figures.rows import ranked
from framing.reporting.figures.selection import article_names, tone_names
from framing.reporting.words import called

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from framing.run import Run

DIFFER, ALIKE, TOO_FEW = "differ", "cannot be told apart", "too few to test"
POPULATION = "the population of articles"
#: So many measures stand side by side; more go into further blocks beneath.
ABREAST = 5
_READ = ["measure", "target", "group", "reference", "difference", "low", "high", "verdict"]
_KNOWN = ["instrument", "category", "kind"]
_MORE = ["n_group", "n_reference", "value_group", "value_reference", "effect", "effect_name", "p", "p_holm"]
_LAST = [
    *("p_smallest", "minimal_detectable", "margin", "equivalent", "adjusted", "family"),
    *("voice", "texts", "min_words", "interval", "note"),
]
_COLUMNS = [
    *(
        "group",
        "reference",
        "name",
        "measure",
        "called",
        "instrument",
        "category",
        "kind_of_measure",
        "target",
    ),
    *("value", "low", "high", "verdict", "thin", *_MORE, *_LAST, "ordered_by", "position", "drawn"),
]


def comparison_data(
    table: pd.DataFrame,
    *,
    target: str | None = None,
    measures: Sequence[str] | None = None,
    run: Run | None = None,
) -> pd.DataFrame:
    """Give what `plot_comparison` draws, as it stands in the CSV, groups beyond those drawn included.

    Parameters
    ----------
    table
        what `compare` returns
    target
        `the population of articles` or `these texts`; None for the first of these two that the table has
    measures
        columns of scores; None for the declared family, or every measure where nothing is declared
    run
        for the titles of articles and instruments

    Returns
    -------
    DataFrame
        one row a group and measure: group (`A − B` where references differ), reference, name, measure, called,
        instrument, category, kind_of_measure, target, value (the difference), low, high, verdict, thin (too few to
        test), then the other columns of `compare`, ordered_by, position (0 has the largest difference in the first
        measure), drawn

    Raises
    ------
    FramingError
        if the table lacks columns, has no such target or measure, or has several rows for one pair of groups.
    """
    require(table, [*_READ, *_KNOWN], "compare")
    aims = [aim for aim in (POPULATION, "these texts") if (table["target"] == aim).any()]
    data = table.loc[table["target"] == choose(target, aims, "target")]
    data = _picked(data, measures)
    if data.duplicated(["measure", "group", "reference"]).any():
        raise FramingError("table: several rows for one measure and pair of groups; give one voice and kind")
    several = len(data["reference"].unique()) > 1
    pairs = data["group"].astype("str") + (" − " + data["reference"].astype("str") if several else "")
    titles = article_names(run) if run is not None else {}
    names = data["group"].map(lambda group: titles.get(group, group)).astype("str")
    data = data.rename(columns={"difference": "value", "kind": "kind_of_measure"}).assign(
        called=_called(data, run),
        group=pairs,
        name=pairs if several else names,
        thin=data["verdict"] == TOO_FEW,
        **{name: math.nan for name in (*_MORE, *_LAST) if name not in data},
    )
    if data.empty:
        return data.assign(ordered_by="", position=0, drawn=False)[_COLUMNS]
    first = str(data["measure"].iloc[0])
    blocks = math.ceil(data["measure"].nunique() / ABREAST)
    return ranked(data, first, str(data["category"].iloc[0]), blocks)[_COLUMNS].reset_index(drop=True)


def _picked(data: pd.DataFrame, measures: Sequence[str] | None) -> pd.DataFrame:
    """Rows of the measures asked for, or of the declared family."""
    if measures is None:
        main = data["family"] == "main" if "family" in data else np.zeros(len(data), dtype=np.bool_)
        return data.loc[main] if np.any(main) else data
    missing = [name for name in measures if not (data["measure"] == name).any()]
    if missing:
        known = data["measure"].drop_duplicates().astype(str).tolist()
        raise FramingError(f"measure '{missing[0]}': not in the table; there {are(known)}")
    order = {name: place for place, name in enumerate(measures)}
    picked = data.loc[data["measure"].isin(measures)]
    return picked.sort_values("measure", key=lambda column: column.map(order), kind="stable")


def _called(data: pd.DataFrame, run: Run | None) -> list[str]:
    """What each row's measure is called: a frame by its label, a tone by its instrument's title if a run knows it."""
    titles = tone_names(run) if run is not None else {}
    return [
        called(str(row["category"]))
        if row["kind"] == "frame"
        else titles.get(row["measure"], instrument_name(row))
        for row in data[["measure", "instrument", "category", "kind"]].to_dict("records")
    ]
