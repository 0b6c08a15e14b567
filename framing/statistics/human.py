"""How far coders agree with one another: what an instrument can at best be expected to reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.arithmetic.ranking import correlation
from framing.statistics.agreement import weighted_alpha
from framing.statistics.frame_validity import SINGLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from framing.statistics.consensus import Codes
    from framing.statistics.ledger import Ledger

    Floats = NDArray[np.float64]

#: Codes of one text that can be compared.
_TWO = 2
_HEAD = {"kind": "coders", "rows": "coded by two or more", "instrument": "coders", "measure": "coders"}


def enter_coders(ledger: Ledger, codes: Codes, labels: Sequence[str]) -> None:
    """Enter Krippendorff's α between coders, and for tone the r of one coder with the mean of the others."""
    if len(codes.coders) < _TWO:
        return
    said = np.array([[each is not None for each in one] for one in codes.label_codes], dtype=bool)
    used = np.flatnonzero(said.sum(axis=0) >= _TWO)
    if labels and len(used):
        tables = {label: _present(codes, label)[:, used] for label in labels}
        if codes.single:
            tables[SINGLE] = _which(codes, labels)[:, used]
        heads = [{**_HEAD, "label": label, "statistic": "alpha"} for label in tables]
        ledger.enter(heads, _alphas(list(tables.values()), nominal=True), used)
    used = np.flatnonzero((~np.isnan(codes.tone_codes)).sum(axis=0) >= _TWO)
    if len(used):
        table = codes.tone_codes[:, used]
        ledger.enter(
            [{**_HEAD, "rule": "interval", "statistic": "alpha"}], _alphas([table], nominal=False), used
        )
        head = {**_HEAD, "rule": "one coder, mean of the others", "statistic": "r"}
        ledger.enter([head], _one_against_others(table), used)


def _alphas(tables: Sequence[Floats], *, nominal: bool) -> Callable[[Floats], Floats]:
    return lambda weights: np.stack(
        [weighted_alpha(table, weights, nominal=nominal) for table in tables], axis=1
    )


def _one_against_others(table: Floats) -> Callable[[Floats], Floats]:
    """Give r of each code with the mean of the text's other codes, all coders together."""
    there = ~np.isnan(table)
    filled, m = np.where(there, table, 0.0), there.sum(axis=0)
    others = (filled.sum(axis=0) - filled) / np.maximum(m - 1, 1)
    coder, text = np.nonzero(there)
    return lambda weights: correlation(table[coder, text], others[coder, text], weights[:, text])[:, None]


def _present(codes: Codes, label: str) -> Floats:
    """1 or 0 for each coder and text as the label was given; NaN where the coder did not code the text."""
    rows = [[np.nan if each is None else float(label in each) for each in one] for one in codes.label_codes]
    return np.array(rows, dtype=np.float64)


def _which(codes: Codes, labels: Sequence[str]) -> Floats:
    """Number of the one label that each coder gave each text, 0 for none."""
    number = {label: float(k) for k, label in enumerate(labels, start=1)}
    rows = [
        [np.nan if each is None else number.get(next(iter(each), ""), 0.0) for each in one]
        for one in codes.label_codes
    ]
    return np.array(rows, dtype=np.float64)
