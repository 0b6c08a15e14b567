"""A term in its contexts, group beside group: keyword in context over the texts of a run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from framing.errors import FramingError
from framing.lexicon import patterns
from framing.lexicon.kwic import kwic
from framing.preprocessing.prepare import prepare
from framing.statistics.grouping import groups_of
from framing.statistics.parts import Groups, check_reading
from framing.statistics.running_words import quotation_spans, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from framing.model import Kind, Voice
    from framing.run import Run

#: Name of the one group where articles are not grouped.
ALL = "all articles"
_COLUMNS = ("group", "article", "paragraph", "start", "end", "left", "match", "right", "voice")


def contexts(
    run: Run,
    pattern: str,
    *,
    by: str | None = None,
    words: int = 5,
    voice: Voice = "all",
    kind: Kind | None = "body",
) -> pd.DataFrame:
    """Find every place of a term with the words around it.

    Parameters
    ----------
    pattern
        a word, a glob (`*`, `?`) or a phrase, as in a codebook; capitals matter only in two to six of them
    by
        a column of `run.articles`, or time (see `grouping`); None for all articles in one group
    words
        how many tokens either side, within the paragraph
    voice, kind
        in whose words and in which paragraphs (None: every kind); a place belongs to the voice of its first character

    Returns
    -------
    DataFrame
        one row a place, groups in their order and in each in reading order: group, article, paragraph, start and end
        (code points of the paragraph), left, match, right, voice (`author` or `quoted`). Empty where there is none.

    Raises
    ------
    CodebookError
        if the term is no pattern that a codebook could hold.
    FramingError
        if there is no such column, voice or kind, `words` is under 1, or the run was kept without its texts.

    Examples
    --------
    >>> import framing as fr
    >>> run = fr.score(fr.read_articles("seeds/"))
    >>> found = contexts(run, "economic corridor", words=2)
    >>> found.loc[0, ["left", "match", "right"]].to_list()
    ['the China-Pakistan', 'Economic Corridor', '. In']
    """
    return contexts_of(run, [pattern], by=by, words=words, voice=voice, kind=kind)[pattern]


def contexts_of(
    run: Run,
    terms: Sequence[str],
    *,
    by: str | None = None,
    words: int = 5,
    voice: Voice = "all",
    kind: Kind | None = "body",
) -> dict[str, pd.DataFrame]:
    """For each of several terms what `contexts` gives; the texts are prepared once.

    Raises
    ------
    FramingError
        as `contexts`.
    """
    check_reading(run, voice, kind)
    if wrong := [term for term in terms if not isinstance(term, str)]:
        raise FramingError(f"pattern {wrong[0]!r:.60}: give one pattern as text, such as 'port*'")
    if words < 1:
        raise FramingError(f"words {words}: too few; one or more stand either side")
    groups = grouped(run, by)
    table = texts_of(run, kind)
    small = in_small_letters(table["text"].tolist())
    spoken = quotation_spans(run)
    return {
        term: _contexts(paragraphs_with(table, small, term), term, groups, spoken, words, voice)
        for term in terms
    }


def _contexts(
    table: pd.DataFrame,
    pattern: str,
    groups: Groups,
    spoken: Mapping[tuple[str, int], list[tuple[int, int]]],
    words: int,
    voice: Voice,
) -> pd.DataFrame:
    """Places of one term in the paragraphs of a table."""
    import pandas as pd

    found = kwic(table["text"].tolist(), pattern, window=words)
    articles, paragraphs = table["article"].tolist(), table["paragraph"].tolist()
    codes = groups.codes[table["position"].to_numpy(np.intp)].tolist()
    rows = []
    for place in found:
        article, paragraph = articles[place.text], paragraphs[place.text]
        speaks = speaker_of(spoken.get((article, paragraph), ()), place.start)
        if voice in ("all", speaks):
            sides = place.start, place.end, place.before, place.keyword, place.after
            rows.append((codes[place.text], article, paragraph, *sides, speaks))
    made = pd.DataFrame(rows, columns=list(_COLUMNS)).sort_values("group", kind="stable", ignore_index=True)
    made["group"] = pd.Series([groups.names[code] for code in made["group"]], dtype="str")
    text = dict.fromkeys(("group", "article", "left", "match", "right", "voice"), "str")
    return made.astype(text | dict.fromkeys(("paragraph", "start", "end"), "int64"))


def is_searchable(term: str) -> bool:
    """Whether a word of a text can be looked for as it stands: `contexts` takes no pattern that a codebook refuses."""
    return not patterns.problem(patterns.prepared(term))


def grouped(run: Run, by: str | None) -> Groups:
    """Group articles by a column or time; None puts all of them into one group."""
    if by is None:
        return Groups((ALL,), np.zeros(len(run.articles), dtype=np.intp))
    return groups_of(run, by)


def paragraphs_with(table: pd.DataFrame, small: Sequence[str], pattern: str) -> pd.DataFrame:
    """Those paragraphs that hold the letters of a pattern: no other can have a place of it.

    `small` are the paragraphs' prepared texts in small letters.
    """
    pieces = re.findall(r"\w+", prepare(pattern).text.lower())
    return table.loc[[all(piece in text for piece in pieces) for text in small]]


def in_small_letters(texts: Sequence[str]) -> list[str]:
    """Prepared texts in small letters."""
    return [prepare(text).text.lower() for text in texts]


def speaker_of(quotations: list[tuple[int, int]] | tuple[()], start: int) -> Voice:
    """Whose voice speaks at a place of a paragraph with these quotations: `author` or `quoted`."""
    return "quoted" if any(low <= start < high for low, high in quotations) else "author"
