"""What one pattern of a codebook says: its words as the tokeniser would cut them, its globs, its case rule.

`*` stands for any characters inside one word, `?` for exactly one; a space separates the words of a phrase.
All else is literal: nothing in a pattern is a regular expression.
"""

from __future__ import annotations

import fnmatch
import functools
import re
from typing import TYPE_CHECKING

from framing.preprocessing.prepare import prepare
from framing.preprocessing.tokens import sentence_spans, word_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Words = tuple[str, ...]

# Letters of Linear B stand in for `*` and `?` while NLTK cuts a pattern, because NLTK would cut at `*` and
# `?`; as letters they behave like the letters that they stand for.
_STAND_INS = str.maketrans({"*": "\U00010000", "?": "\U00010001"})
_GLOBS = str.maketrans({"\U00010000": "*", "\U00010001": "?"})
_NO_LETTERS = str.maketrans("", "", "*?-")
_BEFORE, _BEHIND = "a ", " b ."
# What `cut_all` was told of sentences while it works.
_SPANS: dict[str, list[tuple[int, int]]] = {}
# Where a sentence may end before the pattern does.
_INNER_END = re.compile(r"[.?!]\S* ")

# Only letters, digits, globs and single hyphens: NLTK cuts such a pattern at its spaces, so it need not be
# asked (loading it takes a second). Its contractions ("cannot" is "can" and "not") are the exception.
_WORD = r"(?:[^\W_]|[*?])+"
_PLAIN = re.compile(rf"{_WORD}(?:-{_WORD})*(?: {_WORD}(?:-{_WORD})*)*")
_CONTRACTIONS = frozenset({"cannot", "gimme", "gonna", "gotta", "lemme", "wanna"})
_NEAR = re.compile("|".join(sorted(_CONTRACTIONS)))
_BETWEEN = re.compile(r"[- *?\U00010000\U00010001]")

# Signs of a regular expression. "U.S.*" and "US$" are none.
_REGEX = re.compile(
    r"\\\w|\\\.|\||(?<!\b\w)\.[*+]|\(\?|^\^|[a-z]\$$|\{\d"
    r"|\w\[[^\]]*\]|\[[^\]]*\]\w|\w\([^)]*\)|\([^)]*\)\?"
)
# One of these is in whatever the expression above finds; most patterns have none.
_REGEX_MARKS = frozenset("\\|.(^${[")
_ACRONYM = re.compile(r"[A-Z]{2,6}")


def prepared(text: str) -> str:
    """A pattern as it is compared with prepared texts: plain marks, one space between words.

    Examples
    --------
    >>> prepared("can’t  win*")
    "can't win*"
    """
    return " ".join(prepare(text).text.split())


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
    usual, *others = (_words(sentence) for sentence in _sentences(pattern))
    sequences = [usual]
    if pattern.endswith("."):
        sequences.append(others[0])
    if pattern.endswith("*"):
        bare = others[0]
        if bare and (*bare[:-1], bare[-1] + "*") != usual:
            sequences.append(bare)
    return tuple(dict.fromkeys(filter(None, sequences)))


def cut_all(listed: Iterable[str]) -> None:
    """Cut many patterns at once, so that `cut` knows them: a run of characters that many have goes to NLTK once."""
    from framing.preprocessing.texts import Texts

    odd = [pattern for pattern in dict.fromkeys(listed) if not _is_plain(pattern)]
    sentences = [sentence for pattern in odd for sentence in _sentences(pattern)]
    if not sentences:
        return
    tokens = Texts(sentences).tokens
    spans = list(zip(tokens.start.tolist(), tokens.end.tolist(), strict=True))
    bounds = tokens.bounds.tolist()
    _SPANS.update(
        (sentence, spans[first:last])
        for sentence, first, last in zip(sentences, bounds[:-1], bounds[1:], strict=True)
    )
    for pattern in odd:
        cut(pattern)
    _SPANS.clear()


def problem(pattern: str) -> str | None:
    """Tell why a (prepared) pattern can find nothing, or would find anything; None if it is sound."""
    if not _REGEX_MARKS.isdisjoint(pattern) and _REGEX.search(pattern):
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
    # the first test says no of nearly all words, and quickly
    return word.isupper() and _ACRONYM.fullmatch(word.translate(_NO_LETTERS)) is not None


def is_glob(word: str) -> bool:
    """Whether a pattern or its word has a `*` or `?`."""
    return "*" in word or "?" in word


def glob_test(word: str) -> Callable[[str], object]:
    """Make a function that tells whether a token is what a pattern's word with globs stands for.

    `fnmatch` compiles `*` without backtracking, so a long token cannot make it slow; its third special sign,
    `[`, is escaped.
    """
    return re.compile(fnmatch.translate(word.replace("[", "[[]"))).match


@functools.lru_cache(maxsize=65536)
def _is_plain(pattern: str) -> bool:
    if not _PLAIN.fullmatch(pattern):
        return False
    lower = pattern.lower()
    # hardly a pattern holds the letters of one, so few are taken apart
    return not _NEAR.search(lower) or _CONTRACTIONS.isdisjoint(_BETWEEN.split(lower))


def _sentences(pattern: str) -> list[str]:
    """Sentences with a pattern as it stands in running text: inside; then, where that matters, as `cut` says."""
    text = pattern.translate(_STAND_INS)
    sentences = [f"{_BEFORE}{text}{_BEHIND}"]
    if pattern.endswith("."):
        sentences.append(_BEFORE + text)
    elif pattern.endswith("*"):
        sentences.append(f"{_BEFORE}{pattern.rstrip('*').translate(_STAND_INS)}{_BEHIND}")
    return sentences


def _words(sentence: str) -> Words:
    """The words of the pattern in a sentence of `_sentences`."""
    first, last = len(_BEFORE), len(sentence.removesuffix(_BEHIND))
    known = _SPANS.get(sentence)
    spans = word_spans(sentence) if known is None else known
    return tuple(
        sentence[start:end].translate(_GLOBS) for start, end in spans if start >= first and end <= last
    )


def _cut_by_a_sentence(pattern: str) -> str | None:
    """Tell where the sentence splitter would cut a phrase, which could then never match; None if nowhere."""
    if "." not in pattern and "!" not in pattern:  # a ? is a glob
        return None
    text = _BEFORE + pattern.translate(_STAND_INS)
    if not _INNER_END.search(text):
        return None
    _, end = sentence_spans(text)[0]
    if end == len(text):
        return None
    before = text[len(_BEFORE) : end].translate(_GLOBS)
    return f"is cut by a sentence's end after '{before}'; phrases match within one sentence"
