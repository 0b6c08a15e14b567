"""What is read of each paragraph and sentence in each voice, as strings; most stand for several of these at once.

The author's stretch of a unit is the unit with every letter and digit of its quotations replaced by x, so that negation
and sentence ends stay; a unit that is all quotation has none. Each quotation is a stretch of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from framing.preprocessing.voice import mask
from framing.scoring.batch import Batch, Span

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]

#: Positions of the voices in every table.
ALL, AUTHOR, QUOTED = range(3)
_JOINT = "\n\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one voice: where it starts in its paragraph, and what is read."""

    start: int
    text: str


@dataclass(slots=True)
class Strings:
    """All that instruments read of a batch, and where each string starts in which paragraph.

    `joints` has, of a string that several stretches were joined to, where each starts in it and in the paragraph.
    """

    texts: list[str]
    paragraph: list[int]
    start: list[int]
    joints: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def add(self, paragraph: int, start: int, text: str) -> int:
        """The number of a further string."""
        self.texts.append(text)
        self.paragraph.append(paragraph)
        self.start.append(start)
        return len(self.texts) - 1

    def add_joined(self, paragraph: int, pieces: Sequence[Piece]) -> int:
        """The number of a string of several stretches, each a paragraph of its own in it."""
        number = self.add(paragraph, pieces[0].start, _JOINT.join(piece.text for piece in pieces))
        place = 0
        self.joints[number] = []
        for piece in pieces:
            self.joints[number].append((place, piece.start))
            place += len(piece.text) + len(_JOINT)
        return number

    def places(self, text: Numbers, start: Numbers) -> Numbers:
        """Where places in these strings lie in their paragraphs."""
        import numpy as np

        placed = start + np.array(self.start, dtype=np.int64)[text]
        if self.joints:
            for index in np.flatnonzero(np.isin(text, list(self.joints))).tolist():
                place = int(start[index])
                low, shift = next(
                    each for each in reversed(self.joints[int(text[index])]) if each[0] <= place
                )
                placed[index] = place - low + shift
        return placed


@dataclass(frozen=True, slots=True)
class Members:
    """Which strings make up each row, in order: `row` ascending, `string` beside it.

    Row `3 u + v` is unit u in voice v. `special` has the strings of rows that quotations touch, `own` of each unit the
    string of voice `all`.
    """

    row: Numbers
    string: Numbers
    special: Mapping[int, Sequence[int]]
    own: Numbers


def sentence_members(batch: Batch, texts: Sequence[str], strings: Strings, known: Members | None) -> Members:
    """Strings of each sentence and voice, a sentence's quotations as strings of their own.

    Parameters
    ----------
    texts
        the paragraphs as they are read: prepared, or masked copies of the same length
    strings
        grows; its first are the sentences of the text as it stands
    known
        those of the text as it stands; what reads the same here is not added again
    """
    return _members(
        batch,
        len(batch.sentences),
        texts,
        strings,
        known,
        paragraph=batch.paragraph,
        start=batch.start,
        end=batch.end,
        touched=_touched(batch),
        words=batch.n_words,
        join=False,
    )


def unit_members(batch: Batch, texts: Sequence[str], strings: Strings, known: Members | None) -> Members:
    """Strings of each paragraph, then of each sentence, one for each voice; quotations are joined to one text."""
    import numpy as np

    n_paragraphs = len(batch.parts)
    quoted = np.zeros(n_paragraphs, dtype=bool)
    quoted[[index for index, _ in batch.quotes]] = True
    return _members(
        batch,
        n_paragraphs + len(batch.sentences),
        texts,
        strings,
        known,
        paragraph=np.concatenate((np.arange(n_paragraphs), batch.paragraph)),
        start=np.concatenate((np.zeros(n_paragraphs, dtype=np.int64), batch.start)),
        end=np.concatenate(([len(text) for text in batch.texts], batch.end)),
        touched=np.concatenate((quoted, _touched(batch))),
        words=np.concatenate((batch.by_paragraph(batch.n_words), batch.n_words)),
        join=True,
    )


def _members(  # noqa: PLR0913 # what the two kinds of units differ in
    batch: Batch,
    n: int,
    texts: Sequence[str],
    strings: Strings,
    known: Members | None,
    *,
    paragraph: Numbers,
    start: Numbers,
    end: Numbers,
    touched: Numbers,
    words: Numbers,
    join: bool,
) -> Members:
    import numpy as np

    own = np.arange(n)
    changed = np.array(
        [text is not plain for text, plain in zip(texts, batch.texts, strict=True)], dtype=bool
    )
    special: dict[int, Sequence[int]] = {}
    units = np.flatnonzero(changed[paragraph] | touched)
    rows_of = zip(*(column[units].tolist() for column in (paragraph, start, end)), strict=True)
    for unit, (index, low, high) in zip(units.tolist(), rows_of, strict=True):
        text = texts[index][low:high]
        if known is not None and text == strings.texts[unit]:
            special |= {
                row: known.special[row] for row in (3 * unit + AUTHOR, 3 * unit + QUOTED) if touched[unit]
            }
            continue
        if known is not None:
            own[unit] = strings.add(index, low, text)
        if touched[unit]:
            for voice, found in (
                (AUTHOR, _author(batch, texts[index], index, (low, high), words[unit])),
                (QUOTED, _quoted(batch, texts[index], index, (low, high))),
            ):
                if join and len(found) > 1:
                    special[3 * unit + voice] = [strings.add_joined(index, found)]
                else:
                    special[3 * unit + voice] = [
                        strings.add(index, piece.start, piece.text) for piece in found
                    ]
    rows = [np.arange(n) * 3 + ALL, np.flatnonzero(~touched) * 3 + AUTHOR]
    numbers = [own, own[~touched]]
    if special:
        rows.append(np.repeat(list(special), [len(each) for each in special.values()]))
        numbers.append(np.array([number for each in special.values() for number in each], dtype=np.int64))
    row, string = np.concatenate(rows), np.concatenate(numbers)
    order = np.argsort(row, kind="stable")
    return Members(row[order].astype(np.int64), string[order].astype(np.int64), special, own)


def _touched(batch: Batch) -> Numbers:
    """Sentences into which a quotation reaches."""
    import numpy as np

    if not len(batch.quotes):
        return np.zeros(len(batch.sentences), dtype=bool)
    base = batch.base[batch.paragraph]
    index = np.searchsorted(batch.quote_start, batch.end + base) - 1
    return (index >= 0) & (batch.quote_end[index] > batch.start + base)


def _near(batch: Batch, index: int, span: Span) -> list[Span]:
    quotes = batch.parts[index].quotes
    return [(quote.start, quote.end) for quote in quotes if quote.start < span[1] and quote.end > span[0]]


def _author(batch: Batch, text: str, index: int, span: Span, words: Numbers) -> list[Piece]:
    if words[QUOTED] and not words[AUTHOR]:
        return []
    start, end = span
    spoken = [(max(0, low - start), high - start) for low, high in _near(batch, index, span)]
    return [Piece(start, mask(text[start:end], spoken))]


def _quoted(batch: Batch, text: str, index: int, span: Span) -> list[Piece]:
    found = []
    for low, high in _near(batch, index, span):
        start = max(span[0], low)
        stretch = text[start : min(span[1], high)]
        if stretch.strip():
            found.append(Piece(start + len(stretch) - len(stretch.lstrip()), stretch.strip()))
    return found
