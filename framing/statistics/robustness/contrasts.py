"""Groups of articles held against one another under many specifications at once, with `comparison`'s estimators.

Specifications that read the same words compare the same articles, so they are put to the estimators together.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.errors import FramingError
from framing.statistics.comparison.contrasts import Contrast, leave_out, make_contrasts
from framing.statistics.comparison.estimates import POPULATION, Draws, Estimates, estimate
from framing.statistics.comparison.verdicts import give_verdicts
from framing.statistics.grouping import find_group, groups_of
from framing.statistics.parts import MISSING, Parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from framing.run import Run
    from framing.statistics.declaration import Repeats
    from framing.statistics.robustness.figures import Figures
    from framing.statistics.robustness.grid import Choices

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_PAIR = 2


class Sides:
    """Who is held against whom, and which articles are left out.

    Raises
    ------
    FramingError
        if there are fewer than two groups, or none of a name.
    """

    def __init__(
        self,
        run: Run,
        figures: Figures,
        *,
        by: str,
        group: str | None,
        reference: str | None,
        duplicates: Repeats,
    ) -> None:
        self._run, self._figures, self._by, self._group = run, figures, by, group
        self._groups = groups_of(run, by)
        self._reference = self._other(group) if reference is None else reference
        if group is not None:
            find_group(self._groups, group, option="group")
        if group is not None and group == self._reference:
            raise FramingError(f"group '{group}': is the reference too; name two groups")
        # duplicates are looked for once: which texts repeat another does not hang on their length
        words = np.full(len(run.articles), np.inf)
        self._kept = leave_out(run, self._groups, words, by=by, min_words=0, duplicates=duplicates).kept

    def of(self, choices: Choices) -> list[Contrast]:
        """Contrasts of the articles that have enough words under a specification."""
        long_enough = self._figures.words(choices.voice, choices.texts) >= choices.min_words
        made = make_contrasts(
            self._run, self._groups, self._kept & long_enough, by=self._by, reference=self._reference
        )
        return [each for each in made if self._group in (None, each.group)]

    def _other(self, group: str | None) -> str | None:
        """Of two groups the one that is not named."""
        named = [name for name in self._groups.names if name != MISSING]
        if group is None or len(named) != _PAIR:
            return None
        return next(name for name in named if name != group)


def contrast_all(values: Floats, listed: Sequence[Choices], sides: Sides, draws: Draws) -> list[pd.DataFrame]:
    """Hold figures (articles, specifications) against one another: for each contrast a row a specification."""
    import pandas as pd

    together: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
    for number, each in enumerate(listed):
        together[each.voice, each.texts, each.min_words].append(number)
    found: defaultdict[int, list[pd.DataFrame]] = defaultdict(list)
    for numbers in together.values():
        for place, contrast in enumerate(sides.of(listed[numbers[0]])):
            estimates = _estimate(values[:, numbers], contrast, draws)
            found[place].append(_rows(estimates, contrast).set_axis(numbers))
    return [pd.concat(tables).sort_index() for tables in found.values()]


def _estimate(values: Floats, contrast: Contrast, draws: Draws) -> Estimates:
    margins = np.full(values.shape[1], np.nan)
    return estimate(_no_parts(), values, contrast, POPULATION, margins=margins, draws=draws)


def _no_parts() -> Parts:
    """Paragraphs, which are not looked at where articles are the units."""
    none = np.zeros((0, 0))
    return Parts((), (), np.zeros(0, dtype=np.intp), np.zeros(0), none, none, none, none)


def _rows(found: Estimates, contrast: Contrast) -> pd.DataFrame:
    import pandas as pd

    columns: dict[str, Any] = {
        "group": contrast.group,
        "reference": contrast.reference,
        "n_group": found.n[0].astype(np.int64),
        "n_reference": found.n[1].astype(np.int64),
        "value_group": found.value[0],
        "value_reference": found.value[1],
        "estimate": found.difference,
        "low": found.low,
        "high": found.high,
        "effect": found.effect,
        "effect_low": found.effect_low,
        "effect_high": found.effect_high,
        "p": found.p,
        "p_smallest": found.smallest,
        "minimal_detectable": found.detectable,
        "verdict": give_verdicts(found.p, found.smallest),
        "sign": np.sign(np.nan_to_num(found.difference)).astype(np.int64),
    }
    return pd.DataFrame(columns)
