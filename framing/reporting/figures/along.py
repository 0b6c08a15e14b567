"""Where paragraphs lie in their op-ed, from its first word (0) to its last (1), and what was measured there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from framing.errors import FramingError
from framing.reporting.figures.inputs import are
from framing.reporting.figures.lines import LINES
from framing.reporting.figures.selection import article_names, frame_rates, pick_codebook
from framing.reporting.figures.units import paragraph_values
from framing.statistics.parts import tone_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from framing.run import Run

    Floats = NDArray[np.float64]

Layout = Literal["multiples", "overlaid"]

#: The tone that stands for all where there is no room for several.
_MAIN_TONES = ("oped", "vader")
#: Articles drawn at most; measures; parts of a text that an overlaid line joins.
_MOST, _MEASURES, PARTS = 12, 5, 10
_COLUMNS = [
    *("article", "name", "paragraph", "measure", "instrument", "category", "kind_of_measure"),
    *("start", "end", "n_words", "n", "value", "thin", "layout", "row", "drawn"),
]


def trajectories_data(
    run: Run,
    articles: Sequence[str] | None = None,
    *,
    measures: Sequence[str] | None = None,
    instrument: str | None = None,
    layout: Layout | None = None,
) -> pd.DataFrame:
    """Give what `plot_trajectories` draws, as it stands in the CSV.

    Parameters
    ----------
    articles
        ids in the order wanted, twelve at most; None for all articles of the run
    measures
        columns of scores, five at most; None for the rates of the codebook's frames and the tones, or where these are
        more than five, one tone (`oped`, else `vader`, else the first)
    instrument
        the codebook; None for the run's first
    layout
        `multiples` (a row an article), `overlaid` (a line an article); None: overlaid for up to five articles

    Returns
    -------
    DataFrame
        one row a body paragraph and measure: article, name, paragraph, measure, instrument, category, kind_of_measure,
        start and end (its place in the text, shares of the body's words), n_words, n (hits), value, thin (under 20
        words), layout, row (place of the article), drawn

    Raises
    ------
    FramingError
        if there is no such article, measure or codebook, or more of them than a figure has room for.
    """
    import pandas as pd

    known = _measures(run, measures, instrument)
    ids = _articles(run, articles)
    layout = layout or ("overlaid" if len(ids) <= len(LINES) else "multiples")
    if layout == "overlaid" and len(ids) > len(LINES):
        raise FramingError(
            f"layout 'overlaid': {len(ids)} lines cannot be told apart, {len(LINES)} can; name articles or 'multiples'"
        )
    names = article_names(run)
    tables = [_along(paragraph_values(run, article, known)) for article in ids]
    tables = [
        table.assign(name=names[article], row=row, drawn=True)
        for row, (article, table) in enumerate(zip(ids, tables, strict=True))
    ]
    made = [table for table in tables if len(table)]
    if not made:
        return pd.DataFrame(columns=_COLUMNS)
    return pd.concat(made, ignore_index=True).assign(layout=layout)[_COLUMNS]


def parts(rows: pd.DataFrame, count: int = PARTS) -> Floats:
    """Mean value of one article's paragraphs in so many parts of equal length; NaN where nothing was measured.

    A paragraph weighs in each part by its words there; paragraphs without a value are left out.
    """
    edges = np.linspace(0, 1, count + 1)
    start, end, values = (rows[name].to_numpy(np.float64) for name in ("start", "end", "value"))
    inside = np.minimum(end[:, None], edges[1:]) - np.maximum(start[:, None], edges[:-1])
    weights = np.where(np.isnan(values)[:, None], 0.0, inside.clip(min=0.0))
    sums = (weights * np.nan_to_num(values)[:, None]).sum(axis=0)
    total = weights.sum(axis=0)
    made: Floats = np.divide(sums, total, out=np.full(count, math.nan), where=total > 1e-12)  # noqa: PLR2004 # rounding
    return made


def _along(rows: pd.DataFrame) -> pd.DataFrame:
    """Body paragraphs with their place in the text, in shares of the body's words."""
    body = rows.loc[rows["kind"] == "body"].sort_values("paragraph", kind="stable")
    words = body.drop_duplicates("paragraph").set_index("paragraph")["n_words"].astype("float64")
    total = float(words.sum())
    ends = words.cumsum() / total if total else words * math.nan
    share = words / total if total else words * math.nan
    end = body["paragraph"].map(ends).astype("float64")
    return body.assign(start=end - body["paragraph"].map(share).astype("float64"), end=end)


def _measures(run: Run, measures: Sequence[str] | None, instrument: str | None) -> pd.DataFrame:
    """Rows of `run.measures`: those named, or the frames and the tones."""
    import pandas as pd

    frames, tone = frame_rates(run, pick_codebook(run, instrument)), tone_columns(run)
    known = pd.concat([frames, tone])
    if measures is None:
        one = sorted(tone["instrument"], key=lambda name: (*_MAIN_TONES, name).index(name))[:1]
        chosen = (
            known
            if len(known) <= _MEASURES
            else pd.concat([frames, tone.loc[tone["instrument"].isin(one)].head(1)])
        )
    else:
        columns = known["column"].astype(str).tolist()
        missing = [name for name in measures if name not in columns]
        if missing:
            raise FramingError(
                f"measure '{missing[0]}': no rate of a frame and no tone; there {are(columns)}"
            )
        chosen = (
            known.set_index("column", drop=False).loc[list(dict.fromkeys(measures))].reset_index(drop=True)
        )
    if len(chosen) > _MEASURES:
        raise FramingError(
            f"measures: {len(chosen)}, and {_MEASURES} have room; there {are(chosen['column'].tolist())}"
        )
    return chosen


def _articles(run: Run, articles: Sequence[str] | None) -> list[str]:
    there = run.articles["article"].astype(str).tolist()
    missing = [name for name in articles or () if name not in there]
    if missing:
        raise FramingError(f"article '{missing[0]}': not in this run; there {are(there)}")
    chosen = list(dict.fromkeys(articles)) if articles is not None else there
    if len(chosen) > _MOST:
        raise FramingError(f"articles: {len(chosen):,}, and {_MOST} have room; name them; there {are(there)}")
    return chosen
