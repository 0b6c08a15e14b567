"""What TextBlob says of texts, joined from what it says of their stretches: sentences and quotations.

Its assessments are those of the stretches, one after the other, unless something that is in force at the end of one
reaches into the next, or an exclamation mark or half an emoticon stands there at the beginning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.model import HitColumns
from framing.preprocessing.arrays import grouped, ranges
from framing.tone.hits import always, in_order
from framing.tone.textblob_chunks import ENDS_MODIFIER, ENDS_NEGATION, KNOWN, MARK, MODIFIER, NEGATION

if TYPE_CHECKING:
    import numpy.typing as npt

    from framing.tone.textblob_batch import Assessed, Words

    Numbers = npt.NDArray[Any]


class Stretches:
    """What TextBlob says of stretches of texts, see `StretchReadings`.

    Parameters
    ----------
    found
        their assessments
    """

    def __init__(self, found: Assessed) -> None:
        self._found = found
        self.hits = in_order(hits_of(found))

    def join(self, stretch: Numbers, row: Numbers, n_rows: int) -> tuple[dict[str, Numbers], Numbers]:
        """Values of texts made of the stretches, and whether each has to be read whole."""
        import numpy as np

        found = self._found
        whole = np.zeros(n_rows, dtype=bool)
        whole[row[found.odd[stretch]]] = True
        before, behind = stretch[:-1], stretch[1:]
        reaches = found.takes[behind] | (found.leaves[before] & ~found.anew[behind])
        whole[row[1:][reaches & (row[1:] == row[:-1])]] = True
        bounds = np.searchsorted(found.text, np.arange(len(found.n) + 1))
        sizes = np.diff(bounds)[stretch]
        taken, owner = ranges(bounds[stretch], sizes), np.repeat(row, sizes)
        n = np.bincount(owner, minlength=n_rows)
        polarity, subjectivity = (
            grouped(column.take(taken), owner, n_rows) / np.maximum(n, 1) for column in (found.p, found.s)
        )
        return values_of(polarity, subjectivity, n), whole


def hits_of(found: Assessed) -> HitColumns:
    """Assessments as evidence."""
    p, words = found.p + 0.0, found.words  # a negated 0 is -0.0, which prints as a tone
    return HitColumns(
        text=found.text,
        start=words.start[found.first],
        end=words.end[found.last],
        category=always("polarity", len(p)),
        term=found.term,
        weight=p,
        negated=found.negated,
        contribution=p / found.n[found.text],
    )


def values_of(polarity: Numbers, subjectivity: Numbers, n: Numbers) -> dict[str, Numbers]:
    """Values of the measures."""
    import numpy as np

    heard = n > 0
    return {
        "textblob_polarity": np.where(heard, polarity, np.nan),
        "textblob_subjectivity": np.where(heard, subjectivity, np.nan),
        "textblob_n_tone_words": n,
    }


def leaves(words: Words, kind: Numbers, active: Numbers, n: int) -> Numbers:
    """Whether what the last active word of each text brings is in force at its end.

    `words` are those that have a say, `kind` what each is to the rules, `active` those that count by themselves.
    """
    import numpy as np

    leaves = np.zeros(n, dtype=bool)
    is_last = np.append(words.text[active[1:]] != words.text[active[:-1]], True)[: len(active)]
    last = active[is_last]
    ends = np.searchsorted(words.text, words.text[last], side="right")
    ends_n, ends_m = (
        np.concatenate(([0], np.cumsum(kind & which > 0))) for which in (ENDS_NEGATION, ENDS_MODIFIER)
    )
    holds_n, holds_m = (passed[ends] == passed[last + 1] for passed in (ends_n, ends_m))
    kinds = kind[last]
    leaves[words.text[last]] = (
        ((kinds & NEGATION > 0) & holds_n)
        | ((kinds & (MODIFIER | NEGATION) > 0) & holds_m)
        | ((kinds & MARK > 0) & (holds_n | holds_m))
    )
    return leaves


def begins_with_mark(words: Words, kind: Numbers, n: int) -> Numbers:
    """Whether an exclamation mark stands in each text before any word of the lexicon."""
    import numpy as np

    first = np.full(n, len(kind))
    known = np.flatnonzero(kind & KNOWN)[::-1]
    first[words.text[known]] = known
    marks = np.flatnonzero(kind & MARK)
    found = np.zeros(n, dtype=bool)
    found[words.text[marks[marks < first[words.text[marks]]]]] = True
    return found
