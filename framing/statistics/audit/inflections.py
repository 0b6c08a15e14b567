"""Inflected forms of listed words that the texts have and the list misses.

A form belongs to a listed word if both have the same stem (Porter2, the Snowball stemmer for English, as NLTK has it:
rules, no data) and differ in an inflectional ending only: plural, third person, past, -ing, with the spelling that goes
with it (policy/policies, stop/stopped, organise/organising). The stem alone would join what is derived (general,
generally), the ending alone what is another word (new, news). Irregular forms come from a short table.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from framing.lexicon.patterns import is_glob
from framing.statistics.audit.hits import overlapping, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from framing.statistics.audit.hits import Recorded

    Phrase = tuple[str, ...]
    Places = list[tuple[int, int, int]]

_COLUMNS = ("category", "form", "term", "n", "n_articles", "also_in", "example")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_CLITIC = re.compile(r"(?:'s|n't|')$")
#: Endings that two forms of one word may differ in, after what they have in common.
_ENDINGS = frozenset({"", "s", "es", "d", "ed", "ing", "e", "y", "ies", "ied", "ying", "ie"})
_LEAST = 3
_AROUND = 40
#: Forms of one word each that no ending explains.
_IRREGULAR = (
    "break broke broken, bring brought, build built, buy bought, child children, crisis crises, deal dealt, "
    "drive drove driven, fall fell fallen, fight fought, forbid forbade forbidden, freeze froze frozen, "
    "give gave given, grow grew grown, hide hid hidden, hold held, keep kept, lend lent, life lives, lose lost, "
    "man men, meet met, overthrow overthrew overthrown, pay paid, rise rose risen, seek sought, sell sold, "
    "send sent, shoot shot, speak spoke spoken, spend spent, steal stole stolen, strike struck stricken, "
    "take took taken, teach taught, thief thieves, win won, withdraw withdrew withdrawn, woman women"
)


def inflections(found: Recorded) -> pd.DataFrame:
    """List inflected forms of listed words that stand in the texts outside the category's hits.

    Literal words are looked at: the word of a single-word pattern, and the first and last word of a phrase, one at a
    time. Patterns with `*` or `?` say themselves which endings they take. A pattern that matches as written (NATO) has
    its plural in -s only.

    Returns
    -------
    DataFrame
        one row a category and form, the most frequent first: form (small letters, but for one that matches as written);
        term: the listed pattern that it is a form of, the first one; n, n_articles: occurrences that no hit of the
        category covers; also_in: other categories that hit some of them; example: the first occurrence with its
        surroundings
    """
    import pandas as pd

    texts = texts_of(found)
    wanted = _candidates(found, _Vocabulary(texts))
    places = _places(texts, {form.phrase for form in wanted})
    free, others = _uncovered(found, wanted, places)
    rows = []
    for number, form in enumerate(wanted):
        if number in free:
            row, start, end = free[number][0]
            rows.append(
                {
                    "category": form.category,
                    "form": " ".join(form.phrase),
                    "term": form.term,
                    "n": len(free[number]),
                    "n_articles": len({int(found.tables.article[row]) for row, _, _ in free[number]}),
                    "also_in": ", ".join(name for name in found.labels if name in others[number]),
                    "example": _example(texts[row], start, end),
                }
            )
    table = pd.DataFrame(rows, columns=list(_COLUMNS))
    order = table.assign(order=found.order(table["category"]))
    order = order.sort_values(["order", "n", "form"], ascending=[True, False, True], kind="stable")
    return order[list(_COLUMNS)].reset_index(drop=True)


def are_forms(one: str, two: str) -> bool:
    """Whether two words in small letters are inflected forms of one word.

    Examples
    --------
    >>> are_forms("policy", "policies"), are_forms("stop", "stopped"), are_forms("fight", "fought")
    (True, True, True)
    >>> are_forms("new", "news"), are_forms("general", "generally"), are_forms("security", "secure")
    (False, False, False)
    """
    if one == two:
        return False
    if two in _irregular().get(one, ()):
        return True
    return _same_ending(one, two) and _stem(one) == _stem(two)


def _same_ending(one: str, two: str) -> bool:
    common = 0
    while common < min(len(one), len(two)) and one[common] == two[common]:
        common += 1
    if common < _LEAST:
        return False
    # a doubled consonant belongs to the ending: stop, stop-p-ed
    doubled = {one[common - 1] + ending for ending in ("ed", "ing")}
    return {one[common:], two[common:]} <= _ENDINGS | doubled


@functools.cache
def _irregular() -> dict[str, frozenset[str]]:
    groups = [frozenset(group.split()) for group in _IRREGULAR.split(",")]
    return {word: group - {word} for group in groups for word in group}


@functools.cache
def _stemmer() -> Callable[[str], str]:
    from nltk.stem.snowball import EnglishStemmer

    stem: Callable[[str], str] = EnglishStemmer().stem
    return stem


@functools.lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return _stemmer()(word)


@dataclass(frozen=True, slots=True)
class _Form:
    """A form that is looked for: its category, its words, and the pattern that it is a form of."""

    category: str
    phrase: Phrase
    term: str


class _Vocabulary:
    """Words of the texts; a listed word finds its other forms among them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.written = {word for text in texts for word, _, _ in _words(text)}
        self._small = {word.lower() for word in self.written}
        self._by_stem: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(self._small):
            self._by_stem[_stem(word)].append(word)

    def forms(self, word: str) -> list[str]:
        """Other forms of a word in small letters, in alphabetical order."""
        there = [other for other in self._by_stem.get(_stem(word), ()) if are_forms(word, other)]
        return sorted({*there, *(self._small & _irregular().get(word, frozenset()))})


def _candidates(found: Recorded, vocabulary: _Vocabulary) -> list[_Form]:
    """Forms that the texts may have, once for each category, with the first pattern that each is a form of."""
    wanted: dict[tuple[str, Phrase], _Form] = {}
    for entry in found.codebook.entries:
        words = tuple(entry.pattern.split())
        if any(map(is_glob, words)):
            continue
        if entry.exact:
            plural = f"{words[-1]}s"
            forms = [(*words[:-1], plural)] if plural in vocabulary.written else []
        else:
            forms = list(_phrases(tuple(word.lower() for word in words), vocabulary))
        for phrase in forms:
            wanted.setdefault((entry.label, phrase), _Form(entry.label, phrase, entry.listed))
    return list(wanted.values())


def _phrases(words: Phrase, vocabulary: _Vocabulary) -> Iterator[Phrase]:
    for place in sorted({0, len(words) - 1}):
        for form in vocabulary.forms(words[place]):
            yield (*words[:place], form, *words[place + 1 :])


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """Words as they are written, without 's, and where they stand."""
    for match in _WORD.finditer(text.replace("’", "'")):
        word = match.group()
        word = _CLITIC.sub("", word) if "'" in word else word
        if word:
            yield word, match.start(), match.start() + len(word)


def _places(texts: Sequence[str], phrases: Iterable[Phrase]) -> dict[Phrase, Places]:
    """Where each phrase stands (row, start, end); one with a capital is looked for as it is written."""
    by_first: defaultdict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        by_first[phrase[0]].append(phrase)
    found: defaultdict[Phrase, Places] = defaultdict(list)
    for row, text in enumerate(texts):
        words = list(_words(text))
        for first, (word, start, _) in enumerate(words):
            for key in {word, word.lower()} & by_first.keys():
                for phrase in by_first[key]:
                    there = words[first : first + len(phrase)]
                    if _is_there(phrase, there, text):
                        found[phrase].append((row, start, there[-1][2]))
    return found


def _is_there(phrase: Phrase, words: Sequence[tuple[str, int, int]], text: str) -> bool:
    as_written = phrase != tuple(word.lower() for word in phrase)
    if phrase != tuple(word if as_written else word.lower() for word, _, _ in words):
        return False
    gaps = pairwise(words)
    return all(not text[before[2] : after[1]].strip() for before, after in gaps)


def _uncovered(
    found: Recorded, wanted: Sequence[_Form], places: Mapping[Phrase, Places]
) -> tuple[dict[int, Places], defaultdict[int, set[str]]]:
    """For each form the places that no hit of its category touches, and the other categories that touch these.

    Hits inside names touch them too: the list has the word, the name has taken it.
    """
    import pandas as pd

    listed = [(number, place) for number, form in enumerate(wanted) for place in places.get(form.phrase, ())]
    spans = np.array([place for _, place in listed], dtype=np.intp).reshape(-1, 3).T
    hits = pd.concat([found.hits, found.in_names])
    one, two = overlapping(*spans, *(hits[name].to_numpy(np.intp) for name in ("row", "start", "end")))
    categories = hits["category"].to_numpy()
    touching = [(place, categories[hit]) for place, hit in zip(one.tolist(), two.tolist(), strict=True)]
    touched = {place for place, name in touching if wanted[listed[place][0]].category == name}
    free: defaultdict[int, Places] = defaultdict(list)
    for index, (number, place) in enumerate(listed):
        if index not in touched:
            free[number].append(place)
    others: defaultdict[int, set[str]] = defaultdict(set)
    for index, name in touching:
        if index not in touched:
            others[listed[index][0]].add(name)
    return free, others


def _example(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())
