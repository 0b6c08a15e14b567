"""What `oped` needs to know of every distinct run of characters: found once, kept as numbers for whole arrays of them.

A corpus has few distinct runs without white space, and a word or mark never reaches over white space. So a sentence is
split at white space, its runs become numbers, and all else is a matter of arrays.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from framing.preprocessing.arrays import view
from framing.tone import oped_features as features

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import numpy.typing as npt

    from framing.preprocessing.texts import Texts
    from framing.preprocessing.vocabulary import Vocabulary

    Numbers = npt.NDArray[Any]

#: What a word is, whatever its sentence, as bits; `FIRST` and `SECOND` say that a phrase has it there.
NEGATOR, AFFIRMING, END, REDUCER, STRENGTHENER, SOFTENER, CONDITIONAL, ASKING, BUT = (
    1 << n for n in range(9)
)
WORD, MASKED, KNOWN, FIRST, SECOND = (1 << n for n in range(9, 14))

_LISTED: tuple[tuple[int, Collection[str]], ...] = (
    (NEGATOR, features.NEGATORS),
    (AFFIRMING, features.AFFIRMING),
    (END, features.ENDS),
    (REDUCER, features.REDUCERS),
    (STRENGTHENER, features.STRENGTHENERS),
    (SOFTENER, features.SOFTENERS),
    (CONDITIONAL, features.CONDITIONAL),
    (ASKING, ("?",)),
    (BUT, ("but",)),
)
#: All masked words are one; no form is empty.
_HIDDEN = ""

Row = tuple[float, ...]


class OpedWords:
    """What the model makes of the chunks of a vocabulary: of each its words and marks, and their values.

    Parameters
    ----------
    look_up
        gives the values of a word, one for each of `CONTEXTS`, and whether the model knows it
    phrases
        the phrases that the model knows
    vocabulary
        numbers the runs of characters without white space

    Attributes
    ----------
    forms
        of each distinct word or mark
    """

    def __init__(
        self,
        look_up: Callable[[str], tuple[Row, bool]],
        phrases: Collection[str],
        vocabulary: Vocabulary,
    ) -> None:
        self._vocabulary = vocabulary
        self.forms: list[str] = []
        self._look_up = look_up
        self._traits_of = _traits(phrases)
        self._numbers: dict[str, int] = {}
        self._of_forms: dict[str, int] = {}
        self._rows: list[Row] = []
        self._weights: dict[int, float] = {}
        # Arrays grow by doubling; numpy looks at them without a copy, but only while none is growing.
        self._traits, self._deciding = array("H"), array("B")
        self._first, self._size = array("i"), array("i")
        self._number, self._start, self._end = array("i"), array("i"), array("i")

    def runs(self, texts: Texts) -> Numbers:
        """The numbers of the texts' chunks; white space of another kind inside one is no word."""
        plain = texts.chunks.plain
        for run in self._vocabulary.plain[len(self._size) :]:
            self._cut(run)
        return plain

    def _cut(self, run: str) -> None:
        """Enter the words and marks of the next chunk."""
        first = len(self._number)
        if run.isalnum():  # most runs are one word
            self._append(run, 0, len(run))
        else:
            for match in features.TOKEN.finditer(run):
                self._append(match.group(), *match.span())
        self._first.append(first)
        self._size.append(len(self._number) - first)

    def words(self, runs: Numbers) -> tuple[Numbers, Numbers]:
        """The words and marks of these runs: each one's entry here, and which of the runs it stands in."""
        import numpy as np

        sizes = view(self._size)[runs]
        ends = np.cumsum(sizes)
        shift = view(self._first)[runs] - (ends - sizes)
        return np.arange(ends[-1] if len(ends) else 0) + np.repeat(shift, sizes), np.repeat(
            np.arange(len(runs)), sizes
        )

    def numbers(self, entries: Numbers) -> Numbers:
        """Which word or mark each entry is."""
        return view(self._number)[entries]

    def places(self, entries: Numbers) -> tuple[Numbers, Numbers]:
        """Where each entry starts and ends in its run."""
        return view(self._start)[entries], view(self._end)[entries]

    def traits(self, numbers: Numbers) -> Numbers:
        """What each word or mark is, as bits."""
        return view(self._traits)[numbers]

    def deciding(self, numbers: Numbers) -> Numbers:
        """The contexts in which the model holds a value of each word or mark, as bits; 0 if it has none at all."""
        return view(self._deciding)[numbers]

    def weights(self, numbers: Numbers, contexts: Numbers) -> list[float]:
        """The value of each word or mark in its contexts: the exact sum of what the model holds for them."""
        import numpy as np

        decided = numbers.astype(np.int64) << len(features.CONTEXTS) | (contexts & self.deciding(numbers))
        known, found = self._weights, decided.tolist()
        for code in set(found).difference(known):
            number, held = divmod(code, 1 << len(features.CONTEXTS))
            known[code] = value_in(self._rows[number], held)
        return [known[code] for code in found]

    def _append(self, text: str, start: int, end: int) -> None:
        """Add an entry to the run that is being added."""
        number = self._numbers.get(text)
        self._number.append(self._add(text) if number is None else number)
        self._start.append(start)
        self._end.append(end)

    def _add(self, text: str) -> int:
        """The number of a word or mark that is written in a new way."""
        # every masked word begins with x, so most need no further look
        form = _HIDDEN if text[0] == "x" and features.is_masked(text) else features.form_of(text)
        number = self._of_forms.get(form)
        if number is None:
            number = self._of_forms[form] = len(self.forms)
            self._add_form(form)
        self._numbers[text] = number
        return number

    def _add_form(self, form: str) -> None:
        row: Row = ()
        traits = WORD | MASKED
        if form != _HIDDEN:
            row, is_known = self._look_up(form)
            traits = self._traits_of.get(form, 0)
            if form.endswith("n't"):
                traits |= NEGATOR
            if form[0].isalnum():
                traits |= WORD | KNOWN * is_known
        self.forms.append(form)
        self._rows.append(row)
        self._traits.append(traits)
        held = 0
        if any(row):  # most words have no value at all
            for context, value in enumerate(row):
                held |= (value != 0) << context
        self._deciding.append(held)


def value_in(row: Row, contexts: int) -> float:
    """The exact sum of a row's values in these contexts, given as bits."""
    return math.fsum(value for context, value in enumerate(row) if contexts >> context & 1)


def _traits(phrases: Collection[str]) -> dict[str, int]:
    """The bits of all words that have any by a list."""
    traits: defaultdict[str, int] = defaultdict(int)
    for bit, listed in _LISTED:
        for word in listed:
            traits[word] |= bit
    for phrase in phrases:
        for bit, word in zip((FIRST, SECOND), phrase.split(" "), strict=False):
            traits[word] |= bit
    return dict(traits)
