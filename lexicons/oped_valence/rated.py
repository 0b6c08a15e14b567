"""Rated sentences as the maker of `oped` reads and counts them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from framing.preprocessing.prepare import prepare
from framing.tone.oped_features import Word, read_words


@dataclass(frozen=True)
class Rated:
    """Rated sentences of one source, in its order."""

    texts: list[str]
    words: list[list[Word]]
    ratings: np.ndarray
    articles: np.ndarray


def read_rated(path: Path, key: str = "valence") -> Rated:
    """Read the prepared sentences and their ratings; two apostrophes, as the sources write it, are a quotation mark."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [prepare(row["text"]).text.replace("''", '"') for row in rows]
    return Rated(
        texts,
        [read_words(text) for text in texts],
        np.array([row[key] for row in rows], dtype=float),
        np.array([row.get("article") or row["id"] for row in rows]),
    )


def forms(sentences: Iterable[Sequence[Word]]) -> list[list[str]]:
    """The forms of each sentence's words."""
    return [[word.form for word in words] for words in sentences]


def frequent(items: Sequence[Sequence[str]], least: int) -> list[str]:
    """Forms in at least so many sentences, in alphabetical order."""
    return sorted(form for form, n in sentences_with(items).items() if n >= least)


def sentences_with(items: Iterable[Sequence[str]]) -> Counter[str]:
    """In how many sentences each form is."""
    return Counter(form for each in items for form in set(each))


def counts(items: Sequence[Sequence[str]], columns: Sequence[str]) -> sp.csr_matrix:
    """How often each form is in each sentence."""
    place = {form: index for index, form in enumerate(columns)}
    cells = [(row, place[form]) for row, each in enumerate(items) for form in each if form in place]
    rows, found = zip(*cells, strict=True)
    return sp.csr_matrix((np.ones(len(cells)), (rows, found)), shape=(len(items), len(columns)))


def lengths(sentences: Sequence[Sequence[Word]], damping: float) -> np.ndarray:
    """√(n + k) of each sentence."""
    return np.sqrt(np.array([len(words) for words in sentences]) + damping)
