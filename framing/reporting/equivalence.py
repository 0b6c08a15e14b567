"""What an equivalence test found, in sentences: the only words that may say "no difference"."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from framing.reporting.cells import fitted, measure_name, p_value
from framing.reporting.figures.inputs import number
from framing.reporting.words import capital, counted, listed

if TYPE_CHECKING:
    import pandas as pd

#: Groups named in a sentence.
_NAMED = 4
_NAME = 30


def equivalence_lines(table: pd.DataFrame) -> list[str]:
    """Say of each measure that has a margin whether its differences were shown to be smaller; empty without a margin.

    Parameters
    ----------
    table
        what `compare` returns, or some of its rows; the target is named where there are several

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"measure": "frames_security_rate", "category": "security", "kind": "frame", "statistic": "rate"}
    >>> found = {"group": "Ledger", "reference": "Courier", "margin": 0.5, "p_equivalence": 0.012, "equivalent": True}
    >>> equivalence_lines(pd.DataFrame([{**row, **found, "target": "these texts"}]))
    ['Security: shown to differ by less than 0.5 (equivalence p = .012).']
    """
    if "margin" not in table:
        return []
    tested = table.loc[table["margin"].notna()]
    several = len(table["target"].unique()) > 1
    lines = []
    for (target, _), rows in tested.groupby(["target", "measure"], sort=False):
        records = rows.to_dict("records")
        name = f"{capital(fitted(measure_name(records[0])))}{f', {target}' if several else ''}"
        margin = f"less than {records[0]['margin']:g}"
        found = _one(records[0], margin) if len(records) == 1 else _many(records, margin)
        lines.append(f"{name}: {found}.")
    return lines


def _one(row: dict[Any, Any], margin: str) -> str:
    p = number(row["p_equivalence"])
    if math.isnan(p):
        return f"too few to show a difference of {margin}"
    return f"{'' if row['equivalent'] else 'not '}shown to differ by {margin} (equivalence p {_equals(p)})"


def _equals(p: float) -> str:
    text = p_value(p)
    return text if text.startswith(("<", ">")) else f"= {text}"


def _many(rows: list[dict[Any, Any]], margin: str) -> str:
    alike = [row for row in rows if not math.isnan(number(row["p_equivalence"])) and row["equivalent"]]
    few = sum(math.isnan(number(row["p_equivalence"])) for row in rows)
    names = [fitted(str(row["group"]), _NAME) for row in alike]
    shown = names if len(names) <= _NAMED else [*names[:_NAMED], f"{len(names) - _NAMED:,} more"]
    return (
        f"{len(alike):,} of {counted(len(rows), 'group')} shown to differ by {margin}"
        + (f" ({listed(shown)})" if names else "")
        + (f"; {few:,} too few to show it" if few else "")
    )
