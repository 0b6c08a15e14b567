"""Words that the tone instruments do not read: a check on what a tone rests on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import translate
from functools import lru_cache

from framing.errors import FramingError
from framing.preprocessing.voice import mask

#: A word with its inner apostrophes and hyphens: "critical", "won't", "so-called".
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_PART = re.compile(r"[^\-]+")
#: `[` is no glob here, as it is none in a codebook.
_LITERAL = str.maketrans({"[": "[[]"})


def is_word(text: str) -> bool:
    """Whether `checked_words` takes it: one word, in which globs may stand.

    Examples
    --------
    >>> is_word("so-called"), is_word(":-)"), is_word("at risk")
    (True, False, False)
    """
    plain = text.replace("*", "").replace("?", "")
    return bool(plain and _WORD.fullmatch(text.replace("*", "x").replace("?", "x")))


def checked_words(words: Sequence[str]) -> tuple[str, ...]:
    """Give the words in small letters, each once, in alphabetical order.

    Raises
    ------
    FramingError
        if one is no single word, or would match every word.

    Examples
    --------
    >>> checked_words(["Critical", "attack*", "critical"])
    ('attack*', 'critical')
    """
    small = [word.strip().lower() for word in words]
    for word in small:
        if not is_word(word):
            raise FramingError(
                f"word left out of tone '{word}': write one word; * stands for any letters, ? for one"
            )
    return tuple(sorted(dict.fromkeys(small)))


def without_words(text: str, words: tuple[str, ...]) -> str:
    """`text` with each occurrence of the words masked by x of the same length; case does not count.

    `words` are those of `checked_words`. Words with hyphens are matched whole and part by part, so that "so-called"
    falls under both "so-called" and "called".

    Examples
    --------
    >>> without_words("Critical aid to a critic of self-critical men", ("critical",))
    'xxxxxxxx aid to a critic of self-xxxxxxxx men'
    """
    if not words:
        return text
    matches = _matcher(words)
    spans: list[tuple[int, int]] = []
    for found in _WORD.finditer(text):
        # parts are cut before they are made small: small letters may be more in number
        start = found.start()
        if matches(found[0].lower()):
            spans.append(found.span())
        elif "-" in found[0]:
            parts = (part for part in _PART.finditer(found[0]) if matches(part[0].lower()))
            spans += [(start + part.start(), start + part.end()) for part in parts]
    return mask(text, spans)


@lru_cache(maxsize=8)
def _matcher(words: tuple[str, ...]) -> Callable[[str], re.Match[str] | None]:
    return re.compile("|".join(translate(word.translate(_LITERAL)) for word in words)).match
