"""Tone as twenty readers of opinion pieces would rate it: a linear model of words, with its evidence.

The model is made by `lexicons/oped_valence/make.py` from rated sentences; here it is only looked up and added.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from framing.library import folder as resource
from framing.library import source
from framing.model import Hit, Measure, Reading
from framing.preprocessing.tokens import sentence_spans
from framing.tone.oped_features import NEGATED, Word, phrases, read_words
from framing.tone.oped_model import FEWEST, Row, read_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

DATA = "model.npz"

_MEASURES = (
    Measure(
        column="oped_valence",
        instrument="oped",
        category="valence",
        statistic="mean",
        kind="tone",
        low=-1.0,
        high=1.0,
        neutral=0.0,
        unit="rating / 4, -1 to 1",
        meaning="mean over the sentences of the rating from -4 to 4, divided by 4, that readers of opinion pieces "
        "are expected to give; a higher value means more favourable; sentences with fewer than two words "
        "that the model knows are left out, and it is missing if all are",
    ),
    Measure(
        column="oped_n_tone_words",
        instrument="oped",
        category="valence",
        statistic="n",
        kind="count",
        low=0.0,
        high=math.inf,
        neutral=0.0,
        unit="words",
        meaning="words, marks and phrases that move the valence; a higher value means that it rests on more of them",
    ),
    Measure(
        column="oped_n_sentences_with_tone",
        instrument="oped",
        category="valence",
        statistic="n_sentences",
        kind="count",
        low=0.0,
        high=math.inf,
        neutral=0.0,
        unit="sentences",
        meaning="sentences with at least two words that the model knows; a higher value means that the valence "
        "rests on more of the text",
    ),
)


class OpedTone:
    """Expected mean rating of a sentence by readers of opinion pieces, from −4 to 4, divided by 4.

    For a sentence of n words and marks, score = b + Σ v / √(n + k), where v is the value of a word, mark or phrase:
    the sum of what the model holds for it in each of its contexts (`CONTEXTS`: always, negated, strengthened, before
    "but" …). A text's score is the mean over its sentences, silent ones left out.

    A sentence is silent (NaN) if it has fewer than two words that the model knows, by itself or by a stem; common
    words count. A score is never stretched; one beyond ±1 is cut there, which is a row of evidence of its own.

    Every word, mark or phrase with v ≠ 0 is a hit of category `word`, `mark` or `phrase`; `weight` is v,
    `contribution` v / √(n + k) / number of sentences heard; `negated` says that it stands within three words after a
    negation. b is a hit `(intercept)` without a place. The contributions sum to the score.

    Parameters
    ----------
    folder
        of the model, with its source.toml; by default the one that ships with the project

    Examples
    --------
    >>> oped = OpedTone()
    >>> good, bad = oped.read(["A fair and hopeful agreement was reached.", "The attack killed a child."])
    >>> good.values["oped_valence"] > 0 > bad.values["oped_valence"]
    True
    """

    name = "oped"
    measures = _MEASURES

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or resource("oped_valence")
        self.source = source(folder, DATA)
        self._model = read_model(folder / DATA)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading each: the mean valence, the number of tone-bearing words and sentences, and the evidence."""
        return [self._read(text) for text in texts]

    def read_sentences(self, sentences: Sequence[str]) -> list[Reading]:
        """One reading for each string, taken as one sentence whatever Punkt would say."""
        return [self._read_sentence(sentence) for sentence in sentences]

    def valences(self, sentences: Sequence[str]) -> npt.NDArray[np.float64]:
        """`oped_valence` of each string taken as one sentence, without evidence: many times faster, for large corpora.

        Equal to that of `read_sentences` but for the last bits of a sum; NaN where that is silent.
        """
        return self._model.valences(sentences)

    def combine(self, readings: Sequence[Reading], starts: Sequence[int]) -> Reading:
        """Return the reading of a text from those of its sentences, which start at `starts`, silent ones left out."""
        heard = [
            (reading, start)
            for reading, start in zip(readings, starts, strict=True)
            if not math.isnan(reading.values["oped_valence"])
        ]
        placed: list[Hit] = []
        unplaced: dict[str, list[Hit]] = {}
        for reading, start in heard:
            for hit in reading.hits:
                if hit.start is None or hit.end is None:
                    unplaced.setdefault(hit.term, []).append(hit)
                    continue
                share = hit.contribution / len(heard)
                placed.append(replace(hit, start=hit.start + start, end=hit.end + start, contribution=share))
        return _reading([*placed, *(_mean(hits, len(heard)) for hits in unplaced.values())], len(heard))

    def _read(self, text: str) -> Reading:
        spans = sentence_spans(text)
        readings = self.read_sentences([text[start:end] for start, end in spans])
        return self.combine(readings, [start for start, _ in spans])

    def _read_sentence(self, sentence: str) -> Reading:
        model, words = self._model, read_words(sentence)
        values = [model.look_up(word.form) for word in words]
        known = sum(value.is_known and not word.is_mark for word, value in zip(words, values, strict=True))
        if known < FEWEST:
            return _reading([], 0)
        scale = math.sqrt(len(words) + model.damping)
        hits = [
            hit
            for word, value in zip(words, values, strict=True)
            if (hit := _hit(word, word, value.row, "mark" if word.is_mark else "word", scale))
        ]
        for phrase, first, last in phrases(words, model.phrases, model.starts):
            if hit := _hit(first, last, model.phrases[phrase], "phrase", scale, phrase):
                hits.append(hit)
        hits.sort(key=lambda hit: (hit.start, hit.end))
        hits.append(_unplaced("intercept", model.intercept))
        raw = math.fsum(hit.contribution for hit in hits)
        if abs(raw) > 1:
            hits.append(_unplaced("clipping", math.copysign(1.0, raw) - raw))
        return _reading(hits, 1)


def _hit(first: Word, last: Word, row: Row, category: str, scale: float, term: str = "") -> Hit | None:
    """Evidence from the first to the last word; None if it has no value there."""
    weight = math.fsum(row[context] for context in first.contexts)
    if weight == 0:
        return None
    return Hit(
        start=first.start,
        end=last.end,
        category=category,
        term=term or first.form,
        weight=weight,
        negated=NEGATED in first.contexts,
        contribution=weight / scale,
    )


def _unplaced(category: str, amount: float) -> Hit:
    return Hit(None, None, category, f"({category})", amount, contribution=amount)


def _mean(hits: Sequence[Hit], n_sentences: int) -> Hit:
    """The evidence without a place of several sentences as one row."""
    return _unplaced(hits[0].category, math.fsum(hit.contribution for hit in hits) / n_sentences)


def _reading(hits: Sequence[Hit], n_sentences: int) -> Reading:
    """The reading that these hits make: their contributions are the score."""
    score = math.fsum(hit.contribution for hit in hits) if n_sentences else math.nan
    values = {
        # what was cut at ±1 may miss it by the last bit
        "oped_valence": max(-1.0, min(1.0, score)) if n_sentences else math.nan,
        "oped_n_tone_words": sum(hit.start is not None for hit in hits),
        "oped_n_sentences_with_tone": n_sentences,
    }
    return Reading(values, tuple(hits))
