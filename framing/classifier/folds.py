"""Which units are held out together: never an article on both sides of a fold, nor a text and its repetition."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.classifier.coded import Unit

    Codes = NDArray[np.intp]


def groups(units: Sequence[Unit]) -> Codes:
    """Number of each unit's group: units of one article, and units with the same text, are in one group.

    Numbers run from 0 in the order of the units, so that they hang on nothing but the units.
    """
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(node: tuple[str, str]) -> tuple[str, str]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for unit in units:
        parent[root(("article", unit.article))] = root(("text", unit.key))
    numbers: dict[tuple[str, str], int] = {}
    found = [numbers.setdefault(root(("article", unit.article)), len(numbers)) for unit in units]
    return np.array(found, dtype=np.intp)


def fold_numbers(labels: Sequence[tuple[str, ...]], group: Codes, folds: int, seed: int) -> Codes:
    """Fold of each unit, 0 … folds − 1: groups stay whole, labels are spread as evenly as they allow.

    A unit is spread by its rarest label. With fewer groups than `folds` there are as many folds as groups.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    n_folds = min(folds, len(set(group.tolist())))
    made = np.zeros(len(labels), dtype=np.intp)
    if n_folds < 2:  # noqa: PLR2004 - one group is one fold
        return made
    strata = _strata(labels)
    if max(Counter(strata).values()) < n_folds:
        strata = [0] * len(labels)  # scikit-learn refuses to spread what is nowhere common enough
    splitter = StratifiedGroupKFold(n_splits=n_folds, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", UserWarning
        )  # a rare label is missing from some folds: the report says so
        for number, (_, held) in enumerate(splitter.split(made[:, None], strata, group)):
            made[held] = number
    return made


def _strata(labels: Sequence[tuple[str, ...]]) -> list[int]:
    """Each unit's rarest label as a number, in the order of first appearance: names do not matter."""
    count = Counter(name for each in labels for name in each)
    first: dict[str, int] = {}
    for index, each in enumerate(labels):
        for name in each:
            first.setdefault(name, index)
    numbers: dict[str, int] = {"": 0}
    rarest = [min(each, key=lambda name: (count[name], first[name])) if each else "" for each in labels]
    return [numbers.setdefault(name, len(numbers)) for name in rarest]
