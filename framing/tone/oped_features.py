"""What `oped` sees in a sentence: its words, where they stand, and what the sentence does to each of them.

The maker of the model (`lexicons/oped_valence/make.py`) and the instrument read sentences by this one file, so that
both see the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

#: What can happen to a word: the columns of the model's tables. Every word is `always`, the rest is added to it.
CONTEXTS = (
    "always",
    "negated",
    "strengthened",
    "softened",
    "before but",
    "reduced",
    "hypothetical",
    "asked",
)
ALWAYS, NEGATED, STRENGTHENED, SOFTENED, BEFORE_BUT, REDUCED, HYPOTHETICAL, ASKED = range(len(CONTEXTS))

# A word with its inner apostrophes and hyphens, or one mark.
TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
# What scoring puts in the place of other voices and of masked words.
_MASKED = re.compile(r"x+(?:['’-]x+)*")
ENDS = frozenset(',;:()[]–—.!?"-') | {"but", "although", "though", "yet", "while"}
REACH = 3  # words: Hutto & Gilbert (2014) catch nearly 90 % of the negations that flip a tone within three
REACH_OF_REDUCERS = 4
LONGEST_PHRASE = 4
_LONGEST_STEM = 24  # characters; no stem is longer, but a hostile word may be


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATORS = _words(
    "no not never neither nor none nobody nothing nowhere without hardly barely scarcely rarely seldom lack lacks "
    "lacked lacking cannot aint"
)
# "not only a threat" affirms the threat.
AFFIRMING = _words("only just merely simply solely least")
STRENGTHENERS = _words(
    "absolutely completely considerably decidedly deeply enormously entirely especially exceptionally exceedingly "
    "extraordinarily extremely far fully greatly highly hugely immensely increasingly intensely more most much "
    "particularly profoundly purely quite really remarkably seriously severely so strongly substantially such "
    "terribly thoroughly too totally tremendously truly unbelievably unusually utterly vastly very wildly"
)
SOFTENERS = _words(
    "almost barely fairly hardly less little marginally mildly moderately nearly occasionally partly partially "
    "pretty rather relatively scarcely slight slightly some somewhat"
)
# What makes less of the thing that follows: good news where the thing is bad.
REDUCERS = _words(
    "abandon abandoned against avoid avoided avoiding avoids combat combating curb curbing cut cuts cutting decline "
    "declined declines declining decrease denied denies deny destroy destroyed ease eased easing eliminate "
    "eliminated eliminates eliminating end ended ending ends eradicate eradicating escape escaped fail failed "
    "failing fails fewer fight fighting fights fought halt halting less lose loses losing loss lost lower oppose "
    "opposed opposes overcome overcoming prevent prevented preventing prevents protect protecting protection "
    "protects reduce reduced reduces reducing reduction refuse refused reject rejected rejects relief stop stopped "
    "stopping stops threaten threatened threatens undermine undermines undermining without"
)
CONDITIONAL = _words("should could would might may must can if whether perhaps maybe ought need needs")


class Word(NamedTuple):
    """One word or mark of a sentence.

    Attributes
    ----------
    start, end
        its place in the sentence
    form
        in small letters, with straight apostrophes, without 's
    contexts
        the columns of `CONTEXTS` that hold of it, ascending; the first is always 0
    """

    start: int
    end: int
    form: str
    contexts: tuple[int, ...]

    @property
    def is_mark(self) -> bool:
        """Whether it is a mark, not a word."""
        return not self.form[0].isalnum()


def read_words(sentence: str) -> list[Word]:
    """The words and marks of one sentence; masked words (xxxx) are left out, though negation reaches over them.

    Examples
    --------
    >>> words = read_words("It isn't very good.")
    >>> words[3].form, [CONTEXTS[context] for context in words[3].contexts]
    ('good', ['always', 'negated', 'strengthened'])
    """
    places = [match.span() for match in TOKEN.finditer(sentence)]
    texts = [sentence[start:end] for start, end in places]
    forms = [form_of(text) for text in texts]
    return [
        Word(start, end, form, contexts)
        for (start, end), text, form, contexts in zip(places, texts, forms, _contexts(forms), strict=True)
        if not is_masked(text)
    ]


def form_of(text: str) -> str:
    """A word in small letters, with straight apostrophes, without 's."""
    return text.lower().replace("’", "'").removesuffix("'s")


def is_masked(text: str) -> bool:
    """Whether scoring has put x for each letter of a word."""
    return _MASKED.fullmatch(text) is not None


def is_negator(form: str) -> bool:
    """Whether a word negates what follows."""
    return form in NEGATORS or form.endswith("n't")


def _contexts(forms: Sequence[str]) -> list[tuple[int, ...]]:
    """What holds of each word by its neighbours and by its sentence."""
    held: list[set[int]] = [{ALWAYS} for _ in forms]
    everywhere = range(len(forms))
    if not CONDITIONAL.isdisjoint(forms):
        _add(held, HYPOTHETICAL, everywhere)
    if "?" in forms:
        _add(held, ASKED, everywhere)
    if "but" in forms:
        _add(held, BEFORE_BUT, range(len(forms) - 1 - list(reversed(forms)).index("but")))
    for place, form in enumerate(forms):
        if form in STRENGTHENERS or form in SOFTENERS:
            context = STRENGTHENED if form in STRENGTHENERS else SOFTENED
            _add(held, context, range(place + 1, min(place + 2, len(forms))))
        if form in REDUCERS:
            _add(held, REDUCED, _following(forms, place, REACH_OF_REDUCERS, frozenset()))
        if is_negator(form):
            reached = list(_following(forms, place, REACH, ENDS))
            if not reached or forms[reached[0]] not in AFFIRMING:
                _add(held, NEGATED, reached)
    return [tuple(sorted(contexts)) for contexts in held]


def _add(held: Sequence[set[int]], context: int, places: Iterable[int]) -> None:
    for place in places:
        held[place].add(context)


def _following(forms: Sequence[str], place: int, reach: int, ends: Collection[str]) -> Iterator[int]:
    """Places of the next words, up to so many, not beyond an end."""
    for following in range(place + 1, len(forms)):
        if reach == 0 or forms[following] in ends:
            return
        if forms[following][0].isalnum():
            reach -= 1
            yield following


def phrases(
    words: Sequence[Word], known: Collection[str], starts: Collection[str]
) -> Iterator[tuple[str, Word, Word]]:
    """The known phrases of two to four words, each with its first and last word; `starts` are their first words."""
    for place, first in enumerate(words):
        if first.form not in starts:
            continue
        phrase = first.form
        for last in words[place + 1 : place + LONGEST_PHRASE]:
            phrase = f"{phrase} {last.form}"
            if phrase in known:
                yield phrase, first, last


def pieces(form: str, known: Collection[str], stems: Collection[str]) -> list[str]:
    """What a word is looked up as: itself, else a stem that begins it (`stem*`), else those of its hyphened parts.

    Examples
    --------
    >>> pieces("war-weariness", {"war"}, {"wear"})
    ['war', 'wear*']
    """
    if form in known:
        return [form]
    for length in range(min(len(form), _LONGEST_STEM), 2, -1):
        if form[:length] in stems:
            return [f"{form[:length]}*"]
    parts = form.split("-") if form[0].isalnum() else []
    return [piece for part in parts for piece in pieces(part, known, stems)] if len(parts) > 1 else []
