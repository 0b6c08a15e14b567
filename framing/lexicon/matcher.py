"""Finding a codebook's patterns in a text: longest match first, with exact offsets.

A token that is an entry by itself, where no phrase is near, needs no weighing; phrases that overlap nothing but their
own words are weighed once for each of them. Words and phrases are found in `trie`; how a pattern is cut into words is
`patterns`' business.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from framing.lexicon.negation import ENDS, REACH, STARTS, WINDOW, has_letter_or_digit, is_negated
from framing.lexicon.trie import WORD, EntryList, Kinds, ListWords, Phrases
from framing.model import Hit
from framing.preprocessing.arrays import ranges
from framing.preprocessing.texts import Texts
from framing.preprocessing.tokens import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from framing.lexicon.codebook import Entry
    from framing.preprocessing.chunked import Tokens
    from framing.preprocessing.vocabulary import Vocabulary

    Numbers = npt.NDArray[Any]


class Matcher:
    """Finds entries in texts.

    Parameters
    ----------
    entries
        the patterns of a codebook
    exclusive
        True: a word belongs to one hit only, whatever its label (names). False: labels are independent, hits
        of one label never overlap.
    after
        lists that are known already; see `extended`

    Notes
    -----
    Of overlapping matches the one with most words wins, then the one with most characters, then the first in
    the text. Of entries that match the same stretch: one that matches as written, then the one with most
    characters of its own (a literal before a glob), then the first listed.
    """

    def __init__(
        self, entries: Iterable[Entry], *, exclusive: bool, after: tuple[EntryList, ...] = ()
    ) -> None:
        self.lists = (*after, EntryList(entries, exclusive=exclusive))
        self.exclusive = exclusive
        self._entries = [entry for each in self.lists for entry in each.entries]
        self._offsets = [0, *accumulate(len(each.entries) for each in self.lists)]

    def extended(self, entries: Iterable[Entry]) -> Matcher:
        """Matcher that knows further entries, which give way to the earlier ones and share their tables."""
        return Matcher(entries, exclusive=self.exclusive, after=self.lists)

    def hits(self, text: str) -> list[Hit]:
        """Evidence in a text, sorted by start, end and category; offsets count the text's code points."""
        spans = sentence_spans(text)
        sentences = Texts([text[start:end] for start, end in spans])
        tokens = sentences.tokens
        found = self.find(tokens, sentences.vocabulary)
        hits = [
            Hit(
                start=spans[sentence][0] + start,
                end=spans[sentence][0] + end,
                category=self._entries[number].label,
                term=self._entries[number].listed,
                weight=self._entries[number].weight,
                negated=negated,
            )
            for number, sentence, start, end, negated in zip(
                found.entry.tolist(),
                tokens.text[found.first].tolist(),
                tokens.start[found.first].tolist(),
                tokens.end[found.last].tolist(),
                found.negated.tolist(),
                strict=True,
            )
        ]
        return sorted(hits, key=lambda hit: (hit.start or 0, hit.end or 0, hit.category))

    @property
    def entries(self) -> Sequence[Entry]:
        """The entries of all lists; `Found.entry` numbers them."""
        return self._entries

    def find(self, tokens: Tokens, vocabulary: Vocabulary) -> Found:
        """Evidence in the tokens of many sentences, sorted by sentence and first token."""
        with vocabulary.kept_whole():
            return self._find(tokens, vocabulary)

    def _find(self, tokens: Tokens, vocabulary: Vocabulary) -> Found:
        import numpy as np

        lists = [entries.of(vocabulary) for entries in self.lists]
        known = [words.look_up(tokens.type) for words in lists]
        phrases = [words.phrases(tokens, each) for words, each in zip(lists, known, strict=True)]
        size = len(tokens.type) + 1
        steps = sum(
            np.bincount(each.first, minlength=size) - np.bincount(each.last, minlength=size)
            for each in phrases
        )
        covered = np.cumsum(steps)[:-1] > 0
        if len(lists) > 1:  # words of several lists are weighed one by one
            for each in known:
                covered |= each.kind & WORD > 0
        parts: list[tuple[Numbers, Numbers, Numbers]] = []
        for which, (words, each) in enumerate(zip(lists, known, strict=True)):
            place, numbers = words.words(each, ~covered)
            parts.append((place, place, numbers + self._offsets[which]))
        if len(lists) == 1:
            alone, covered = _alone(lists[0], phrases[0], covered)
            parts.append(alone)
        if covered.any():
            weighed = list(self._weigh(tokens, lists, phrases, known, covered))
            parts.append(tuple(np.array(column, dtype=np.int64) for column in zip(*weighed, strict=True)))  # type: ignore[arg-type] # three
        first, last, entry = (np.concatenate(column).astype(np.int64) for column in zip(*parts, strict=True))
        order = np.argsort(first, kind="stable")
        first = first[order]
        return Found(first, last[order], entry[order], _negated(tokens, vocabulary, first))

    def _weigh(
        self,
        tokens: Tokens,
        lists: Sequence[ListWords],
        phrases: Sequence[Phrases],
        known: Sequence[Kinds],
        covered: Numbers,
    ) -> Iterator[tuple[int, int, int]]:
        """Which of the matches that overlap in covered tokens are kept: first and last token, entry."""
        import numpy as np

        candidates: list[tuple[int, int, int, int]] = []
        for which, (words, mine, each) in enumerate(zip(lists, phrases, known, strict=True)):
            inside = np.flatnonzero(covered[mine.first])
            rows = zip(
                *(column[inside].tolist() for column in (mine.first, mine.last, mine.entry)), strict=True
            )
            candidates += [(first, last, which, entry) for first, last, entry in rows]
            places = np.flatnonzero(covered & (each.kind & WORD > 0))
            for place, number in zip(places.tolist(), each.number[places].tolist(), strict=True):
                candidates += [(place, place + 1, which, entry) for entry in words.single(number)]
        at = sorted({place for first, last, *_ in candidates for place in (first, last - 1)})
        starts = dict(zip(at, tokens.start[at].tolist(), strict=True))
        ends = dict(zip(at, tokens.end[at].tolist(), strict=True))
        ordered = sorted(
            (
                first - last,
                starts[first] - ends[last - 1],
                first,
                which,
                self.lists[which].ranks[entry],
                last,
                entry,
            )
            for first, last, which, entry in candidates
        )
        taken: defaultdict[str, set[int]] = defaultdict(set)
        for _, _, first, which, _, last, entry in ordered:
            number = self._offsets[which] + entry
            places_of_label = taken["" if self.exclusive else self._entries[number].label]
            if places_of_label.isdisjoint(range(first, last)):
                places_of_label.update(range(first, last))
                yield first, last - 1, number


def _alone(
    words: ListWords, phrases: Phrases, covered: Numbers
) -> tuple[tuple[Numbers, Numbers, Numbers], Numbers]:
    """What is kept of phrases that overlap no shorter or longer one, and the tokens that others cover."""
    import numpy as np

    begins = covered & ~np.concatenate(([False], covered[:-1]))
    low = np.flatnonzero(begins)
    high = np.flatnonzero(covered & ~np.concatenate((covered[1:], [False]))) + 1
    run = np.searchsorted(low, phrases.first, side="right") - 1
    is_whole = (phrases.first == low[run]) & (phrases.last == high[run])
    simple = np.bincount(run[~is_whole], minlength=len(low)) == 0
    path = np.zeros(len(low), dtype=np.int64)
    path[run] = phrases.path
    some = np.flatnonzero(simple)
    distinct, inverse = np.unique(path[some], return_inverse=True)
    kept = [words.kept(each) for each in distinct.tolist()]
    sizes = np.array([len(each) for each in kept], dtype=np.int64)
    flat = np.array([one for each in kept for one in each], dtype=np.int64).reshape(-1, 3)
    taken = ranges((np.cumsum(sizes) - sizes)[inverse], sizes[inverse])
    start = np.repeat(low[some], sizes[inverse])
    rest = np.zeros(len(covered) + 1, dtype=np.int32)
    rest[low[~simple]], rest[high[~simple]] = 1, -1
    before, behind, entry = (column.take(taken) for column in flat.T)
    return (start + before, start + behind, entry), np.cumsum(rest[:-1]) > 0


@dataclass(frozen=True, slots=True)
class Found:
    """Evidence in tokens: the first and the last token of each hit, its entry, and whether it is negated."""

    first: Numbers
    last: Numbers
    entry: Numbers
    negated: Numbers


def _negated(tokens: Tokens, vocabulary: Vocabulary, first: Numbers) -> Numbers:
    """Whether a hit that begins at each of these tokens stands behind a negation."""
    import numpy as np

    negated = np.zeros(len(first), dtype=bool)
    if not len(first):
        return negated
    types = vocabulary.types
    places = np.flatnonzero(types.marks("negation", STARTS.__contains__).take(tokens.type))
    if not len(places):
        return negated
    index = np.searchsorted(places, first) - 1  # the last word before the hit that may begin a negation
    last = places[np.maximum(index, 0)]
    hits = np.flatnonzero((index >= 0) & (tokens.text[last] == tokens.text[first]))
    # the sentences in which both stand, one after the other: few
    text, which = np.unique(tokens.text[first[hits]], return_inverse=True)
    sizes = tokens.bounds[text + 1] - tokens.bounds[text]
    inside = tokens.type.take(ranges(tokens.bounds[text], sizes))
    words, ends = (
        np.concatenate(([0], np.cumsum(types.marks(name, test).take(inside))))
        for name, test in (("word", has_letter_or_digit), ("clause", ENDS.__contains__))
    )
    ends_at = np.cumsum(sizes)
    begins_at = ends_at - sizes
    shift = (begins_at - tokens.bounds[text])[which]
    high, before = first[hits] + shift, last[hits] + shift
    near = (words[high] - words[before] <= WINDOW) & (ends[high] == ends[before])
    hits, high, which = hits[near], high[near], which[near]
    # no word farther away is asked about, and what the negation says may reach over the hit's own first words
    low = np.maximum(begins_at[which], np.searchsorted(words, words[high] - WINDOW))
    end = np.minimum(ends_at[which], high + REACH)
    for hit, from_, place, to in zip(*(each.tolist() for each in (hits, low, high, end)), strict=True):
        negated[hit] = is_negated(
            [types.lower[number] for number in inside[from_:to].tolist()], place - from_
        )
    return negated
