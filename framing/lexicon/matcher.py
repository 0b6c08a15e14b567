"""Finding a codebook's patterns in a text: longest match first, with exact offsets.

Words are resolved once per token type: a table for literal words, a table of leading letters for globs.
Phrases are walked in a trie, only where one can start. How a pattern is cut into words is `patterns`'
business.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from framing.lexicon import patterns
from framing.lexicon.negation import is_negated
from framing.model import Hit
from framing.preprocessing.tokens import Token, sentence_spans, word_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from framing.lexicon.codebook import Entry

# The cache of token types is emptied beyond this size, so that a large corpus cannot fill the memory; longer
# tokens (a link, a line without spaces) are resolved anew each time.
MOST_TYPES = 500_000
LONGEST_TYPE = 64


def sentences(text: str) -> list[list[Token]]:
    """Tokens of each sentence of a text, with offsets in the text."""
    return [
        [Token(start + first, start + last, text[start + first : start + last]) for first, last in spans]
        for start, end in sentence_spans(text)
        if (spans := word_spans(text[start:end]))
    ]


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
        self.lists = (*after, EntryList(entries))
        self.exclusive = exclusive

    def extended(self, entries: Iterable[Entry]) -> Matcher:
        """Matcher that knows further entries, which give way to the earlier ones and share their tables."""
        return Matcher(entries, exclusive=self.exclusive, after=self.lists)

    def hits(self, text: str) -> list[Hit]:
        """Evidence in a text, sorted by start, end and category; offsets count the text's code points."""
        return self.hits_in(sentences(text))

    def hits_in(self, tokens: Iterable[Sequence[Token]]) -> list[Hit]:
        """Evidence in sentences whose tokens are ready; as `hits`."""
        return sorted((hit for sentence in tokens for hit in self._sentence(sentence)), key=_place)

    def _sentence(self, tokens: Sequence[Token]) -> Iterator[Hit]:
        texts = [token.text for token in tokens]
        candidates = [
            (first - last, tokens[first].start - tokens[last - 1].end, first, which, rank, last, entry)
            for which, entries in enumerate(self.lists)
            for first, last, rank, entry in entries.matches(texts)
        ]
        if not candidates:
            return
        words = [text.lower() for text in texts]
        taken: defaultdict[str, set[int]] = defaultdict(set)
        for _, _, first, _, _, last, entry in sorted(candidates, key=_longest_first):
            mine = taken["" if self.exclusive else entry.label]
            if mine.isdisjoint(range(first, last)):
                mine.update(range(first, last))
                yield Hit(
                    start=tokens[first].start,
                    end=tokens[last - 1].end,
                    category=entry.label,
                    term=entry.listed,
                    weight=entry.weight,
                    negated=is_negated(words, first),
                )


class EntryList:
    """Entries in a trie over numbered words: what `Matcher` looks candidates up in."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._ranks = _ranks(self._entries)
        self._words = _Words()
        self._root = _Node()
        for index, entry in enumerate(self._entries):
            for words in patterns.cut(entry.pattern):
                node = self._root
                for word in words:
                    node = node.next.setdefault(self._words.add(word, as_written=entry.exact), _Node())
                node.entries.append(index)

    def matches(self, texts: Sequence[str]) -> Iterator[tuple[int, int, int, Entry]]:
        """Every match in a sentence's tokens: its first and last (exclusive) token, its rank, its entry."""
        resolved = [self._words.resolve(text) for text in texts]
        for first, numbers in enumerate(resolved):
            if not numbers:
                continue
            nodes = [self._root]
            for last in range(first, len(resolved)):
                nodes = [node.next[word] for node in nodes for word in resolved[last] if word in node.next]
                if not nodes:
                    break
                for node in nodes:
                    for index in node.entries:
                        yield first, last + 1, self._ranks[index], self._entries[index]


class _Node:
    """A place in the trie of patterns: what may follow, and the entries that end here."""

    __slots__ = ("entries", "next")

    def __init__(self) -> None:
        self.next: dict[int, _Node] = {}
        self.entries: list[int] = []


class _Words:
    """The words of patterns, numbered; resolves a token to the numbers of those that it is."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, bool], int] = {}
        self._literal: dict[tuple[str, bool], int] = {}
        # Globs by what stands before their first * or ?: a token that is one begins with that.
        self._globs: dict[tuple[str, bool], list[tuple[Callable[[str], object] | None, int]]] = {}
        self._heads: list[int] = []
        self._seen: dict[str, tuple[int, ...]] = {}

    def add(self, word: str, *, as_written: bool) -> int:
        """Give a pattern's word its number, a new one if it is new."""
        exact = as_written or patterns.is_acronym(word)
        key = (word if exact else word.lower(), exact)
        if key in self._numbers:
            return self._numbers[key]
        number = self._numbers[key] = len(self._numbers)
        if not patterns.is_glob(word):
            self._literal[key] = number
            return number
        head = min(key[0].split("*")[0], key[0].split("?")[0], key=len)
        # A head and one star, the usual glob, needs no test beyond the head.
        test = None if key[0] == f"{head}*" else patterns.glob_test(key[0])
        self._globs.setdefault((head, exact), []).append((test, number))
        self._heads = sorted({len(head) for head, _ in self._globs})
        return number

    def resolve(self, text: str) -> tuple[int, ...]:
        """Numbers of every pattern word that the token is."""
        found = self._seen.get(text)
        if found is None:
            found = tuple(self._find(text))
            if len(text) <= LONGEST_TYPE:
                if len(self._seen) >= MOST_TYPES:
                    self._seen.clear()
                self._seen[text] = found
        return found

    def _find(self, text: str) -> Iterator[int]:
        for form, exact in ((text.lower(), False), (text, True)):
            if (form, exact) in self._literal:
                yield self._literal[form, exact]
            for size in self._heads:
                if size > len(form):
                    break
                for test, number in self._globs.get((form[:size], exact), ()):
                    if test is None or test(form):
                        yield number


def _ranks(entries: Sequence[Entry]) -> list[int]:
    """Order of entries that match the same stretch of text: place 0 wins."""

    def key(index: int) -> tuple[bool, int, bool, int]:
        entry = entries[index]
        letters = sum(char not in "*?" for char in entry.pattern)
        return not entry.exact, -letters, entry.variant_of is not None, index

    ranks = [0] * len(entries)
    for rank, index in enumerate(sorted(range(len(entries)), key=key)):
        ranks[index] = rank
    return ranks


def _longest_first(candidate: tuple[int, int, int, int, int, int, Entry]) -> tuple[int, ...]:
    return candidate[:5]


def _place(hit: Hit) -> tuple[int, int, str]:
    return hit.start or 0, hit.end or 0, hit.category
