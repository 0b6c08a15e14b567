"""What specifications say together: how many keep the main one's sign and verdict, and which choices turn it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from framing.errors import FramingError
from framing.statistics.comparison.verdicts import TOO_FEW

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

#: Columns of the table that are choices.
CHOICES = ("voice", "texts", "normalisation", "unit", "instrument", "names", "min_words")
_KEYS = ["question", "group", "reference"]
_NEEDED = (*_KEYS, "main", *CHOICES, "without_term", "estimate", "effect", "sign", "verdict")
_COLUMNS = (
    *(
        *_KEYS,
        "choice",
        "value",
        "main",
        "n",
        "too_few",
        "no_estimate",
        "keep_sign",
        "keep_verdict",
        "differ",
        "opposite",
    ),
    *("turns", "median", "lowest", "highest"),
)
_ALL, _TERM = "all", "without_term"


def robustness_summary(table: pd.DataFrame) -> pd.DataFrame:
    """Say what share of specifications keep the main one's sign and verdict, and which choices turn it.

    Parameters
    ----------
    table
        as `robustness` gives it, or rows of it; every question and contrast needs its main row

    Returns
    -------
    DataFrame
        for each question, group and reference:

        - choice, value: `all` and nothing: every combination of choices; a choice and each of its values, the
          others being anything; `without_term`: each term's removal from the main specification; a term that turns
          its sign or verdict has a row of its own
        - main: whether the main specification has this value
        - n: specifications without the main one, which would only agree with itself; too_few: those among them with
          too few articles to test; no_estimate: those among the too few of which not even a difference is known
        - keep_sign: share of those with an estimate, NaN where none of them or the main specification has one
        - keep_verdict: share of n, NaN where n is 0; what is too few to test keeps no verdict, and it is NaN where the
          main specification or all others are too few
        - differ: share of n whose verdict is `differ`; opposite: of n that differ with the other sign; NaN where all
          are too few to test
        - turns: whether this value turns it: with everything else as the main specification has it, sign or verdict
          are not the main one's (missing where that specification is a copy of another and so not in the table, or
          it or the main one is too few to test)
        - median, lowest, highest: of the n standardised effects

    Raises
    ------
    FramingError
        if the table lacks a column or a main row.
    """
    import pandas as pd

    if missing := [name for name in _NEEDED if name not in table.columns]:
        raise FramingError(f"table of specifications: no column '{missing[0]}'; give what robustness() gives")
    rows = [
        dict(zip(_KEYS, keys, strict=True)) | row
        for keys, some in table.groupby(_KEYS, sort=False)
        for row in _rows(some, keys)
    ]
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"turns": "boolean"})


def _rows(table: pd.DataFrame, keys: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
    mains = table.loc[table["main"]]
    if len(mains) != 1:
        raise FramingError(
            f"table of specifications, {' × '.join(map(str, keys))}: {len(mains)} main rows; one is needed"
        )
    main = mains.iloc[0]
    crossed, single = table.loc[table["without_term"] == ""], table.loc[table["without_term"] != ""]
    yield _row(_ALL, "", crossed, main, is_main=False)
    for choice in CHOICES:
        values = crossed[choice].drop_duplicates()
        if len(values) > 1:
            for value in values:
                some = crossed.loc[crossed[choice] == value]
                yield _row(choice, str(value), some, main, is_main=value == main[choice]) | {
                    "turns": _turns_alone(crossed, main, choice, value)
                }
    if len(single):
        yield _row(_TERM, "", single, main, is_main=False)
        for term, some in single.groupby("without_term", sort=False):
            if _turns(some, main):
                yield _row(_TERM, str(term), some, main, is_main=False) | {"turns": True}


def _row(
    choice: str, value: str, some: pd.DataFrame, main: pd.Series[Any], *, is_main: bool
) -> dict[str, Any]:
    some = some.loc[~some["main"].astype(bool)]  # it keeps its own sign and verdict, which says nothing
    known, effects = some.loc[some["estimate"].notna()], some["effect"].dropna()
    median, lowest, highest = effects.quantile([0.5, 0.0, 1.0]) if len(effects) else [np.nan] * 3
    differ, too_few = some["verdict"] == "differ", some["verdict"] == TOO_FEW
    none = too_few.all()  # then that none differs says nothing
    opposite = differ & (some["sign"] == -main["sign"])
    return {
        "choice": choice,
        "value": value,
        "main": is_main,
        "n": len(some),
        "too_few": int(too_few.sum()),
        "no_estimate": len(some) - len(known),
        "keep_sign": np.nan if np.isnan(main["estimate"]) else float((known["sign"] == main["sign"]).mean()),
        "keep_verdict": float((some["verdict"] == main["verdict"]).mean())
        if main["verdict"] != TOO_FEW and not none
        else np.nan,
        "differ": np.nan if none else float(differ.mean()),
        "opposite": np.nan if none else float(opposite.mean()),
        "turns": None,
        "median": float(median),
        "lowest": float(lowest),
        "highest": float(highest),
    }


def _turns_alone(crossed: pd.DataFrame, main: pd.Series[Any], choice: str, value: object) -> bool | None:
    """Whether this value alone, all else being as in the main specification, turns sign or verdict."""
    same = crossed[choice] == value
    for other in CHOICES:
        if other != choice:
            same &= crossed[other] == main[other]
    return _turns(crossed.loc[same], main)


def _turns(alone: pd.DataFrame, main: pd.Series[Any]) -> bool | None:
    """Whether one specification has another sign or verdict than the main one; None where there is no verdict."""
    if not len(alone) or TOO_FEW in {main["verdict"], *alone["verdict"]}:
        return None
    return not ((alone["sign"] == main["sign"]) & (alone["verdict"] == main["verdict"])).all()
