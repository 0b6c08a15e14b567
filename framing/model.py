"""The types that every room of the house speaks: frozen, slotted, without input, output or pandas."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]

from framing import html

Kind = Literal["title", "heading", "body"]
Voice = Literal["all", "author", "quoted"]
MeasureKind = Literal["frame", "tone", "subjectivity", "actor", "count"]
Silence = Literal["left out", "neutral"]
Scalar = str | int | float | bool | None

VOICES: tuple[Voice, ...] = ("all", "author", "quoted")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a resource comes from: what a paper cites and what a rerun verifies."""

    title: str
    version: str
    citation: str
    licence: str
    url: str
    language: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article; `text` is clean and final, and every offset in any output counts its code points.

    Attributes
    ----------
    id
        unique in a run; kept as given, else the path relative to what was read, without suffix
    text
        title, blank line, body, in NFC; each line is one heading or paragraph, metadata lines are gone
    title, outlet, author, date, url
        metadata, None where missing; `date` is an ISO string (YYYY, YYYY-MM or YYYY-MM-DD)
    extra
        further columns as given
    input, row
        the file it came from (relative to the path that was read) and its row (1-based; None where a file is
        one article)
    headings
        offsets in `text` of lines that the source's markup calls headings; others are found by rule
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    date: str | None = None
    url: str | None = None
    extra: Mapping[str, Scalar] = field(default_factory=dict)
    input: str = ""
    row: int | None = None
    headings: tuple[int, ...] = ()

    def _repr_html_(self) -> str:
        """The article for a notebook: what is known of it, and its text."""
        known = [value for value in (self.outlet, self.author, self.date) if value]
        lines = [line for line in self.text.split("\n") if line.strip()]
        return html.heading(self.title or self.id, " · ".join(known)) + "".join(
            html.paragraph(html.escape(line)) for line in (lines[1:] if self.title else lines)
        )


@dataclass(frozen=True, slots=True)
class Rejected:
    """One input that could not be read or scored, and the reason in one line."""

    input: str
    row: int | None
    reason: str

    @property
    def place(self) -> str:
        """The input, with its row where it has rows."""
        return self.input if self.row is None else f"{self.input}, row {self.row}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of an article: `article.text[start:start + len(text)] == text`."""

    article: str
    index: int
    kind: Kind
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What one column of scores means; nothing ever takes a column's name apart.

    `silence` says what a sentence without evidence is to an article's figure: `left out` of the mean, or `neutral`
    where the instrument itself counts it so (VADER's mean over all sentences).
    """

    column: str
    instrument: str
    category: str
    statistic: str
    kind: MeasureKind
    low: float
    high: float
    neutral: float
    unit: str
    meaning: str
    silence: Silence = "left out"


@dataclass(frozen=True, slots=True)
class Hit:
    """One piece of evidence in a text: half-open code points, None for a row without a place (an intercept).

    `weight` is the pattern's weight or the valence after the instrument's rules; `contribution` what the hit adds
    to the text's tone score (NaN for counts).
    """

    start: int | None
    end: int | None
    category: str
    term: str
    weight: float
    negated: bool = False
    contribution: float = math.nan


@dataclass(frozen=True, slots=True)
class Reading:
    """What one instrument says of one text: a value for each of its measures, and the evidence."""

    values: Mapping[str, float]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Names(Sequence[str]):
    """Strings of which most come again and again: numbers, and what they stand for.

    Attributes
    ----------
    number
        of each string, its place in `names`
    names
        strings, not all of which need be used; one may stand there twice
    """

    number: Numbers
    names: Sequence[str]

    def __len__(self) -> int:
        return len(self.number)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self.names[number] for number in self.number[index].tolist()]
        return self.names[self.number[index]]

    def __iter__(self) -> Iterator[str]:
        return map(self.names.__getitem__, self.number.tolist())


@dataclass(frozen=True, slots=True)
class HitColumns:
    """Evidence in many texts as columns, an entry for each hit, the hits of a text together and in order of place.

    `text` is the position of its text; `start` and `end` are -1 where a hit has no place; the rest as in `Hit`.
    """

    text: Numbers
    start: Numbers
    end: Numbers
    category: Names
    term: Names
    weight: Numbers
    negated: Numbers
    contribution: Numbers


@dataclass(frozen=True, slots=True)
class Readings:
    """What one instrument says of many texts: of each measure a value for each text, and the evidence."""

    values: Mapping[str, Numbers]
    hits: HitColumns


@runtime_checkable
class Instrument(Protocol):
    """Anything that reads texts: bare strings in, one reading each out, in order.

    `read(a + b) == read(a) + read(b)`; an instrument keeps nothing from one text to the next.
    """

    @property
    def name(self) -> str:
        """Short name, unique in a run."""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What each value of a reading means."""

    @property
    def source(self) -> Source:
        """Whom to cite, and what a rerun verifies."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading for each text, in order."""


@runtime_checkable
class SentenceInstrument(Instrument, Protocol):
    """An instrument whose value for a text is made from the readings of its sentences.

    `read_sentences` takes each string as one sentence whatever Punkt would say; `combine` makes one reading of
    those of several sentences that start at the given offsets. `read` is the two together.
    """

    def read_sentences(self, sentences: Sequence[str]) -> list[Reading]:
        """One reading for each sentence, in order."""

    def combine(self, readings: Sequence[Reading], starts: Sequence[int]) -> Reading:
        """One reading of a text from those of its sentences; none of them is a text without words."""


@runtime_checkable
class ColumnInstrument(Instrument, Protocol):
    """An instrument that reads many texts at once: faster, with the same numbers as `read`.

    A `SentenceInstrument` takes each text as one sentence here, any other as a whole text.
    """

    def read_columns(self, texts: Sequence[str]) -> Readings:
        """Values and evidence of all texts."""


class StretchReadings(Protocol):
    """What an instrument says of stretches of texts, to be joined to what it says of the texts.

    Every hit has a place. What it contributes to a text is its weight by the number of the text's hits.
    """

    @property
    def hits(self) -> HitColumns:
        """Evidence of the stretches, none of those that only whole texts can tell."""

    def join(self, stretch: Numbers, row: Numbers, n_rows: int) -> tuple[dict[str, Numbers], Numbers]:
        """Values of texts, each of stretches one after the other with white space between, and who is left out.

        Parameters
        ----------
        stretch, row
            stretch `stretch[i]` is the next one of text `row[i]`, which ascends; a text may have none
        n_rows
            how many texts there are

        Returns
        -------
        tuple
            values of all texts; whether a text has to be read whole instead, because one of its stretches reaches into
            the next
        """


@runtime_checkable
class StretchInstrument(ColumnInstrument, Protocol):
    """An instrument that reads whole texts, but can tell of most of them by what it has read of their sentences."""

    def read_stretches(self, texts: Sequence[str]) -> StretchReadings:
        """What it says of each stretch."""


@runtime_checkable
class SentenceColumns(ColumnInstrument, SentenceInstrument, Protocol):
    """A sentence instrument that makes the readings of many texts from those of their sentences at once."""

    def combine_values(
        self, values: Mapping[str, Numbers], sentence: Numbers, text: Numbers, n_texts: int
    ) -> dict[str, Numbers]:
        """Values of texts: sentence `sentence[i]` is one of text `text[i]`, which ascends; a text may have none."""

    def combine_hits(self, readings: Readings, text: Numbers, n_texts: int) -> HitColumns:
        """Evidence of texts, `text[s]` being that of sentence s; places stay those in the sentences."""


@runtime_checkable
class CountingInstrument(Instrument, Protocol):
    """An instrument whose values are counts of its hits, so that they add over voices and sentences.

    `tally` gives the values of `measures` for some of a text's hits: `in_name` says of each whether it lies inside
    an actor's name, `n_words` how many words were read.
    """

    def tally(self, hits: Sequence[Hit], in_name: Sequence[bool], n_words: int) -> dict[str, float]:
        """Values of the measures for these hits."""
