"""The scores of `oped` for very many sentences at once, without evidence: the same rules over arrays.

A corpus has few distinct words: each is looked up once, and what a sentence does to its words becomes a handful of
operations on arrays of all words of all sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from framing.tone import oped_features as features

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]

#: What a word is, whatever its sentence: the columns of a table of types.
_TRAITS: tuple[Callable[[str], bool], ...] = (
    features.is_negator,
    features.AFFIRMING.__contains__,
    features.ENDS.__contains__,
    features.REDUCERS.__contains__,
    features.STRENGTHENERS.__contains__,
    features.SOFTENERS.__contains__,
    features.CONDITIONAL.__contains__,
    lambda form: form == "?",
    lambda form: form == "but",
    lambda form: form[0].isalnum(),
)
_NEGATOR, _AFFIRMING, _END, _REDUCER, _STRENGTHENER, _SOFTENER, _CONDITIONAL, _ASKING, _BUT, _WORD = range(
    len(_TRAITS)
)

Look = Callable[[str], tuple[tuple[float, ...], bool]]


class _Types(dict[str, int]):
    """Numbers of the distinct words, given as they come."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def score_sentences(
    sentences: Sequence[str],
    look_up: Look,
    phrases: Mapping[str, tuple[float, ...]],
    *,
    intercept: float,
    damping: float,
    fewest: int,
) -> npt.NDArray[np.float64]:
    """The score of each sentence; NaN where fewer than `fewest` of its words are known.

    Parameters
    ----------
    sentences
        each read as one sentence
    look_up
        gives a word's values, one for each of `CONTEXTS`, and whether the model knows it
    phrases
        values of phrases
    intercept, damping
        b and k of b + Σ v / √(n + k)
    """
    import numpy as np

    if not sentences:
        return np.zeros(0)
    tokens = [features.TOKEN.findall(sentence) for sentence in sentences]
    types = _Types()
    ids = np.array([types[text] for text in chain.from_iterable(tokens)], dtype=np.int64)
    owner = np.repeat(np.arange(len(sentences)), [len(each) for each in tokens])
    forms = [features.form_of(text) for text in types]
    traits = np.array([[trait(form) for trait in _TRAITS] for form in forms], dtype=bool).reshape(
        -1, len(_TRAITS)
    )
    contexts = _contexts(traits[ids], owner, len(sentences))
    kept = ~np.array([features.is_masked(text) for text in types], dtype=bool)[ids]
    ids, owner, contexts = ids[kept], owner[kept], contexts[:, kept]

    found = [look_up(form) for form in forms]
    values = np.array([row for row, _ in found]).reshape(-1, len(features.CONTEXTS)).T
    known = np.array([is_known for _, is_known in found], dtype=bool) & traits[:, _WORD]
    moved = values[features.ALWAYS][ids]
    for context in range(1, len(features.CONTEXTS)):
        moved += np.where(contexts[context], values[context][ids], 0.0)
    total = np.bincount(owner, moved, len(sentences))
    for place, row in _phrases(ids, owner, forms, phrases):
        total[owner[place]] += sum(
            value for value, holds in zip(row, contexts[:, place], strict=True) if holds
        )

    scores = intercept + total / np.sqrt(np.bincount(owner, minlength=len(sentences)) + damping)
    heard = np.bincount(owner, known[ids], len(sentences)) >= fewest
    return np.where(heard, np.clip(scores, -1.0, 1.0), np.nan)


def _contexts(traits: Numbers, owner: Numbers, n_sentences: int) -> Numbers:
    """A row for each of `CONTEXTS`, whether it holds of each word: `oped_features` over arrays."""
    import numpy as np

    held = np.zeros((len(features.CONTEXTS), len(owner)), dtype=bool)
    held[features.ALWAYS] = True
    for context, trait in ((features.HYPOTHETICAL, _CONDITIONAL), (features.ASKED, _ASKING)):
        held[context] = np.bincount(owner, traits[:, trait], n_sentences)[owner] > 0
    for context, trait in ((features.STRENGTHENED, _STRENGTHENER), (features.SOFTENED, _SOFTENER)):
        held[context, 1:] = traits[:-1, trait] & (owner[:-1] == owner[1:])
    but = np.full(n_sentences, -1)
    places = np.flatnonzero(traits[:, _BUT])
    but[owner[places]] = places  # of several in a sentence the last one stays
    held[features.BEFORE_BUT] = np.arange(len(owner)) < but[owner]

    words = np.flatnonzero(traits[:, _WORD])
    clause = (np.cumsum(traits[:, _END]) + owner)[
        words
    ]  # two words of the same number share clause and sentence
    traits, owner = traits[words], owner[words]
    negators = traits[:, _NEGATOR].copy()
    negators[:-1] &= ~(traits[1:, _AFFIRMING] & (clause[1:] == clause[:-1]))
    held[features.NEGATED, words] = _reached(negators, clause, features.REACH)
    held[features.REDUCED, words] = _reached(traits[:, _REDUCER], owner, features.REACH_OF_REDUCERS)
    return held


def _reached(starts: Numbers, unit: Numbers, reach: int) -> Numbers:
    """Whether one of the `reach` words before, in the same unit, is a start."""
    import numpy as np

    reached = np.zeros(len(starts), dtype=bool)
    for distance in range(1, reach + 1):
        reached[distance:] |= starts[:-distance] & (unit[distance:] == unit[:-distance])
    return reached


def _phrases(
    ids: Numbers, owner: Numbers, forms: Sequence[str], known: Mapping[str, tuple[float, ...]]
) -> list[tuple[int, tuple[float, ...]]]:
    """The place of the first word and the values of each phrase that stands in a sentence."""
    import numpy as np

    pairs = {tuple(phrase.split(" ")[:2]) for phrase in known}
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    is_first = np.array([form in firsts for form in forms], dtype=bool)[ids]
    is_second = np.array([form in seconds for form in forms], dtype=bool)[ids]
    found = []
    for place in np.flatnonzero(is_first[:-1] & is_second[1:] & (owner[:-1] == owner[1:])).tolist():
        phrase = forms[ids[place]]
        for last in range(place + 1, min(place + features.LONGEST_PHRASE, len(ids))):
            if owner[last] != owner[place]:
                break
            phrase = f"{phrase} {forms[ids[last]]}"
            if phrase in known:
                found.append((place, known[phrase]))
    return found
