"""The statistics that a report rests on, each made once however many figures and tables use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing import statistics

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from framing.run import Run


class Findings:
    """Tables of `framing.statistics` for one run; nothing may change them."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._made: dict[tuple[Any, ...], pd.DataFrame] = {}

    def summary(self, by: str = "article") -> pd.DataFrame:
        """Give `summarize` of the body, all voices."""
        return self._once(("summary", by), lambda: statistics.summarize(self.run, by))

    def leading(self, by: str = "article", instrument: str | None = None) -> pd.DataFrame:
        """Give `leading_frames` of one codebook, or of all."""
        return self._once(
            ("leading", by, instrument),
            lambda: statistics.leading_frames(self.run, by, instrument=instrument),
        )

    def agreement(self, by: str = "article") -> pd.DataFrame:
        """Give `tone_agreement`."""
        return self._once(("agreement", by), lambda: statistics.tone_agreement(self.run, by))

    def actors(self) -> pd.DataFrame:
        """Give `actor_frames` of the whole run."""
        return self._once(("actors",), lambda: statistics.actor_frames(self.run))

    def usual(self, instrument: str) -> dict[str, float]:
        """Give each frame's usual rate per 100 words; empty where the codebook has no baseline."""
        table = self.leading("article", instrument)
        table = table.loc[(table["n_words"] > 0) & (table["baseline"] != "raw")].drop_duplicates("category")
        rates = 100 * table["expected"] / table["n_words"]
        return dict(zip(table["category"].astype(str), rates.astype(float), strict=True))

    def _once(self, key: tuple[Any, ...], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]
