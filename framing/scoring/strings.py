"""The strings that instruments read of a batch, each made when it is asked for, and the chunks of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.preprocessing.arrays import ranges
from framing.preprocessing.chunked import Chunks
from framing.preprocessing.texts import Texts
from framing.scoring.batch import Batch
from framing.scoring.excerpts import excerpt_chunks
from framing.scoring.versions import Versions

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]

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
class Units:
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


class Collected:
    """Strings as they are found: of whole sentences, whose chunks are known, and of other stretches."""

    def __init__(self, batch: Batch, versions: Versions) -> None:
        import numpy as np

        self.batch, self.versions = batch, versions
        self._n = 0
        # string, version, paragraph, start, end, first, last sentence
        self._whole: list[tuple[Numbers, ...]] = [(np.zeros(0, dtype=np.int64),) * 7]
        self._cut: list[tuple[int, int, int, list[tuple[int, int]]]] = []  # string, version, paragraph, spans
        self._known: dict[tuple[int, int, tuple[tuple[int, int], ...]], int] = {}

    def add(self, version: int, units: Units, some: Numbers) -> Numbers:
        """The numbers of strings that are these units."""
        import numpy as np

        numbers: Numbers = self._n + np.arange(len(some))
        self._n += len(some)
        of_units = tuple(
            column[some] for column in (units.paragraph, units.start, units.end, units.first, units.last)
        )
        several = self.batch.glued[of_units[0]] & (of_units[4] - of_units[3] > 1)
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
        rows: list[
            tuple[int, ...]
        ] = []  # string, where the excerpt starts in it, version, paragraph, start, end
        for number, which, index, spans in self._cut:
            columns[:, number] = which, index, spans[0][0], spans[-1][1]
            place = 0
            for low, high in spans:
                if len(spans) > 1:
                    joints.setdefault(number, []).append((place, low, high))
                rows.append((number, place, which, index, low, high))
                place += high - low + len(_JOINT)
        excerpts = np.array(rows, dtype=np.int64).reshape(-1, 6)
        strings = Strings(self.versions.texts, version, paragraph, begin, end, joints)
        cut, starts_in, bounds = excerpt_chunks(batch, self.versions, excerpts[:, 2:])
        # Entries are the sentences' chunks in each version, which are placed in their paragraphs; then the excerpts'.
        # `back` is what an entry has to be taken back to be a chunk of the batch.
        known = self.versions.plain
        back = np.concatenate((whole[1] * len(chunks.plain), np.zeros(len(excerpts), dtype=np.int64)))
        first = back + np.concatenate((chunks.bounds[whole[5]], len(known) + bounds[:-1]))
        sizes = np.concatenate((chunks.bounds[whole[6]] - chunks.bounds[whole[5]], np.diff(bounds)))
        shift = np.concatenate((-whole[3], excerpts[:, 1])).astype(np.int32)
        owner = np.concatenate((whole[0], excerpts[:, 0]))
        order = np.argsort(owner, kind="stable")
        sizes, owner, shift, back = sizes[order], owner[order], shift[order], back[order]
        entries, ends = ranges(first[order], sizes), np.cumsum(sizes)
        counts = np.bincount(owner, weights=sizes, minlength=self._n).astype(np.int64)

        def start_at(places: Any) -> Numbers:
            if isinstance(places, slice):
                some, piece = entries[places], np.repeat(np.arange(len(sizes)), sizes)[places]
            else:
                some, piece = entries.take(places), np.searchsorted(ends, places, side="right")
            place = batch.chunk_place.take(some - back.take(piece), mode="clip")
            start: Numbers = _with_excerpts(place, some - len(known), starts_in) + shift.take(piece)
            return start

        plain = _with_excerpts(known.take(entries, mode="clip"), entries - len(known), cut)
        found = Chunks(plain, np.concatenate(([0], np.cumsum(counts))), start_at, is_complete=False)
        return strings, Texts(strings, batch.sentences.vocabulary, found)


def _with_excerpts(values: Numbers, number: Numbers, of_excerpts: Numbers) -> Numbers:
    """Values of chunks, in place: where the number of an excerpts' chunk is not below 0, that one's stands instead."""
    import numpy as np

    cut = np.flatnonzero(number >= 0)
    values[cut] = of_excerpts[number[cut]]
    return values
