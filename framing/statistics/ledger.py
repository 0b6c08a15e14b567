"""Where an evaluation's figures are entered: each with its interval and what it rests on, then made tables."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.arithmetic.resampling import DRAWS, FEWEST, Drawn, draw_articles, interval_ends

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]
    Bools = NDArray[np.bool_]

FIGURES = (
    *("kind", "rows", "instrument", "measure", "label", "rule", "statistic"),
    *("value", "low", "high", "interval", "n", "n_articles", "n_coded", "n_said", "n_silent", "n_seen"),
)
DIFFERENCES = (
    *("kind", "rows", "label", "statistic", "measure", "reference"),
    *("difference", "low", "high", "interval", "n", "n_articles", "n_seen"),
)
CONFUSION = ("rows", "instrument", "rule", "coded", "said", "n")
_NUMBERS = ("value", "low", "high", "difference")


class Ledger:
    """Figures, differences and notes of one evaluation, in the order of their entry.

    Parameters
    ----------
    article
        for each coded text the number of the article that it is drawn with
    seed
        of the draws, which are the same for the same texts
    notes
        what is known of the texts before any figure
    seen
        for each trained instrument which coded texts it learned from, None where that is not known
    """

    def __init__(
        self,
        article: Places,
        seed: int,
        notes: Sequence[str] = (),
        seen: Mapping[str, Bools | None] | None = None,
    ) -> None:
        self.figures: list[dict[str, Any]] = []
        self.differences: list[dict[str, Any]] = []
        self.confusion: list[dict[str, Any]] = []
        self.notes = list(notes)
        self.most_articles = 0
        self._article, self._seed, self._seen = article, seed, dict(seen or {})

    def enter(
        self, heads: Sequence[dict[str, Any]], figures: Callable[[Floats], Floats], used: Places
    ) -> Drawn:
        """Draw figures of some of the coded texts and enter them; `heads` say what each is."""
        article = np.unique(self._article[used], return_inverse=True)[1].astype(np.intp)
        drawn = draw_articles(figures, article, seed=self._seed)
        self.most_articles = max(self.most_articles, drawn.articles)
        for head, value, low, high in zip(heads, drawn.value, *drawn.ends(), strict=True):
            found = {"value": value, "low": low, "high": high, "interval": _interval(low, drawn)}
            found |= {"n": len(used), "n_articles": drawn.articles}
            self.figures.append({**head, **found, "n_seen": self._n_seen([head["instrument"]], used)})
        return drawn

    def enter_difference(
        self,
        heads: Sequence[dict[str, Any]],
        drawn: tuple[Drawn, Drawn],
        at: tuple[Places, Places],
        used: Places,
    ) -> None:
        """Enter the differences of two instruments' figures of the same texts, `at` their places among the drawn.

        Each head names them as `instruments`.
        """
        one, two = drawn
        value = one.value[at[0]] - two.value[at[1]]
        ends = interval_ends(value, one.draws[:, at[0]] - two.draws[:, at[1]], one.articles)
        for head, difference, low, high in zip(heads, value, *ends, strict=True):
            found = {"difference": difference, "low": low, "high": high, "interval": _interval(low, one)}
            found |= {"n": len(used), "n_articles": one.articles}
            self.differences.append({**head, **found, "n_seen": self._n_seen(head["instruments"], used)})

    def unseen(self, instruments: Sequence[str], used: Places) -> Bools:
        """Which of some coded texts none of the instruments is known to have learned from."""
        kept = np.ones(len(used), dtype=np.bool_)
        for name in instruments:
            texts = self._seen.get(name)
            if texts is not None:
                kept &= ~texts[used]
        return kept

    def _n_seen(self, instruments: Sequence[str], used: Places) -> int | None:
        """How many of the texts one of the instruments learned from; None where that is not known."""
        if any(name in self._seen and self._seen[name] is None for name in instruments):
            return None
        return int((~self.unseen(instruments, used)).sum())

    def note(self, words: str) -> None:
        """Enter what a reader has to know, once."""
        if words not in self.notes:
            self.notes.append(words)

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """Figures, differences and confusion."""
        return (
            _table(self.figures, FIGURES),
            _table(self.differences, DIFFERENCES),
            _table(self.confusion, CONFUSION),
        )


def _interval(low: float, drawn: Drawn) -> str:
    if drawn.articles < FEWEST:
        return f"none: {drawn.articles} article{'s' * (drawn.articles != 1)}, fewer than {FEWEST}"
    if math.isnan(low):
        return "none: the figure is missing, or does not vary"
    return f"bootstrap of {drawn.articles:,} articles, {DRAWS:,} draws"


def _table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(columns))
    for name in columns:
        if name in _NUMBERS:
            frame[name] = frame[name].astype("float64")
        elif name == "n" or name.startswith("n_"):
            frame[name] = frame[name].astype("Int64")
        else:
            frame[name] = frame[name].astype("object").where(frame[name].notna(), "").astype("str")
    return frame
