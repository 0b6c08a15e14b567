"""Tone as twenty readers of opinion pieces would rate it: a linear model of words, with its evidence.

The model is made by `lexicons/oped_valence/make.py` from rated sentences; here it is only looked up and added.
"""

from __future__ import annotations

import math
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from framing.library import folder as resource
from framing.library import source
from framing.model import Hit, Measure, Reading
from framing.preprocessing.tokens import sentence_spans
from framing.tone.oped_hits import Columns
from framing.tone.oped_model import clipped, read_model, score_of

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
        spans = [sentence_spans(text) for text in texts]
        readings = iter(
            self.read_sentences(
                [text[start:end] for text, found in zip(texts, spans, strict=True) for start, end in found]
            )
        )
        return [
            self.combine(list(islice(readings, len(found))), [start for start, _ in found]) for found in spans
        ]

    def read_sentences(self, sentences: Sequence[str]) -> list[Reading]:
        """One reading for each string, taken as one sentence whatever Punkt would say."""
        evidence = self._model.evidence(sentences)
        hits = evidence.columns().hits()
        intercept = _unplaced("intercept", self._model.intercept)
        readings = []
        for heard, (first, last) in zip(evidence.heard, pairwise(evidence.bounds), strict=True):
            if not heard:
                readings.append(_reading((), math.nan, 0, 0))
                continue
            score, cut = score_of([*evidence.contributions[first:last], intercept.contribution])
            clipping = [_unplaced("clipping", cut)] if cut else []
            readings.append(_reading((*hits[first:last], intercept, *clipping), score, last - first, 1))
        return readings

    def valences(self, sentences: Sequence[str]) -> npt.NDArray[np.float64]:
        """`oped_valence` of each string taken as one sentence, without evidence: faster, for large corpora."""
        return self._model.valences(sentences)

    def combine(self, readings: Sequence[Reading], starts: Sequence[int]) -> Reading:
        """Return the reading of a text from those of its sentences, which start at `starts`, silent ones left out."""
        heard = [pair for pair in zip(readings, starts, strict=True) if pair[0].hits]
        if not heard:
            return _reading((), math.nan, 0, 0)
        placed = [(hit, start) for reading, start in heard for hit in reading.hits if hit.start is not None]
        moved = Columns(
            start=[(hit.start or 0) + start for hit, start in placed],
            end=[(hit.end or 0) + start for hit, start in placed],
            category=[hit.category for hit, _ in placed],
            term=[hit.term for hit, _ in placed],
            weight=[hit.weight for hit, _ in placed],
            negated=[hit.negated for hit, _ in placed],
            contribution=[hit.contribution / len(heard) for hit, _ in placed],
        ).hits()
        unplaced: dict[str, list[float]] = {}
        for reading, _ in heard:
            for hit in reading.hits:
                if hit.start is None:
                    unplaced.setdefault(hit.category, []).append(hit.contribution)
        means = [_unplaced(category, math.fsum(each) / len(heard)) for category, each in unplaced.items()]
        hits = (*moved, *means)
        return _reading(hits, clipped(math.fsum(hit.contribution for hit in hits)), len(moved), len(heard))


def _unplaced(category: str, amount: float) -> Hit:
    return Hit(None, None, category, f"({category})", amount, contribution=amount)


def _reading(hits: tuple[Hit, ...], score: float, n_words: int, n_sentences: int) -> Reading:
    values = {
        "oped_valence": score,
        "oped_n_tone_words": n_words,
        "oped_n_sentences_with_tone": n_sentences,
    }
    return Reading(values, hits)
