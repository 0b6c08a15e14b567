"""VADER's compound, sentence by sentence, with the words that made it.

The compound of every sentence is vaderSentiment's own. What is added here: the mean over sentences, silence
(no word has a valence), and the place and contribution of every word that has one.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import LimitError
from framing.library import sha256
from framing.model import Hit, HitColumns, Measure, Reading, Readings, Source
from framing.preprocessing.arrays import grouped
from framing.preprocessing.known import Known
from framing.preprocessing.texts import as_texts
from framing.preprocessing.tokens import sentence_spans
from framing.tone.hits import always, columns_of, combined, in_order, joined, readings_of
from framing.tone.vader_batch import ALPHA, VaderWords

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from framing.preprocessing.texts import Texts

    Numbers = npt.NDArray[Any]

_MEASURES = (
    Measure(
        column="vader_compound",
        instrument="vader",
        category="compound",
        statistic="mean",
        kind="tone",
        low=-1.0,
        high=1.0,
        neutral=0.0,
        unit="compound, -1 to 1",
        meaning="mean of VADER's compound over all sentences, those without a tone-bearing word counting 0; "
        "a higher value means more favourable words; missing if no word or emoticon has a valence",
        silence="neutral",
    ),
    Measure(
        column="vader_n_tone_words",
        instrument="vader",
        category="valence",
        statistic="n",
        kind="count",
        low=0.0,
        high=math.inf,
        neutral=0.0,
        unit="words",
        meaning="words and emoticons with a valence after VADER's rules; a higher value means that the "
        "compound rests on more words",
    ),
    Measure(
        column="vader_n_sentences_with_tone",
        instrument="vader",
        category="compound",
        statistic="n_sentences",
        kind="count",
        low=0.0,
        high=math.inf,
        neutral=0.0,
        unit="sentences",
        meaning="sentences with at least one tone-bearing word; a higher value means that the compound rests "
        "on more of the text",
    ),
)

_CHUNK = re.compile(r"\S+")  # the same white space as str.split
_MARKS = re.compile(r"[!?]+")


class VaderTone:
    """VADER (Hutto & Gilbert 2014, doi:10.1609/icwsm.v8i1.14550) as an instrument that reads by sentences.

    A sentence's compound is s / √(s² + 15), rounded to four digits, where s sums the valences v of its words
    after VADER's rules (negation, boosters, capitals, but, idioms) and the emphasis of its exclamation and
    question marks. A text's compound is the mean over all its sentences: that of a whole paragraph saturates.

    Every word with v ≠ 0 is a hit of category `valence`, the emphasis of the marks one hit of category
    `punctuation` at the first run of marks that count. `weight` is v, `contribution` v / √(s² + 15) / number
    of sentences; the contributions sum to the compound within 5e-5, the library's rounding. `term` is the
    word as VADER looks it up; an emoji is read as its description, whose words are hits at the place of the
    emoji. `negated`: the rules turned the sign that the word has in the lexicon (a negation, or one of
    VADER's idioms, such as "kiss of death").

    Silence is NaN and means that no word has v ≠ 0; a sum that cancels to 0 is no silence.

    Parameters
    ----------
    max_sentence_words
        longest sentence that is read, counting the words of emoji descriptions: vaderSentiment's time grows
        with the square of a sentence's length (2,000 words: under a second; 180 kB of "good but": over a
        minute).

    Examples
    --------
    >>> reading = VaderTone().read(["The deal isn't good. It was signed on Monday."])[0]
    >>> round(reading.values["vader_compound"], 6)
    -0.1706
    >>> [(hit.term, hit.weight, hit.negated) for hit in reading.hits]
    [('good', -1.406, True)]
    """

    name = "vader"
    measures = _MEASURES

    def __init__(self, *, max_sentence_words: int = 2_000) -> None:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer, SentiText

        analyzer = SentimentIntensityAnalyzer()
        score_valence = analyzer.score_valence

        def record(valences: list[float], text: str) -> dict[str, Any]:
            """Add to the scores what they are made of, so that no rule has to be written a second time."""
            return {**score_valence(valences, text), "valences": valences, "text": text}

        analyzer.score_valence = record  # polarity_scores returns what this returns
        self._analyzer: Any = analyzer
        self._known = Known(partial(VaderWords, analyzer))
        self._split: Any = SentiText
        self._max_words = max_sentence_words
        self.source = Source(
            title="vaderSentiment",
            version=version("vaderSentiment"),
            citation="Hutto, C. J., & Gilbert, E. (2014). VADER: A parsimonious rule-based model for "
            "sentiment analysis of social media text. Proceedings of the International AAAI Conference on "
            "Web and Social Media, 8(1), 216–225. https://doi.org/10.1609/icwsm.v8i1.14550",
            licence="MIT",
            url="https://github.com/cjhutto/vaderSentiment",
            language="en",
            sha256=sha256(Path(str(files("vaderSentiment"))) / "vader_lexicon.txt"),
        )

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading each: the mean compound, the number of tone-bearing words and sentences, and the words.

        Raises
        ------
        LimitError
            if a sentence has more than `max_sentence_words` words.
        """
        return [self._read(text) for text in texts]

    def read_sentences(self, sentences: Sequence[str]) -> list[Reading]:
        """One reading for each string, taken as one sentence whatever Punkt would say.

        Raises
        ------
        LimitError
            if a sentence has more than `max_sentence_words` words.
        """
        return readings_of(self.read_columns(sentences), len(sentences))

    def read_columns(self, texts: Sequence[str]) -> Readings:
        """Values and evidence of many sentences at once.

        Raises
        ------
        LimitError
            if a sentence has more than `max_sentence_words` words.
        """
        sentences = as_texts(texts)
        with sentences.vocabulary.kept_whole():
            return self._read_columns(sentences)

    def _read_columns(self, sentences: Texts) -> Readings:
        import numpy as np

        self._check_lengths(sentences)
        words = self._known.of(sentences.vocabulary)
        found = words.read(sentences)
        scale = np.sqrt((found.total + found.emphasis) ** 2 + ALPHA)
        n_words = np.bincount(found.text, minlength=len(sentences))
        columns = [
            HitColumns(
                text=found.text,
                start=found.start,
                end=found.end,
                category=always("valence", len(found.text)),
                term=words.terms(found.word),
                weight=found.valence,
                negated=found.negated,
                contribution=found.valence / scale[found.text],
            )
        ]
        more: list[tuple[int, Hit]] = []
        for index in np.flatnonzero(found.odd).tolist():
            reading = self._read_sentence(sentences[index])
            n_words[index] = reading.values["vader_n_tone_words"]
            more += [(index, hit) for hit in reading.hits]
        for index in np.flatnonzero((found.emphasis != 0) & ~found.odd).tolist():
            text = sentences[index]
            more.append(
                (
                    index,
                    _emphasis_hit(text, range(len(text)), float(found.emphasis[index]), float(scale[index])),
                )
            )
        compound = np.where(n_words > 0, found.compound, np.nan)
        values = {
            "vader_compound": compound,
            "vader_n_tone_words": n_words,
            "vader_n_sentences_with_tone": (n_words > 0).astype(np.int64),
        }
        if more:
            columns.append(columns_of([hit for _, hit in more], [index for index, _ in more]))
        return Readings(values, in_order(joined(columns)))

    def scores(self, sentences: Sequence[str]) -> dict[str, Numbers]:
        """The library's `neg`, `neu`, `pos` and `compound` of each string, to the last bit (0.0 where silent)."""
        texts = as_texts(sentences)
        self.read_columns(texts)
        found = self._known.of(texts.vocabulary).read(texts)
        return {"neg": found.neg, "neu": found.neu, "pos": found.pos, "compound": found.compound}

    def combine(self, readings: Sequence[Reading], starts: Sequence[int]) -> Reading:
        """Return the reading of a text from those of its sentences, which start at `starts`; silent if none.

        Every reading counts in the mean, a silent one as 0: pass none for a sentence of white space.
        """
        return combined(self, readings, starts)

    def combine_values(
        self, values: Mapping[str, Numbers], sentence: Numbers, text: Numbers, n_texts: int
    ) -> dict[str, Numbers]:
        """Values of texts from those of their sentences."""
        import numpy as np

        compound = np.nan_to_num(values["vader_compound"])
        n_sentences = np.bincount(text, minlength=n_texts)
        heard = grouped(compound[sentence], text, n_texts)
        counts = {
            name: grouped(values[name][sentence], text, n_texts).astype(np.int64)
            for name in ("vader_n_tone_words", "vader_n_sentences_with_tone")
        }
        with np.errstate(invalid="ignore"):
            mean = heard / n_sentences
        return {"vader_compound": np.where(counts["vader_n_sentences_with_tone"] > 0, mean, np.nan), **counts}

    def combine_hits(self, readings: Readings, text: Numbers, n_texts: int) -> HitColumns:
        """Evidence of texts from that of their sentences."""
        import numpy as np

        n_sentences = np.bincount(text, minlength=n_texts)
        owner = text[readings.hits.text]
        return replace(
            readings.hits, text=owner, contribution=readings.hits.contribution / n_sentences[owner]
        )

    def _read(self, text: str) -> Reading:
        spans = sentence_spans(text)
        readings = self.read_sentences([text[start:end] for start, end in spans])
        return self.combine(readings, [start for start, _ in spans])

    def _check_lengths(self, sentences: Texts) -> None:
        import numpy as np

        # a chunk is a word or none, but emoji and other white space make several of one
        ends = sentences.vocabulary.ends(sentences.chunks)
        for index in np.flatnonzero(ends + 1 >= 2 * self._max_words).tolist():
            self._check_length(self._describe(sentences[index])[0])

    def _read_sentence(self, sentence: str) -> Reading:
        described, origins = self._describe(sentence)
        self._check_length(described)
        scores = self._analyzer.polarity_scores(sentence)
        hits = self._hits(described, origins, scores) if any(scores["valences"]) else ()
        n_words = sum(hit.category == "valence" for hit in hits)
        values = {
            "vader_compound": scores["compound"] if n_words else math.nan,
            "vader_n_tone_words": n_words,
            "vader_n_sentences_with_tone": int(n_words > 0),
        }
        return Reading(values, hits)

    def _describe(self, sentence: str) -> tuple[str, Sequence[int]]:
        """Sentence with its emoji described, as polarity_scores does it, and where each character stood.

        A description is set off by a space before it but not after it: "😊day" becomes "… smiling eyesday".
        """
        emojis = self._analyzer.emojis
        if emojis.keys().isdisjoint(sentence):
            return sentence, range(len(sentence))
        pieces: list[str] = []
        origins: list[int] = []
        after_space = True
        for index, character in enumerate(sentence):
            description = emojis.get(character)
            piece = character if description is None else " " * (not after_space) + description
            after_space = description is None and character == " "
            pieces.append(piece)
            origins += [index] * len(piece)
        return "".join(pieces), origins

    def _check_length(self, described: str) -> None:
        # Every word but the last takes two characters with its space, so most sentences need no counting.
        n_words = len(described.split()) if len(described) + 1 >= 2 * self._max_words else 0
        if n_words > self._max_words:
            raise LimitError(
                f"a sentence of {n_words:,} words, from {described[:40].strip()!r} on; "
                f"vader reads sentences of at most {self._max_words:,}"
            )

    def _hits(self, described: str, origins: Sequence[int], scores: dict[str, Any]) -> tuple[Hit, ...]:
        """Evidence of one sentence with at least one valence, in order of place."""
        valences: list[float] = scores["valences"]
        total = float(sum(valences))
        # SLF001: the amount of the emphasis has no public name in vaderSentiment.
        amount: float = self._analyzer._punctuation_emphasis(scores["text"])  # noqa: SLF001
        emphasis = math.copysign(amount, total) if total else 0.0
        scale = math.sqrt((total + emphasis) ** 2 + ALPHA)
        hits = [_emphasis_hit(described, origins, emphasis, scale)] if emphasis else []
        words: list[str] = self._split(described).words_and_emoticons
        for chunk, word, valence in zip(_CHUNK.finditer(described), words, valences, strict=True):
            if not valence:
                continue
            first = chunk.start() + chunk.group().index(word)
            term = word.lower()
            hits.append(
                Hit(
                    start=origins[first],
                    end=origins[first + len(word) - 1] + 1,
                    category="valence",
                    term=term,
                    weight=valence,
                    negated=valence * self._analyzer.lexicon[term] < 0,
                    contribution=valence / scale,
                )
            )
        return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end)))


def _emphasis_hit(described: str, origins: Sequence[int], emphasis: float, scale: float) -> Hit:
    """Emphasis of all marks of a sentence, placed at the first run of marks with one that counts."""
    # A single question mark only asks; vaderSentiment counts them from two on.
    counting = "!?" if described.count("?") > 1 else "!"
    run = next(run for run in _MARKS.finditer(described) if any(mark in counting for mark in run.group()))
    return Hit(
        start=origins[run.start()],
        end=origins[run.end() - 1] + 1,
        category="punctuation",
        term="".join(mark for mark in counting if mark in described),
        weight=emphasis,
        contribution=emphasis / scale,
    )
