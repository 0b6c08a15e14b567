"""Coders' rows put together: one set of codes a text, and the table of all coders that agreement needs.

Labels: as `framing.preprocessing.coders` has it, texts with a tie left out. Numbers: their mean.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.preprocessing.coders import NONE, count_repetitions, is_single, majority, notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from framing.preprocessing.coded import CodedRow

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

__all__ = ["NONE", "Codes", "put_together"]


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of texts, one entry a text.

    Attributes
    ----------
    place, article
        each text's row among the texts that were matched, and the number of the article that it is drawn with
    n_coders
        how many rows speak of each text, repetitions apart
    labels
        each text's labels; None where it was not coded for frames, or its coders are tied
    tone
        each text's number; NaN where it was not coded for tone
    single
        every row has at most one label
    coders
        their names, sorted; empty where the rows name none
    label_codes, tone_codes
        what each coder said (coders × texts): the set of labels or None; the number or NaN
    notes
        what was put together or left out, one sentence each
    """

    place: Places
    article: Places
    n_coders: Places
    labels: tuple[frozenset[str] | None, ...]
    tone: Floats
    single: bool
    coders: tuple[str, ...]
    label_codes: tuple[tuple[frozenset[str] | None, ...], ...]
    tone_codes: Floats
    notes: tuple[str, ...]


def put_together(rows: Sequence[CodedRow], place: Sequence[int], articles: Sequence[str]) -> Codes:
    """Put the rows of each text together.

    Parameters
    ----------
    rows, place
        coded rows, and for each the text that it speaks of (−1: none, and it is left out)
    articles
        the article of each text in the run. Texts that share it, or the article that their rows name, are drawn
        together: an article may be cut into several texts in the run, or not be named by the coders.

    Raises
    ------
    InputError
        if a coder, or rows without coder, say two things of one text.
    """
    units: defaultdict[int, list[CodedRow]] = defaultdict(list)
    for row, at in zip(rows, place, strict=True):
        if at >= 0:
            units[at].append(row)
    keys = sorted(units)
    repeated = count_repetitions([units[key] for key in keys])
    coded = [row for key in keys for row in units[key]]
    single = is_single(row.labels for row in coded)
    coders = sorted({row.coder for row in coded if row.coder is not None})
    number = {name: index for index, name in enumerate(coders)}
    label_codes: list[list[frozenset[str] | None]] = [[None] * len(keys) for _ in coders]
    tone_codes = np.full((len(coders), len(keys)), np.nan)
    labels, tone, ties = [], np.full(len(keys), np.nan), 0
    n_coders = np.zeros(len(keys), dtype=np.intp)
    for index, key in enumerate(keys):
        said = {row.coder: row for row in units[key]}  # repetitions say the same
        n_coders[index] = len(said)
        for coder, row in said.items():
            if coder is not None:
                label_codes[number[coder]][index] = row.labels
                tone_codes[number[coder], index] = np.nan if row.tone is None else row.tone
        votes = [row.labels for row in said.values() if row.labels is not None]
        labels.append(majority(votes, single=single) if votes else None)
        ties += bool(votes) and labels[-1] is None
        numbers = [row.tone for row in said.values() if row.tone is not None]
        tone[index] = np.mean(numbers) if numbers else np.nan
    return Codes(
        place=np.array(keys, dtype=np.intp),
        article=_drawn_together([[articles[key], *_named(units[key])] for key in keys]),
        n_coders=n_coders,
        labels=tuple(labels),
        tone=tone,
        single=single,
        coders=tuple(coders),
        label_codes=tuple(map(tuple, label_codes)),
        tone_codes=tone_codes,
        notes=tuple(notes(repeated=repeated, ties=ties, texts=len(keys))),
    )


def _named(rows: Sequence[CodedRow]) -> list[str]:
    return [row.article for row in rows if row.article is not None]


def _drawn_together(names: Sequence[Sequence[str]]) -> Places:
    """Number of each text's article, texts that share one of their names having the same."""
    first: dict[str, int] = {}
    above: dict[int, int] = {}

    def top(node: int) -> int:
        while above.setdefault(node, node) != node:
            above[node] = node = above[above[node]]
        return node

    for index, each in enumerate(names):
        for name in each:
            above[top(index)] = top(first.setdefault(name, index))
    numbers: dict[int, int] = {}
    return np.array(
        [numbers.setdefault(top(index), len(numbers)) for index in range(len(names))], dtype=np.intp
    )
