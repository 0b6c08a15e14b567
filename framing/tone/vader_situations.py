"""What vaderSentiment's rules make of a word in its situation: the library itself is asked, once for each situation.

The valence of a word depends on the word, on whether capitals stand out in its sentence, and, of the three words
before it and the two behind, only on those that vaderSentiment's rules name (boosters, negations, idioms) and on
whether each of the others is in its lexicon. So every word becomes a number, the situation of a word a number made of
those, and vaderSentiment itself is asked what the valence is, once for each situation.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.model import Names
from framing.preprocessing.arrays import view

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]

#: What a word is: it stands in capitals; it may have a valence; it is "but".
IS_UPPER, IS_LISTED, IS_BUT = (1 << n for n in range(3))
N_KINDS = 3
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


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts: of each its chunk; `bounds` as in `Chunks`; `of` has the word of every chunk."""

    of: Numbers
    plain: Numbers
    bounds: Numbers

    def at(self, places: Numbers) -> Numbers:
        """Which words stand at these places."""
        found: Numbers = self.of.take(self.plain.take(places))
        return found


class Situations:
    """The words that mean something to VADER's rules, numbered, and their valences in each situation.

    Parameters
    ----------
    analyzer
        vaderSentiment's `SentimentIntensityAnalyzer`

    Attributes
    ----------
    kinds
        what each word is, as bits
    telling
        the words, in small letters, that mean anything; one with "n't" does so too
    meaningless
        numbers of all other words, in small letters or in capitals alone
    """

    def __init__(self, analyzer: Any) -> None:
        from vaderSentiment import vaderSentiment

        self._lower: list[str] = []
        self._analyzer = analyzer
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
        self.telling = self._analyzer.lexicon.keys() | self._named | self._parts
        # What stands for each code in a situation: code 0 is no word at all, code 1 one that means nothing, code 2 one
        # of the lexicon that no rule names.
        self._codes: dict[tuple[str, bool], int] = {("a", False): 1, ("good", False): 2}
        self._stand_in = ["", "a", "good"]
        self._classes: dict[tuple[float, str, bool], int] = {}
        self._of_class: list[str] = []
        self._known: dict[int, float] = {}
        self._length, self._listed = array("i"), array("d")
        # the second of each pair is for words near an anchor
        self._code, self._class = (array("i"), array("i")), (array("i"), array("i"))
        self.kinds, self._anchor = array("b"), array("b")
        # stand for all words without a meaning to the rules, in small letters or not
        self.meaningless = self._add("zzzz"), self._add("ZZZZ")

    def number(self, word: str) -> int:
        """The number of a word; all that mean nothing have one of two."""
        lower = word.lower()
        if lower not in self.telling and "n't" not in lower:  # most words
            return self.meaningless[word.isupper()]
        number = self._numbers.get(word)
        return self._add(word) if number is None else number

    def lengths(self, numbers: Numbers) -> Numbers:
        """Characters of each word."""
        return view(self._length).take(numbers)

    def listed(self, numbers: Numbers) -> Numbers:
        """Valence of each word in the lexicon; 0 where it is none of it."""
        return view(self._listed).take(numbers)

    def terms(self, numbers: Numbers) -> Names:
        """Words as VADER looks them up."""
        import numpy as np

        return Names(numbers.astype(np.int64), self._lower)

    def valences(self, words: Words, candidates: Numbers, text: Numbers, stands_out: Numbers) -> Numbers:
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
            near |= inside & (view(self._anchor).take(numbers) != 0)
        kinds = [view(table).take(word) for table in self._class]
        key = np.where(near, kinds[1], kinds[0]).astype(np.int64) << 1 | stands_out[text]
        codes = [
            np.where(
                inside,
                np.where(near, view(self._code[1]).take(numbers), view(self._code[0]).take(numbers)),
                0,
            )
            for index, (numbers, inside) in enumerate(around)
            if index != _BEFORE
        ]
        # Far from idioms, words before that no rule names change nothing, nor do words behind: but "no" before a word
        # of the lexicon has no valence of its own.
        plain = ~near & (np.maximum.reduce(codes[:_BEFORE]) <= 2)  # noqa: PLR2004 # see `_codes`
        is_no = np.isin(word, [self._numbers.get(form, -1) for form in ("no", "No", "NO", "nO")])
        for index, code in enumerate(codes):
            idle = plain if index < _BEFORE else ~near & ~is_no
            key = key << 9 | np.where(idle, 0, code)
        distinct, inverse = np.unique(key, return_inverse=True)
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        known = self._known
        return np.array([known[k] if k in known else self._ask(k) for k in distinct.tolist()])[inverse]

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
        self.kinds.append(
            IS_UPPER * upper | IS_BUT * (lower == "but") | IS_LISTED * (self._class[0][number] >= 0)
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


class _Situation:
    """What `sentiment_valence` asks of a sentence."""

    def __init__(self, words: list[str], *, is_cap_diff: bool) -> None:
        self.words_and_emoticons = words
        self.is_cap_diff = is_cap_diff
