"""VADER's numbers for many sentences at once: vaderSentiment's own rules, asked once for each situation.

The valence of a word depends on the word, on whether capitals stand out in its sentence, and, of the three words
before it and the two behind, only on those that vaderSentiment's rules name (boosters, negations, idioms) and on
whether each of the others is in its lexicon. So every word becomes a number, the situation of a word a number made of
those, and vaderSentiment itself is asked what the valence is, once for each situation. Sums are added in its order. A
sentence with emoji, or with white space of another kind, goes to the library whole. The scores are the library's to the
last bit; tests/test_batches.py proves it.
"""

from __future__ import annotations

import re
import sys
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.model import Names
from framing.preprocessing.arrays import grouped, view

if TYPE_CHECKING:
    import numpy.typing as npt

    from framing.preprocessing.vocabulary import Texts, Vocabulary

    Numbers = npt.NDArray[Any]

# vaderSentiment's normalising constant: compound = s / sqrt(s² + 15) (Hutto & Gilbert 2014).
ALPHA = 15
_BEFORE, _BEHIND = 3, 2
# Words that the rules name beside boosters and negations, and of each idiom the rarest word: the others ("the", "of")
# are told from any other word only where that one is near, so that few situations are special.
_NAMED = frozenset(
    (
        *("least", "at", "very", "never", "so", "this", "without", "doubt", "no", "or", "nor", "but"),
        *("kind", "sort", "enough"),
    )
)
_ANCHORS = frozenset(("shit", "bomb", "ass", "badass", "bus", "yeah", "kiss", "die", "beating"))
# More situations than any text has; then all are forgotten.
_MOST_KEPT = 200_000
# Since Python 3.12 sum() makes up for rounding, which only shows from three addends on.
_PLAIN_SUM = sys.version_info < (3, 12)
_FEW = 2
# Nearer than this to the middle between two decimals, their distance being 1, scaling may have changed which is nearer.
_NEARLY = 1e-6
_SPACES = re.compile(r"\s")
#: What a chunk is to its sentence: it stands alone in capitals; it may have a valence; it is "but"; it has marks that
#: VADER counts; it is empty; a sentence with it is odd.
_IS_UPPER, _IS_LISTED, _IS_BUT, _HAS_MARKS, _IS_EMPTY, _IS_ODD = (1 << n for n in range(6))


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

        self.vocabulary = vocabulary
        self._lower: list[str] = []
        self._analyzer = analyzer
        self._strip = vaderSentiment.SentiText._strip_punc_if_word  # noqa: SLF001 # has no public name
        self._boosters = vaderSentiment.BOOSTER_DICT
        self._negations = frozenset(vaderSentiment.NEGATE)
        idioms = [name.split() for name in (*self._boosters, *vaderSentiment.SPECIAL_CASES)]
        single = {words[0] for words in idioms if len(words) == 1}
        self._named = frozenset({*_NAMED, *_ANCHORS, *self._negations, *single})
        self._anchors = frozenset({*_ANCHORS, "kind", "sort", "enough"})
        self._parts = frozenset(word for words in idioms for word in words) - self._named
        if missed := [words for words in idioms if len(words) > 1 and self._anchors.isdisjoint(words)]:
            raise AssertionError(f"vaderSentiment has an idiom that no anchor covers: {missed[0]}")
        self._numbers: dict[str, int] = {}
        self._telling = self._analyzer.lexicon.keys() | self._named | self._parts
        # What stands for each code in a situation: code 0 is no word at all, code 1 one that means nothing, code 2 one
        # of the lexicon that no rule names.
        self._codes: dict[tuple[str, bool], int] = {("a", False): 1, ("good", False): 2}
        self._stand_in = ["", "a", "good"]
        self._classes: dict[tuple[float, str, bool], int] = {}
        self._of_class: list[str] = []
        self._known: dict[int, float] = {}
        self._word_of, self._offset, self._length = array("i"), array("i"), array("i")
        self._listed = array("d")
        self._marks, self._questions, self._what = array("i"), array("i"), array("b")
        # the second of each pair is for words near an anchor
        self._code, self._class = (array("i"), array("i")), (array("i"), array("i"))
        self._kind, self._anchor = array("b"), array("b")
        # stand for all words without a meaning to the rules, in small letters or not
        self._meaningless = self._add("zzzz"), self._add("ZZZZ")

    def read(self, texts: Texts) -> Valences:
        """Scores and valences of sentences."""
        import numpy as np

        chunks, n = texts.chunks, len(texts)
        self._meet()
        what = view(self._what, "i1")[chunks.plain]
        odd = np.zeros(n, dtype=bool)
        odd[chunks.text_at(np.flatnonzero(what & _IS_ODD))] = True
        # Every chunk is a word but the empty ones, which stand between two spaces.
        plain, bounds, place = chunks.plain, chunks.bounds, None
        empty = np.flatnonzero(what & _IS_EMPTY)
        if len(empty):
            place = np.flatnonzero(what & _IS_EMPTY == 0)
            plain, what, bounds = plain[place], what[place], bounds - np.searchsorted(empty, bounds)

        def texts_of(words: Numbers) -> Numbers:
            return np.searchsorted(bounds, words, side="right") - 1

        n_words = np.diff(bounds)
        n_upper = np.bincount(texts_of(np.flatnonzero(what & _IS_UPPER)), minlength=n)
        stands_out = (n_upper > 0) & (n_upper < n_words)
        at = np.flatnonzero(what & _IS_LISTED)
        text = texts_of(at)
        at, text = at[~odd[text]], text[~odd[text]]
        words = _Words(view(self._word_of), plain, bounds)
        valence = self._valences(words, at, text, stands_out)
        has_but = np.flatnonzero(what & _IS_BUT)
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
        start = chunks.start_at(at if place is None else place[at]) + view(self._offset)[plain[at]]
        end = start + view(self._length)[number]
        negated = valence * view(self._listed, "f8")[number] < 0
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
        import numpy as np

        return Names(numbers.astype(np.int64), self._lower)

    def _meet(self) -> None:
        """Look at the chunks that are new in the vocabulary."""
        emojis, strip, telling, numbers = self._analyzer.emojis, self._strip, self._telling, self._numbers
        for chunk in self.vocabulary.plain[len(self._word_of) :]:
            what = marks = questions = offset = 0
            word = chunk
            if not (chunk.isalnum() and chunk.isascii()):
                is_emoji = not chunk.isascii() and not emojis.keys().isdisjoint(chunk)
                marks, questions = chunk.count("!"), chunk.count("?")
                what = _IS_ODD * (is_emoji or _SPACES.search(chunk) is not None) | _HAS_MARKS * (
                    marks + questions > 0
                )
                word = strip(chunk) if chunk else ""
                offset = chunk.index(word) if word else 0
            self._marks.append(marks)
            self._questions.append(questions)
            self._offset.append(offset)
            if not word:
                self._word_of.append(-1)
                self._what.append(what | _IS_EMPTY)
                continue
            lower = word.lower()
            if lower not in telling and "n't" not in lower:  # most words mean nothing to VADER
                number = self._meaningless[word.isupper()]
            else:
                number = numbers.get(word, -1)
                if number < 0:
                    number = self._add(word)
            self._word_of.append(number)
            self._what.append(what | self._kind[number])

    def _add(self, word: str) -> int:
        """Number a word that is new."""
        number = self._numbers[word] = len(self._lower)
        lower, upper = word.lower(), word.isupper()
        self._lower.append(lower)
        self._length.append(len(word))
        self._listed.append(self._analyzer.lexicon.get(lower, 0.0))
        self._anchor.append(lower in self._anchors)
        for near in (False, True):
            named = lower in self._named or (near and lower in self._parts)
            self._code[near].append(self._code_of(lower, named=named, upper=upper))
            self._class[near].append(self._class_of(word, lower, named=named, upper=upper))
        self._kind.append(
            _IS_UPPER * upper | _IS_BUT * (lower == "but") | _IS_LISTED * (self._class[0][number] >= 0)
        )
        return number

    def _code_of(self, lower: str, *, named: bool, upper: bool) -> int:
        """What a word is to its neighbours."""
        lexicon = self._analyzer.lexicon
        if not named and "n't" not in lower:
            key = ("good", False) if lower in lexicon else ("a", False)
        elif named or lower in lexicon:
            key = lower, upper
        else:
            key = "didn't", False
        if key not in self._codes:
            self._codes[key] = len(self._stand_in)
            self._stand_in.append(key[0].upper() if key[1] else key[0])
        return self._codes[key]

    def _class_of(self, word: str, lower: str, *, named: bool, upper: bool) -> int:
        """What a word with a valence is to the rules: words of one valence are alike unless one is named."""
        lexicon = self._analyzer.lexicon
        if lower not in lexicon or lower in self._boosters:
            return -1
        kind = (lexicon[lower], lower if named else "", upper)
        if kind not in self._classes:
            self._classes[kind] = len(self._of_class)
            self._of_class.append(word)
        number = self._classes[kind]
        if not named and self._of_class[number].lower() in self._parts:
            self._of_class[number] = word  # "heart" must not stand for "love" behind "beating"
        return number

    def _valences(self, words: _Words, candidates: Numbers, text: Numbers, stands_out: Numbers) -> Numbers:
        """The valence of each candidate, which stands in this text, in its situation."""
        import numpy as np

        if not len(candidates):
            return np.zeros(0)
        if len(self._stand_in) >= 1 << 9:
            raise AssertionError("more words are named than a situation has room for")
        near, word = np.zeros(len(candidates), dtype=bool), words.at(candidates)
        low, high = words.bounds[text], words.bounds[text + 1]
        around = []
        for offset in range(-_BEFORE, _BEHIND + 1):
            place = candidates + offset
            inside = (place >= low) & (place < high)
            numbers = words.at(np.where(inside, place, candidates))
            around.append((numbers, inside))
            near |= inside & (view(self._anchor, "i1")[numbers] != 0)
        kinds = [view(table)[word] for table in self._class]
        key = np.where(near, kinds[1], kinds[0]).astype(np.int64) << 1 | stands_out[text]
        codes = [
            np.where(inside, np.where(near, view(self._code[1])[numbers], view(self._code[0])[numbers]), 0)
            for index, (numbers, inside) in enumerate(around)
            if index != _BEFORE
        ]
        # Behind words that no rule names, and far from idioms, a word of the lexicon is as good as any other; but "no"
        # before one has no valence of its own.
        plain = ~near & (np.maximum.reduce(codes[:_BEFORE]) <= 2)  # noqa: PLR2004 # see `_codes`
        is_no = np.isin(word, [self._numbers.get(form, -1) for form in ("no", "No", "NO", "nO")])
        for index, code in enumerate(codes):
            merged = plain if index < _BEFORE else ~near & ~is_no
            key = key << 9 | np.where(merged & (code == 2), 1, code)  # noqa: PLR2004 # likewise
        distinct, inverse = np.unique(key, return_inverse=True)
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        known = self._known
        return np.array([known[k] if k in known else self._ask(k) for k in distinct.tolist()])[inverse]

    def _ask(self, key: int) -> float:
        """Ask vaderSentiment for the valence of a word in a situation."""
        codes = [(key >> shift) & 511 for shift in (36, 27, 18, 9, 0)]
        head = key >> 45
        before = [self._stand_in[code] for code in codes[:3] if code]
        behind = [self._stand_in[code] for code in codes[3:] if code]
        item = self._of_class[head >> 1]
        words = [*before, item, *behind]
        if item.lower() == "kind" and behind and behind[0].lower() == "of":
            value = 0.0
        else:
            situation = _Situation(words, is_cap_diff=bool(head & 1))
            (value,) = self._analyzer.sentiment_valence(0, situation, item, len(before), [])
        self._known[key] = value = float(value)
        return value


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of some texts: of each its chunk; `bounds` as in `Chunks`; `of` has the word of every chunk."""

    of: Numbers
    plain: Numbers
    bounds: Numbers

    def at(self, places: Numbers) -> Numbers:
        """Which words stand at these places."""
        found: Numbers = self.of[self.plain[places]]
        return found


class _Situation:
    """What `sentiment_valence` asks of a sentence."""

    def __init__(self, words: list[str], *, is_cap_diff: bool) -> None:
        self.words_and_emoticons = words
        self.is_cap_diff = is_cap_diff


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
