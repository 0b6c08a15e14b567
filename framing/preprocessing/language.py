"""Whether a text is English, from its share of English function words."""

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass
from typing import Literal

from framing.preprocessing.wordlists import wordlist

Verdict = Literal["english", "doubtful", "not english"]

# English opinion pieces have 26 to 54 % function words (249 of them, median 40 %), headlines about half of that; in
# other languages that share some of them (Dutch `in`, `is`) it stays below 7 %.
ENGLISH_SHARE = 0.18
ENOUGH_WORDS = 50

# Scripts that put no spaces between words (Thai to Khmer, kana, Han): each character is counted as a word.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SPACED = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_WORD = re.compile(f"{_UNSPACED.pattern}|{_SPACED.pattern}")


@dataclass(frozen=True, slots=True)
class Language:
    """What the function words say of a text.

    `share` is in [0, 1], NaN for a text without words; `n_words` counts words as `share` does (runs of
    letters and digits, contractions whole), which is faster than NLTK's tokens and differs from `n_words`
    elsewhere by a few in a hundred; `doubtful` is a text too short to be turned away.
    """

    share: float
    n_words: int
    verdict: Verdict


def function_word_share(text: str) -> float:
    """Share of English function words among the words of `text`, in [0, 1]; NaN for a text without words.

    A contraction counts if the word before its apostrophe does, or if it ends in n't.

    Examples
    --------
    >>> round(function_word_share("The cost of the war isn't known"), 3)  # 4 of 7
    0.571
    >>> function_word_share("Le prix de la guerre")
    0.0
    """
    return check_language(text).share


def is_function_word(word: str) -> bool:
    """Whether a word in small letters is an English function word; a contraction is one as `function_word_share` says.

    Examples
    --------
    >>> is_function_word("the"), is_function_word("isn't"), is_function_word("corridor")
    (True, True, False)
    """
    return word.partition("'")[0] in _function_words() or word.endswith("n't")


@functools.cache
def _function_words() -> frozenset[str]:
    return frozenset().union(*wordlist("function_words").values())


def check_language(text: str) -> Language:
    """Share of English function words and what follows from it.

    `english` from 18 % up; below that `not english` for a text of 50 words or more, else `doubtful`
    (headlines have few function words). Text in another script has a share near 0 by nature.

    Examples
    --------
    >>> check_language("Pakistan, China sign corridor deal").verdict
    'doubtful'
    """
    small = text.lower().replace("’", "'")
    words = (_WORD if _UNSPACED.search(small) else _SPACED).findall(small)
    if not words:
        return Language(math.nan, 0, "doubtful")
    functions = _function_words()
    contracted = [word for word in words if "'" in word] if "'" in text or "’" in text else []
    n_functions = sum(map(functions.__contains__, words)) + sum(
        word not in functions and is_function_word(word) for word in contracted
    )
    share = n_functions / len(words)
    if share >= ENGLISH_SHARE:
        return Language(share, len(words), "english")
    return Language(share, len(words), "not english" if len(words) >= ENOUGH_WORDS else "doubtful")
