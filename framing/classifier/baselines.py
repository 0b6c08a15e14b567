"""What a model must beat: the commonest answer, the lexicon alone, TF-IDF with a linear SVM.

Each takes the same texts to learn from as the model and gives its decisions (texts × labels) for those held out.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


def majority(said: Bools, held: int, *, exclusive: bool) -> Bools:
    """The commonest answer for every text: the commonest label, or of each label what most texts have."""
    made = np.zeros((held, said.shape[1]), dtype=np.bool_)
    if exclusive:
        made[:, said.sum(axis=0).argmax()] = True
    else:
        made[:] = 2 * said.sum(axis=0) > len(said)
    return made


def lexicon(seen: Floats, said: Bools, held: Floats, *, exclusive: bool) -> Bools:
    """A codebook's counts alone: for each label the codebook's label, and the number of hits, that fit it best.

    Parameters
    ----------
    seen, held
        hits of each of the codebook's labels (texts × codebook labels) in the texts to learn from and to decide

    Notes
    -----
    Where each text has one label, it is that of the codebook label with most hits (ties: the first); which label that
    means, and what no hit means, is what most texts to learn from have.
    """
    if not seen.shape[1]:
        return np.zeros((len(held), said.shape[1]), dtype=np.bool_)
    if exclusive:
        return _leading(seen, said, held)
    made = np.zeros((len(held), said.shape[1]), dtype=np.bool_)
    for label, target in enumerate(said.T):
        tries = [
            (_f1(seen[:, column] >= least, target), -least, -column)
            for column in range(seen.shape[1])
            for least in (1, 2, 3)
        ]
        fit, least, column = max(tries)
        made[:, label] = (held[:, -column] >= -least) & (fit > 0)
    return made


def _leading(seen: Floats, said: Bools, held: Floats) -> Bools:
    label = said.argmax(axis=1).tolist()
    commonest = Counter(label).most_common(1)[0][0]
    means: dict[int, Counter[int]] = {}
    for lead, target in zip(_lead(seen), label, strict=True):
        means.setdefault(lead, Counter())[target] += 1
    made = np.zeros((len(held), said.shape[1]), dtype=np.bool_)
    for row, lead in enumerate(_lead(held)):
        found = means.get(lead)
        made[row, min(found, key=lambda each: (-found[each], each)) if found else commonest] = True
    return made


def _lead(counts: Floats) -> list[int]:
    return [int(row.argmax()) if row.max() > 0 else -1 for row in counts]


def _f1(decided: Bools, target: Bools) -> float:
    return float(2 * (decided & target).sum() / max(decided.sum() + target.sum(), 1))


def linear_svm(seen: Sequence[str], said: Bools, held: Sequence[str], *, exclusive: bool) -> Bools:
    """scikit-learn's TF-IDF of words and linear support vector machine, both as they come."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectorizer = TfidfVectorizer()
    try:
        features: Any = vectorizer.fit_transform(seen)
    except ValueError:  # "empty vocabulary": no text has a word of two letters
        return majority(said, len(held), exclusive=exclusive)
    scores = np.zeros((len(held), said.shape[1]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as it comes: that it did not converge is part of the baseline
        for label, target in enumerate(said.T):
            if target.all() or not target.any():
                scores[:, label] = 1.0 if target.all() else -np.inf
                continue
            model = LinearSVC(random_state=0).fit(features, target)
            scores[:, label] = model.decision_function(vectorizer.transform(held))
    if not exclusive:
        return np.asarray(scores > 0)
    made = np.zeros(scores.shape, dtype=np.bool_)
    made[np.arange(len(held)), scores.argmax(axis=1)] = True
    return made
