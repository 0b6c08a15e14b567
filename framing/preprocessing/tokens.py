"""Sentences and words: NLTK's Punkt and word tokeniser, with offsets in code points.

Everything here reads prepared text (`prepare`). The Punkt parameters ship with the project, in
`lexicons/abbreviations`; no nltk_data is needed and nothing is downloaded.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.preprocessing.punkt import punkt_spans

if TYPE_CHECKING:
    from nltk.tokenize import NLTKWordTokenizer

Span = tuple[int, int]

# What NLTK cuts off a word and measures.md does not count apart: "isn't" and "Pakistan's" are one word each.
_CLITICS = frozenset({"'s", "n't"})
# NLTK 3.10 gives each of its regular expressions five seconds on one string; this takes well under one.
_LONGEST_SENTENCE = 100_000
_THREE = re.compile(r"[^\W_]{3}")
_CHUNK = re.compile(r"\S+")
_SMALL_LETTER_FIRST = re.compile(r"[\"'“”‘’(\[]*[a-z]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark: `text` is the prepared text from `start` to `end`."""

    start: int
    end: int
    text: str


def sentence_spans(text: str) -> list[Span]:
    """Half-open spans of the sentences of `text`, without surrounding white space, in order.

    Punkt (Kiss & Strunk 2006, doi:10.1162/coli.2006.32.4.485) with the project's abbreviations. Closing
    quotation marks and brackets belong to the sentence they close. A piece without any letter or digit (a
    lone mark, an ellipsis) belongs to the sentence before it, and so does one that begins with a small
    letter: Punkt breaks after every `?` and `!` ("Why?" he asked). Together the spans hold every character
    that is not white space; a text of white space has none.

    Examples
    --------
    >>> text = 'Mr. Li said "no." He left.'
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['Mr. Li said "no."', 'He left.']
    """
    return list(sentences_of(text))


def sentences_of(text: str) -> Iterator[Span]:
    """The spans of `sentence_spans` one after the other: who needs the first ones alone can stop there."""
    start = end = -1  # of the sentence that may still grow
    for raw_start, raw_end in punkt_spans(text):
        piece = text[raw_start:raw_end]
        first = piece[:1]
        if first.isalnum() and not "a" <= first <= "z" and not piece[-1].isspace():  # as most
            low, high = raw_start, raw_end
        else:
            low = raw_start + len(piece) - len(piece.lstrip())
            high = raw_start + len(piece.rstrip())
            if low >= high:
                continue
            piece = text[low:high]
            if end >= 0 and (_SMALL_LETTER_FIRST.match(piece) or not _has_word_character(piece)):
                end = high
                continue
        if end >= 0:
            yield start, end
        start, end = low, high
    if end >= 0:
        yield start, end


def word_spans(sentence: str) -> list[Span]:
    """Half-open spans of the words and marks of one sentence, in order, as NLTK's word tokeniser cuts them.

    Only a sentence at a time: the tokeniser cuts off a full stop at the very end alone, so on a whole
    paragraph `security.` would stay one token and match no entry.

    Examples
    --------
    >>> [text for text in ("can't stop."[start:end] for start, end in word_spans("can't stop."))]
    ['ca', "n't", 'stop', '.']
    """
    return [
        (first + start, first + end)
        for first, last in _blocks(sentence)
        for start, end in _nltk_spans(sentence[first:last])
    ]


def _blocks(sentence: str) -> Iterator[Span]:
    """The whole sentence as one span; a monstrous one is cut at white space, to stay within NLTK's time limit."""
    start = 0
    while len(sentence) - start > _LONGEST_SENTENCE:
        end = sentence.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        end = end if end > 0 else start + _LONGEST_SENTENCE
        yield start, end
        start = end
    yield start, len(sentence)


def _nltk_spans(sentence: str) -> list[Span]:
    try:
        return list(_words().span_tokenize(sentence))
    except ValueError:
        # NLTK puts quotation marks back by counting them and gives up where the counts differ. No such string
        # was found for 3.9.1 or 3.10.4 (every string of up to 6 marks, 10^5 random ones); the chunks between
        # white space are what is certain of any.
        return [match.span() for match in _CHUNK.finditer(sentence)]


def tokenize(text: str) -> list[Token]:
    """Words and marks of `text`, sentence by sentence, with offsets in `text`.

    Examples
    --------
    >>> [token.text for token in tokenize("It ended. Then, peace.")]
    ['It', 'ended', '.', 'Then', ',', 'peace', '.']
    """
    return [
        Token(first + start, first + end, text[first + start : first + end])
        for first, last in sentence_spans(text)
        for start, end in word_spans(text[first:last])
    ]


def is_word(token: Token) -> bool:
    """Whether a token counts in `n_words`: it has a letter or digit and is no clitic `'s` or `n't`."""
    return is_word_text(token.text)


def is_word_text(text: str) -> bool:
    """Whether a token of this text counts in `n_words`."""
    return text.isalnum() or (_has_word_character(text) and text.lower() not in _CLITICS)


def has_word(text: str) -> bool:
    """Whether anything in `text` counts in `n_words`."""
    # three letters in a row are no clitic, so most texts need no tokeniser
    return _THREE.search(text) is not None or (_has_word_character(text) and count_words(text) > 0)


def count_words(text: str) -> int:
    """Number of words of `text`.

    Examples
    --------
    >>> count_words("Pakistan's economy isn't 5 % bigger.")
    5
    """
    return sum(map(is_word, tokenize(text)))


def _has_word_character(text: str) -> bool:
    return any(map(str.isalnum, text))


@functools.cache
def _words() -> NLTKWordTokenizer:
    from nltk.tokenize import NLTKWordTokenizer

    return NLTKWordTokenizer()
