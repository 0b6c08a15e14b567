"""Counts of frames and actors: hits with their places, values of every paragraph, sentence and voice.

Counting instruments read each sentence once; a hit belongs to the voice and the sentence of its first word, so counts
add over voices and sentences.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from framing.lexicon.instrument import LexiconInstrument
from framing.model import CountingInstrument, HitColumns, Names
from framing.preprocessing.texts import Texts
from framing.scoring.batch import Batch
from framing.scoring.stretches import ALL
from framing.scoring.told import Told
from framing.tone.hits import columns_of_readings, hits_of, in_order, joined, taken

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]


def find(instrument: CountingInstrument, batch: Batch) -> HitColumns:
    """A counting instrument's hits in each paragraph."""
    if isinstance(instrument, LexiconInstrument):
        return _in_paragraphs(batch, instrument.find(batch.sentences))
    names = [measure.column for measure in instrument.measures]
    return columns_of_readings(instrument.read(batch.texts), names).hits


def find_names(names: LexiconInstrument, batch: Batch) -> HitColumns:
    """Actors' names, with those that an article abbreviates in brackets."""
    import numpy as np

    found = find(names, batch)
    bounds = np.searchsorted(batch.article, np.arange(len(batch.articles) + 1)).tolist()
    parts, kept = [], np.ones(len(found.text), dtype=bool)
    for first, last in pairwise(bounds):
        texts = batch.texts[first:last]
        if not any("(" in text for text in texts):
            continue
        own = names.for_text("\n".join(texts))
        if own is names:
            continue
        low, high = int(batch.first[first]), int(batch.first[last])
        mine = own.find(Texts(batch.sentences.texts[low:high], batch.sentences.vocabulary))
        parts.append(_in_paragraphs(batch, replace(mine, text=mine.text + low)))
        kept &= (found.text < first) | (found.text >= last)
    return in_order(joined([taken(found, np.flatnonzero(kept)), *parts])) if parts else found


def count(instrument: CountingInstrument, batch: Batch, hits: HitColumns, in_name: Numbers) -> Told:
    """What a counting instrument says, from its hits."""
    import numpy as np

    place = np.maximum(hits.start, 0) + batch.base[hits.text]
    sentence = batch.sentence_of(place, hits.text)
    voice = np.where(batch.quote_of(place) >= 0, 2, 1)
    both = np.concatenate((np.arange(len(place)), np.arange(len(place))))
    made = []
    for unit, words in ((hits.text, batch.by_paragraph(batch.n_words)), (sentence, batch.n_words)):
        row = np.concatenate((3 * unit + ALL, 3 * unit + voice))
        made.append(_tally(instrument, hits, in_name, both, row, words.reshape(-1)))
    return Told(hits, in_name, *made)


def _tally(
    instrument: CountingInstrument,
    hits: HitColumns,
    in_name: Numbers,
    hit: Numbers,
    row: Numbers,
    words: Numbers,
) -> dict[str, Numbers]:
    import numpy as np

    if isinstance(instrument, LexiconInstrument):
        category = Names(hits.category.number[hit], hits.category.names)
        return instrument.tally_columns(category, in_name[hit], row, words)
    listed = hits_of(hits)
    found: dict[int, list[int]] = {}
    for index, unit in zip(hit.tolist(), row.tolist(), strict=True):
        found.setdefault(unit, []).append(index)
    rows = [
        instrument.tally(
            [listed[k] for k in found.get(unit, ())], [bool(in_name[k]) for k in found.get(unit, ())], n
        )
        for unit, n in enumerate(words.tolist())
    ]
    return {
        measure.column: np.array([each[measure.column] for each in rows]) for measure in instrument.measures
    }


def _in_paragraphs(batch: Batch, hits: HitColumns) -> HitColumns:
    """Hits in sentences as hits in paragraphs."""
    shift = batch.start[hits.text]
    return replace(hits, text=batch.paragraph[hits.text], start=hits.start + shift, end=hits.end + shift)
