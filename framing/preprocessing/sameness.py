"""Whether two texts are the same: in one line as they are prepared, and without case and marks too."""

from __future__ import annotations

import hashlib
import re

from framing.preprocessing.cleaning import clean
from framing.preprocessing.prepare import prepare

#: Digits of a fingerprint: among a million texts two different ones share it once in 37 million times.
DIGITS = 16
_WORD = re.compile(r"\w+")


def in_one_line(text: str) -> str:
    """The text as it is prepared for scoring, in one line.

    Raises
    ------
    InputError
        if no reader takes it.
    """
    return " ".join(prepare(clean(text)).text.split())


def words_alone(text: str) -> str:
    """Its words without case, marks and spacing.

    Examples
    --------
    >>> words_alone("Trade  GREW!") == words_alone("trade grew")
    True
    """
    return " ".join(_WORD.findall(in_one_line(text).casefold()))


def fingerprint(text: str) -> str:
    """The first digits of the sha256 of a text's words: the same for texts that differ in case and marks alone.

    Examples
    --------
    >>> fingerprint("Trade grew."), fingerprint("Trade fell.")
    ('0568afb8cdbb0f2d', 'f89555dc4a9056d0')
    """
    return hashlib.sha256(words_alone(text).encode()).hexdigest()[:DIGITS]
