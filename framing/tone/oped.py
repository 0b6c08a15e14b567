"""Tone as twenty readers of opinion pieces would rate it: a linear model of words, with its evidence.

The model is made by `lexicons/oped_valence/make.py` from rated sentences; here it is only looked up and added.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from framing.library import folder as resource
from framing.library import source
from framing.model import HitColumns, Measure, Reading, Readings
from framing.preprocessing.arrays import grouped
from framing.preprocessing.tokens import sentence_spans
from framing.tone.hits import always, combined, in_order, joined, readings_of, taken
from framing.tone.oped_model import read_model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]

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
        return readings_of(self.read_columns(sentences), len(sentences))

    def read_columns(self, texts: Sequence[str]) -> Readings:
        """Values and evidence of many sentences at once."""
        import numpy as np

        evidence = self._model.evidence(texts)
        scores, cuts = evidence.scores(self._model.intercept)
        heard = np.array(evidence.heard, dtype=bool)
        clipped_at = np.flatnonzero(heard & (cuts != 0))
        values = {
            "oped_valence": np.where(heard, scores, np.nan),
            "oped_n_tone_words": np.diff(evidence.bounds),
            "oped_n_sentences_with_tone": heard.astype(np.int64),
        }
        hits = [
            evidence.columns(),
            _unplaced("intercept", np.flatnonzero(heard), self._model.intercept),
            _unplaced("clipping", clipped_at, cuts[clipped_at]),
        ]
        return Readings(values, in_order(joined([each for each in hits if len(each.text)] or hits[:1])))

    def valences(self, sentences: Sequence[str]) -> npt.NDArray[np.float64]:
        """`oped_valence` of each string taken as one sentence, without evidence: faster, for large corpora."""
        return self._model.valences(sentences)

    def combine(self, readings: Sequence[Reading], starts: Sequence[int]) -> Reading:
        """Return the reading of a text from those of its sentences, which start at `starts`, silent ones left out."""
        return combined(self, readings, starts)

    def combine_values(
        self, values: Mapping[str, Numbers], sentence: Numbers, text: Numbers, n_texts: int
    ) -> dict[str, Numbers]:
        """Values of texts from those of their sentences, silent ones left out."""
        import numpy as np

        counts = {
            name: grouped(values[name][sentence], text, n_texts).astype(np.int64)
            for name in ("oped_n_tone_words", "oped_n_sentences_with_tone")
        }
        total = grouped(np.nan_to_num(values["oped_valence"])[sentence], text, n_texts)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.clip(total / counts["oped_n_sentences_with_tone"], -1.0, 1.0)
        return {"oped_valence": np.where(counts["oped_n_sentences_with_tone"] > 0, mean, np.nan), **counts}

    def combine_hits(self, readings: Readings, text: Numbers, n_texts: int) -> HitColumns:
        """Evidence of texts from that of their sentences; the intercept and what was cut off are one row each."""
        import numpy as np

        heard = readings.values["oped_n_sentences_with_tone"]
        n_heard = grouped(heard, text, n_texts)
        hits = readings.hits
        placed = taken(hits, np.flatnonzero(hits.start >= 0))
        owner = text[placed.text]
        made = [replace(placed, text=owner, contribution=placed.contribution / n_heard[owner])]
        for category in ("intercept", "clipping"):
            mine = np.array([name == category for name in hits.category.names], dtype=bool)[
                hits.category.number
            ]
            if mine.any():
                texts = text[hits.text[mine]]
                total = grouped(hits.contribution[mine], texts, n_texts)
                where = np.unique(texts)
                made.append(_unplaced(category, where, total[where] / n_heard[where]))
        return in_order(joined(made))


def _unplaced(category: str, text: Numbers, amount: float | Numbers) -> HitColumns:
    """What no word brings, in these texts."""
    import numpy as np

    n = len(text)
    amounts = np.broadcast_to(np.asarray(amount, dtype=np.float64), n)
    nowhere = np.full(n, -1, dtype=np.int64)
    return HitColumns(
        text=text,
        start=nowhere,
        end=nowhere,
        category=always(category, n),
        term=always(f"({category})", n),
        weight=amounts,
        negated=np.zeros(n, dtype=bool),
        contribution=amounts,
    )
