"""Keyword in context: every place of a term with the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.errors import CodebookError
from framing.lexicon import patterns
from framing.lexicon.codebook import Entry, is_exact
from framing.lexicon.matcher import Matcher
from framing.preprocessing.prepare import prepare
from framing.preprocessing.tokens import tokenize


@dataclass(frozen=True, slots=True)
class Context:
    """One place of a term: the text's index, half-open code points in it, and the words around."""

    text: int
    start: int
    end: int
    before: str
    keyword: str
    after: str


def kwic(texts: Sequence[str], term: str, *, window: int = 5) -> list[Context]:
    """Every place of `term` in the texts, with `window` words either side (KWIC); 0 leaves them out.

    Parameters
    ----------
    texts
        paragraphs as they stand
    term
        a word, a glob or a phrase, as in a codebook

    Raises
    ------
    CodebookError
        if the term is no pattern that a codebook could hold.

    Examples
    --------
    >>> place, = kwic(["They fear a terrorist attack on the port."], "terror* attack", window=2)
    >>> place.before, place.keyword, place.after
    ('fear a', 'terrorist attack', 'on the')
    """
    pattern = patterns.prepared(term)
    if problem := patterns.problem(pattern):
        raise CodebookError(f"term '{term}': {problem}")
    matcher = Matcher([Entry("term", pattern, exact=is_exact(pattern))], exclusive=False)
    found = []
    for index, text in enumerate(texts):
        prepared = prepare(text)
        hits = matcher.hits(prepared.text)
        tokens = tokenize(prepared.text) if hits and window else []
        for hit in hits:
            if hit.start is None or hit.end is None:
                continue
            left = [token for token in tokens if token.end <= hit.start][-window:]
            right = [token for token in tokens if token.start >= hit.end][:window]
            start, end = prepared.origin(hit.start, hit.end)
            before = prepared.origin(left[0].start, hit.start) if left else (start, start)
            after = prepared.origin(hit.end, right[-1].end) if right else (end, end)
            words = (text[slice(*span)].strip() for span in (before, (start, end), after))
            found.append(Context(index, start, end, *words))
    return found
