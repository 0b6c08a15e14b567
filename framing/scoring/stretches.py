"""What is read of each paragraph and sentence in each voice, as strings; most stand for several of these at once.

The author's stretch of a unit is the unit with every letter and digit of its quotations replaced by x, so that negation
and sentence ends stay; a unit that is all quotation has none. Each quotation is a stretch of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from framing.preprocessing.arrays import ranges
from framing.preprocessing.texts import Texts
from framing.scoring.batch import Batch
from framing.scoring.strings import Collected, Strings, Units
from framing.scoring.versions import Version, Versions

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]

#: Positions of the voices in every table.
ALL, AUTHOR, QUOTED = range(3)


@dataclass(frozen=True, slots=True)
class Members:
    """Which strings make up each row, in order: `row` ascending, `string` beside it.

    Row `3 u + v` is unit u in voice v.

    `own` and `author` have of each unit the string of the voices `all` and `author` (-1: none), `quoted` the unit and
    the string of each stretch of the voice `quoted`.
    """

    row: Numbers
    string: Numbers
    own: Numbers
    author: Numbers
    quoted: tuple[Numbers, Numbers]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is read: the strings, their chunks, and which of them make up each row, of the text and its masked copy.

    `empty` is the string that stands for a row without any. `versions` are what the strings are cut from.
    """

    versions: Versions
    strings: Strings
    texts: Texts
    plain: Members
    net: Members | None
    empty: int


def make_plan(
    batch: Batch, versions: Sequence[tuple[Version, Version]], sentences: Units, *, by_sentence: bool
) -> Plan:
    """The plan for a version of the text, and for a second one if it is there.

    Parameters
    ----------
    versions
        each with its copy in which the quotations are masked
    sentences
        what `sentence_units` makes of the batch
    by_sentence
        True: of each sentence and voice, a sentence's quotations as strings of their own. False: of each paragraph,
        then of each sentence, one string for each voice; quotations are joined to one text.
    """
    import numpy as np

    units = sentences if by_sentence else _with_paragraphs(batch, sentences)
    strings = Collected(batch, Versions([each for both in versions for each in both]))
    plain = _members(strings, units, 0, None, None, join=not by_sentence)
    net = None
    if len(versions) > 1:
        changed = versions[0][0].plain != versions[1][0].plain
        passed = np.concatenate(([0], np.cumsum(changed)))
        bounds = batch.sentences.chunks.bounds
        differs = passed[bounds[units.last]] > passed[bounds[units.first]]
        net = _members(strings, units, 1, plain, differs, join=not by_sentence)
    empty = strings.add_cut(0, 0, [(0, 0)])
    made, texts = strings.finish()
    return Plan(strings.versions, made, texts, plain, net, empty)


def without_author(n_words: Numbers) -> Numbers:
    """Which units hold words of quotations and none of the author's, by their words in each voice."""
    silent: Numbers = (n_words[:, QUOTED] > 0) & (n_words[:, AUTHOR] == 0)
    return silent


def sentence_units(batch: Batch) -> Units:
    """Every sentence of the batch."""
    import numpy as np

    n = len(batch.sentences)
    spans = batch.paragraph, batch.start, batch.end
    return Units(
        *spans,
        first=np.arange(n),
        last=np.arange(1, n + 1),
        touched=_touched(batch, *spans),
        silent=without_author(batch.n_words),
        quoted=quoted_stretches(batch, *spans),
        same=np.arange(n),
    )


def _with_paragraphs(batch: Batch, inner: Units) -> Units:
    """Every paragraph, then every sentence."""
    import numpy as np

    n = len(batch.parts)
    whole = np.arange(n), np.zeros(n, dtype=np.int64), np.array([len(text) for text in batch.texts])
    is_whole = (inner.start == 0) & (inner.end == whole[2][inner.paragraph])
    paragraph, start, end = (
        np.concatenate(both) for both in zip(whole, (inner.paragraph, inner.start, inner.end), strict=True)
    )
    return Units(
        paragraph,
        start,
        end,
        first=np.concatenate((batch.first[:-1], inner.first)),
        last=np.concatenate((batch.first[1:], inner.last)),
        touched=np.concatenate((_touched(batch, *whole), inner.touched)),
        silent=np.concatenate((without_author(batch.by_paragraph(batch.n_words)), inner.silent)),
        quoted=[
            *quoted_stretches(batch, *whole),
            *((unit + n, index, low, high) for unit, index, low, high in inner.quoted),
        ],
        same=np.concatenate((whole[0], np.where(is_whole, inner.paragraph, n + inner.same))),
    )


def _near(batch: Batch, paragraph: Numbers, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
    """The first quotation that ends behind the start of each span, and the first that begins behind its end."""
    import numpy as np

    base = batch.base[paragraph]
    return (
        np.searchsorted(batch.quote_end, start + base, side="right"),
        np.searchsorted(batch.quote_start, end + base),
    )


def _touched(batch: Batch, paragraph: Numbers, start: Numbers, end: Numbers) -> Numbers:
    """Spans into which a quotation reaches."""
    first, last = _near(batch, paragraph, start, end)
    touched: Numbers = last > first
    return touched


def quoted_stretches(
    batch: Batch, paragraph: Numbers, start: Numbers, end: Numbers
) -> list[tuple[int, int, int, int]]:
    """What lies between quotation marks in each span, without white space around: unit, paragraph, start, end."""
    import numpy as np

    first, last = _near(batch, paragraph, start, end)
    sizes = np.maximum(last - first, 0)
    unit = np.repeat(np.arange(len(sizes)), sizes)
    quote = ranges(first, sizes)
    index = paragraph[unit]
    low = np.maximum(batch.quote_start[quote] - batch.base[index], start[unit])
    high = np.minimum(batch.quote_end[quote] - batch.base[index], end[unit])
    found = []
    for each, place, lower, upper in zip(
        unit.tolist(), index.tolist(), low.tolist(), high.tolist(), strict=True
    ):
        stretch = batch.texts[place][lower:upper]
        kept = stretch.strip()
        if kept:
            begin = lower + len(stretch) - len(stretch.lstrip())
            found.append((each, place, begin, begin + len(kept)))
    return found


def _members(
    strings: Collected,
    units: Units,
    version: int,
    known: Members | None,
    differs: Numbers | None,
    *,
    join: bool,
) -> Members:
    """Which strings make up each row of a version; what reads as in the known one is not added again."""
    import numpy as np

    n = len(units.paragraph)
    new = np.ones(n, dtype=bool) if differs is None else differs
    own = np.full(n, -1) if known is None else known.own.copy()
    first = units.same == np.arange(n)
    own[new & first] = strings.add(2 * version, units, np.flatnonzero(new & first))
    own = own[units.same]
    author = np.full(n, -1) if known is None else known.author.copy()
    author[~units.touched] = own[~units.touched]
    apart = new & units.touched & ~units.silent
    author[apart & first] = strings.add(2 * version + 1, units, np.flatnonzero(apart & first))
    author = author[units.same]
    fresh = [each for each in units.quoted if new[each[0]]]
    stretches = _stretches(strings, 2 * version, fresh, join=join)
    quoted = tuple(np.array(column, dtype=np.int64) for column in stretches)
    if known is not None:
        old = ~new[known.quoted[0]]
        quoted = tuple(
            np.concatenate((before[old], added)) for before, added in zip(known.quoted, quoted, strict=True)
        )
    written = np.flatnonzero(author >= 0)
    row = np.concatenate((np.arange(n) * 3 + ALL, written * 3 + AUTHOR, quoted[0] * 3 + QUOTED))
    string = np.concatenate((own, author[written], quoted[1]))
    order = np.argsort(row, kind="stable")
    return Members(row[order], string[order], own, author, (quoted[0], quoted[1]))


def _stretches(
    strings: Collected, version: int, quoted: Sequence[tuple[int, int, int, int]], *, join: bool
) -> tuple[list[int], list[int]]:
    """Strings of quotations, and the unit of each: one for each quotation, or one for each unit."""
    if not join:
        return (
            [unit for unit, *_ in quoted],
            [strings.add_cut(version, index, [(low, high)]) for _, index, low, high in quoted],
        )
    unit, made = [], []
    for each, some in groupby(quoted, key=lambda one: one[0]):
        pieces = list(some)
        unit.append(each)
        made.append(strings.add_cut(version, pieces[0][1], [(low, high) for _, _, low, high in pieces]))
    return unit, made
