"""Floors: figures that an evaluation must reach, kept with the sha256 of the coded data that they were set on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError
from framing.statistics.seen import UNSEEN
from framing.statistics.tone_validity import ALL

if TYPE_CHECKING:
    import pandas as pd

    from framing.statistics.evaluation import Evaluation

_KNOWN = ("measure", "statistic", "at_least", "at_most", "label", "rule", "rows")
#: Words for the texts that a figure rests on, and how its row has it.
_ROWS = {"all": ("all", ALL), "none silent": ("none silent",), "unseen": (UNSEEN,)}


@dataclass(frozen=True, slots=True)
class Floor:
    """One figure and the least, or the most, that it may be."""

    measure: str
    statistic: str
    at_least: float
    at_most: float
    label: str
    rule: str
    rows: str

    @property
    def called(self) -> str:
        """The figure in words."""
        return " ".join(filter(None, (self.measure, self.label, self.statistic)))


def check_floors(table: Mapping[str, Any], *, origin: str = "floors") -> None:
    """Check that floors are well written, before anything is evaluated; see `failed_floors`.

    Raises
    ------
    FramingError
        if they are not.
    """
    _floors(table, origin)


def failed_floors(evaluation: Evaluation, table: Mapping[str, Any], *, origin: str = "floors") -> list[str]:
    """One line for each floor that an evaluation does not reach.

    Parameters
    ----------
    table
        what the TOML file says: `sha256` of the coded file, and under `floor` a list of tables with measure (as in
        `figures`; the instrument, where the figure is of all labels), statistic, at_least or at_most and, where they
        are needed to tell figures apart, label, rule, rows (`all`, the default, `none silent` or `unseen`)
    origin
        name of that file, for messages

    Raises
    ------
    FramingError
        if the floors were set on other data, are not well written, or name no figure of the evaluation.
    """
    floors = _floors(table, origin)
    wanted, found = table.get("sha256"), evaluation.facts["sha256"]
    if wanted != found:
        raise FramingError(
            f"{origin}: its floors were set on other data: sha256 {str(wanted)[:12]}…, {evaluation.facts['coded']} has "
            f'{found[:12] or "none"}…; take that file, or set the floors anew with sha256 = "{found}"'
        )
    lines = []
    for number, floor in enumerate(floors, start=1):
        value = _figure(evaluation.figures, floor, f"{origin}, floor {number}")
        if not floor.at_least <= value <= floor.at_most:
            found_words = "missing" if math.isnan(value) else f"{value:.4f}"
            bound = (
                f"at least {floor.at_least:g}" if value < floor.at_least or floor.at_most == math.inf else ""
            )
            lines.append(f"{floor.called}: {found_words}, must be {bound or f'at most {floor.at_most:g}'}")
    return lines


def _floors(table: Mapping[str, Any], origin: str) -> list[Floor]:
    listed = table.get("floor")
    if unknown := sorted(set(table) - {"sha256", "floor"}):
        raise FramingError(f"{origin}: '{unknown[0]}' is unknown; there are sha256 and [[floor]]")
    if not isinstance(table.get("sha256"), str) or not isinstance(listed, list) or not listed:
        raise FramingError(f"{origin}: needs sha256 of the coded data and at least one [[floor]]")
    return [_floor(each, f"{origin}, floor {number}") for number, each in enumerate(listed, start=1)]


def _floor(table: Any, place: str) -> Floor:
    if not isinstance(table, Mapping):
        raise FramingError(f"{place}: is no table; write [[floor]] and its values below")
    if unknown := sorted(set(table) - set(_KNOWN)):
        raise FramingError(f"{place}: '{unknown[0]}' is unknown; there are {', '.join(_KNOWN)}")
    for name in ("measure", "statistic", "label", "rule", "rows"):
        if not isinstance(table.get(name, ""), str) or (name in _KNOWN[:2] and not table.get(name)):
            raise FramingError(f"{place}: '{name}' must be words")
    bounds = [table.get("at_least", -math.inf), table.get("at_most", math.inf)]
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in bounds):
        raise FramingError(f"{place}: at_least and at_most must be numbers")
    if not (math.isfinite(bounds[0]) or math.isfinite(bounds[1])) or any(map(math.isnan, bounds)):
        raise FramingError(f"{place}: give at_least or at_most")
    rows = table.get("rows", "all")
    if rows not in _ROWS:
        raise FramingError(f"{place}: rows '{rows}': unknown; there are {', '.join(_ROWS)}")
    label, rule = (str(table.get(name, "")) for name in ("label", "rule"))
    return Floor(table["measure"], table["statistic"], float(bounds[0]), float(bounds[1]), label, rule, rows)


def _figure(figures: pd.DataFrame, floor: Floor, place: str) -> float:
    rows = figures.loc[figures["kind"] != "coders"]
    mine = rows.loc[(rows["measure"] == floor.measure) & (rows["statistic"] == floor.statistic)]
    if mine.empty:
        known = rows.loc[rows["measure"] == floor.measure, "statistic"].drop_duplicates()
        what = f"statistic '{floor.statistic}'" if len(known) else f"measure '{floor.measure}'"
        there = ", ".join(known if len(known) else rows["measure"].drop_duplicates())
        raise FramingError(f"{place}: no figure of the {what}; there are {there}")
    mine = mine.loc[mine["rows"].isin(_ROWS[floor.rows])]
    if floor.label:
        mine = mine.loc[mine["label"].isin((floor.label, f"({floor.label})"))]
    if floor.rule:
        mine = mine.loc[mine["rule"] == floor.rule]
    if mine.empty:
        raise FramingError(
            f"{place}: no figure of {floor.called} has these rows, label and rule; see the table of figures"
        )
    if len(mine) > 1:
        name = next(each for each in ("label", "rule") if len(set(mine[each])) > 1)
        raise FramingError(
            f"{place}: several figures of {floor.called}; add {name} = one of {', '.join(mine[name].unique())}"
        )
    return float(mine["value"].iloc[0])
