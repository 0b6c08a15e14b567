"""What of a text is counted: its words, pairs of neighbouring words, and stretches of letters inside a word."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from framing.preprocessing.tokens import Token, is_word, sentence_spans, word_spans

#: Stretches of letters: so many characters, the word's edges counting as one each.
SHORTEST, LONGEST = 3, 5
#: Words beyond this (links, lines without spaces) have no stretches of their own.
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is counted: in small letters, with its place in the prepared text."""

    start: int
    end: int
    text: str


def sentences(text: str) -> list[list[Word]]:
    """Words of each sentence of a prepared text; words masked by `x` (another voice's) are none.

    Examples
    --------
    >>> [[word.text for word in words] for words in sentences("Trade grew. It isn't xxxx.")]
    [['trade', 'grew'], ['it', 'is', "n't"]]
    """
    found = []
    for first, last in sentence_spans(text):
        tokens = [
            Token(first + start, first + end, text[first + start : first + end])
            for start, end in word_spans(text[first:last])
        ]
        found.append([Word(token.start, token.end, token.text.lower()) for token in tokens if _counts(token)])
    return found


def _counts(token: Token) -> bool:
    return (is_word(token) or token.text.lower() == "n't") and not _is_masked(token.text)


def _is_masked(text: str) -> bool:
    letters = [char for char in text if char.isalnum()]
    return bool(letters) and set(letters) == {"x"} and len(letters) > 1


def has_words(text: str) -> bool:
    """Whether there is a word to count."""
    return any(sentences(text))


def same_text(text: str) -> str:
    """The text without case, marks and spacing: two texts that are the same but for these have the same key.

    Examples
    --------
    >>> same_text("Trade  grew!") == same_text("trade grew")
    True
    """
    return " ".join(word.text for sentence in sentences(text) for word in sentence)


def terms(words: Sequence[Word]) -> Iterator[tuple[str, Word, Word]]:
    """Words of a sentence and pairs of neighbours, each with its first and last word."""
    for word in words:
        yield word.text, word, word
    for first, second in pairwise(words):
        yield f"{first.text} {second.text}", first, second


@functools.lru_cache(maxsize=50_000)
def stretches(word: str) -> tuple[str, ...]:
    """Stretches of three to five characters of a word, its edges being spaces, in order, repeated as often as there.

    Examples
    --------
    >>> stretches("war")
    (' wa', 'war', 'ar ', ' war', 'war ', ' war ')
    """
    if len(word) > _LONGEST_WORD:
        return ()
    edged = f" {word} "
    return tuple(
        edged[start : start + size]
        for size in range(SHORTEST, LONGEST + 1)
        for start in range(len(edged) - size + 1)
    )
