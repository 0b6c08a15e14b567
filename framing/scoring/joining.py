"""What an instrument of whole texts says of a batch, joined from what it says of the sentences and quotations.

A paragraph in a voice is its sentences in that voice, one after the other; the quotations of a unit are its quotations.
Only where one stretch reaches into the next is the text itself read. The numbers are those of reading every text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from framing.model import HitColumns, StretchInstrument
from framing.preprocessing.arrays import grouped, ranges
from framing.scoring.batch import Batch
from framing.scoring.stretches import ALL, AUTHOR, QUOTED, Members, Plan, quoted_stretches, without_author
from framing.scoring.strings import Collected, Strings
from framing.scoring.told import Spans
from framing.tone.hits import in_order, joined, taken

if TYPE_CHECKING:
    import numpy.typing as npt

    from framing.scoring.told import Values

    Numbers = npt.NDArray[Any]


class _Heard:
    """Evidence in strings of which rows are made: string `string[i]` is the next one of row `row[i]`.

    Every hit contributes to its row as much as its weight by the number of the row's hits.
    """

    def __init__(
        self, strings: Strings, hits: HitColumns, row: Numbers, string: Numbers, n_rows: int
    ) -> None:
        import numpy as np

        bounds = np.searchsorted(hits.text, np.arange(len(strings) + 1))
        sizes = np.diff(bounds)[string]
        self._strings, self._hits = strings, hits
        self._hit, self.row = ranges(bounds[string], sizes), np.repeat(row, sizes)
        n = np.bincount(self.row, minlength=n_rows)
        self.contribution = hits.weight.take(self._hit) / n.take(self.row)

    def touched(self, frames: Spans) -> Numbers:
        """Whether each hit of a row shares a character with a frame."""
        text = self._hits.text
        start, end = self._places(text, self._hits.start, self._hits.end)
        touched: Numbers = frames.touch(self._strings.paragraph[text], start, end)[self._hit]
        return touched

    def of_rows(self, some: Numbers, owner: Numbers) -> HitColumns:
        """Hits of the rows that are marked, each with the paragraph that owns its row, placed there."""
        import numpy as np

        chosen = np.flatnonzero(some[self.row])
        hits = taken(self._hits, self._hit[chosen])
        start, end = self._places(hits.text, hits.start, hits.end)
        return replace(
            hits,
            text=owner[self.row[chosen]],
            start=start,
            end=end,
            contribution=self.contribution[chosen],
        )

    def _places(self, text: Numbers, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
        return self._strings.places(text, start), self._strings.places(text, end - 1) + 1


class ByStretch:
    """Readings of an instrument that can join what it has read of stretches.

    Parameters
    ----------
    instrument
        the instrument
    batch
        the paragraphs
    plan
        the stretches: sentences and quotations
    """

    def __init__(self, instrument: StretchInstrument, batch: Batch, plan: Plan) -> None:
        import numpy as np

        self._instrument, self._batch, self._plan = instrument, batch, plan
        self._read = instrument.read_stretches(plan.texts)
        # rows are every paragraph in each voice, then every sentence in each voice
        self._n = 3 * len(batch.parts)
        self._n_rows = self._n + 3 * len(batch.sentences)
        row, string, self._values, whole = self._join(plan.plain)
        apart = ~whole[row]
        self._heard = [_Heard(plan.strings, self._read.hits, row[apart], string[apart], self._n_rows)]
        if whole.any():
            self._heard.append(self._read_whole(np.flatnonzero(whole), 0, self._values))

    def values(self, members: Members) -> Values:
        """Values of each row, of paragraphs and of sentences."""
        values = self._values if members is self._plan.plain else self._net(members)
        return (
            {name: column[: self._n] for name, column in values.items()},
            {name: column[self._n :] for name, column in values.items()},
        )

    def evidence(self) -> HitColumns:
        """The paragraphs' evidence."""
        import numpy as np

        row = np.arange(self._n_rows)
        hits = [each.of_rows((row < self._n) & (row % 3 == ALL), row // 3) for each in self._heard]
        return in_order(joined(hits))

    def shares(self, frames: Spans) -> tuple[Numbers, Numbers]:
        """Of each row the share of the evidence, by the size of its contribution, that overlaps frames."""
        import numpy as np

        total, part = np.zeros(self._n_rows), np.zeros(self._n_rows)
        for each in self._heard:
            size, inside = np.abs(each.contribution), each.touched(frames)
            total += grouped(size, each.row, self._n_rows)
            part += grouped(size[inside], each.row[inside], self._n_rows)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(total > 0, part / total, np.nan)
        return share[: self._n], share[self._n :]

    def _net(self, members: Members) -> dict[str, Numbers]:
        """Values of a version's rows; those that read as they stand are not read again."""
        import numpy as np

        batch = self._batch
        *_, values, whole = self._join(members)
        sentences = members.own != self._plan.plain.own
        paragraphs = np.zeros(len(batch.parts), dtype=bool)
        paragraphs[batch.paragraph[sentences]] = True
        is_new = np.repeat(np.concatenate((paragraphs, sentences)), 3)
        known = np.flatnonzero(whole & ~is_new)
        for name, column in values.items():
            column[known] = self._values[name][known]
        if (whole & is_new).any():
            self._read_whole(np.flatnonzero(whole & is_new), 2, values)
        return values

    def _join(self, members: Members) -> tuple[Numbers, Numbers, dict[str, Numbers], Numbers]:
        """Rows, ascending, with the string that is each one's next; values of all; which must be read whole."""
        import numpy as np

        batch = self._batch
        sentence, voice = members.row // 3, members.row % 3
        is_silent = without_author(batch.by_paragraph(batch.n_words))
        has_gap = np.zeros(len(batch.parts), dtype=bool)
        has_gap[batch.paragraph[without_author(batch.n_words)]] = True
        # a paragraph without words of the author's has no such row, whatever marks stand around its quotations
        kept = np.flatnonzero((voice != AUTHOR) | ~is_silent[batch.paragraph[sentence]])
        above = 3 * batch.paragraph[sentence[kept]] + voice[kept]
        order = np.argsort(above, kind="stable")
        row = np.concatenate((above[order], self._n + members.row))
        string = np.concatenate((members.string[kept][order], members.string))
        values, whole = self._read.join(string, row, self._n_rows)
        several = np.bincount(above, minlength=self._n) > 1
        whole[: self._n] |= several & np.repeat(batch.glued, 3)
        whole[AUTHOR : self._n : 3] |= has_gap & ~is_silent
        return row, string, values, whole

    def _read_whole(self, row: Numbers, version: int, values: dict[str, Numbers]) -> _Heard:
        """Read rows whole, enter their values, and return their evidence."""
        import numpy as np

        batch = self._batch
        unit, voice, is_paragraph = row // 3, row % 3, row < self._n
        first = np.where(
            is_paragraph, batch.first[np.minimum(unit, len(batch.parts))], unit - len(batch.parts)
        )
        last = np.where(is_paragraph, batch.first[np.minimum(unit + 1, len(batch.parts))] - 1, first)
        paragraph, start, end = batch.paragraph[first], batch.start[first], batch.end[last]
        spans = [[span] for span in zip(start.tolist(), end.tolist(), strict=True)]
        quoted = np.flatnonzero(voice == QUOTED)
        for index in quoted.tolist():
            spans[index] = []
        for which, _, low, high in quoted_stretches(batch, paragraph[quoted], start[quoted], end[quoted]):
            spans[quoted[which]].append((low, high))
        holds_quotes = np.zeros(len(batch.parts), dtype=bool)
        holds_quotes[[index for index, _ in batch.quotes]] = True
        masked = (voice == AUTHOR) & holds_quotes[paragraph]
        collected = Collected(batch, self._plan.versions)
        string = np.array(
            [
                collected.add_cut(version + hidden, index, some)
                for hidden, index, some in zip(masked.tolist(), paragraph.tolist(), spans, strict=True)
            ]
        )
        strings, texts = collected.finish()
        read = self._instrument.read_columns(texts)
        for name, column in read.values.items():
            values[name][row] = column[string]
        return _Heard(strings, read.hits, row, string, self._n_rows)
