"""What moves the scores of very many sentences at once: the rules of `oped_features` over arrays of all their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.model import HitColumns, Names
from framing.preprocessing.arrays import grouped
from framing.tone import oped_features as features
from framing.tone import oped_vocabulary as traits
from framing.tone.oped_vocabulary import OpedWords, Row, value_in

if TYPE_CHECKING:
    import numpy.typing as npt

    from framing.preprocessing.texts import Texts

    Numbers = npt.NDArray[Any]

#: Words that the model must know in a sentence to say anything of it.
FEWEST = 2
_CATEGORIES = ("word", "mark", "phrase")


@dataclass(frozen=True, slots=True)
class _Words:
    """All words and marks of all sentences but the masked ones, in order.

    Attributes
    ----------
    entry, number
        where each stands in the vocabulary, and which word it is there
    run, owner
        the number of its run of characters, and of its sentence
    traits, contexts
        what it is, and what its sentence does to it, as bits
    """

    entry: Numbers
    number: Numbers
    run: Numbers
    owner: Numbers
    traits: Numbers
    contexts: Numbers


@dataclass(frozen=True, slots=True)
class Evidence:
    """What moves the scores of sentences, an entry for each piece of evidence, in order of place.

    Attributes
    ----------
    heard
        whether each sentence has enough known words
    bounds
        the evidence of sentence i is that from bounds[i] to bounds[i + 1]; a silent one has none
    starts, vocabulary, words
        where it was found: where each run starts in its sentence, and the words
    first, last
        its first and last word, by their place among `words`
    weights, contributions
        v, and v / √(n + k)
    """

    starts: Numbers
    vocabulary: OpedWords
    words: _Words
    heard: list[bool]
    bounds: list[int]
    first: Numbers
    last: Numbers
    weights: Numbers
    contributions: Numbers

    def scores(self, intercept: float) -> tuple[Numbers, Numbers]:
        """The score of each sentence, and what cuts it at ±1; of silent ones they mean nothing."""
        import numpy as np

        n = len(self.heard)
        owner = np.repeat(np.arange(n), np.diff(self.bounds))
        raw = grouped(self.contributions, owner, n) + intercept
        score = np.clip(raw, -1.0, 1.0)
        return score, score - raw

    def columns(self) -> HitColumns:
        """All that is to be said of each piece of evidence."""
        import numpy as np

        starts, vocabulary = self.starts, self.vocabulary
        words, first, last = self.words, self.first, self.last
        is_phrase = last > first
        number, forms = words.number[first].astype(np.int64), vocabulary.forms
        phrases = np.flatnonzero(is_phrase)
        number[phrases] = len(forms) + np.arange(len(phrases))
        spoken = [
            " ".join(forms[each] for each in words.number[first[place] : last[place] + 1].tolist())
            for place in phrases.tolist()
        ]
        term = Names(number, [*forms, *spoken])
        is_mark = words.traits[first] & traits.WORD == 0
        kind = np.where(is_phrase, _CATEGORIES.index("phrase"), is_mark)
        return HitColumns(
            text=words.owner[first],
            start=starts[words.run[first]] + vocabulary.places(words.entry[first])[0],
            end=starts[words.run[last]] + vocabulary.places(words.entry[last])[1],
            category=Names(kind.astype(np.int64), _CATEGORIES),
            term=term,
            weight=self.weights,
            negated=words.contexts[first] & 1 << features.NEGATED > 0,
            contribution=self.contributions,
        )


def find_evidence(
    texts: Texts, vocabulary: OpedWords, phrases: Mapping[str, Row], damping: float
) -> Evidence:
    """What moves the score of each sentence.

    Parameters
    ----------
    texts
        each read as one sentence
    vocabulary
        what the model makes of their chunks; it grows
    phrases
        values of phrases, one for each of `CONTEXTS`
    damping
        k of v / √(n + k)
    """
    import numpy as np

    words = _read(texts, vocabulary)
    n = len(texts)
    heard = np.bincount(words.owner[words.traits & traits.KNOWN > 0], minlength=n) >= FEWEST

    first = np.flatnonzero((vocabulary.deciding(words.number) > 0) & heard[words.owner])
    weights = vocabulary.weights(words.number[first], words.contexts[first])
    last = first
    found = [each for each in _phrases(words, vocabulary.forms, phrases) if heard[words.owner[each[0]]]]
    if found:
        weights += [value_in(row, int(words.contexts[place])) for place, _, row in found]
        first, last = (
            np.concatenate([first, [each[which] for each in found]]).astype(np.int64) for which in (0, 1)
        )
    weighed = np.array(weights, dtype=np.float64)
    order = np.argsort(first * features.LONGEST_PHRASE + last - first, kind="stable")
    order = order[weighed[order] != 0]
    first, last, weighed = first[order], last[order], weighed[order]
    owner = words.owner[first]
    scale = np.sqrt(np.bincount(words.owner, minlength=n) + damping)
    return Evidence(
        starts=texts.chunks.start,
        vocabulary=vocabulary,
        words=words,
        heard=heard.tolist(),
        bounds=[0, *np.cumsum(np.bincount(owner, minlength=n)).tolist()],
        first=first,
        last=last,
        weights=weighed,
        contributions=weighed / scale[owner],
    )


def _read(texts: Texts, vocabulary: OpedWords) -> _Words:
    """The words of sentences, chunk by chunk."""
    entry, run = vocabulary.words(vocabulary.runs(texts))
    owner = texts.chunks.text[run]
    number = vocabulary.numbers(entry)
    found = vocabulary.traits(number)
    contexts = _contexts(found, owner, len(texts))
    masked = found & traits.MASKED > 0
    columns = [entry, number, run, owner, found, contexts]
    if masked.any():  # negation reaches over masked words, then they are gone
        columns = [column[~masked] for column in columns]
    return _Words(*columns)


def _contexts(found: Numbers, owner: Numbers, n_sentences: int) -> Numbers:
    """Which of `CONTEXTS` hold of each word, as bits: `oped_features` over arrays."""
    import numpy as np

    def places(trait: int) -> Numbers:
        return np.flatnonzero(found & trait)

    of_sentence = np.full(n_sentences, 1 << features.ALWAYS, dtype=np.uint8)
    of_sentence[owner[places(traits.CONDITIONAL)]] |= 1 << features.HYPOTHETICAL
    of_sentence[owner[places(traits.ASKING)]] |= 1 << features.ASKED
    held = of_sentence[owner]
    everywhere = np.arange(len(owner))
    for context, trait in (
        (features.STRENGTHENED, traits.STRENGTHENER),
        (features.SOFTENED, traits.SOFTENER),
    ):
        _reach(held, context, places(trait), everywhere, owner, 1)
    buts = places(traits.BUT)
    if len(buts):
        last = np.full(n_sentences, -1)
        last[owner[buts]] = buts  # of several in a sentence the last one stays
        held[everywhere < last[owner]] |= 1 << features.BEFORE_BUT

    words = places(traits.WORD)
    # two words of the same number share clause and sentence
    clause = (np.cumsum(found & traits.END > 0) + owner)[words]
    of_words, owner = found[words], owner[words]
    negators = np.flatnonzero(of_words & traits.NEGATOR)
    follows = np.minimum(negators + 1, len(words) - 1)
    affirms = (of_words[follows] & traits.AFFIRMING > 0) & (clause[follows] == clause[negators])
    _reach(held, features.NEGATED, negators[~affirms], words, clause, features.REACH)
    reducers = np.flatnonzero(of_words & traits.REDUCER)
    _reach(held, features.REDUCED, reducers, words, owner, features.REACH_OF_REDUCERS)
    return held


def _reach(held: Numbers, context: int, starts: Numbers, words: Numbers, unit: Numbers, reach: int) -> None:
    """Say that a context holds of the `reach` words after each start, within its unit."""
    for distance in range(1, reach + 1):
        starts = starts[starts + distance < len(words)]
        reached = starts + distance
        held[words[reached[unit[reached] == unit[starts]]]] |= 1 << context


def _phrases(words: _Words, forms: Sequence[str], known: Mapping[str, Row]) -> list[tuple[int, int, Row]]:
    """The first and last word and the values of each phrase that stands in a sentence."""
    import numpy as np

    found = words.traits
    begins = (found[:-1] & traits.FIRST > 0) & (found[1:] & traits.SECOND > 0)
    places = np.flatnonzero(begins & (words.owner[:-1] == words.owner[1:])).tolist()
    listed = []
    for place in places:
        window = slice(place, place + features.LONGEST_PHRASE)
        numbers, owners = words.number[window].tolist(), words.owner[window].tolist()
        phrase = forms[numbers[0]]
        for step in range(1, len(numbers)):
            if owners[step] != owners[0]:
                break
            phrase = f"{phrase} {forms[numbers[step]]}"
            if phrase in known:
                listed.append((place, place + step, known[phrase]))
    return listed
