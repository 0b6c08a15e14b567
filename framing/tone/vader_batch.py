"""VADER's numbers for many sentences at once: what its rules make of words comes from `vader_situations`.

Only chunks (runs without white space) that mean something to the rules are looked at. Sums are added in the library's
order. A sentence with emoji, or with white space of another kind, goes to the library whole. The scores are the
library's to the last bit; tests/test_batches.py proves it.
"""

from __future__ import annotations

import re
import sys
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.model import Names
from framing.preprocessing.arrays import grouped, view
from framing.tone.vader_situations import IS_BUT, IS_LISTED, IS_UPPER, N_KINDS, Situations, Words

if TYPE_CHECKING:
    import numpy.typing as npt

    from framing.preprocessing.texts import Texts
    from framing.preprocessing.vocabulary import Vocabulary

    Numbers = npt.NDArray[Any]

# vaderSentiment's normalising constant: compound = s / sqrt(s² + 15) (Hutto & Gilbert 2014).
ALPHA = 15
# Since Python 3.12 sum() makes up for rounding, which only shows from three addends on.
_PLAIN_SUM = sys.version_info < (3, 12)
_FEW = 2
# Nearer than this to the middle between two decimals, their distance being 1, scaling may have changed which is nearer.
_NEARLY = 1e-6
_SPACES = re.compile(r"\s")
# VADER takes marks off words of so many characters and more.
_SHORTEST = 3
#: What a chunk is to its sentence beside what its word is: it has marks that VADER counts; it is empty; a sentence with
#: it is odd.
_HAS_MARKS, _IS_EMPTY, _IS_ODD = (1 << n for n in range(N_KINDS, N_KINDS + 3))


@dataclass(frozen=True, slots=True)
class Valences:
    """What VADER says of sentences, and of each of their words that has a valence.

    Attributes
    ----------
    compound, pos, neg, neu
        vaderSentiment's scores of each sentence
    odd
        sentences that went to the library whole: those with emoji, and those with other white space than spaces
    text, word, valence
        of each word with a valence that is not 0: its sentence, its number as a word, and its valence after the rules;
        words of odd sentences are left out
    start, end
        where each such word stands in its sentence
    negated
        whether the rules turned the sign that it has in the lexicon
    total, emphasis
        of each sentence the sum of its valences, and what its marks add to it
    n_words
        words of each sentence
    """

    compound: Numbers
    pos: Numbers
    neg: Numbers
    neu: Numbers
    odd: Numbers
    text: Numbers
    word: Numbers
    valence: Numbers
    start: Numbers
    end: Numbers
    negated: Numbers
    total: Numbers
    emphasis: Numbers
    n_words: Numbers


class VaderWords:
    """What VADER makes of every distinct chunk of a vocabulary, found once.

    Parameters
    ----------
    analyzer
        vaderSentiment's `SentimentIntensityAnalyzer`
    vocabulary
        numbers the chunks
    """

    def __init__(self, analyzer: Any, vocabulary: Vocabulary) -> None:
        from vaderSentiment import vaderSentiment

        self._vocabulary = vocabulary
        self._analyzer = analyzer
        self._strip = vaderSentiment.SentiText._strip_punc_if_word  # noqa: SLF001 # has no public name
        self._situations = Situations(analyzer)
        self._word_of, self._offset = array("i"), array("i")
        self._marks, self._questions, self._what = array("i"), array("i"), array("b")

    def read(self, texts: Texts) -> Valences:
        """Scores and valences of sentences."""
        import numpy as np

        chunks, n = texts.chunks, len(texts)
        self._meet()
        what = view(self._what).take(chunks.plain)
        odd = np.zeros(n, dtype=bool)
        odd[chunks.text_at(np.flatnonzero(what & _IS_ODD))] = True
        # Every chunk is a word but the empty ones, which stand between two spaces.
        plain, bounds = chunks.plain, chunks.bounds
        empty = np.flatnonzero(what & _IS_EMPTY)
        if len(empty):
            is_word = what & _IS_EMPTY == 0
            plain, what, bounds = plain[is_word], what[is_word], bounds - np.searchsorted(empty, bounds)
        before = empty - np.arange(len(empty))  # how many words stand before each empty chunk

        def texts_of(words: Numbers) -> Numbers:
            return np.searchsorted(bounds, words, side="right") - 1

        n_words = np.diff(bounds)
        n_upper = np.bincount(texts_of(np.flatnonzero(what & IS_UPPER)), minlength=n)
        stands_out = (n_upper > 0) & (n_upper < n_words)
        at = np.flatnonzero(what & IS_LISTED)
        text = texts_of(at)
        at, text = at[~odd[text]], text[~odd[text]]
        words = Words(view(self._word_of), plain, bounds)
        valence = self._situations.valences(words, at, text, stands_out)
        has_but = np.flatnonzero(what & IS_BUT)
        _weigh_but(at, valence, text, has_but, texts_of(has_but))
        kept = valence != 0
        at, text, valence = at[kept], text[kept], valence[kept]
        marked = np.flatnonzero(what & _HAS_MARKS)
        marks, questions = (
            np.bincount(texts_of(marked), weights=view(each)[plain[marked]], minlength=n)
            for each in (self._marks, self._questions)
        )
        # VADER's rules: up to four exclamation marks count, and two, three or more question marks
        many = np.where(questions <= 3, questions * 0.18, 0.96)  # noqa: PLR2004
        amount = np.minimum(marks, 4) * 0.292 + np.where(questions > 1, many, 0.0)
        scores = _scores(valence, text, n_words, amount)
        number = words.at(at)
        place = at + np.searchsorted(before, at, side="right")
        start = chunks.start_at(place) + view(self._offset).take(plain.take(at))
        end = start + self._situations.lengths(number)
        negated = valence * self._situations.listed(number) < 0
        found = Valences(
            compound=scores[0],
            pos=scores[1],
            neg=scores[2],
            neu=scores[3],
            odd=odd,
            text=text,
            word=number,
            valence=valence,
            start=start,
            end=end,
            negated=negated,
            total=scores[4],
            emphasis=scores[5],
            n_words=n_words,
        )
        for index in np.flatnonzero(odd).tolist():
            told = self._analyzer.polarity_scores(texts[index])
            for name in ("compound", "pos", "neg", "neu"):
                getattr(found, name)[index] = told[name]
        return found

    def terms(self, numbers: Numbers) -> Names:
        """Words as VADER looks them up."""
        return self._situations.terms(numbers)

    def _meet(self) -> None:
        """Look at the chunks that are new in the vocabulary: most are words that mean nothing to VADER."""
        import numpy as np

        new, words, ends = self._vocabulary.words_from(len(self._word_of))
        n = len(new)
        is_word = np.fromiter(map(len, words), dtype=np.int64, count=n) >= np.where(ends > 0, _SHORTEST, 1)
        is_plain = is_word & np.fromiter(map(str.isascii, new), dtype=bool, count=n)
        is_plain &= ~np.fromiter(map(self._situations.telling.__contains__, words), dtype=bool, count=n)
        upper = np.fromiter(map(str.isupper, new), dtype=np.int64, count=n)
        marks, questions = ((is_plain & (ends == ord(mark))).astype(np.int32) for mark in "!?")
        number = np.array(self._situations.meaningless, dtype=np.int32)[upper]
        what = view(self._situations.kinds)[number] | (_HAS_MARKS * (marks + questions)).astype(np.int8)
        offset = np.zeros(n, dtype=np.int32)
        for place in np.flatnonzero(~is_plain).tolist():
            number[place], offset[place], marks[place], questions[place], what[place] = self._describe(
                new[place]
            )
        for column, values in (
            (self._word_of, number),
            (self._offset, offset),
            (self._marks, marks),
            (self._questions, questions),
            (self._what, what),
        ):
            column.frombytes(values.tobytes())

    def _describe(self, chunk: str) -> tuple[int, int, int, int, int]:
        """Of a chunk the number of its word and where it starts, its exclamation and question marks, what it is."""
        is_emoji = not chunk.isascii() and not self._analyzer.emojis.keys().isdisjoint(chunk)
        marks, questions = chunk.count("!"), chunk.count("?")
        what = _IS_ODD * (is_emoji or _SPACES.search(chunk) is not None) | _HAS_MARKS * (
            marks + questions > 0
        )
        word = self._strip(chunk) if chunk else ""
        if not word:
            return -1, 0, marks, questions, what | _IS_EMPTY
        number = self._situations.number(word)
        return number, chunk.index(word), marks, questions, what | self._situations.kinds[number]


def _weigh_but(
    candidates: Numbers, valence: Numbers, text: Numbers, has_but: Numbers, in_text: Numbers
) -> None:
    """Halve what stands before the first "but" of a sentence, raise what stands behind, in place, as the library does.

    The library finds each valence by its value (`list.index`), so that of two equal ones the first may be changed
    twice; words without a valence are 0 before and after.
    """
    import numpy as np

    owner, first = np.unique(in_text, return_index=True)
    lows, highs = np.searchsorted(text, owner), np.searchsorted(text, owner, side="right")
    for low, high, but in zip(lows.tolist(), highs.tolist(), has_but[first].tolist(), strict=True):
        places, values = candidates[low:high].tolist(), valence[low:high].tolist()
        for index in range(len(values)):
            changed = values.index(values[index])
            values[changed] *= 0.5 if places[changed] < but else 1.5
        valence[low:high] = values


def _scores(valence: Numbers, text: Numbers, n_words: Numbers, amount: Numbers) -> tuple[Numbers, ...]:
    """As `score_valence`, for all sentences: compound, pos, neg, neu, the sum of valences, the emphasis in it."""
    import numpy as np

    n = len(n_words)
    total = grouped(valence, text, n)
    counts = np.bincount(text, minlength=n)
    if not _PLAIN_SUM:
        ends = np.cumsum(counts)
        for index in np.flatnonzero(counts > _FEW).tolist():
            total[index] = float(sum(valence[ends[index] - counts[index] : ends[index]].tolist()))
    emphasis = np.sign(total) * amount
    weighed = total + emphasis
    with np.errstate(invalid="ignore"):
        norm = weighed / np.sqrt(weighed * weighed + ALPHA)
    compound = _rounded(np.clip(norm, -1.0, 1.0), 4)
    is_pos, is_neg = valence > 0, valence < 0
    pos = grouped(valence[is_pos] + 1, text[is_pos], n)
    neg = grouped(valence[is_neg] - 1, text[is_neg], n)
    neutral = n_words - counts
    size = np.abs(neg)
    pos, neg = np.where(pos > size, pos + amount, pos), np.where(pos < size, neg - amount, neg)
    whole = pos + np.abs(neg) + neutral
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = [np.abs(part / whole) for part in (pos, neg, neutral)]
    rounded = [_rounded(np.nan_to_num(share), 3) for share in shares]
    return compound, *rounded, total, emphasis


def _rounded(values: Numbers, digits: int) -> Numbers:
    """As Python's `round`: to the nearest decimal, by the exact value where two are as near."""
    import numpy as np

    scale = 10.0**digits
    scaled = values * scale
    made = np.rint(scaled) / scale
    for index in np.flatnonzero(np.abs(np.abs(scaled - np.trunc(scaled)) - 0.5) < _NEARLY).tolist():
        made[index] = round(float(values[index]), digits)
    return made
