"""Who is compared with whom, and which articles are left out before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.errors import FramingError
from framing.statistics.duplicates import find_duplicates
from framing.statistics.grouping import find_group
from framing.statistics.parts import MISSING, Groups, article_positions

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.run import Run
    from framing.statistics.declaration import Repeats

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]

#: Name of the reference where each group is compared with all others.
REST = "the rest"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Articles that are not compared, each for one reason.

    `kept` says of each article of the run whether it is compared, `nowhere` whether it is in no group; `reasons` are
    words and the articles they apply to.
    """

    kept: Flags
    nowhere: Flags
    reasons: tuple[tuple[str, Flags], ...]

    def words(self, among: Flags) -> list[str]:
        """Say for each reason how many of some articles were left out; those in no group are of everybody's concern."""
        counted = [(int((flags & (among | self.nowhere)).sum()), words) for words, flags in self.reasons]
        return [f"{count:,} {words}" for count, words in counted if count]


@dataclass(frozen=True, slots=True)
class Contrast:
    """One group against its reference.

    Attributes
    ----------
    group, reference
        their names
    articles
        positions in `run.articles` of the articles of both that are compared, ordered by id, so that nothing hangs
        on the order of the run
    first
        for each of them whether it stands on the side of the very first one: the side that is drawn and counted
    forward
        whether that is the group's side; if not, signs turn
    among
        for each article of the run whether it belongs to either, left out or not
    """

    group: str
    reference: str
    articles: Codes
    first: Flags
    forward: bool
    among: Flags


def leave_out(
    run: Run,
    groups: Groups,
    n_words: Floats,
    *,
    by: str,
    min_words: int,
    duplicates: Repeats,
    repeated: pd.DataFrame | None = None,
) -> LeftOut:
    """Find the articles that belong to no group, are too short, or repeat another one that is compared.

    `n_words` are the words of each article that are read; `repeated` is what `find_duplicates` found, if it is known.
    """
    nowhere = np.array([name == MISSING for name in groups.names], dtype=np.bool_)[groups.codes]
    short = ~nowhere & (n_words < min_words)
    repeats = np.zeros(len(nowhere), dtype=np.bool_)
    if duplicates == "once" and len(nowhere):
        found = find_duplicates(run) if repeated is None else repeated
        repeats[article_positions(run, found.loc[~found["kept"], "article"])] = True
        repeats &= ~nowhere & ~short
    reasons = (
        (f"left out: without {by}", nowhere),
        (f"left out: under {min_words:,} words", short),
        ("left out: repeating another text, counted once", repeats),
    )
    return LeftOut(~(nowhere | short | repeats), nowhere, reasons)


def make_contrasts(
    run: Run, groups: Groups, kept: Flags, *, by: str, reference: str | None
) -> list[Contrast]:
    """Contrast each group with the reference; without one the first of two with the second, each of more with the rest.

    Raises
    ------
    FramingError
        if there are fewer than two groups, or none of the reference's name.
    """
    named = [index for index, name in enumerate(groups.names) if name != MISSING]
    if len(named) < 2:  # noqa: PLR2004 # two sides
        only = f"only one group ({groups.names[named[0]]})" if named else "no group"
        raise FramingError(f"by '{by}': {only}; a comparison needs two")
    order = np.argsort(run.articles["article"].to_numpy(dtype=object), kind="stable")
    if reference is not None:
        against = find_group(groups, reference, option="reference")
        pairs = [(index, against) for index in named if index != against]
    elif len(named) == 2:  # noqa: PLR2004
        pairs = [(named[0], named[1])]
    else:
        pairs = [(index, -1) for index in named]
    return [_contrast(groups, kept, order, *pair) for pair in pairs]


def _contrast(groups: Groups, kept: Flags, order: Codes, group: int, reference: int) -> Contrast:
    mine = groups.codes == group
    named = np.array([name != MISSING for name in groups.names], dtype=np.bool_)[groups.codes]
    others = named & ~mine if reference < 0 else groups.codes == reference
    articles = order[((mine | others) & kept)[order]]
    sides = mine[articles]
    forward = bool(sides[0]) if len(sides) else True
    return Contrast(
        group=groups.names[group],
        reference=REST if reference < 0 else groups.names[reference],
        articles=articles,
        first=sides == forward,
        forward=forward,
        among=mine | others,
    )
