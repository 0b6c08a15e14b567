"""NLTK's Punkt with the project's abbreviations, its decisions kept: a cache around the library.

Whether a sentence ends at a mark is Punkt's to say, and it looks at nothing but the word before and the word after; a
corpus asks the same again and again. The spans are the same as the library's for any text;
tests/test_batches.py holds the two against each other.
"""

from __future__ import annotations

import functools
import re
from itertools import product
from typing import TYPE_CHECKING

from framing.preprocessing.wordlists import wordlist

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nltk.tokenize.punkt import PunktSentenceTokenizer

Span = tuple[int, int]

_SEEN_LOWER_INSIDE = 1 << 5  # nltk.tokenize.punkt._ORTHO_MID_LC
#: Decisions that are kept; then all are forgotten, so that no corpus fills the memory.
_MOST_KEPT = 100_000
# White space at which Punkt looks back for the word before a mark, the space aside (string.whitespace).
_OTHER_SPACES = "\t\n\r\x0b\x0c"


def punkt_spans(text: str) -> list[Span]:
    """Half-open spans of the sentences of `text` as Punkt's `span_tokenize` gives them."""
    if any(space in text for space in _OTHER_SPACES):
        return [(start, end) for start, end in punkt().span_tokenize(text)]
    slices = list(_slices(text, *_tools()))
    return list(_realigned(text, slices)) if len(slices) > 1 else [span for span in slices if span[1]]


def _slices(
    text: str, find_marks: Callable[[str], Iterator[re.Match[str]]], is_end: Callable[[str, str], bool]
) -> Iterator[Span]:
    """As `PunktSentenceTokenizer._slices_from_text`, in a text whose only white space is the space."""
    last_break = 0
    previous: re.Match[str] | None = None
    low = high = 0  # the word before the previous mark
    for mark in find_marks(text):
        place = mark.start()
        space = text.rfind(" ", high, place)
        # Punkt takes "not found" and "found at the very start" for the same
        first = space + 1 if space > high else low
        if previous is not None and high <= first and is_end(text[low:high], previous[0] + previous[1]):
            yield last_break, previous.end()
            last_break = previous.end() if previous[2] is None else previous.start(2)
        previous, low, high = mark, first, place
    if previous is not None and is_end(text[low:high], previous[0] + previous[1]):
        yield last_break, previous.end()
        last_break = previous.end() if previous[2] is None else previous.start(2)
    yield last_break, len(text.rstrip())


def _realigned(text: str, slices: list[Span]) -> Iterator[Span]:
    """As `PunktSentenceTokenizer._realign_boundaries`: closing marks go to the sentence that they close."""
    match = punkt()._lang_vars.re_boundary_realignment.match  # noqa: SLF001 # has no public name
    moved = 0
    for (start, end), following in zip(slices, [*slices[1:], None], strict=True):
        first = start + moved
        if following is None:
            if first < end:
                yield first, end
            continue
        may_close = not text[following[0] : following[0] + 1].isalnum()
        found = match(text[following[0] : following[1]]) if may_close else None
        if found is not None:
            yield first, following[0] + len(found[0].rstrip())
            moved = found.end()
        else:
            moved = 0
            if first < end:
                yield first, end


@functools.cache
def _tools() -> tuple[Callable[[str], Iterator[re.Match[str]]], Callable[[str, str], bool]]:
    """What finds the marks at which a sentence may end, and what says whether it does."""
    tokenizer = punkt()
    parameters = tokenizer._params  # noqa: SLF001 # its own parameters
    plain = parameters.abbrev_types | {first for first, _ in parameters.collocations}
    contains_break = tokenizer.text_contains_sentbreak
    known: dict[str, bool] = {}

    def is_end(word: str, rest: str) -> bool:
        # A question or exclamation mark ends a sentence wherever it is followed by anything, and so does a full stop
        # behind letters that are no abbreviation, no initial and the first part of no collocation.
        if rest[0] != "." or (len(word) > 1 and word.isalpha() and word.lower() not in plain):
            return True
        context = word + rest
        found = known.get(context)
        if found is None:
            if len(known) >= _MOST_KEPT:
                known.clear()
            found = known[context] = contains_break(context)
        return found

    return tokenizer._lang_vars.period_context_re().finditer, is_end  # noqa: SLF001 # has no public name


@functools.cache
def punkt() -> PunktSentenceTokenizer:
    """Punkt with the parameters in `lexicons/abbreviations`; the maker there shows what each part is worth."""
    from nltk.tokenize.punkt import PunktLanguageVars, PunktParameters, PunktSentenceTokenizer

    class LanguageVars(PunktLanguageVars):  # type: ignore[misc]
        """NLTK's own, without the time limit: 3.10 stops a search that takes five seconds over the whole text.

        What a text's sentences are would hang on the machine's speed; limits of length and time are the caller's.
        """

        def period_context_re(self) -> re.Pattern[str]:
            """Places where a sentence may end."""
            return re.compile(super().period_context_re().pattern, re.VERBOSE)

    lists = wordlist("abbreviations")
    starters = lists["sentence_starter"]
    parameters = PunktParameters()
    for label, patterns in lists.items():
        if label not in {"sentence_starter", "before_number"}:
            parameters.abbrev_types |= patterns
    parameters.sent_starters |= starters
    # Punkt takes any capitalised word after an initial for a surname unless it has been seen in lower case.
    for word in starters:
        parameters.add_ortho_context(word, _SEEN_LOWER_INSIDE)
    # "Dr. A. Q. Khan", "Gen. Will Hart": after a title or a rank even a sentence starter starts no sentence.
    parameters.collocations |= set(product(lists["title"] | lists["rank"], starters))
    # "No. 5" holds together, "The answer is no. Pakistan" does not.
    parameters.collocations |= {(word, "##number##") for word in lists["before_number"]}
    return PunktSentenceTokenizer(parameters, lang_vars=LanguageVars())
