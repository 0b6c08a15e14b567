"""What was asked for, checked once at the door."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.errors import FramingError
from framing.statistics.comparison.estimates import POPULATION, THESE_TEXTS, OneTarget
from framing.statistics.comparison.verdicts import main_measures
from framing.statistics.declaration import check_one_unit
from framing.statistics.numbers import check_whole, is_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run
    from framing.statistics.declaration import Adjust, Declaration, Repeats, Target

    Floats = NDArray[np.float64]

_ACCEPTED: dict[str, tuple[str, ...]] = {
    "target": ("both", THESE_TEXTS, POPULATION),
    "adjust": ("holm", "bh", "none"),
    "duplicates": ("once", "all"),
}
#: What must be as it was declared, for the declared measures to be the family.
_DECLARED = ("by", "reference", "voice", "kind", "min_words", "adjust", "duplicates", "seed")
#: Draws of the bootstrap and of the permutation where nothing else is said.
DRAWS, PERMUTATIONS = 2_000, 10_000
#: With fewer no p of .01 and no end of an interval could be told.
_FEWEST_DRAWS = 100


@dataclass(frozen=True, slots=True)
class Choices:
    """One comparison as it was asked for; fields as in `compare`."""

    by: str
    reference: str | None
    target: Target
    voice: Voice
    kind: Kind | None
    min_words: int
    adjust: Adjust
    duplicates: Repeats
    declared: Declaration | None
    seed: int
    draws: int
    permutations: int
    #: Whether the margins are those that were declared.
    margin_kept: bool = True

    def __post_init__(self) -> None:
        for name, accepted in _ACCEPTED.items():
            if (found := getattr(self, name)) not in accepted:
                raise FramingError(f"{name} '{found}': unknown; there are {', '.join(accepted)}")
        for name, least in (
            ("min_words", 0),
            ("seed", 0),
            ("draws", _FEWEST_DRAWS),
            ("permutations", _FEWEST_DRAWS),
        ):
            check_whole(name, getattr(self, name), least=least)

    def targets(self) -> tuple[OneTarget, ...]:
        """One or both targets, in the order of the table."""
        return tuple(each for each in (THESE_TEXTS, POPULATION) if self.target in ("both", each))

    def family(self, run: Run) -> frozenset[str]:
        """Measures of the main family: those declared, none if another choice was declared; else the usual ones.

        Whoever asks for another voice or kind of paragraph asks of it what is asked of the body, and is held to the
        same: the same measures, so read, are the family.
        """
        declared = self.declared
        if declared is None:
            return frozenset(main_measures(run))
        kept = all(getattr(self, name) == getattr(declared, name) for name in _DECLARED)
        return frozenset(declared.measures) if kept and self.margin_kept else frozenset()

    def in_family(self, group: str, target: OneTarget) -> bool:
        """Whether tests of this group under this target belong to the family."""
        declared = self.declared
        if declared is None:
            return True
        return declared.target in ("both", target) and (not declared.groups or group in declared.groups)


def choose_measures(
    run: Run, measures: Sequence[str] | None, *, counted: Sequence[bool], target: Target
) -> list[int]:
    """Positions of the measures asked for, in the run's order; None: all.

    Raises
    ------
    FramingError
        if none is given, one is not in the run, or all of them are counts and only these texts are asked about.
    """
    columns = [str(column) for column in run.measures["column"]]
    listed = columns if measures is None else [measures] if isinstance(measures, str) else list(measures)
    if measures is not None and not listed:
        raise FramingError("measures: none given; name one or more, or leave them out for all")
    if unknown := [name for name in listed if name not in columns]:
        raise FramingError(
            f"measure '{unknown[0]}': not in this run; there are {', '.join(columns) or 'none'}"
        )
    chosen = [index for index, name in enumerate(columns) if name in listed]
    if target == THESE_TEXTS and chosen and all(counted[index] for index in chosen):
        raise FramingError(
            f"measure '{columns[chosen[0]]}': a count is a fact of these texts, there is nothing to test; "
            f"take its rate, or target '{POPULATION}'"
        )
    return chosen


def read_margins(run: Run, chosen: Sequence[int], margin: float | Mapping[str, float] | None) -> Floats:
    """Margin of each measure of the run, NaN where there is none.

    Parameters
    ----------
    chosen
        positions of the measures that are compared
    margin
        one number, which all of them must share a unit for, or one for some of them

    Raises
    ------
    FramingError
        if one is not above 0, belongs to no measure compared, or is one number for measures in several units.
    """
    measures = run.measures.iloc[list(chosen)]
    columns = [str(column) for column in measures["column"]]
    if margin is None or isinstance(margin, Mapping):
        given = margin or {}
    else:
        if not is_number(margin):
            raise FramingError(f"margin {margin!r:.60}: give one number, or a mapping of measures to numbers")
        if margin > 0:
            check_one_unit(measures, f"margin {margin:g}")
        given = dict.fromkeys(columns, margin)
    for name, value in given.items():
        if name not in columns:
            raise FramingError(
                f"margin of '{name}': no such measure is compared; there are {', '.join(columns)}"
            )
        if not (is_number(value) and value > 0):
            raise FramingError(f"margin of '{name}': {value!r:.60} is not a number above 0")
    return np.array([float(given.get(str(name), math.nan)) for name in run.measures["column"]])
