"""Text by text: where an instrument of tone and people part, and which texts move the fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.errors import FramingError
from framing.statistics.tone_validity import declared

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.statistics.evaluation import Evaluation

    Floats = NDArray[np.float64]

_PLACES = ("article", "paragraph", "sentence")
#: Coefficients of a straight line.
_COEFFICIENTS = 2


def diagnose(evaluation: Evaluation, measure: str | None = None) -> pd.DataFrame:
    """Compare scores and codes text by text.

    Parameters
    ----------
    measure
        a measure of tone that was evaluated; None for the first

    Returns
    -------
    DataFrame
        one row a coded text, in the run's order:

        - article, paragraph, sentence (as far as they name the text), text, n_words
        - measure; score, silent scores being neutral; silent
        - code, as people gave it; target: the code on the instrument's scale where that is declared, else the code;
          on_scale: which of the two
        - mean, difference: of score and target, score − target (Bland & Altman 1986,
          doi:10.1016/S0140-6736(86)90837-8); NaN off scale
        - fit, residual: of the straight line of target on score
        - leverage, cook: Cook's distance D = e²/(2 s²) · h/(1 − h)², s² = Σ e²/(n − 2) (Cook 1977,
          doi:10.1080/00401706.1977.10489493): how far the line would move without the text; above 4/n look at it

    Raises
    ------
    FramingError
        if the measure was not evaluated, or no tone was.
    """
    known = evaluation.facts["tone"]
    column = next(iter(known), None) if measure is None else measure
    if column not in known:
        raise FramingError(
            f"measure '{column}': not evaluated; there are {', '.join(known)}"
            if known
            else "no codes of tone to show"
        )
    about = known[column]
    texts = evaluation.texts.loc[evaluation.texts["code"].notna()].reset_index(drop=True)
    raw, codes = texts[column].to_numpy(np.float64), texts["code"].to_numpy(np.float64)
    score = np.where(np.isnan(raw), about["neutral"], raw)
    scale = evaluation.facts["scale"]
    mapped = declared(codes, tuple(scale) if scale else None, about["low"], about["high"])
    target = codes if mapped is None else mapped
    there = np.nan if mapped is None else 1.0
    fit, leverage, cook = _line(score, target)
    data = texts[[*(name for name in _PLACES if name in texts), "text", "n_words"]].copy()
    return data.assign(
        measure=column, score=score, silent=np.isnan(raw), code=codes, target=target, on_scale=mapped is not None,
        mean=there * (score + target) / 2, difference=there * (score - target),
        fit=fit, residual=target - fit, leverage=leverage, cook=cook,
    ).astype({"measure": "str"})  # fmt: skip


def _line(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Fitted values, leverages and Cook's distances of the line of y on x; NaN where x does not vary."""
    n, centred = len(x), x - x.mean()
    xx = float(centred @ centred)
    if n <= _COEFFICIENTS or xx <= n * 1e-24:
        return (np.full(n, np.nan),) * 3
    fit = y.mean() + centred * float(centred @ y) / xx
    leverage = 1 / n + centred**2 / xx
    variance = float(((y - fit) ** 2).sum()) / (n - _COEFFICIENTS)
    with np.errstate(invalid="ignore", divide="ignore"):
        cook = (y - fit) ** 2 / (_COEFFICIENTS * variance) * leverage / (1 - leverage) ** 2
    return fit, leverage, cook
