"""NLTK's Punkt with the project's abbreviations, its decisions kept: a cache around the library.

Whether a sentence ends at a mark is Punkt's to say, and it looks at nothing but the word before and the word after; a
corpus asks the same again and again. The spans are the same as the library's for any text;
tests/test_batches.py holds the two against each other.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from framing.preprocessing.wordlists import wordlist

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nltk.tokenize.punkt import PunktSentenceTokenizer

Span = tuple[int, int]

_SEPARATORS = "\x1c\x1d\x1e\x1f"

_SEEN_LOWER_INSIDE = 1 << 5  # nltk.tokenize.punkt._ORTHO_MID_LC
#: Stand for every number, and for every word that Punkt knows nothing of.
NUMBER, UNKNOWN = "1900", "Qqqq"
_BEHIND = frozenset(",.;:?!")
_FLAT = dict.fromkeys(map(ord, "\t\n\r\v\f"), " ")
#: Decisions that are kept; then all are forgotten, so that no corpus fills the memory.
_MOST_KEPT = 100_000


def punkt_spans(text: str) -> Iterator[Span]:
    """Half-open spans of the sentences of `text` as Punkt's `span_tokenize` gives them, one after the other."""
    # separators are white space to Python's expressions, not to NLTK's
    if not text.isprintable() and any(mark in text for mark in _SEPARATORS):
        return iter(punkt().span_tokenize(text))
    return _realigned(text, _slices(text))


def _slices(text: str) -> Iterator[Span]:
    """As `PunktSentenceTokenizer._slices_from_text`."""
    # White space at which Punkt looks back for the word before a mark (string.whitespace) as spaces.
    flat = text
    if "\n" in text or "\t" in text or "\r" in text or "\v" in text or "\f" in text:
        flat = text.translate(_FLAT)
    tools = _tools()
    find_marks = tools.all_marks if "?" in text or "!" in text else tools.full_stops
    is_end = tools.is_end
    last_break = low = high = 0  # the word before the previous mark is from low to high
    waiting: re.Match[str] | None = (
        None  # the previous mark, if one in the same run of characters may take its place
    )
    for mark in find_marks(text):
        place = mark.start()
        space = flat.rfind(" ", high, place)
        # Punkt takes "not found" and "found at the very start" for the same
        first = space + 1 if space > high else low
        if waiting is not None and high <= first and is_end(text[low:high], waiting):
            yield last_break, high + 1
            last_break = max(high + 1, waiting.start(2))
        low, high = first, place
        if flat[high + 1] != " ":
            waiting = mark
            continue
        waiting = None
        if is_end(text[low:high], mark):
            yield last_break, high + 1
            last_break = mark.start(2)
    if waiting is not None and is_end(text[low:high], waiting):
        yield last_break, high + 1
        last_break = max(high + 1, waiting.start(2))
    yield last_break, len(text.rstrip())


def _realigned(text: str, slices: Iterator[Span]) -> Iterator[Span]:
    """As `PunktSentenceTokenizer._realign_boundaries`: closing marks go to the sentence that they close."""
    match = _tools().closing_marks
    moved = 0
    start, end = next(slices)
    for following, beyond in slices:
        first = start + moved
        closing = None if text[following : following + 1].isalnum() else match(text, following, beyond)
        if closing is not None:
            yield first, following + len(closing[0].rstrip())
            moved = closing.end() - following
        else:
            moved = 0
            if first < end:
                yield first, end
        start, end = following, beyond
    if start + moved < end:
        yield start + moved, end


@dataclass(frozen=True, slots=True)
class _Tools:
    """Punkt's parts: what finds marks at which a sentence may end, says whether it does, and finds closing marks.

    `full_stops` finds the same as `all_marks` where there is no question or exclamation mark, and is much faster.
    """

    all_marks: Callable[[str], Iterator[re.Match[str]]]
    full_stops: Callable[[str], Iterator[re.Match[str]]]
    is_end: Callable[[str, re.Match[str]], bool]
    closing_marks: Callable[[str, int, int], re.Match[str] | None]


@functools.cache
def _tools() -> _Tools:
    tokenizer = punkt()
    short, _ = words_told_apart()
    contains_break = tokenizer.text_contains_sentbreak
    known: dict[str, bool] = {}

    def is_end(word: str, mark: re.Match[str]) -> bool:
        # A question or exclamation mark ends a sentence wherever it is followed by anything, and so does a full stop
        # behind letters that are no abbreviation, no initial and the first part of no collocation.
        if mark[0] != "." or ends_surely(word):
            return True
        # To Punkt the clitic is a word of its own, and of words with hyphens the last part may be an abbreviation.
        owner = word.removesuffix("'s")
        parts = owner.split("-")
        if (
            len(parts[0]) < len(word)
            and all(map(str.isalpha, parts))
            and (len(owner) < len(word) or short.isdisjoint((word.lower(), parts[-1].lower())))
        ):
            return True
        follows = mark[1]
        if follows[:1] == " ":
            follows = f" {like_behind(follows[1:])}"
        if word.isascii() and word.isdecimal():  # to Punkt all numbers are one
            word = NUMBER
        context = f"{word}{mark[0]}{follows}"
        found = known.get(context)
        if found is None:
            if len(known) >= _MOST_KEPT:
                known.clear()
            found = known[context] = contains_break(context)
        return found

    language = tokenizer._lang_vars  # noqa: SLF001 # has no public name
    marks = language.period_context_re()
    full_stops = re.compile(marks.pattern.replace(language._re_sent_end_chars, r"\.", 1), re.VERBOSE)  # noqa: SLF001
    closing = re.compile(language.re_boundary_realignment.pattern, re.MULTILINE)
    return _Tools(marks.finditer, full_stops.finditer, is_end, closing.match)


@functools.cache
def words_told_apart() -> tuple[frozenset[str], frozenset[str]]:
    """Words, in small letters, after which a full stop need not end a sentence, and those that Punkt knows behind one.

    A question or exclamation mark ends a sentence behind any word, a full stop behind letters that are not among the
    first and no initial. Of other letters than the second, Punkt looks at nothing but the first one's case.
    """
    parameters = punkt()._params  # noqa: SLF001 # its own parameters
    return (
        frozenset(parameters.abbrev_types | {first for first, _ in parameters.collocations}),
        frozenset(
            parameters.sent_starters
            | parameters.ortho_context.keys()
            | {second for _, second in parameters.collocations}
        ),
    )


def ends_surely(word: str) -> bool:
    """Whether a full stop behind a word ends a sentence, whatever follows: it is no abbreviation and no initial."""
    return word.isalpha() and len(word) > 1 and word.lower() not in words_told_apart()[0]


def like_behind(chunk: str) -> str:
    """A chunk that behind a mark is to Punkt what this one is: the same for all words that it knows nothing of."""
    word, mark = (chunk[:-1], chunk[-1]) if chunk[-1:] in _BEHIND else (chunk, "")
    return f"{_head_like(word[0])}{mark}" if _is_unknown(word, word.lower()) else chunk


def all_like_behind(chunks: Sequence[str], words: Sequence[str], marks: Sequence[int]) -> Iterator[str]:
    """`like_behind` of many chunks, of which this is what `chunks.words_in` makes: quicker than one by one."""
    for chunk, word, mark in zip(chunks, words, marks, strict=True):
        if not word:
            yield like_behind(chunk)
        elif _is_unknown(word, word):
            head = _head_like(chunk[0])
            yield f"{head}{chr(mark)}" if mark else head
        else:
            yield chunk


def _is_unknown(word: str, lower: str) -> bool:
    """Whether Punkt knows nothing of a word but how it begins."""
    return len(word) > 1 and word.isalpha() and lower not in _all_told_apart()


@functools.cache
def _all_told_apart() -> frozenset[str]:
    return frozenset().union(*words_told_apart())


def _head_like(first: str) -> str:
    """A word that stands for all that Punkt knows nothing of and that begin with such a letter."""
    if first.isascii():
        return UNKNOWN if first.isupper() else UNKNOWN.lower()
    return "Ωqqq" if first.isupper() else "éqqq" if first.islower() else "ʿqqq"


def may_end() -> re.Pattern[str]:
    """Marks, in a run without white space or at its end, at which Punkt may end a sentence."""
    language = punkt()._lang_vars  # noqa: SLF001 # has no public name
    return re.compile(f"{language._re_sent_end_chars}(?:{language._re_non_word_chars}|$)")  # noqa: SLF001


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
