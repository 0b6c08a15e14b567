"""What instruments that do not count say of a batch: of every paragraph and sentence in every voice.

Some read whole texts, some sentences alone; those that can join what they read of sentences do so in `joining`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from framing.model import (
    ColumnInstrument,
    HitColumns,
    Instrument,
    Readings,
    SentenceColumns,
    SentenceInstrument,
    StretchInstrument,
)
from framing.preprocessing.arrays import grouped, ranges
from framing.preprocessing.silenced import without_words
from framing.preprocessing.texts import Texts
from framing.scoring.batch import Batch
from framing.scoring.joining import ByStretch
from framing.scoring.stretches import Members, Plan, make_plan, sentence_units
from framing.scoring.strings import Strings
from framing.scoring.told import Spans, Told
from framing.scoring.versions import Version, as_it_stands, in_voices, masked, rewritten
from framing.tone.hits import columns_of, columns_of_readings, readings_of, taken

if TYPE_CHECKING:
    import numpy.typing as npt

    from framing.scoring.told import Values

    Numbers = npt.NDArray[Any]


def read(
    instrument: Instrument, plans: Plans, *, is_tone: bool, evidence: bool = True
) -> tuple[Told, Values | None, tuple[Numbers, Numbers] | None]:
    """What any other instrument says of a batch.

    Parameters
    ----------
    instrument, plans
        who reads, and what there is to read
    is_tone
        whether it measures tone, which is read net of frames too
    evidence
        whether that is wanted; without it there are no hits

    Returns
    -------
    tuple
        of the text; values of the text with the frames' words masked, None where that is not read; the share of the
        evidence that overlaps frames, of paragraphs and of sentences, None where there are no frames
    """
    import numpy as np

    by_sentence = isinstance(instrument, SentenceInstrument | StretchInstrument)
    plan = plans.plan(is_tone=is_tone, by_sentence=by_sentence)
    reader: type[_BySentence | ByStretch | _ByUnit] = _ByUnit
    if by_sentence:
        reader = _BySentence if isinstance(instrument, SentenceInstrument) else ByStretch
    made = reader(instrument, plans.batch, plan)  # type: ignore[arg-type] # the one that the instrument is
    shares = made.shares(plans.frames) if is_tone and plans.frames is not None else None
    hits = made.evidence() if evidence else columns_of([], [])
    told = Told(hits, np.zeros(len(hits.text), dtype=bool), *made.values(plan.plain))
    return told, None if plan.net is None else made.values(plan.net), shares


class Plans:
    """What is read of a batch, in all its voices: made once for all instruments that read the same.

    Parameters
    ----------
    batch
        the paragraphs
    without
        words that tone does not read
    frames
        hits that are masked for a second reading of tone; None for no such reading
    """

    def __init__(self, batch: Batch, without: Sequence[str], frames: HitColumns | None) -> None:
        self.batch, self.frames = batch, None if frames is None else Spans(batch, frames)
        words = tuple(without)
        plain = as_it_stands(batch)
        clean = None if frames is None else masked(batch, plain, frames.text, frames.start, frames.end)
        read = [each for each in (plain, clean) if each is not None]
        heard = [
            rewritten(batch, [without_words(text, words) for text in each.texts]) if words else each
            for each in read
        ]
        self._versions: dict[bool, list[Version]] = {True: heard, False: [plain]}
        self._in_voices: dict[Version, tuple[Version, Version]] = {}
        self._sentences = sentence_units(batch)
        self._made: dict[tuple[bool, bool], Plan] = {}

    def plan(self, *, is_tone: bool, by_sentence: bool) -> Plan:
        """The plan for an instrument: tone is read without the words that it is not to read, and net of frames."""
        kind = is_tone, by_sentence
        if kind not in self._made:
            for each in self._versions[is_tone]:
                if each not in self._in_voices:
                    self._in_voices[each] = in_voices(self.batch, each)
            versions = [self._in_voices[each] for each in self._versions[is_tone]]
            self._made[kind] = make_plan(self.batch, versions, self._sentences, by_sentence=by_sentence)
        return self._made[kind]


def _columns(instrument: Instrument, texts: Texts, *, by_sentence: bool) -> Readings:
    """What an instrument says of strings, as columns."""
    if isinstance(instrument, ColumnInstrument):
        return instrument.read_columns(texts)
    read_one = instrument.read_sentences if by_sentence else instrument.read  # type: ignore[attr-defined] # checked
    return columns_of_readings(read_one(list(texts)), [measure.column for measure in instrument.measures])


class _BySentence:
    """Readings of an instrument that reads by sentences."""

    def __init__(self, instrument: SentenceInstrument, batch: Batch, plan: Plan) -> None:
        self.instrument, self.batch, self.plan, self.strings = instrument, batch, plan, plan.strings
        self.readings = _columns(instrument, plan.texts, by_sentence=True)

    def values(self, members: Members) -> Values:
        """Values of each row, of paragraphs and of sentences."""
        import numpy as np

        batch, n = self.batch, len(self.batch.sentences)
        row = self._of_paragraphs(members)
        order = np.argsort(row, kind="stable")
        sentences = self._combined(members.string, members.row, 3 * n)
        paragraphs = self._combined(members.string[order], row[order], 3 * len(batch.parts))
        return paragraphs, sentences

    def shares(self, frames: Spans) -> tuple[Numbers, Numbers]:
        """Of each row the share of the evidence, by the size of its contribution, that overlaps frames."""
        members = self.plan.plain
        whole, shared = _weigh(self.readings.hits, self.strings, frames)
        return tuple(  # type: ignore[return-value] # two of them
            _share(whole[members.string], shared[members.string], row, 3 * n)
            for row, n in (
                (self._of_paragraphs(members), len(self.batch.parts)),
                (members.row, len(self.batch.sentences)),
            )
        )

    def _of_paragraphs(self, members: Members) -> Numbers:
        row: Numbers = 3 * self.batch.paragraph[members.row // 3] + members.row % 3
        return row

    def _combined(self, string: Numbers, row: Numbers, n: int) -> dict[str, Numbers]:
        if isinstance(self.instrument, SentenceColumns):
            return self.instrument.combine_values(self.readings.values, string, row, n)
        return _one_by_one(self.instrument, self.readings, string, row, n).values  # type: ignore[return-value]

    def evidence(self) -> HitColumns:
        """The paragraphs' evidence."""
        import numpy as np

        batch, n = self.batch, len(self.batch.sentences)
        hits = taken(self.readings.hits, np.flatnonzero(self.readings.hits.text < n))
        placed = hits.start >= 0
        shift = batch.start[hits.text]
        hits = replace(
            hits, start=np.where(placed, hits.start + shift, -1), end=np.where(placed, hits.end + shift, -1)
        )
        values = {name: column[:n] for name, column in self.readings.values.items()}
        readings, n_paragraphs = Readings(values, hits), len(batch.parts)
        if isinstance(self.instrument, SentenceColumns):
            return self.instrument.combine_hits(readings, batch.paragraph, n_paragraphs)
        return _one_by_one(self.instrument, readings, np.arange(n), batch.paragraph, n_paragraphs).hits


def _one_by_one(
    instrument: SentenceInstrument, readings: Readings, string: Numbers, row: Numbers, n: int
) -> Readings:
    """Readings of texts from those of their sentences, by an instrument that makes them one by one."""
    import numpy as np

    some = next(iter(readings.values.values()))
    listed = readings_of(readings, len(some))
    bounds = np.searchsorted(row, np.arange(n + 1)).tolist()
    made = [
        instrument.combine([listed[k] for k in string[low:high].tolist()], [0] * (high - low))
        for low, high in pairwise(bounds)
    ]
    return columns_of_readings(made, [measure.column for measure in instrument.measures])


class _ByUnit:
    """Readings of an instrument that reads whole texts."""

    def __init__(self, instrument: Instrument, batch: Batch, plan: Plan) -> None:
        import numpy as np

        self.batch, self.plan, self.strings = batch, plan, plan.strings
        n = len(self.strings)
        if isinstance(instrument, ColumnInstrument):  # fast enough to read a string twice
            self.unique, texts = np.arange(n), plan.texts
        else:
            numbers: dict[str, int] = {}
            self.unique = np.array(
                [numbers.setdefault(self.strings[index], len(numbers)) for index in range(n)], dtype=np.int64
            )
            texts = Texts(list(numbers))
        self.readings = _columns(instrument, texts, by_sentence=False)
        self.empty = self.unique[plan.empty]  # what a row without a string reads
        self.bounds = np.searchsorted(self.readings.hits.text, np.arange(len(texts) + 1))

    def values(self, members: Members) -> Values:
        """Values of each row, of paragraphs and of sentences."""
        import numpy as np

        n, size = 3 * len(self.batch.parts), 3 * (len(self.batch.parts) + len(self.batch.sentences))
        read = np.full(size, self.empty)
        read[members.row] = self.unique[members.string]
        values = {name: column[read] for name, column in self.readings.values.items()}
        return (
            {name: column[:n] for name, column in values.items()},
            {name: column[n:] for name, column in values.items()},
        )

    def evidence(self) -> HitColumns:
        """The paragraphs' evidence."""
        import numpy as np

        return self._hits(np.arange(len(self.batch.parts)))

    def shares(self, frames: Spans) -> tuple[Numbers, Numbers]:
        """Of each row the share of the evidence, by the size of its contribution, that overlaps frames."""
        import numpy as np

        members = self.plan.plain
        hits = self._hits(np.arange(len(self.strings)))
        whole, shared = _weigh(hits, self.strings, frames)
        n, size = 3 * len(self.batch.parts), 3 * (len(self.batch.parts) + len(self.batch.sentences))
        share = _share(whole[members.string], shared[members.string], members.row, size)
        return share[:n], share[n:]

    def _hits(self, strings: Numbers) -> HitColumns:
        """Hits of these strings."""
        import numpy as np

        unique = self.unique[strings]
        sizes = np.diff(self.bounds)[unique]
        hits = taken(self.readings.hits, ranges(self.bounds[:-1][unique], sizes))
        return replace(hits, text=np.repeat(strings, sizes))


def _weigh(hits: HitColumns, strings: Strings, frames: Spans) -> tuple[Numbers, Numbers]:
    """Of each string the sizes of its evidence, and of what overlaps frames, added up."""
    import numpy as np

    placed = np.flatnonzero(hits.start >= 0)
    text, n = hits.text[placed], len(strings)
    start = strings.places(text, hits.start[placed])
    end = strings.places(text, hits.end[placed] - 1) + 1
    inside = frames.touch(strings.paragraph[text], start, end)
    size = np.abs(hits.contribution[placed])
    return grouped(size, text, n), grouped(size[inside], text[inside], n)


def _share(whole: Numbers, shared: Numbers, row: Numbers, n: int) -> Numbers:
    import numpy as np

    total, part = grouped(whole, row, n), grouped(shared, row, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, part / total, np.nan)
