"""What a comparison leaves undecided, in sentences: differences that would go unseen, words that mark no group."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from framing.reporting.cells import fitted, measure_name
from framing.reporting.figures.differences import ALIKE
from framing.reporting.figures.inputs import number
from framing.reporting.words import counted, listed
from framing.statistics.comparison.verdicts import ALPHA

if TYPE_CHECKING:
    import pandas as pd

#: Groups named in a sentence.
_NAMED = 4


def detectable_line(table: pd.DataFrame) -> str:
    """Say for each measure how large a difference had to be to be found, where groups cannot be told apart.

    Parameters
    ----------
    table
        what `compare` returns, or some of its rows; of several groups the smallest and the largest are named, and the
        target where there are several

    Returns
    -------
    str
        empty where no groups cannot be told apart

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"measure": "frames_security_rate", "category": "security", "kind": "frame", "statistic": "rate"}
    >>> row |= {"target": "these texts", "verdict": "cannot be told apart"}
    >>> detectable_line(pd.DataFrame([{**row, "minimal_detectable": size} for size in (0.91, 1.2)]))
    'Smallest true differences found in four samples of five: security 0.91 to 1.20.'
    """
    if "minimal_detectable" not in table:
        return ""
    undecided = table.loc[(table["verdict"] == ALIKE) & table["minimal_detectable"].notna()]
    several = len(undecided["target"].unique()) > 1
    told = []
    for target, some in undecided.groupby("target", sort=False):
        named = [name for name in dict.fromkeys(table["measure"]) if name in set(some["measure"])]
        parts = [_range(some.loc[some["measure"] == name]) for name in named]
        told.append(f"{f'{target}: ' if several else ''}{listed(parts)}")
    return f"Smallest true differences found in four samples of five: {'; '.join(told)}." if told else ""


def unmarked(table: pd.DataFrame) -> str:
    """Say of which groups no word is shown to be a mark: none has an adjusted p of .05 or less; empty if all have one.

    Parameters
    ----------
    table
        what `keyness` returns, or some of its rows

    Examples
    --------
    >>> import pandas as pd
    >>> words = pd.DataFrame({"group": ["A", "A", "B"], "p_adjusted": [0.2, 0.05, 0.4]})
    >>> unmarked(words), unmarked(words.tail(1))
    ('No word of B reaches an adjusted p of .05.', 'No word reaches an adjusted p of .05.')
    """
    if table.empty or "p_adjusted" not in table:
        return ""
    least = table.groupby("group", sort=False)["p_adjusted"].min()
    without = [str(name) for name, p in least.items() if not p <= ALPHA]
    if not without:
        return ""
    if len(without) == len(least):
        return "No word reaches an adjusted p of .05."
    some = len(without) > _NAMED
    groups = (
        f"{len(without):,} of {counted(len(least), 'group')}" if some else listed(list(map(fitted, without)))
    )
    return f"No word of {groups} reaches an adjusted p of .05."


def _range(rows: pd.DataFrame) -> str:
    sizes = [abs(number(size)) for size in rows["minimal_detectable"]]
    known = [size for size in sizes if not math.isnan(size)]
    ends = dict.fromkeys(f"{size:.2f}" for size in (min(known), max(known)))
    return f"{fitted(measure_name(rows.iloc[0].to_dict()))} {' to '.join(ends)}"
