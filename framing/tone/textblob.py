"""TextBlob's polarity and subjectivity, with the chunks of words that made them.

The numbers are TextBlob's own to the last digit. What is added here: silence (no assessment at all), and the
place in the text of every chunk that TextBlob assessed.
"""

from __future__ import annotations

import math
import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import LimitError
from framing.library import sha256
from framing.model import Hit, Measure, Reading, Readings, Source
from framing.preprocessing.known import Known
from framing.preprocessing.texts import as_texts
from framing.tone.hits import columns_of, in_order, joined, readings_of
from framing.tone.textblob_batch import Assessed, TextBlobWords
from framing.tone.textblob_chunks import TextBlobChunks
from framing.tone.textblob_stretches import Stretches, hits_of, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from framing.preprocessing.texts import Texts
    from framing.preprocessing.vocabulary import Vocabulary

    Numbers = npt.NDArray[Any]

_MEASURES = (
    Measure(
        column="textblob_polarity",
        instrument="textblob",
        category="polarity",
        statistic="mean",
        kind="tone",
        low=-1.0,
        high=1.0,
        neutral=0.0,
        unit="polarity, -1 to 1",
        meaning="TextBlob's polarity: mean over the assessed chunks of words; a higher value means more "
        "favourable words; missing if TextBlob assesses nothing",
    ),
    Measure(
        column="textblob_subjectivity",
        instrument="textblob",
        category="subjectivity",
        statistic="mean",
        kind="subjectivity",
        low=0.0,
        high=1.0,
        neutral=0.0,
        unit="subjectivity, 0 to 1",
        meaning="TextBlob's subjectivity: mean over the assessed chunks of words; a higher value means more "
        "words of opinion, 0 means words of fact only; missing if TextBlob assesses nothing",
    ),
    Measure(
        column="textblob_n_tone_words",
        instrument="textblob",
        category="polarity",
        statistic="n",
        kind="count",
        low=0.0,
        high=math.inf,
        neutral=0.0,
        unit="chunks of words",
        meaning="chunks that TextBlob assesses, a word with its modifiers and negation as one; a higher "
        "value means that polarity and subjectivity rest on more words",
    ),
)

# TextBlob drops white space inside emoticons, and its own sign for a paragraph break wherever a text holds
# it.
_DROPPED = re.compile(r"(?:\s|END-OF-SENTENCE)*")
# The marks that TextBlob peels off a word, in a row. Quotation marks are cut off at once, and so is a row of dots.
_MARKS = re.compile(r"[.,;:!?()\[\]{}`@#$^&*+\-|=~_]+")


class _Word(str):
    """A lower-cased token that knows its place: TextBlob's chunks hold the very objects they were given."""

    __slots__ = ("end", "start")
    start: int
    end: int


class TextBlobTone:
    """TextBlob's sentiment (its `PatternAnalyzer`) as an instrument.

    polarity = Σ p / n and subjectivity = Σ s / n over the n chunks that TextBlob assesses (De Smedt &
    Daelemans 2012). A chunk is a word of its lexicon with the adverbs before it (p and s multiplied by their
    intensity, divided where the adverb is negated, kept within ±1), a negation (p times −0.5) and exclamation
    marks (p times 1.25 each); an emoticon is a chunk.

    Every chunk is one hit of category `polarity`: `weight` is its p, `contribution` p / n, `term` its words
    as TextBlob lists them; it reaches from the first to the last of its words in the text. The contributions
    sum to the polarity. Subjectivity has no hits of its own: it is the mean of s over the same chunks.

    Silence is NaN in both scores and means that nothing was assessed; an assessment of polarity 0 is no
    silence.

    Parameters
    ----------
    max_marks
        most marks in a row that are read, dots not counted: TextBlob peels them off one by one, copying the rest
        each time (400,000 exclamation marks in a row take 20 seconds). A word may be as long as it likes.

    Examples
    --------
    >>> reading = TextBlobTone().read(["The talks were not very good."])[0]
    >>> round(reading.values["textblob_polarity"], 3), [hit.term for hit in reading.hits]
    (-0.269, ['not very good'])
    """

    name = "textblob"
    measures = _MEASURES

    def __init__(self, *, max_marks: int = 20_000) -> None:
        from textblob.en import sentiment

        # The lexicon loads at its first use: here, so that a time limit never leaves half of it to later
        # texts.
        len(sentiment)
        self._sentiment: Any = sentiment
        self._known = Known(self._words_of)
        self._max_marks = max_marks
        self.source = Source(
            title="TextBlob",
            version=version("textblob"),
            citation="Loria, S. TextBlob: Simplified text processing. https://textblob.readthedocs.io; rules "
            "and lexicon: De Smedt, T., & Daelemans, W. (2012). Pattern for Python. Journal of Machine "
            "Learning Research, 13, 2063–2067",
            licence="MIT (lexicon: PDDL)",
            url="https://github.com/sloria/TextBlob",
            language="en",
            sha256=sha256(Path(sentiment.path)),
        )

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading each: polarity, subjectivity, the number of assessed chunks, and the chunks.

        Raises
        ------
        LimitError
            if a text holds more than `max_marks` marks in a row.
        """
        return readings_of(self.read_columns(texts), len(texts))

    def read_columns(self, texts: Sequence[str]) -> Readings:
        """Values and evidence of many texts at once.

        Raises
        ------
        LimitError
            if a text holds more than `max_marks` marks in a row.
        """
        read = as_texts(texts)
        with read.vocabulary.kept_whole():
            return self._read_columns(read)

    def read_stretches(self, texts: Sequence[str]) -> Stretches:
        """What is said of stretches of texts, to be joined to what is said of the texts.

        Raises
        ------
        LimitError
            if one holds more than `max_marks` marks in a row.
        """
        read = as_texts(texts)
        with read.vocabulary.kept_whole():
            return Stretches(self._assess(read))

    def _assess(self, read: Texts) -> Assessed:
        chunks = read.chunks  # found first, as it may bring a longer one
        if read.vocabulary.longest > self._max_marks:
            long = read.vocabulary.lengths(chunks.plain) > self._max_marks
            self._check_marks([read[index] for index in sorted(set(chunks.text[long].tolist()))])
        return self._known.of(read.vocabulary).read(read)

    def _words_of(self, vocabulary: Vocabulary) -> TextBlobWords:
        return TextBlobWords(self._sentiment, TextBlobChunks(self._sentiment, vocabulary, _find))

    def _read_columns(self, read: Texts) -> Readings:
        import numpy as np

        found = self._assess(read)
        columns = [hits_of(found)]
        values = values_of(found.polarity, found.subjectivity, found.n)
        odd = np.flatnonzero(found.odd).tolist()
        for index in odd:
            reading = self._read(read[index])
            columns.append(columns_of(reading.hits, [index] * len(reading.hits)))
            for name, column in values.items():
                column[index] = reading.values[name]
        return Readings(values, in_order(joined(columns)))

    def _read(self, text: str) -> Reading:
        """A text that only the library itself can read."""
        words = list(self._words(text))
        # The list that TextBlob itself makes of a string, so that the score is its own arithmetic.
        score = self._sentiment(words)
        hits = self._hits(score.assessments, words)
        polarity, subjectivity = score if hits else (math.nan, math.nan)
        values = {
            "textblob_polarity": polarity,
            "textblob_subjectivity": subjectivity,
            "textblob_n_tone_words": len(hits),
        }
        return Reading(values, hits)

    def _check_marks(self, texts: Sequence[str]) -> None:
        rows = (row for text in texts for row in _MARKS.findall(text))
        most = max((len(row) - row.count(".") for row in rows), default=0)
        if most > self._max_marks:
            raise LimitError(f"{most:,} marks in a row; textblob reads at most {self._max_marks:,}")

    def _words(self, text: str) -> Iterator[_Word]:
        """TextBlob's own tokens, lower-cased as it does, each with its place in the text."""
        position = 0
        for token in " ".join(self._sentiment.tokenizer(text)).split():
            word = _Word(token.lower())
            word.start, word.end = _find(token, text, position)
            position = word.end
            yield word

    def _hits(self, assessments: Sequence[tuple[Any, ...]], words: Sequence[_Word]) -> tuple[Hit, ...]:
        # Every exclamation mark after the first assessment joins the last chunk as a literal "!" that has
        # lost its place: the marks in the chunks are the last ones of the text, in order.
        n_marks = sum(type(word) is str for chunk, *_ in assessments for word in chunk)
        marks = iter([word for word in words if word == "!"][-n_marks:] if n_marks else [])
        hits: list[Hit] = []
        for chunk, assessed, _subjectivity, _label in assessments:
            polarity = assessed + 0.0  # a negated 0 is -0.0, which prints as a tone
            placed = [word if isinstance(word, _Word) else next(marks) for word in chunk]
            hits.append(
                Hit(
                    start=min(word.start for word in placed),
                    end=max(word.end for word in placed),
                    category="polarity",
                    term=" ".join(chunk),
                    weight=polarity,
                    # No negation is itself in the lexicon, so one in a chunk is there because it negates it.
                    negated=any(word in self._sentiment.negations for word in chunk),
                    contribution=polarity / len(assessments),
                )
            )
        return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end)))


def _find(token: str, text: str, position: int) -> tuple[int, int]:
    """Place of TextBlob's next token, the one before it having ended at `position`.

    TextBlob keeps the order of the characters but drops some (dots of a long ellipsis) and closes up
    emoticons and `( ! )`, so that a token may be wider in the text than it is long.
    """
    for start in range(position, len(text)):
        if text.startswith(token, start):
            return start, start + len(token)
        if text[start] == token[0] and (end := _spaced_end(token, text, start)) is not None:
            return start, end
    return position, position


def _spaced_end(token: str, text: str, start: int) -> int | None:
    """End of `token` in `text` from `start`, over what was dropped inside it; None if it is elsewhere."""
    position = start
    for character in token:
        dropped = _DROPPED.match(text, position)
        position = dropped.end() if dropped else position
        if not text.startswith(character, position):
            return None
        position += 1
    return position
