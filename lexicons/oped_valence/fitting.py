"""How the model of `oped` is fitted: sentences to columns, columns to ratings, coefficients to values of words.

A sentence's rating is b + Σ v / √(n + k), n its words and marks. The value v of a word is a sum of

- lexical columns: its valence in vaderSentiment's list and in TextBlob's, its weight in words.csv (each apart for
  good and bad words and for each context), TextBlob's subjectivity, and its coefficient in a regression of reviews'
  ratings on words: few numbers, learned from all sentences at once;
- a column for each label of words.csv, affirmed and negated;
- a column for the word itself, weighted by its rarity.

One ridge regression fits all of it; each block has its own prior scale. Solved in its dual form, as there are fewer
sentences than columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from rated import Rated, counts, forms, frequent, lengths, sentences_with

if TYPE_CHECKING:
    from lexica import Lexica

RARE = 2  # opinion sentences that a word must be in to have a column of its own
RARE_IN_REVIEWS = 3
REVIEWS_PENALTY = 1.0


@dataclass(frozen=True)
class Scales:
    """What is chosen: k of √(n + k), and the prior standard deviation of each block's coefficients."""

    damping: float = 2.0
    lexical: float = 0.064
    label: float = 0.014
    word: float = 0.1


def review_words(sources: Sequence[Rated]) -> dict[str, float]:
    """Coefficients of a ridge regression of reviews' ratings on their words, each source with its own mean."""
    from scipy.sparse.linalg import lsqr

    items = [form for each in sources for form in forms(each.words)]
    names = frequent(items, RARE_IN_REVIEWS)
    ratings = np.concatenate([each.ratings - each.ratings.mean() for each in sources])
    scale = np.concatenate([lengths(each.words, Scales().damping) for each in sources])
    matrix = sp.diags(1 / scale) @ counts(items, names)
    penalty = np.sqrt(REVIEWS_PENALTY)
    found = lsqr(matrix.tocsr(), ratings, damp=penalty, atol=1e-10, btol=1e-10, iter_lim=2000)[0]
    return {name: round(float(value), 3) for name, value in zip(names, found, strict=True)}


@dataclass(frozen=True)
class Fit:
    """Coefficients: of the lexica's columns, of words by themselves (in the order of `Design.frequent`)."""

    lexical: np.ndarray
    word: np.ndarray
    intercept: float


class Design:
    """The columns of some rated sentences, and regressions on parts of them."""

    def __init__(self, rated: Rated, others: Sequence[Rated], lexica: Lexica) -> None:
        self.rated, self.lexica = rated, lexica
        items = forms(rated.words)
        self.frequent = frequent(items, RARE)
        self.known = {form: place for place, form in enumerate(sorted(lexica.words.union(self.frequent)))}
        # How rare a word is needs no ratings: all texts that are at hand say it.
        everything = items + [form for each in others for form in forms(each.words)]
        seen = sentences_with(everything)
        self.rarity = np.array(
            [np.log((1 + len(everything)) / (1 + seen[form])) + 1 for form in self.frequent]
        )
        self.sums = lexica.matrix(rated.words, self.known)
        self.spread = np.where(self.sums.std(0) > 0, self.sums.std(0), 1.0) / np.sqrt(
            np.mean([len(w) for w in items])
        )
        self.counts = counts(items, self.frequent)

    def part(self, rows: np.ndarray) -> Design:
        """The same columns of some of the sentences."""
        part, rated = copy(self), self.rated
        texts, words = ([each[row] for row in rows] for each in (rated.texts, rated.words))
        part.rated = Rated(texts, words, rated.ratings[rows], rated.articles[rows])
        part.sums, part.counts = self.sums[rows], self.counts[rows]
        return part

    def blocks(self, scales: Scales) -> tuple[np.ndarray, sp.csr_matrix]:
        """Columns of the lexica and of words, each times its prior scale."""
        damp = 1 / lengths(self.rated.words, scales.damping)
        lexical = self.sums * self.prior(scales) * damp[:, None]
        return lexical, (sp.diags(damp) @ self.counts @ sp.diags(self.rarity * scales.word)).tocsr()

    def prior(self, scales: Scales) -> np.ndarray:
        """Prior standard deviation of the lexica's coefficients."""
        n_lexical = len(self.lexica.lexical)
        chosen = np.full(self.sums.shape[1], scales.label)
        chosen[:n_lexical] = scales.lexical
        return chosen / self.spread

    def kernel(self, scales: Scales) -> np.ndarray:
        """Inner products of the sentences' columns."""
        lexical, word = self.blocks(scales)
        lexical = lexical - lexical.mean(0)
        return (
            lexical @ lexical.T + (word @ word.T).toarray() + 10.0
        )  # 10: an intercept that is hardly held back

    def fit(self, scales: Scales) -> Fit:
        """The regression on all sentences."""
        lexical, word = self.blocks(scales)
        mean, middle = self.rated.ratings.mean(), lexical.mean(0)
        dual = solve(self.kernel(scales), self.rated.ratings - mean)
        of_lexical = (lexical - middle).T @ dual
        return Fit(
            lexical=of_lexical * self.prior(scales),
            word=(word.T @ dual) * self.rarity * scales.word,
            intercept=float(mean + 10.0 * dual.sum() - middle @ of_lexical),
        )


def solve(kernel: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Dual coefficients of a ridge regression whose noise has unit weight."""
    return np.linalg.solve(kernel + np.eye(len(target)), target)


def predict(kernel: np.ndarray, ratings: np.ndarray, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Predictions for some sentences from the ratings of others (masks)."""
    mean = ratings[train].mean()
    return mean + kernel[np.ix_(test, train)] @ solve(kernel[np.ix_(train, train)], ratings[train] - mean)


def deal(articles: np.ndarray, n_folds: int, seed: int) -> np.ndarray:
    """A fold for each sentence; the sentences of an article stay together."""
    unique = np.unique(articles)
    order = np.random.default_rng(seed).permutation(len(unique))
    fold = dict(zip(unique[order].tolist(), (np.arange(len(unique)) % n_folds).tolist(), strict=True))
    return np.array([fold[article] for article in articles.tolist()])


GRID = tuple(
    Scales(damping, lexical, label, word)
    for damping in (2.0, 5.0)
    for lexical in (0.064,)
    for label in (0.01, 0.02)
    for word in (0.07, 0.1)
)


def choose(kernels: Sequence[np.ndarray], ratings: np.ndarray, articles: np.ndarray, seed: int) -> int:
    """The place in GRID with the highest r in five folds by article."""
    folds = deal(articles, 5, seed)
    found = []
    for kernel in kernels:
        predicted = np.zeros(len(ratings))
        for fold in range(5):
            predicted[folds == fold] = predict(kernel, ratings, folds != fold, folds == fold)
        found.append(round(float(np.corrcoef(predicted, ratings)[0, 1]), 6))
    return int(np.argmax(found))


def nested(design: Design, *, n_folds: int = 5, seed: int = 0) -> tuple[np.ndarray, list[Scales]]:
    """Folds by article, and for each the scales that folds within the other four choose."""
    ratings, articles = design.rated.ratings, design.rated.articles
    kernels = [design.kernel(scales) for scales in GRID]
    folds, chosen = deal(articles, n_folds, seed), []
    for fold in range(n_folds):
        train = folds != fold
        inner = [kernel[np.ix_(train, train)] for kernel in kernels]
        chosen.append(GRID[choose(inner, ratings[train], articles[train], seed + 1)])
    return folds, chosen
