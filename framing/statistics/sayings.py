"""What instruments of frames say of coded texts: which labels, by which rule, and how texts rank.

The rule stands beside every figure that hangs on it:

    n ≥ 1          the label's patterns were hit outside names
    p ≥ threshold  the trained model's probability reaches the label's own threshold
    leading        of texts with one label each: the label that `leading_frames` says leads, or the one whose
                   probability lies farthest above its threshold
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.statistics.frames import leading_frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from framing.run import Run
    from framing.statistics.matching import Unit

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    #: For each label and statistic the row of `run.measures`.
    Measures = Mapping[str, Mapping[str, Mapping[Any, Any]]]

HITS, THRESHOLD, LEADING = "n ≥ 1", "p ≥ threshold", "leading"
NONE = "none"
#: Rank of a text that could not be measured: below all others.
_LOWEST = -1.0
_LEAST_P = 1e-12


@dataclass(frozen=True, slots=True)
class Said:
    """What one instrument says of texts by one rule.

    `columns` are the measures behind each label; `said` and `scores` arrays (texts, labels), the scores those that
    rank texts (None where another rule has ranked them); `one` the one label of each text, `none` and `mixed` among
    them (None where the rule says several).
    """

    instrument: str
    rule: str
    labels: tuple[str, ...]
    columns: tuple[str, ...]
    said: Bools
    scores: Floats | None
    one: tuple[str, ...] | None


def sayings(
    run: Run,
    measures: pd.DataFrame,
    labels: Sequence[str],
    texts: pd.DataFrame,
    unit: Unit,
    *,
    single: bool,
    always: bool,
) -> Iterator[Said]:
    """What the frame instruments say of texts, rule by rule.

    Parameters
    ----------
    measures
        the rows of `run.measures` to look at
    labels
        the coded labels; an instrument is asked about those that it has
    texts, unit
        the coded texts with every measure, and what they are
    single, always
        whether the texts have at most one label each, and whether each has one
    """
    for name in measures["instrument"].drop_duplicates().astype(str):
        found = _of_instrument(run, name, measures, labels)
        if not found:
            continue
        statistics = set.intersection(*(set(rows) for rows in found.values()))
        if "p" in statistics:
            yield from _by_probability(name, found, texts, single=single, always=always)
        elif {"n", "rate"} <= statistics:
            yield from _by_hits(run, name, found, texts, unit, single=single)


def _of_instrument(run: Run, name: str, measures: pd.DataFrame, labels: Sequence[str]) -> Measures:
    """Measures of those labels of which one is asked for."""
    asked = set(measures["column"])
    found: dict[str, dict[str, Mapping[Any, Any]]] = {}
    called = {label.casefold(): label for label in labels}
    for row in run.measures.loc[run.measures["instrument"] == name].to_dict("records"):
        label = called.get(str(row["category"]).casefold())
        if row["kind"] == "frame" and label is not None:
            found.setdefault(label, {})[str(row["statistic"])] = row
    return {
        label: found[label]
        for label in labels
        if label in found and any(row["column"] in asked for row in found[label].values())
    }


def _by_hits(
    run: Run, name: str, found: Measures, texts: pd.DataFrame, unit: Unit, *, single: bool
) -> Iterator[Said]:
    labels = tuple(found)
    columns = tuple(str(rows["rate"]["column"]) for rows in found.values())
    counts = texts[[str(rows["n"]["column"]) for rows in found.values()]].to_numpy(np.float64)
    rates = np.nan_to_num(texts[list(columns)].to_numpy(np.float64), nan=_LOWEST)
    yield Said(name, HITS, labels, columns, counts >= 1, rates, None)
    if single and unit != "sentence":
        yield _leading(name, labels, columns, _verdicts(run, name, unit, texts))


def _by_probability(
    name: str, found: Measures, texts: pd.DataFrame, *, single: bool, always: bool
) -> Iterator[Said]:
    labels = tuple(found)
    columns = tuple(str(rows["p"]["column"]) for rows in found.values())
    thresholds = np.array([float(rows["p"]["neutral"]) for rows in found.values()])
    p = np.nan_to_num(texts[list(columns)].to_numpy(np.float64), nan=_LOWEST)
    yield Said(name, THRESHOLD, labels, columns, p >= thresholds, p, None)
    if single:
        above = _log_odds(p) - _log_odds(thresholds)
        nothing = (p == _LOWEST).any(axis=1) | ((above < 0).all(axis=1) & (not always))
        best = above.argmax(axis=1).tolist()
        one = [NONE if none else labels[k] for none, k in zip(nothing.tolist(), best, strict=True)]
        yield _leading(name, labels, columns, one)


def _log_odds(p: Floats) -> Floats:
    inside = np.clip(p, _LEAST_P, 1 - _LEAST_P)
    odds: Floats = np.log(inside / (1 - inside))
    return odds


def _leading(name: str, labels: tuple[str, ...], columns: tuple[str, ...], one: Sequence[str]) -> Said:
    """One label a text; labels are written as people wrote them, whatever case the instrument has."""
    called = {label.casefold(): label for label in labels}
    said = [called.get(each.casefold(), each) for each in one]
    table = np.array([[each == label for label in labels] for each in said], dtype=bool)
    return Said(name, LEADING, labels, columns, table.reshape(len(said), len(labels)), None, tuple(said))


def _verdicts(run: Run, instrument: str, unit: Unit, texts: pd.DataFrame) -> list[str]:
    """Verdict of `leading_frames` on each text."""
    table = leading_frames(run, by=unit, instrument=instrument)
    keys = ["group"] if unit == "article" else ["group", "paragraph"]
    rows = table.drop_duplicates(keys)
    verdicts = dict(zip(zip(*(rows[key] for key in keys), strict=True), rows["verdict"], strict=True))
    own = texts.rename(columns={"article": "group"})
    return [str(verdicts[key]) for key in zip(*(own[key] for key in keys), strict=True)]
