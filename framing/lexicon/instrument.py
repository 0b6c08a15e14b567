"""A codebook as an instrument: counts its evidence in texts, frame by frame or actor by actor."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from framing.lexicon.abbreviations import article_entries
from framing.lexicon.codebook import Codebook, read_codebook
from framing.lexicon.matcher import Matcher
from framing.model import Hit, HitColumns, Measure, Names, Reading, Source
from framing.preprocessing.arrays import unique
from framing.preprocessing.tokens import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

    from framing.preprocessing.texts import Texts

    Numbers = npt.NDArray[Any]

_FRAME_STATISTICS = (
    ("n", "hits", "hits of the label's patterns outside actors' names, negated ones included"),
    ("n_with_names", "hits", "hits of the label's patterns, those inside actors' names included"),
    ("rate", "hits per 100 words", "100 n / n_words; missing where the text has no word"),
)
_ACTOR_STATISTICS = (
    ("n", "mentions", "mentions of all actors; a stretch of text names one actor only, the longest name"),
    ("distinct", "actors", "different actors that are mentioned"),
)


class LexiconInstrument:
    """Reads texts with a codebook.

    Parameters
    ----------
    codebook
        as `read_codebook` gives it
    kind
        `frame`: for each label the number of hits and their rate per 100 words; labels are independent unless
        the codebook says otherwise. `actor`: mentions of all actors and how many different ones; a stretch of
        text names one actor only, the longest name.
    matcher
        one of the codebook's entries, if it is there already

    Notes
    -----
    `rate` = 100 n / n_words; higher means that more of the text's words are evidence of the frame. It is NaN
    where there is no word; `n` is 0, never NaN. The instrument sees bare strings and knows no actors' names,
    so `n` equals `n_with_names` in what it reads; scoring takes the hits inside names out of `n` with
    `tally`. Negated hits count and are flagged.

    Examples
    --------
    >>> frames = LexiconInstrument(read_codebook("frames"), kind="frame")
    >>> frames.read(["Terrorism threatens trade."])[0].values["frames_security_n"]
    2
    """

    def __init__(
        self, codebook: Codebook, *, kind: Literal["frame", "actor"], matcher: Matcher | None = None
    ) -> None:
        exclusive = kind == "actor" or codebook.overlap == "exclusive"
        self.codebook = codebook
        self.kind: Literal["frame", "actor"] = kind
        self._matcher = matcher or Matcher(codebook.entries, exclusive=exclusive)
        self._measures = _frame_measures(codebook) if kind == "frame" else _actor_measures(codebook)

    @property
    def name(self) -> str:
        """The codebook's name."""
        return self.codebook.name

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What each value means."""
        return self._measures

    @property
    def source(self) -> Source:
        """The codebook's source."""
        return self.codebook.source

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading for each text: its counts, and every hit with its offsets in that text."""
        return [self._read(text) for text in texts]

    def for_text(self, text: str) -> LexiconInstrument:
        """Instrument that knows what an article abbreviates: `Full Name (ABBR)` with a name of the codebook.

        Parameters
        ----------
        text
            the whole article, prepared; if it abbreviates nothing known, the instrument itself comes back
        """
        entries, _ = article_entries(self.codebook, self._matcher, text)
        if not entries:
            return self
        codebook = replace(self.codebook, entries=self.codebook.entries + entries)
        return LexiconInstrument(codebook, kind=self.kind, matcher=self._matcher.extended(entries))

    def find(self, sentences: Texts) -> HitColumns:
        """Every hit in the sentences, in order of place."""
        import numpy as np

        tokens = sentences.tokens
        found = self._matcher.find(tokens, sentences.vocabulary)
        used, which = np.unique(found.entry, return_inverse=True)
        entries = [self._matcher.entries[number] for number in used.tolist()]
        labels = sorted({entry.label for entry in entries})
        places = {label: place for place, label in enumerate(labels)}
        text, start, end = tokens.text[found.first], tokens.start[found.first], tokens.end[found.last]
        label = np.array([places[entry.label] for entry in entries], dtype=np.int64)[which]
        order = np.lexsort((label, end, start, text))
        entry = which[order]
        return HitColumns(
            text=text[order].astype(np.int64),
            start=start[order].astype(np.int64),
            end=end[order].astype(np.int64),
            category=Names(label[order], labels),
            term=Names(entry, [entry.listed for entry in entries]),
            weight=np.array([entry.weight for entry in entries], dtype=np.float64)[entry],
            negated=found.negated[order],
            contribution=np.full(len(entry), math.nan),
        )

    def tally_columns(
        self, category: Names, in_name: Numbers, row: Numbers, n_words: Numbers
    ) -> dict[str, Numbers]:
        """Values of `measures` for many units at once: hit i counts in unit `row[i]`, which has `n_words[row[i]]`."""
        import numpy as np

        names = [label.name for label in self.codebook.labels]
        places = {name: place for place, name in enumerate(names)}
        # a name that no hit has need be no label
        known = np.array([places.get(each, -1) for each in category.names], dtype=np.int64)
        code = known[category.number]
        n, size = len(n_words), len(names)
        if self.kind == "actor":
            pairs = unique(row * size + code)
            return {
                f"{self.name}_n": np.bincount(row, minlength=n),
                f"{self.name}_distinct": np.bincount(pairs // size, minlength=n),
            }
        key = row * size + code
        every = np.bincount(key, minlength=n * size).reshape(n, size)
        outside = np.bincount(key[~in_name], minlength=n * size).reshape(n, size)
        values: dict[str, Numbers] = {}
        for place, label in enumerate(self.codebook.labels):
            column = f"{self.name}_{label.slug}"
            values[f"{column}_n"] = outside[:, place]
            values[f"{column}_n_with_names"] = every[:, place]
            with np.errstate(invalid="ignore", divide="ignore"):
                rate = 100 * outside[:, place] / n_words
            values[f"{column}_rate"] = np.where(n_words > 0, rate, math.nan)
        return values

    def tally(self, hits: Sequence[Hit], in_name: Sequence[bool], n_words: int) -> dict[str, float]:
        """Values of `measures` for some of a text's hits.

        Parameters
        ----------
        hits, in_name
            hits of this instrument, and of each whether it lies inside an actor's name
        n_words
            words of the text, for the rate
        """
        counts = Counter(hit.category for hit in hits)
        if self.kind == "actor":
            return {f"{self.name}_n": len(hits), f"{self.name}_distinct": len(counts)}
        outside = Counter(hit.category for hit, inside in zip(hits, in_name, strict=True) if not inside)
        values: dict[str, float] = {}
        for label in self.codebook.labels:
            n = outside[label.name]
            column = f"{self.name}_{label.slug}"
            values[f"{column}_n"] = n
            values[f"{column}_n_with_names"] = counts[label.name]
            values[f"{column}_rate"] = 100 * n / n_words if n_words else math.nan
        return values

    def _read(self, text: str) -> Reading:
        hits = tuple(self._matcher.hits(text))
        n_words = count_words(text)
        return Reading(self.tally(hits, [False] * len(hits), n_words), hits)


def frame_instrument(name_or_path: str | Path) -> LexiconInstrument:
    """Frames of a codebook: a shipped one's name, or the path of one of your own."""
    return LexiconInstrument(read_codebook(name_or_path), kind="frame")


def actor_instrument(name_or_path: str | Path) -> LexiconInstrument:
    """Actors of a codebook: a shipped one's name, or the path of one of your own."""
    return LexiconInstrument(read_codebook(name_or_path), kind="actor")


def _frame_measures(codebook: Codebook) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            column=f"{codebook.name}_{label.slug}_{statistic}",
            instrument=codebook.name,
            category=label.name,
            statistic=statistic,
            kind="frame",
            low=0.0,
            high=math.inf,
            neutral=0.0,
            unit=unit,
            meaning=f"{label.name}: {meaning}",
        )
        for label in codebook.labels
        for statistic, unit, meaning in _FRAME_STATISTICS
    )


def _actor_measures(codebook: Codebook) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            column=f"{codebook.name}_{statistic}",
            instrument=codebook.name,
            category="all",
            statistic=statistic,
            kind="actor",
            low=0.0,
            high=math.inf,
            neutral=0.0,
            unit=unit,
            meaning=meaning,
        )
        for statistic, unit, meaning in _ACTOR_STATISTICS
    )
