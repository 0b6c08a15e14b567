"""A paragraph's text cut into segments, each with the evidence that covers it.

Hits overlap: a frame's phrase holds a tone word, a name holds a frame's word, two frames share a word. So a text is
cut wherever a hit or a quotation begins or ends, and each piece knows what covers it and what ends with it. The
pieces joined are the text, to the last character.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from framing.errors import RunError

Role = Literal["frame", "tone", "actor"]
Span = tuple[int, int]

#: Underlines that stand one under the other before they share the lowest place.
LANES = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """One hit in a paragraph's text.

    Attributes
    ----------
    number
        position of its row in the run's evidence
    start, end
        half-open code points of the paragraph's text
    style
        name of the style class of its frame, or of its instrument of tone; empty for actors
    letter
        the letter of its frame; empty for tone and actors
    sign
        −1, 0 or 1: how a tone word counts; 0 for the rest
    lane
        which of the underlines it has, 0 being nearest to the text; given by `segments`
    """

    number: int
    role: Role
    start: int
    end: int
    style: str = ""
    letter: str = ""
    sign: int = 0
    negated: bool = False
    in_name: bool = False
    lane: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text without a border inside it, and the hits that cover it or end with it."""

    text: str
    marks: tuple[Mark, ...]
    ending: tuple[Mark, ...]
    quoted: bool

    @property
    def frames(self) -> tuple[Mark, ...]:
        """Hits of frames, the one nearest to the text last."""
        return tuple(
            sorted((each for each in self.marks if each.role == "frame"), key=lambda each: -each.lane)
        )

    @property
    def named(self) -> bool:
        """Whether an actor is named here."""
        return any(each.role == "actor" for each in self.marks)

    @property
    def sign(self) -> str:
        """`+`, `−`, or `±` where instruments value the word with opposite signs; empty without tone."""
        return _sign(self.marks)

    @property
    def sign_ending(self) -> str:
        """The sign of the tone words that end here."""
        return _sign(self.ending)

    @property
    def numbers(self) -> str:
        """Rows of the evidence that cover the segment, separated by spaces."""
        return " ".join(str(each.number) for each in self.marks)

    @property
    def tones(self) -> str:
        """Instruments of the tone words that end here, each with its sign: `t0+ t2-`."""
        signs = {1: "+", -1: "-"}
        found = [
            f"{each.style}{signs[each.sign]}" for each in self.ending if each.role == "tone" and each.sign
        ]
        return " ".join(dict.fromkeys(found))

    @property
    def classes(self) -> str:
        """Style classes of the segment, separated by spaces."""
        signs = {"+": "tone plus", "−": "tone minus", "±": "tone both"}
        named = ("hit", self.marks), ("quote", self.quoted), ("name", self.named)
        return " ".join(filter(None, (*(name for name, there in named if there), signs.get(self.sign))))


def segments(text: str, marks: Iterable[Mark], quoted: Sequence[Span] = ()) -> list[Segment]:
    """Cut a text at every border of a hit or quotation.

    Parameters
    ----------
    text
        a paragraph's text
    marks
        hits that lie in it
    quoted
        spans of quotations

    Returns
    -------
    list of Segment
        in reading order; their texts joined are `text`; each hit covers at least one

    Raises
    ------
    RunError
        if a hit is empty or lies outside the text: the run's tables then do not belong together.

    Examples
    --------
    >>> hit = Mark(0, "frame", 4, 12, style="f0", letter="S")
    >>> [(part.text, part.numbers) for part in segments("The security of all", [hit])]
    [('The ', ''), ('security', '0'), (' of all', '')]
    """
    listed = _in_lanes(sorted(marks, key=lambda each: (each.start, -each.end, each.number)))
    for each in listed:
        if not 0 <= each.start < each.end <= len(text):
            raise RunError(
                f"evidence, row {each.number}: [{each.start}, {each.end}) lies outside its paragraph of "
                f"{len(text)} characters; score the articles again"
            )
    borders = {0, len(text)}
    for each in listed:
        borders |= {each.start, each.end}
    for start, end in quoted:
        borders |= {min(max(start, 0), len(text)), min(max(end, 0), len(text))}
    made, waiting, near = [], deque(listed), list[Mark]()
    for start, end in pairwise(sorted(borders)):
        # only the hits around a segment are looked at: a paragraph may have thousands
        near = [each for each in near if each.end > start]
        while waiting and waiting[0].start <= start:
            near.append(waiting.popleft())
        made.append(_segment(text, start, end, near, quoted))
    return made


def sign_of(weight: float) -> int:
    """−1, 0 or 1 as a valence is below, at or above 0; NaN is 0."""
    return 0 if math.isnan(weight) or weight == 0 else int(math.copysign(1, weight))


def _segment(text: str, start: int, end: int, marks: Sequence[Mark], quoted: Sequence[Span]) -> Segment:
    covering = tuple(each for each in marks if each.start <= start and end <= each.end)
    return Segment(
        text=text[start:end],
        marks=covering,
        ending=tuple(each for each in covering if each.end == end),
        quoted=any(low <= start and end <= high for low, high in quoted),
    )


def _in_lanes(marks: Sequence[Mark]) -> list[Mark]:
    """Give hits of frames that overlap different underlines, each the nearest that is free all along it."""
    ends: list[int] = []
    placed = []
    for each in marks:
        if each.role != "frame":
            placed.append(each)
            continue
        lane = next((number for number, end in enumerate(ends) if end <= each.start), len(ends))
        if lane == len(ends):
            ends.append(each.end)
        else:
            ends[lane] = each.end
        placed.append(replace(each, lane=min(lane, LANES - 1)))
    return placed


def _sign(marks: Sequence[Mark]) -> str:
    signs = {each.sign for each in marks if each.role == "tone"} - {0}
    if len(signs) > 1:
        return "±"
    return {frozenset({1}): "+", frozenset({-1}): "−"}.get(frozenset(signs), "")
