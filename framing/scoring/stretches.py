"""What is read of each paragraph and sentence in each voice, as strings; most stand for several of these at once.

The author's stretch of a unit is the unit with every letter and digit of its quotations replaced by x, so that negation
and sentence ends stay; a unit that is all quotation has none. Each quotation is a stretch of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from framing.preprocessing.vocabulary import Chunks, Texts, ranges
from framing.scoring.batch import Batch
from framing.scoring.versions import Version, masked

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]

#: Positions of the voices in every table.
ALL, AUTHOR, QUOTED = range(3)
_JOINT = "\n\n"


@dataclass(frozen=True, slots=True)
class Strings(Sequence[str]):
    """All that instruments read of a batch, each string made when it is asked for.

    Attributes
    ----------
    versions
        the texts that they are cut from
    version, paragraph, start, end
        of each string which of those it is cut from, and where
    joints
        of a string that several stretches were joined to, where each starts in it, and where it stands in the paragraph
    """

    versions: Sequence[Sequence[str]]
    version: Numbers
    paragraph: Numbers
    start: Numbers
    end: Numbers
    joints: dict[int, list[tuple[int, int, int]]]

    def __len__(self) -> int:
        return len(self.paragraph)

    def __getitem__(self, index: Any) -> Any:
        text = self.versions[self.version[index]][self.paragraph[index]]
        if index in self.joints:
            return _JOINT.join(text[start:end] for _, start, end in self.joints[index])
        return text[self.start[index] : self.end[index]]

    def places(self, text: Numbers, start: Numbers) -> Numbers:
        """Where places in these strings lie in their paragraphs."""
        import numpy as np

        placed = start + self.start[text]
        if self.joints:
            for index in np.flatnonzero(np.isin(text, list(self.joints))).tolist():
                place = int(start[index])
                low, shift, _ = next(
                    each for each in reversed(self.joints[int(text[index])]) if each[0] <= place
                )
                placed[index] = place - low + shift
        return placed


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

    `empty` is the string that stands for a row without any.
    """

    strings: Strings
    texts: Texts
    plain: Members
    net: Members | None
    empty: int


@dataclass(frozen=True, slots=True)
class _Units:
    """Paragraphs or sentences: where they stand, their sentences, whether they hold quotations, words by voice.

    `quoted` has the stretches of their quotations: unit, paragraph, start, end. `same` is of a sentence that is its
    whole paragraph that paragraph, of every other unit the unit itself.
    """

    paragraph: Numbers
    start: Numbers
    end: Numbers
    first: Numbers
    last: Numbers
    touched: Numbers
    silent: Numbers
    quoted: Sequence[tuple[int, int, int, int]]
    same: Numbers


def make_plan(batch: Batch, versions: Sequence[Version], *, by_sentence: bool) -> Plan:
    """The plan for a version of the text, and for a second one if it is there.

    Parameters
    ----------
    by_sentence
        True: of each sentence and voice, a sentence's quotations as strings of their own. False: of each paragraph,
        then of each sentence, one string for each voice; quotations are joined to one text.
    """
    import numpy as np

    units = _sentences(batch) if by_sentence else _paragraphs_and_sentences(batch)
    strings = _Collected(batch, versions)
    plain = _members(strings, units, 0, None, None, join=not by_sentence)
    net = None
    if len(versions) > 1:
        changed = versions[0].plain != versions[1].plain
        passed = np.concatenate(([0], np.cumsum(changed)))
        bounds = batch.sentences.chunks.bounds
        differs = passed[bounds[units.last]] > passed[bounds[units.first]]
        net = _members(strings, units, 1, plain, differs, join=not by_sentence)
    empty = strings.add_cut(0, 0, [(0, 0)])
    made, texts = strings.finish()
    return Plan(made, texts, plain, net, empty)


def _sentences(batch: Batch) -> _Units:
    import numpy as np

    n = len(batch.sentences)
    spans = batch.paragraph, batch.start, batch.end
    return _Units(
        *spans,
        first=np.arange(n),
        last=np.arange(1, n + 1),
        touched=_touched(batch, *spans),
        silent=(batch.n_words[:, QUOTED] > 0) & (batch.n_words[:, AUTHOR] == 0),
        quoted=_quoted(batch, *spans),
        same=np.arange(n),
    )


def _paragraphs_and_sentences(batch: Batch) -> _Units:
    import numpy as np

    n = len(batch.parts)
    whole = np.arange(n), np.zeros(n, dtype=np.int64), np.array([len(text) for text in batch.texts])
    inner = _sentences(batch)
    words = batch.by_paragraph(batch.n_words)
    is_whole = (inner.start == 0) & (inner.end == whole[2][inner.paragraph])
    paragraph, start, end = (
        np.concatenate(both) for both in zip(whole, (inner.paragraph, inner.start, inner.end), strict=True)
    )
    return _Units(
        paragraph,
        start,
        end,
        first=np.concatenate((batch.first[:-1], inner.first)),
        last=np.concatenate((batch.first[1:], inner.last)),
        touched=np.concatenate((_touched(batch, *whole), inner.touched)),
        silent=np.concatenate(((words[:, QUOTED] > 0) & (words[:, AUTHOR] == 0), inner.silent)),
        quoted=[
            *_quoted(batch, *whole),
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


def _quoted(
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
    strings: _Collected,
    units: _Units,
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
    strings: _Collected, version: int, quoted: Sequence[tuple[int, int, int, int]], *, join: bool
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


class _Collected:
    """Strings as they are found: of whole sentences, whose chunks are known, and of other stretches.

    Versions are numbered so that `2 v` is the version itself and `2 v + 1` that with its quotations masked.
    """

    def __init__(self, batch: Batch, versions: Sequence[Version]) -> None:
        import numpy as np

        self.batch = batch
        paragraph = np.array([index for index, _ in batch.quotes], dtype=np.int64)
        base = batch.base[paragraph]
        spans = paragraph, batch.quote_start - base, batch.quote_end - base
        self.versions = [each for version in versions for each in (version, masked(batch, version, *spans))]
        # paragraphs in which no white space stands between two sentences are cut as a whole
        self.glued = np.zeros(len(batch.parts), dtype=bool)
        touching = (batch.start[1:] <= batch.end[:-1]) & (batch.paragraph[1:] == batch.paragraph[:-1])
        self.glued[batch.paragraph[1:][touching]] = True
        self._n = 0
        self._whole: list[
            tuple[Numbers, ...]
        ] = []  # string, version, paragraph, start, end, first, last sentence
        self._cut: list[tuple[int, int, int, list[tuple[int, int]]]] = []  # string, version, paragraph, spans
        self._known: dict[tuple[int, int, tuple[tuple[int, int], ...]], int] = {}

    def add(self, version: int, units: _Units, some: Numbers) -> Numbers:
        """The numbers of strings that are these units."""
        import numpy as np

        numbers: Numbers = self._n + np.arange(len(some))
        self._n += len(some)
        of_units = tuple(
            column[some] for column in (units.paragraph, units.start, units.end, units.first, units.last)
        )
        several = self.glued[of_units[0]] & (of_units[4] - of_units[3] > 1)
        whole = ~several
        which = np.full(int(whole.sum()), version)
        self._whole.append((numbers[whole], which, *(column[whole] for column in of_units)))
        for number, index, low, high in zip(
            *(column[several].tolist() for column in (numbers, *of_units[:3])), strict=True
        ):
            self._cut.append((number, version, index, [(low, high)]))
        return numbers

    def add_cut(self, version: int, paragraph: int, spans: list[tuple[int, int]]) -> int:
        """The number of a string of one or several stretches of a paragraph."""
        key = version, paragraph, tuple(spans)
        if key not in self._known:
            self._known[key] = self._n
            self._cut.append((self._n, version, paragraph, spans))
            self._n += 1
        return self._known[key]

    def finish(self) -> tuple[Strings, Texts]:
        """All strings, and these with their chunks."""
        import numpy as np

        batch, chunks = self.batch, self.batch.sentences.chunks
        whole = [np.concatenate(column) for column in zip(*self._whole, strict=True)]
        version, paragraph, begin, end = columns = np.zeros((4, self._n), dtype=np.int64)
        columns[:, whole[0]] = whole[1:5]
        joints: dict[int, list[tuple[int, int, int]]] = {}
        pieces: list[str] = []
        rows: list[tuple[int, int]] = []  # string, and where the piece starts in it
        for number, which, index, spans in self._cut:
            columns[:, number] = which, index, spans[0][0], spans[-1][1]
            text, place = self.versions[which].texts[index], 0
            for low, high in spans:
                if len(spans) > 1:
                    joints.setdefault(number, []).append((place, low, high))
                pieces.append(text[low:high])
                rows.append((number, place))
                place += high - low + len(_JOINT)
        strings = Strings([each.texts for each in self.versions], version, paragraph, begin, end, joints)
        cut = batch.sentences.vocabulary.split(pieces)
        # the pool: the sentences' chunks in each version, placed in their paragraphs; then those of the pieces
        n = len(chunks.plain)
        pool = np.concatenate([*(each.plain for each in self.versions), cut.plain])
        placed = (chunks.start + batch.start[chunks.text]).astype(np.int32)
        starts = np.concatenate([*(placed for _ in self.versions), cut.start])
        more = np.array(rows, dtype=np.int64).reshape(-1, 2)
        first = np.concatenate(
            (whole[1] * n + chunks.bounds[whole[5]], len(self.versions) * n + cut.bounds[:-1])
        )
        sizes = np.concatenate((chunks.bounds[whole[6]] - chunks.bounds[whole[5]], np.diff(cut.bounds)))
        shift = np.concatenate((-whole[3], more[:, 1]))
        owner = np.concatenate((whole[0], more[:, 0]))
        order = np.argsort(owner, kind="stable")
        sizes, owner = sizes[order], owner[order]
        entries = ranges(first[order], sizes)
        of_chunk = np.repeat(owner, sizes).astype(np.int32)
        start = starts[entries] + np.repeat(shift[order].astype(np.int32), sizes)
        counts = np.bincount(owner, weights=sizes, minlength=self._n).astype(np.int64)
        found = Chunks(None, pool[entries], of_chunk, start, np.concatenate(([0], np.cumsum(counts))))
        return strings, Texts(strings, batch.sentences.vocabulary, found)
