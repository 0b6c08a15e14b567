"""What the instruments say of one article: the order of steps, before anything becomes a row.

Counting instruments (frames, actors) read each paragraph once; a hit belongs to the voice and the sentence of its
first word, so counts add over voices and sentences. Other instruments read each voice's own text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from framing.model import VOICES, Hit, Instrument, Reading, SentenceInstrument, Voice
from framing.preprocessing.voice import mask
from framing.scoring.passage import Passage, Piece, Span, joined, placed

#: A unit of a paragraph: None is the paragraph itself, a number one of its sentences.
Unit = int | None
Key = tuple[Unit, Voice]


@dataclass(frozen=True, slots=True)
class Counted:
    """Hits of a counting instrument in one paragraph, with whether each lies inside an actor's name."""

    hits: tuple[Hit, ...]
    in_name: tuple[bool, ...]

    @property
    def spans(self) -> list[Span]:
        """Where the hits lie."""
        return hit_spans(self.hits)

    def by_unit(self, part: Passage) -> dict[Key, Counted]:
        """The hits of each unit and voice that has any."""
        found: dict[Key, list[int]] = {}
        for index, hit in enumerate(self.hits):
            place = hit.start or 0
            for unit in (None, part.sentence(place)):
                for voice in ("all", part.speech(place)[0]):
                    found.setdefault((unit, voice), []).append(index)
        return {
            key: Counted(tuple(self.hits[k] for k in kept), tuple(self.in_name[k] for k in kept))
            for key, kept in found.items()
        }


@dataclass(frozen=True, slots=True)
class Placed:
    """A reading whose hits have their places in the paragraph."""

    values: Mapping[str, float]
    hits: tuple[Hit, ...]


def hit_spans(hits: Sequence[Hit]) -> list[Span]:
    """Spans of the hits that have a place."""
    return [(hit.start, hit.end) for hit in hits if hit.start is not None and hit.end is not None]


def count(instrument: Instrument, parts: Sequence[Passage], names: Sequence[Sequence[Span]]) -> list[Counted]:
    """The instrument's hits in each paragraph; `names` are the spans of actors' names there."""
    readings = instrument.read([part.text for part in parts])
    return [
        Counted(reading.hits, tuple(is_inside(hit, spans) for hit in reading.hits))
        for reading, spans in zip(readings, names, strict=True)
    ]


def is_inside(hit: Hit, spans: Sequence[Span]) -> bool:
    """Whether a hit lies wholly inside one of the spans."""
    if hit.start is None or hit.end is None:
        return False
    return any(low <= hit.start and hit.end <= high for low, high in spans)


def read(instrument: Instrument, parts: Sequence[Passage], texts: Sequence[str]) -> list[dict[Key, Placed]]:
    """Readings of every unit and voice of each paragraph.

    `texts` are the paragraphs' prepared texts, or masked copies of them of the same length.
    """
    plans = [_plan(part, text) for part, text in zip(parts, texts, strict=True)]
    if isinstance(instrument, SentenceInstrument):
        return _by_sentence(instrument, parts, plans)
    unique = list(dict.fromkeys(joined(pieces) for plan in plans for pieces in plan.values()))
    known = dict(zip(unique, instrument.read(unique), strict=True))
    return [{key: _placed(known[joined(pieces)], pieces) for key, pieces in plan.items()} for plan in plans]


def masked(parts: Sequence[Passage], counted: Sequence[Counted]) -> list[str]:
    """The prepared texts with every hit of a codebook masked, for tone net of frames."""
    return [mask(part.text, hits.spans) for part, hits in zip(parts, counted, strict=True)]


def units(part: Passage) -> Iterator[tuple[Unit, Span]]:
    """The paragraph itself, then its sentences."""
    yield None, part.whole
    yield from enumerate(part.sentences)


def _plan(part: Passage, text: str) -> dict[Key, tuple[Piece, ...]]:
    return {(unit, voice): part.pieces(text, voice, span) for unit, span in units(part) for voice in VOICES}


def _placed(reading: Reading, pieces: Sequence[Piece]) -> Placed:
    spans = iter(placed(reading.hits, pieces))
    hits = []
    for hit in reading.hits:
        start, end = next(spans) if hit.start is not None else (None, None)
        hits.append(replace(hit, start=start, end=end))
    return Placed(reading.values, tuple(hits))


def _by_sentence(
    instrument: SentenceInstrument, parts: Sequence[Passage], plans: Sequence[Mapping[Key, Sequence[Piece]]]
) -> list[dict[Key, Placed]]:
    """A paragraph's reading is made from those of its sentences, each read once."""
    unique = list(
        dict.fromkeys(
            piece.text for plan in plans for key in plan if key[0] is not None for piece in plan[key]
        )
    )
    known = dict(zip(unique, instrument.read_sentences(unique), strict=True))

    def combined(pieces: Sequence[Piece]) -> Placed:
        reading = instrument.combine(
            [known[piece.text] for piece in pieces], [piece.start for piece in pieces]
        )
        return Placed(reading.values, reading.hits)

    made = []
    for part, plan in zip(parts, plans, strict=True):
        numbers = range(len(part.sentences))
        readings = {key: combined(pieces) for key, pieces in plan.items() if key[0] is not None}
        for voice in VOICES:
            readings[None, voice] = combined([piece for number in numbers for piece in plan[number, voice]])
        made.append(readings)
    return made
