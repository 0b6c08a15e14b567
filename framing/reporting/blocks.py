"""What the page shows of one article: its paragraphs, their bars, and the hits listed under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from framing.reporting.listing import Listing
    from framing.reporting.marks import Segment


@dataclass(frozen=True, slots=True)
class Bar:
    """A frame's rate in one paragraph; `share` is its length, 1 for the highest rate of the article."""

    label: str
    letter: str
    style: str
    n: int
    rate: str
    share: float


@dataclass(frozen=True, slots=True)
class Told:
    """One hit as it is listed: its words, its pattern where that says more, its weight and what it adds to a tone."""

    number: int
    text: str
    pattern: str
    weight: str
    adds: str
    voice: str
    note: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hits of one category in a paragraph: what they are of, whose they are, and each of them.

    So many as `slight` says are not marked in the text, as a trained model has a little to say of nearly every word;
    `slight_adds` is what they add together.
    """

    what: str
    instrument: str
    actor: str
    hits: tuple[Told, ...]
    slight: int
    slight_adds: str


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: its marked text, and what stands beside it."""

    number: int
    kind: str
    anchor: str
    parts: tuple[Segment, ...]
    bars: tuple[Bar, ...]
    tones: tuple[tuple[str, str, int], ...]
    n_words: int
    thin: bool
    speakers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    silent: bool

    @property
    def n_hits(self) -> int:
        """How many hits are listed."""
        return sum(len(each.hits) + each.slight for each in self.evidence)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One article as the page shows it."""

    id: str
    anchor: str
    title: str
    meta: tuple[str, ...]
    url: str | None
    lead: tuple[str, ...]
    blocks: tuple[Block, ...]
    heading: Block | None
    terms: Listing | None = None
