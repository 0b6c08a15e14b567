"""A codebook's patterns as a trie over numbered words: what single tokens are to it, and the phrases that tokens make.

Words are resolved once per token type (`pattern_words`). Phrases are walked for all places at once, token by token; a
path that was walked before is not walked again.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from framing.lexicon import patterns
from framing.lexicon.pattern_words import PatternWords
from framing.preprocessing.arrays import ranges, unique, view
from framing.preprocessing.known import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from framing.lexicon.codebook import Entry
    from framing.preprocessing.chunked import Tokens
    from framing.preprocessing.vocabulary import Vocabulary

    Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Matches of two words and more: first and last (exclusive) token, entry, and the path through the list's words."""

    first: Numbers
    last: Numbers
    entry: Numbers
    path: Numbers


@dataclass(frozen=True, slots=True)
class Kinds:
    """What a list's entries make of tokens: of each its number in the list's tables, and bits."""

    number: Numbers
    kind: Numbers


#: A token is an entry by itself; a phrase can begin with it; one can go on with it.
WORD, _BEGINS, _FOLLOWS = 1, 2, 4


#: Steps that lead nowhere are forgotten beyond so many.
_MOST_STEPS = 1_000_000


class EntryList:
    """Entries in a trie over numbered words: what `Matcher` looks candidates up in.

    Attributes
    ----------
    entries, ranks
        the entries, and of each its place among those that match the same stretch of text: 0 wins
    exclusive
        whether a word belongs to one entry only, whatever its label
    words
        the words of all patterns
    root, second
        the trie over the numbers of words, and the words with which a phrase may go on
    """

    def __init__(self, entries: Iterable[Entry], *, exclusive: bool = False) -> None:
        self.entries = tuple(entries)
        self.exclusive = exclusive
        self.ranks = _ranks(self.entries)
        self.words = PatternWords()
        self.root = _Node()
        for index, entry in enumerate(self.entries):
            for words in patterns.cut(entry.pattern):
                node = self.root
                for word in words:
                    number = self.words.add(word, as_written=entry.exact)
                    if number not in node.next:
                        node.next[number] = _Node()
                    node = node.next[number]
                node.entries.append(index)
        self.second = {number for node in self.root.next.values() for number in node.next}
        self._known = Known(partial(ListWords, self))

    def of(self, vocabulary: Vocabulary) -> ListWords:
        """What the words of a vocabulary are to the list."""
        return self._known.of(vocabulary)


class ListWords:
    """What the words of a vocabulary, and rows of them, are to a list of entries; each is resolved once.

    Parameters
    ----------
    entries
        the list
    vocabulary
        numbers the words
    """

    def __init__(self, entries: EntryList, vocabulary: Vocabulary) -> None:
        self.entries = entries
        self._types = vocabulary.types
        # Tokens that are the same words of patterns are one to the list: `_sets` numbers those, the first is none.
        self._sets: dict[tuple[int, ...], int] = {(): 0}
        self._resolved: list[tuple[int, ...]] = [()]
        self._kinds, self._firsts, self._sizes = array("b", [0]), array("i", [0]), array("i", [0])
        self._best = array("i")
        # Paths of tokens through the trie, numbered; path 0 is none: where each leads, its tokens, its entries.
        self._paths: list[list[_Node]] = [[entries.root]]
        self._numbers: list[tuple[int, ...]] = [()]
        self._steps: dict[int, int] = {}
        self._first_end, self._n_ends, self._ends = array("i", [0]), array("i", [0]), array("i")
        self._kept: dict[int, tuple[tuple[int, int, int], ...]] = {}
        self._of_type = array("i")

    def look_up(self, types: Numbers) -> Kinds:
        """What each token is to the list; tokens that are new to it are resolved."""
        names, lower, words = self._types.names, self._types.lower, self.entries.words
        if len(self._of_type) < len(names):
            self._of_type.extend([-1] * (len(names) - len(self._of_type)))
        of_type = view(self._of_type)
        numbers = of_type.take(types)
        is_new = numbers < 0
        if not is_new.any():
            return Kinds(numbers, view(self._kinds).take(numbers))
        new = unique(types.compress(is_new))
        of_type[new] = self._set(words.of_all)
        met = new.tolist()
        texts = [names[number] for number in met]
        lowers = [lower[number] for number in met]
        for place in words.candidates(texts, lowers):
            of_type[met[place]] = self._set(words.resolve(texts[place], lowers[place]))
        numbers = of_type.take(types)
        return Kinds(numbers, view(self._kinds).take(numbers))

    def phrases(self, tokens: Tokens, known: Kinds) -> Phrases:
        """Every match of two words and more."""
        import numpy as np

        kind, sentence = known.kind, tokens.text
        begins = (kind[:-1] & _BEGINS > 0) & (kind[1:] & _FOLLOWS > 0) & (sentence[1:] == sentence[:-1])
        place = np.flatnonzero(begins)
        end = tokens.bounds.take(sentence.take(place) + 1)
        path = self._step(np.zeros(len(place), dtype=np.int64), known.number[place])
        found: list[tuple[Numbers, ...]] = []
        length = 1
        while len(place):
            goes_on = (path > 0) & (place + length < end)
            place, path, end = (each.compress(goes_on) for each in (place, path, end))
            path = self._step(path, known.number.take(place + length))
            length += 1
            sizes = view(self._n_ends)[path]
            hits = np.flatnonzero(sizes)
            sizes = sizes[hits]
            ends = ranges(view(self._first_end)[path[hits]], sizes)
            first = np.repeat(place[hits], sizes)
            entry = view(self._ends)[ends]
            found.append((first, first + length, entry, np.repeat(path[hits], sizes)))
        if not found:
            none = np.zeros(0, dtype=np.int64)
            return Phrases(none, none, none, none)
        return Phrases(*(np.concatenate(column).astype(np.int64) for column in zip(*found, strict=True)))

    def _step(self, path: Numbers, number: Numbers) -> Numbers:
        """Where each path leads with a further token; 0 where it ends."""
        import numpy as np

        if path.any():
            distinct, inverse = np.unique(path << 32 | number, return_inverse=True)
        else:  # the first step, and by far the longest: no need to sort
            is_met = np.bincount(number, minlength=1) > 0
            distinct, inverse = np.flatnonzero(is_met), (np.cumsum(is_met) - 1).take(number)
        steps = self._steps
        if len(steps) > _MOST_STEPS:
            steps = self._steps = {key: to for key, to in steps.items() if to}
        return np.array(
            [steps[key] if key in steps else self._go(key) for key in distinct.tolist()], dtype=np.int64
        )[inverse]

    def _go(self, key: int) -> int:
        """Follow a path with a token, given as their numbers in one; a new path gets its number."""
        before, number = key >> 32, key & 0xFFFFFFFF
        words = self._resolved[number]
        nodes = [node.next[word] for node in self._paths[before] for word in words if word in node.next]
        found = 0
        if nodes:
            found = len(self._paths)
            self._paths.append(nodes)
            self._numbers.append((*self._numbers[before], number))
            ends = self._at(found)
            self._first_end.append(len(self._ends))
            self._n_ends.append(len(ends))
            self._ends.extend(ends)
        self._steps[key] = found
        return found

    def kept(self, path: int) -> tuple[tuple[int, int, int], ...]:
        """What is kept where phrases of a path stand alone: first and last token, counted from the path's, and entry.

        The phrases come first, then the words inside, of each label those that are free.
        """
        if path not in self._kept:
            numbers, whole = self._numbers[path], sorted(self._at(path), key=self.entries.ranks.__getitem__)
            found: list[tuple[int, int, int]] = []
            taken: set[str] = set()
            for entry in whole:
                label = self._label(entry)
                if label not in taken:
                    taken.add(label)
                    found.append((0, len(numbers) - 1, entry))
            for place, number in enumerate(numbers):
                first, size = self._firsts[number], self._sizes[number]
                found += [
                    (place, place, entry)
                    for entry in self._best[first : first + size]
                    if self._label(entry) not in taken
                ]
            self._kept[path] = tuple(found)
        return self._kept[path]

    def _at(self, path: int) -> list[int]:
        return [index for node in self._paths[path] for index in node.entries]

    def words(self, known: Kinds, free: Numbers) -> tuple[Numbers, Numbers]:
        """Tokens that are entries by themselves, where no phrase is near, and the number of the entry that wins."""
        import numpy as np

        places = np.flatnonzero((known.kind & WORD > 0) & free)
        numbers = known.number.take(places)
        sizes = view(self._sizes).take(numbers)
        entries = ranges(view(self._firsts).take(numbers), sizes)
        return np.repeat(places, sizes), view(self._best).take(entries)

    def single(self, number: int) -> list[int]:
        """Every entry that a token of this number is by itself."""
        return self._alone(self._resolved[number])

    def _alone(self, words: tuple[int, ...]) -> list[int]:
        root = self.entries.root
        nodes = [root.next[word] for word in words if word in root.next]
        return [index for node in nodes for index in node.entries]

    def _label(self, entry: int) -> str:
        """Entries of different labels may share words; those of an exclusive list may not."""
        return "" if self.entries.exclusive else self.entries.entries[entry].label

    def _set(self, words: tuple[int, ...]) -> int:
        """The number of a set of words of patterns."""
        found = self._sets.get(words)
        if found is not None:
            return found
        found = self._sets[words] = len(self._resolved)
        self._resolved.append(words)
        alone = sorted(self._alone(words), key=self.entries.ranks.__getitem__)
        root = self.entries.root
        kind = WORD * bool(alone)
        kind |= _BEGINS * any(root.next[word].next for word in words if word in root.next)
        kind |= _FOLLOWS * (not self.entries.second.isdisjoint(words))
        best: dict[str, int] = {}
        for index in alone:
            best.setdefault(self._label(index), index)
        self._kinds.append(kind)
        self._firsts.append(len(self._best))
        self._sizes.append(len(best))
        self._best.extend(best.values())
        return found


class _Node:
    """A place in the trie of patterns: what may follow, and the entries that end here."""

    __slots__ = ("entries", "next")

    def __init__(self) -> None:
        self.next: dict[int, _Node] = {}
        self.entries: list[int] = []


def _ranks(entries: Sequence[Entry]) -> list[int]:
    """Order of entries that match the same stretch of text: place 0 wins."""

    def key(index: int) -> tuple[bool, int, bool, int]:
        entry = entries[index]
        letters = len(entry.pattern) - entry.pattern.count("*") - entry.pattern.count("?")
        return not entry.exact, -letters, entry.variant_of is not None, index

    ranks = [0] * len(entries)
    for rank, index in enumerate(sorted(range(len(entries)), key=key)):
        ranks[index] = rank
    return ranks
