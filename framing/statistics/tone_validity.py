"""Tone that an instrument measures against numbers that people gave.

r and ρ need no common scale. All else compares sizes, so the codes are first laid on the instrument's scale by the
one linear map that the user declares: the ends of the codes' scale go to the ends of the instrument's. Nothing is
stretched to fit. Where an instrument is silent it counts as neutral, and everything is told once more for the texts
where none is silent, and once more for those that no trained instrument learned from, if it learned from some.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.arithmetic.ranking import correlation, ranks
from framing.statistics.seen import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from framing.statistics.consensus import Codes
    from framing.statistics.ledger import Ledger

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

#: Which texts a figure rests on.
ALL, SPOKEN = "all, silent = neutral", "none silent"
#: Scores this close to neutral are neutral in the three classes, on a scale from −1 to 1 (vaderSentiment's own rule).
BAND = 0.05
RANKED = ("r", "rho")
SIZED = ("mae", "bias", "slope", "intercept", "accuracy", "macro_f1")
STATISTICS = (*RANKED, *SIZED)
_CLASSES = (-1, 0, 1)
#: Statistics by which instruments are told apart: those of size only if their codes lie alike.
_TOLD_APART = ("r", "rho", "mae", "accuracy", "macro_f1")
#: Fewer texts than this have no figures.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Scale:
    """How codes and scores are made comparable: the ends of the codes' scale, and the band around neutral."""

    ends: tuple[float, float] | None = None
    band: float = BAND


def enter_tone(
    ledger: Ledger, texts: pd.DataFrame, codes: Codes, measures: Sequence[dict[Any, Any]], scale: Scale
) -> bool:
    """Enter the figures of every measure of tone and their differences; False where there is nothing to compare.

    Parameters
    ----------
    texts
        the coded texts with every measure
    measures
        rows of `run.measures`
    """
    used = np.flatnonzero(~np.isnan(codes.tone))
    coded = codes.tone[used]
    if len(used) < _FEWEST or np.ptp(coded) == 0:
        what = f"are all {coded[0]:g}" if len(used) >= _FEWEST else f"are {len(used)}"
        ledger.note(f"the codes of tone {what}; code {_FEWEST} texts or more that differ")
        return False
    scores = texts[[each["column"] for each in measures]].to_numpy(np.float64)[used]
    spoken = ~np.isnan(scores).any(axis=1)
    if scale.ends is None:
        ledger.note(_scale_note(coded, measures))
    _enter_rows(ledger, ALL, measures, scores, coded, used, scale)
    if spoken.sum() < _FEWEST or np.ptp(coded[spoken]) == 0:
        ledger.note(f"only {int(spoken.sum())} texts on which no instrument is silent: no figures of them")
    elif not spoken.all():
        _enter_rows(ledger, SPOKEN, measures, scores[spoken], coded[spoken], used[spoken], scale)
    unseen = ledger.unseen([each["instrument"] for each in measures], used)
    if not unseen.all() and unseen.sum() >= _FEWEST and np.ptp(coded[unseen]) > 0:
        _enter_rows(ledger, UNSEEN, measures, scores[unseen], coded[unseen], used[unseen], scale)
    return True


def _enter_rows(
    ledger: Ledger,
    rows: str,
    measures: Sequence[dict[Any, Any]],
    scores: Floats,
    codes: Floats,
    used: Places,
    scale: Scale,
) -> None:
    entered = []
    for each, column in zip(measures, scores.T, strict=True):
        low, high, neutral = (float(each[name]) for name in ("low", "high", "neutral"))
        filled = np.where(np.isnan(column), neutral, column)
        if np.ptp(filled) == 0:
            ledger.note(
                f"{each['column']} is {filled[0]:g} for each of {len(filled)} texts ({rows}), so it has no r"
            )
        mapped = declared(codes, scale.ends, low, high)
        figures = ToneFigures(filled, codes, mapped, neutral=neutral, band=scale.band * (high - low) / 2)
        head = {"kind": "tone", "rows": rows, "instrument": each["instrument"], "measure": each["column"]}
        head |= {"n_silent": int(np.isnan(column).sum())}
        heads = [{**head, "statistic": name} for name in STATISTICS]
        entered.append((each, mapped, ledger.enter(heads, figures, used)))
    for (first, mapped, one), (second, other, two) in combinations(entered, 2):
        alike = mapped is not None and other is not None and np.array_equal(mapped, other)
        names = [name for name in STATISTICS if name in _TOLD_APART and (alike or name in RANKED)]
        head = {"kind": "tone", "rows": rows, "measure": first["column"], "reference": second["column"]}
        head |= {"instruments": (first["instrument"], second["instrument"])}
        at = np.array([STATISTICS.index(name) for name in names], dtype=np.intp)
        ledger.enter_difference([{**head, "statistic": name} for name in names], (one, two), (at, at), used)


def _scale_note(codes: Floats, measures: Sequence[dict[Any, Any]]) -> str:
    low, high = min(float(each["low"]) for each in measures), max(float(each["high"]) for each in measures)
    if declared(codes, None, low, high) is not None:
        return f"codes of tone lie in {low:g} … {high:g} and are taken as they are; scale= or --scale says otherwise"
    return (
        f"codes of tone run from {codes.min():g} to {codes.max():g}, so only r and ρ are told; scale= or "
        "--scale LOW HIGH says which codes there could be, and the rest is told too"
    )


def declared(codes: Floats, scale: tuple[float, float] | None, low: float, high: float) -> Floats | None:
    """Codes on an instrument's scale; None where nothing says how they lie there."""
    if scale is not None:
        return on_scale(codes, scale, low, high)
    return codes if codes.min() >= low and codes.max() <= high else None


def on_scale(codes: Floats, scale: tuple[float, float], low: float, high: float) -> Floats:
    """Codes laid linearly from their scale on an instrument's.

    Examples
    --------
    >>> import numpy as np
    >>> on_scale(np.array([1.0, 3.0, 5.0]), (1.0, 5.0), -1.0, 1.0).tolist()
    [-1.0, 0.0, 1.0]
    """
    return low + (codes - scale[0]) * (high - low) / (scale[1] - scale[0])


def three_classes(values: Floats, neutral: float, band: float) -> NDArray[np.int64]:
    """−1, 0 or 1 as values lie below, inside or above the band around neutral; its edges lie outside."""
    return (values >= neutral + band).astype(np.int64) - (values <= neutral - band)


class ToneFigures:
    """Figures of one instrument's scores against codes, for any weights of the texts.

    Parameters
    ----------
    scores, codes
        one number a text; the codes as people gave them
    mapped
        the codes on the instrument's scale; None where their scale is not declared, and what needs it is NaN
    neutral, band
        middle of the instrument's scale, and how far around it scores and codes are neutral
    """

    def __init__(
        self, scores: Floats, codes: Floats, mapped: Floats | None, *, neutral: float, band: float
    ) -> None:
        self.scores, self.codes, self.mapped = scores, codes, mapped
        if mapped is not None:
            self.said, self.coded = (three_classes(each, neutral, band) for each in (scores, mapped))

    def __call__(self, weights: Floats) -> Floats:
        """The figures in each row of weights (draws, texts) → (draws, `STATISTICS`)."""
        r = correlation(self.scores, self.codes, weights)
        rho = correlation(ranks(self.scores, weights), ranks(self.codes, weights), weights)
        if self.mapped is None:
            return np.stack([r, rho, *[np.full(len(weights), np.nan)] * len(SIZED)], axis=1)
        n = weights.sum(axis=1)
        apart = self.scores - self.mapped
        slope = self._slope(weights)
        intercept = (weights @ self.mapped - slope * (weights @ self.scores)) / n
        accuracy = weights @ (self.said == self.coded).astype(np.float64) / n
        sized = [
            weights @ np.abs(apart) / n,
            weights @ apart / n,
            slope,
            intercept,
            accuracy,
            self._macro_f1(weights),
        ]
        return np.stack([r, rho, *sized], axis=1)

    def _slope(self, weights: Floats) -> Floats:
        """Of codes on scores: 1 where a score of x means a code of x, below 1 where scores spread too wide."""
        assert self.mapped is not None  # noqa: S101 # asked for only then
        n = weights.sum(axis=1, keepdims=True)
        dx = self.scores - weights @ self.scores[:, None] / n
        xx = (weights * dx * dx).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            slope: Floats = np.where(
                xx > 1e-24 * n[:, 0], (weights * dx * self.mapped).sum(axis=1) / xx, np.nan
            )
        return slope

    def _macro_f1(self, weights: Floats) -> Floats:
        """Mean F1 of the classes that were coded."""
        f1 = []
        for each in _CLASSES:
            said, coded = self.said == each, self.coded == each
            if coded.any():
                both = weights @ (said & coded).astype(np.float64)
                total = weights @ (said.astype(np.float64) + coded)
                f1.append(np.divide(2 * both, total, out=np.zeros(len(weights)), where=total > 0))
        mean: Floats = np.mean(f1, axis=0)
        return mean
