"""Negation before a hit: which words negate, how far they reach, and what only looks like negation.

A negated hit still counts ("no threat" evokes the threat); it is flagged, so that a reader can set it aside.
The rule is a window, as in NegEx (Chapman et al. 2001, doi:10.1006/jbin.2001.1029), of three words: Hutto &
Gilbert (2014, doi:10.1609/icwsm.v8i1.14550) catch nearly 90 % of the negations that flip a tone in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WINDOW = 3

# Each negates what follows within the window.
NEGATORS = frozenset(
    {
        ("no",),
        ("not",),
        ("n't",),
        ("never",),
        ("neither",),
        ("nor",),
        ("none",),
        ("nobody",),
        ("nothing",),
        ("nowhere",),
        ("without",),
        # near-negatives, which license "any" as "not" does (Huddleston & Pullum 2002, ch. 9)
        ("hardly",),
        ("barely",),
        ("scarcely",),
        ("rarely",),
        ("seldom",),
        # verbs and nouns that say that the thing is not there, as NegEx's "absence of" and "free of"
        ("lack",),
        ("lacks",),
        ("lacked",),
        ("lacking",),
        ("absence", "of"),
        ("absent",),
        ("free", "of"),
        ("free", "from"),
        ("far", "from"),
        ("fail", "to"),
        ("fails", "to"),
        ("failed", "to"),
        ("failing", "to"),
        ("failure", "to"),
        ("refuse", "to"),
        ("refuses", "to"),
        ("refused", "to"),
        ("refusing", "to"),
        ("refusal", "to"),
        ("rather", "than"),
        ("instead", "of"),
    }
)

# NegEx's pseudo-negations: these begin with a negator and affirm what follows.
AFFIRMING = frozenset(
    {
        ("not", "only"),
        ("not", "just"),
        ("not", "merely"),
        ("not", "simply"),
        ("not", "least"),
        ("not", "solely"),
        ("not", "to", "mention"),
        ("no", "doubt"),
        ("no", "less"),
        ("no", "fewer"),
        ("no", "wonder"),
        ("no", "matter"),
        ("nothing", "less"),
        ("nothing", "short"),
        ("without", "doubt"),
        ("without", "a", "doubt"),
        ("without", "question"),
        ("never", "mind"),
    }
)

# A new clause: what was negated before it is not what follows.
ENDS = frozenset(
    {",", ";", ":", "--", "–", "—", "(", ")", "[", "]", "but", "although", "though", "yet", "while"}
)


#: Words with which a negation begins, and how far beyond the hit's first word what affirms it may reach.
STARTS = frozenset(words[0] for words in NEGATORS)
REACH = max(map(len, AFFIRMING))


def has_letter_or_digit(word: str) -> bool:
    """Whether a token counts in the window; marks do not."""
    return any(map(str.isalnum, word))


def is_negated(words: Sequence[str], first: int) -> bool:
    """Whether the word at `first` stands within three words after a negation, in the same clause.

    Parameters
    ----------
    words
        a sentence's tokens in small letters
    first
        the place of the hit's first token

    Examples
    --------
    >>> is_negated(["there", "is", "no", "real", "threat"], 4)
    True
    >>> is_negated(["not", "only", "a", "threat"], 3)
    False
    """
    seen = 0
    for place in range(first - 1, -1, -1):
        word = words[place]
        if word in ENDS:
            return False
        if not has_letter_or_digit(word):
            continue
        seen += 1
        if seen > WINDOW:
            return False
        if _negates(words, place, first):
            return True
    return False


def _negates(words: Sequence[str], place: int, first: int) -> bool:
    """Whether a negation starts at `place` and is over before the hit.

    What follows the negator may reach into the hit: "not only security" with the pattern "only security".
    """
    if any(tuple(words[place : place + size]) in AFFIRMING for size in (2, 3)):
        return False
    return any(tuple(words[place : place + size]) in NEGATORS for size in (1, 2) if place + size <= first)
