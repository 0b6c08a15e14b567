"""How often a term is right where people have said so: hand-coded texts, or the judged sheet of contexts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.errors import InputError
from framing.output import read_csv
from framing.preprocessing.coded import read_coded_rows, refuse
from framing.statistics.consensus import put_together
from framing.statistics.matching import match

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from framing.statistics.audit.hits import Recorded

    Floats = NDArray[np.float64]

COLUMNS = ("category", "term", "n", "right", "precision", "low", "high", "source")
CODED, JUDGED = "coded texts", "judged contexts"
_Z = 1.959963984540054
_KEYS = ("article", "paragraph", "sentence")
_UNFIT = "coded rows fit no text of the run"
_PLACE = ("category", "article", "paragraph", "start", "end")
_YES, _NO = frozenset({"1", "1.0", "true", "yes", "y", "x"}), frozenset({"0", "0.0", "false", "no", "n"})


def precision(found: Recorded, *, coded: Any = None, judged: Any = None) -> pd.DataFrame | None:
    """Say for each term how many of its hits in coded or judged texts are right; None where nothing is given.

    In coded texts a hit is right if the text has the hit's category among its labels (those of at least half of its
    coders); this bounds a term's precision from above in long texts, which may have the label for other words.

    Returns
    -------
    DataFrame
        one row a term and source: category, term, n (hits judged), right, precision, low, high: Wilson's 95 % interval
        (J. American Statistical Association 22, 1927, doi:10.1080/01621459.1927.10502953; hits are taken as
        independent, so it is too narrow where they stand in few articles), source

    Raises
    ------
    InputError
        if a file cannot be read, no context is judged, or rows fit no hit or text of the run.
    """
    import pandas as pd

    made = []
    if coded is not None:
        made.append(_table(*_coded(found, coded)))
    if judged is not None:
        made.append(_table(*_judged(found, judged)))
    return pd.concat(made, ignore_index=True) if made else None


def wilson(right: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Wilson's 95 % interval of shares; NaN for n = 0.

    Examples
    --------
    >>> low, high = wilson(np.array([8.0]), np.array([10.0]))
    >>> round(float(low[0]), 3), round(float(high[0]), 3)
    (0.49, 0.943)
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        share = right / n
        middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def _table(judged: pd.DataFrame, source: str) -> pd.DataFrame:
    """One row a term from one row a judged hit (category, term, right)."""
    table = judged.groupby(["category", "term"], as_index=False).agg(
        n=("right", "size"), right=("right", "sum")
    )
    n, right = table["n"].to_numpy(np.float64), table["right"].to_numpy(np.float64)
    low, high = wilson(right, n)
    table = table.assign(right=right.astype(np.int64), precision=right / n, low=low, high=high, source=source)
    return table.sort_values(["category", "n", "term"], ascending=[True, False, True])[list(COLUMNS)]


def _coded(found: Recorded, source: Any) -> tuple[pd.DataFrame, str]:
    """Hits in coded texts (category, term, right), and what they rest on."""
    table = read_coded_rows(source, labels=found.labels)
    matches = match(found.run, table.rows)
    left = matches.unmatched
    if len(left) == len(table.rows):
        refuse(
            [f"row {row}: {reason}" for row, reason in zip(left["row"], left["reason"], strict=True)], _UNFIT
        )
    named = [name for name in _KEYS if name in matches.texts]
    codes = put_together(table.rows, matches.place.tolist(), matches.texts["article"].tolist())
    keys = matches.texts.iloc[codes.place][named].itertuples(index=False, name=None)
    labels = dict(zip(keys, codes.labels, strict=True))
    at = found.hits["row"].to_numpy(np.intp)
    places = found.hits.assign(**{name: found.tables.rows[name].to_numpy()[at] for name in _KEYS[:2]})
    said = [labels.get(key) for key in places[named].itertuples(index=False, name=None)]
    rows = [
        (category, term, category in labels)
        for category, term, labels in zip(found.hits["category"], found.hits["term"], said, strict=True)
        if labels is not None
    ]
    return _judgements(rows), f"{CODED}, by {matches.unit}" + _without(len(left), len(table.rows))


def _judged(found: Recorded, source: Any) -> tuple[pd.DataFrame, str]:
    """Judged hits (category, term, right) of a sheet, and what they rest on; rows without a judgement are left out."""
    at = found.hits["row"].to_numpy(np.intp)
    articles, paragraphs = (found.tables.rows[name].to_numpy()[at] for name in _KEYS[:2])
    numbers = (found.hits["start"], found.hits["end"], found.hits["category"], found.hits["term"])
    terms = {
        (category, str(article), int(paragraph), int(start), int(end)): term
        for article, paragraph, start, end, category, term in zip(articles, paragraphs, *numbers, strict=True)
    }
    rows, wrong, empty = [], [], 0
    for number, cells in _sheet(source):
        try:
            right, key = _judgement(cells), _place(cells)
            if right is None:
                empty += 1
            elif key in terms:
                rows.append((key[0], terms[key], right))
            else:
                wrong.append(f"row {number}: the run has no hit of {key[0]} there")
        except InputError as error:
            wrong.append(f"row {number}: {error}")
    refuse(wrong, "of the judged rows cannot be used")
    if not rows:
        raise InputError(
            "judged contexts: no context is judged; write 1 (yes) or 0 (no) in the column 'fits' of one row at least"
        )
    return _judgements(rows), JUDGED + (f" ({empty:,} rows without a judgement)" if empty else "")


def _judgements(rows: list[tuple[str, str, bool]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=["category", "term", "right"])


def _without(left: int, rows: int) -> str:
    return f" ({left:,} of {rows:,} rows fit no text of the run)" if left else ""


def _sheet(source: Any) -> list[tuple[int, Mapping[str, Any]]]:
    """Rows of a judged sheet with their numbers."""
    if hasattr(source, "to_dict"):
        table = source
    elif isinstance(source, str | Path):
        table = _read(Path(source))
    else:
        raise InputError("judged contexts: give the filled sheet, a CSV file or a DataFrame")
    if missing := [name for name in (*_PLACE, "fits") if name not in table.columns]:
        raise InputError(f"judged contexts: no column '{missing[0]}'; fill in the sheet that the audit wrote")
    return list(enumerate(table.to_dict("records"), start=1))


def _read(path: Path) -> pd.DataFrame:
    try:
        return read_csv(path, dtype="str", keep_default_na=False, sep=None, engine="python")
    except (OSError, ValueError) as error:
        raise InputError(f"judged contexts: {path} cannot be read as CSV in UTF-8 ({error})") from None


def _judgement(cells: Mapping[str, Any]) -> bool | None:
    said = cells["fits"]
    text = "" if said is None or said != said else str(said).strip().lower()  # noqa: PLR0124 # NaN is not itself
    if text in _YES:
        return True
    if text in _NO:
        return False
    if not text:
        return None
    raise InputError(f"column 'fits': {text!r:.40} is no judgement; write 1, 0 or nothing")


def _place(cells: Mapping[str, Any]) -> tuple[str, str, int, int, int]:
    try:
        paragraph, start, end = (int(float(cells[name])) for name in _PLACE[2:])
    except (TypeError, ValueError, OverflowError):
        raise InputError("paragraph, start and end are not whole numbers; leave them as they were") from None
    return str(cells["category"]), str(cells["article"]), paragraph, start, end
