"""Where NLTK cuts a chunk of the usual form, without asking it."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What most chunks are: letters and digits, perhaps hyphens, perhaps 's or n't, with marks around that NLTK cuts off one
# by one. Only a full stop needs a second look: it is a word's own unless nothing but closing marks stands between it
# and the sentence's end. The groups are the opening marks, the word, its clitic, a full stop, the marks behind.
_PLAIN = re.compile(r"([\"(\[]*)([^\W_]+(?:-[^\W_]+)*?)('s|n't)?(\.?)([,;:?!)\]\"]*)")
# Words that NLTK takes apart.
_CONTRACTED = re.compile(r"\b(?:cannot|gimme|gonna|gotta|lemme|wanna)\b", re.IGNORECASE)
_LONGEST_CONTRACTED = len("cannot.")
# Marks that often stand behind a word, and that NLTK cuts off it, the full stop at a sentence's end only.
_BEHIND = frozenset(",.;:?!")


def small(text: str) -> str:
    """`text` in small letters: the very same object where it is that, so that memory holds it once."""
    lower = text.lower()
    return text if lower == text else lower


def words_in(chunks: Sequence[str]) -> tuple[list[str], list[int]]:
    """Of runs of letters and digits, perhaps with a mark behind: these in small letters, and the mark's code point.

    Without a mark that is 0. Of every other run the word is empty.

    Examples
    --------
    >>> words, marks = words_in(["War", "is,", "it's", "(over)", "1914."])
    >>> words, [chr(mark) for mark in marks if mark]
    (['war', 'is', '', '', '1914'], [',', '.'])
    """
    words, marks = [], []
    for chunk in chunks:
        word, mark = "", 0
        if chunk.isalnum():
            word = small(chunk)
        elif chunk[-1:] in _BEHIND and chunk[:-1].isalnum():
            word, mark = chunk[:-1].lower(), ord(chunk[-1])
        words.append(word)
        marks.append(mark)
    return words, marks


def is_contracted(chunk: str) -> bool:
    """Whether a word, perhaps with a mark behind, is one that NLTK takes apart, whatever its letters' case."""
    return len(chunk) <= _LONGEST_CONTRACTED and _CONTRACTED.match(chunk) is not None


def plain_spans(text: str, *, ends: bool) -> list[tuple[int, int]] | None:
    """Where NLTK's word tokeniser cuts a run without white space of the usual form; None for any other.

    `ends`: it stands at the end of its sentence. tests/test_batches.py holds this against NLTK.
    """
    found = _PLAIN.fullmatch(text)
    if found is None:
        return [] if not text else None
    word, clitic = found.start(2), found.start(3)
    stop, behind = found.start(4), found.start(5)
    if _CONTRACTED.search(text, word, clitic if clitic >= 0 else len(text)):
        return None
    is_last = ends and all(mark in ')]"' for mark in text[behind:])
    if clitic >= 0 and stop < behind and not is_last:
        return None
    spans = [(place, place + 1) for place in range(word)]
    if clitic >= 0:
        spans += [(word, clitic), (clitic, stop)]
    elif stop < behind and not is_last:
        spans.append((word, behind))
        stop = behind
    else:
        spans.append((word, stop))
    return spans + [(place, place + 1) for place in range(stop, len(text))]
