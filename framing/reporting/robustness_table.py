"""The table of a specification curve: which choices keep the main specification's sign and verdict."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from framing.reporting.cells import count, fitted, share
from framing.reporting.figures.inputs import number, require, written
from framing.reporting.latex import Column
from framing.reporting.printed import Printed
from framing.reporting.style import signed
from framing.reporting.words import between, called, capital

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[Any, Any]

#: What choices are called that have short names in the table.
_CHOSEN = {
    "all": "all choices",
    "without_term": "term left out",
    "normalisation": "counted as",
    "names": "actors' names",
    "min_words": "least words",
}
#: Letters of a name inside a line that names a part of the table.
_PART = 24
_COLUMNS = (
    Column("Choice", "5.6em"),
    Column("Value", "8.4em"),
    *(Column(head) for head in ("n", "Sign", "Verdict", "Differ")),
    Column("Effect [range]", width="7.4em"),
    Column("Turns it", "2.7em"),
)


def print_robustness(summary: pd.DataFrame) -> Printed:
    """Set what `robustness_summary` returns: which choices keep the main specification's sign and verdict.

    Raises
    ------
    FramingError
        if the table lacks columns.
    """
    require(summary, ["choice", "value", "n", "keep_sign", "keep_verdict", "turns"], "robustness_summary")
    seen = last = ""
    rows: list[list[str]] = []
    parts: dict[int, str] = {}
    for row in summary.to_dict("records"):
        part = _question(row)
        if part and part != seen:
            parts[len(rows)], seen = capital(part), part
        cells, choice = _robustness_cells(row), str(row["choice"])
        rows.append(cells if choice != last or len(rows) in parts else ["", *cells[1:]])
        last = choice
    return Printed(
        _COLUMNS,
        rows,
        "Robustness of the main specification",
        [
            (
                "n: specifications with this choice, all else being anything, without the main one. "
                "Sign: share of those with an estimate that have its sign; verdict: share of all that have its "
                "verdict. Differ: share whose verdict is ‘differ’. "
                "Effect: median Cliff’s delta and its range. Turns it: with everything else as in the main "
                "specification, this value alone gives another sign or verdict; –: there is no such "
                "specification, or too few articles to test."
            ),
            "Specifications are looks at the same articles; they are not independent, and no p is corrected.",
        ],
        parts,
    )


def _robustness_cells(row: Row) -> list[str]:
    turns = number(row["turns"])
    value = written(row["value"]) or ("each" if row["choice"] == "without_term" else "")
    mark = " (main)" if row.get("main") else ""
    middle, low, high = (number(row.get(name)) for name in ("median", "lowest", "highest"))
    return [
        _CHOSEN.get(row["choice"], called(str(row["choice"]))),
        fitted(value) + mark,
        count(row["n"]),
        share(number(row["keep_sign"])),
        share(number(row["keep_verdict"])),
        share(number(row.get("differ"))),
        f"{signed(middle)}{between(low, high, signed) if low < high else ''}",
        "–" if math.isnan(turns) else "yes" if turns else "no",
    ]


def _question(row: Row) -> str:
    if not isinstance(row.get("question"), str):
        return ""
    one, other = (fitted(str(row[name]), _PART) for name in ("group", "reference"))
    return f"{fitted(called(row['question']), _PART)}: {one} against {other}"
