"""What one pattern of a codebook says: its words as the tokeniser would cut them, its globs, its case rule.

`*` stands for any characters inside one word, `?` for exactly one; a space separates the words of a phrase.
All else is literal: nothing in a pattern is a regular expression.
"""

from __future__ import annotations

import fnmatch
import functools
import re
from typing import TYPE_CHECKING

from framing.preprocessing.tokens import sentence_spans, word_spans

if TYPE_CHECKING:
    from collections.abc import Callable

Words = tuple[str, ...]

# Letters of Linear B stand in for `*` and `?` while NLTK cuts a pattern, because NLTK would cut at `*` and
# `?`; as letters they behave like the letters that they stand for.
_STAND_INS = str.maketrans({"*": "\U00010000", "?": "\U00010001"})
_GLOBS = str.maketrans({"\U00010000": "*", "\U00010001": "?"})
_NO_LETTERS = str.maketrans("", "", "*?-")
_BEFORE = "a "

# Only letters, digits, globs and single hyphens: NLTK cuts such a pattern at its spaces, so it need not be
# asked (loading it takes a second). Its contractions ("cannot" is "can" and "not") are the exception.
_PLAIN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_CONTRACTIONS = frozenset({"cannot", "gimme", "gonna", "gotta", "lemme", "wanna"})

# Signs of a regular expression. "U.S.*" and "US$" are none.
_REGEX = re.compile(
    r"\\\w|\\\.|\||(?<!\b\w)\.[*+]|\(\?|^\^|[a-z]\$$|\{\d"
    r"|\w\[[^\]]*\]|\[[^\]]*\]\w|\w\([^)]*\)|\([^)]*\)\?"
)
_ACRONYM = re.compile(r"[A-Z]{2,6}")


@functools.lru_cache(maxsize=65536)
def cut(pattern: str) -> tuple[Words, ...]:
    """Cut a (prepared) pattern into words in every way that NLTK does in running text, the usual one first.

    There is more than one way for a pattern that ends in a full stop ("U.S." is one token inside a sentence
    and "U.S", "." at its end), and where NLTK cuts a pattern otherwise without its last `*` ("cannot*").

    Examples
    --------
    >>> cut("can't win*")
    (('ca', "n't", 'win*'),)
    >>> cut("U.S.")
    (('U.S.',), ('U.S', '.'))
    """
    if _is_plain(pattern):
        return (tuple(pattern.split()),)
    sequences = [_inside(pattern)]
    if pattern.endswith("."):
        sequences.append(_at_the_end(pattern))
    if pattern.endswith("*"):
        bare = _inside(pattern.rstrip("*"))
        if bare and (*bare[:-1], bare[-1] + "*") != sequences[0]:
            sequences.append(bare)
    return tuple(dict.fromkeys(filter(None, sequences)))


def problem(pattern: str) -> str | None:
    """Tell why a (prepared) pattern can find nothing, or would find anything; None if it is sound."""
    if _REGEX.search(pattern):
        return "looks like a regular expression; only * and ? are special, alternatives are a row each"
    sequences = cut(pattern)
    if not sequences:
        return "is no word to the tokeniser"
    words = sequences[0]
    if len(words) == 1 and not words[0].strip("*?"):
        return "is only a glob and would match any word; write letters beside * or ?"
    if not words[0].strip("*?") or not words[-1].strip("*?"):
        return "has a lone glob at its edge, which any word would match; leave it out"
    return _cut_by_a_sentence(pattern)


def is_acronym(word: str) -> bool:
    """Whether a pattern's word is two to six capitals, which match only as written.

    Globs and hyphens aside: `UN-*` would find "un-American".
    """
    return _ACRONYM.fullmatch(word.translate(_NO_LETTERS)) is not None


def is_glob(word: str) -> bool:
    """Whether a pattern or its word has a `*` or `?`."""
    return "*" in word or "?" in word


def glob_test(word: str) -> Callable[[str], object]:
    """Make a function that tells whether a token is what a pattern's word with globs stands for.

    `fnmatch` compiles `*` without backtracking, so a long token cannot make it slow; its third special sign,
    `[`, is escaped.
    """
    return re.compile(fnmatch.translate(word.replace("[", "[[]"))).match


def _is_plain(pattern: str) -> bool:
    words = pattern.translate(_STAND_INS).split(" ")
    return all(
        _PLAIN.fullmatch(word)
        and _CONTRACTIONS.isdisjoint(re.split(r"[-\U00010000\U00010001]", word.lower()))
        for word in words
    )


def _inside(pattern: str) -> Words:
    text = pattern.translate(_STAND_INS)
    sentence = f"{_BEFORE}{text} b ."
    first, last = len(_BEFORE), len(_BEFORE) + len(text)
    spans = [(start, end) for start, end in word_spans(sentence) if start >= first and end <= last]
    return tuple(sentence[start:end].translate(_GLOBS) for start, end in spans)


def _at_the_end(pattern: str) -> Words:
    sentence = _BEFORE + pattern.translate(_STAND_INS)
    return tuple(sentence[start:end].translate(_GLOBS) for start, end in word_spans(sentence)[1:])


def _cut_by_a_sentence(pattern: str) -> str | None:
    """Tell where the sentence splitter would cut a phrase, which could then never match; None if nowhere."""
    text = _BEFORE + pattern.translate(_STAND_INS)
    if not re.search(r"[.?!]\S* ", text):
        return None
    _, end = sentence_spans(text)[0]
    if end == len(text):
        return None
    before = text[len(_BEFORE) : end].translate(_GLOBS)
    return f"is cut by a sentence's end after '{before}'; phrases match within one sentence"
