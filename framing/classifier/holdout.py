"""What systems say of texts that they have not seen: articles held out fold by fold.

In each fold everything is chosen anew from the other folds (`learning`), the baselines learn from the same texts, and
nothing of a held-out article, nor a repetition of its texts, is among them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.classifier import baselines
from framing.classifier.folds import fold_numbers
from framing.classifier.learning import Examples, Learned, decide, learn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Codes = NDArray[np.intp]

#: Name of the model among the systems that are compared.
MODEL = "model"
#: Shares of the articles that the learning curve learns from.
SHARES = (0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What was said of each text by systems that had not seen its article.

    `decisions` is by system (texts × labels each), `curve` by share of the articles learned from: the decisions, and
    how many texts they were learned from on average.
    """

    log_odds: Floats
    decisions: Mapping[str, Bools]
    curve: Mapping[float, tuple[Bools, float]]
    fold: Codes
    learned: Sequence[Learned]


def hold_out(
    examples: Examples, texts: Sequence[str], hits: Mapping[str, Floats], *, folds: int, seed: int
) -> HeldOut:
    """Decide each text by systems that learned from the other folds.

    Parameters
    ----------
    hits
        by codebook: hits of each of its labels (texts × labels), for the lexicon alone
    """
    fold = fold_numbers(examples.names, examples.group, folds, seed)
    shape = examples.said.shape
    log_odds = np.zeros(shape)
    systems = [MODEL, "majority", *(f"lexicon {name}" for name in hits), "TF-IDF + linear SVM"]
    made = {name: np.zeros(shape, dtype=np.bool_) for name in systems}
    curve = {share: np.zeros(shape, dtype=np.bool_) for share in SHARES}
    sizes: dict[float, list[int]] = {share: [] for share in SHARES}
    learned = []
    for number in np.unique(fold):
        seen, held = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        model = learn(examples.rows(seen), seed=seed)
        learned.append(model)
        log_odds[held] = model.log_odds(examples.table.rows(held))
        made[MODEL][held] = decide(log_odds[held], model.thresholds, exclusive=examples.exclusive)
        for name, found in _others(examples, texts, hits, seen, held).items():
            made[name][held] = found
        for share in SHARES:
            part = _share(seen, examples.group, share, seed)
            sizes[share].append(len(part))
            again = model if share == 1 else learn(examples.rows(part), seed=seed, grid=(model.settings,))
            odds = again.log_odds(examples.table.rows(held))
            curve[share][held] = decide(odds, again.thresholds, exclusive=examples.exclusive)
    sized = {share: (found, float(np.mean(sizes[share]))) for share, found in curve.items()}
    return HeldOut(log_odds, made, sized, fold, tuple(learned))


def _others(
    examples: Examples, texts: Sequence[str], hits: Mapping[str, Floats], seen: Codes, held: Codes
) -> dict[str, Bools]:
    said, exclusive = examples.said[seen], examples.exclusive
    made = {"majority": baselines.majority(said, len(held), exclusive=exclusive)}
    for name, counts in hits.items():
        made[f"lexicon {name}"] = baselines.lexicon(counts[seen], said, counts[held], exclusive=exclusive)
    made["TF-IDF + linear SVM"] = baselines.linear_svm(
        [texts[index] for index in seen], said, [texts[index] for index in held], exclusive=exclusive
    )
    return made


def _share(seen: Codes, group: Codes, share: float, seed: int) -> Codes:
    """Texts of a share of the articles, drawn at random; a smaller share is part of a greater one."""
    groups = np.unique(group[seen])
    order = np.random.default_rng(seed).permutation(groups)
    kept = order[: max(2, math.ceil(share * len(order)))]
    return seen[np.isin(group[seen], kept)]
