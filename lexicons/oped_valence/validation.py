"""What the model of `oped` is worth: its figures, beside VADER's and TextBlob's on the same rows.

Opinion sentences are scored by models that saw nothing of their article, headlines by the model that ships, which saw
none of them. A silent sentence counts as 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from framing.tone import TextBlobTone, VaderTone
from framing.tone.oped_features import NEGATED, read_words

if TYPE_CHECKING:
    from rated import Rated

RESAMPLES = 2000
Statistic = Callable[[np.ndarray], float]


def others(texts: Sequence[str]) -> dict[str, np.ndarray]:
    """VADER's and TextBlob's scores of sentences, NaN where they are silent."""
    vader = [reading.values["vader_compound"] for reading in VaderTone().read_sentences(texts)]
    textblob = [reading.values["textblob_polarity"] for reading in TextBlobTone().read(texts)]
    return {"vader": np.array(vader), "textblob": np.array(textblob)}


def correlation(scores: np.ndarray, ratings: np.ndarray) -> float:
    """Pearson's r, a silent sentence as 0."""
    return float(np.corrcoef(np.nan_to_num(scores), ratings)[0, 1])


def interval(statistic: Statistic, groups: np.ndarray) -> tuple[float, float, float]:
    """A statistic of rows and its 95 % percentile interval, whole groups (articles) drawn again."""
    rows = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    draws = np.random.default_rng(0).integers(len(rows), size=(RESAMPLES, len(rows)))
    found = [statistic(np.concatenate([rows[index] for index in draw])) for draw in draws]
    low, high = np.percentile(found, [2.5, 97.5])
    return statistic(np.arange(len(groups))), float(low), float(high)


def compared(scores: Mapping[str, np.ndarray], ratings: np.ndarray, groups: np.ndarray) -> dict[str, object]:
    """The r of each instrument, the differences of oped's to the others', and where none is silent."""
    table: dict[str, object] = {"n": len(ratings), "n_groups": len(np.unique(groups))}
    for name, each in scores.items():
        table[name] = interval(lambda rows, each=each: correlation(each[rows], ratings[rows]), groups)
        table[f"{name}_silent"] = int(np.isnan(each).sum())
    for name in scores.keys() - {"oped"}:
        table[f"oped_minus_{name}"] = interval(
            lambda rows, name=name: (
                correlation(scores["oped"][rows], ratings[rows])
                - correlation(scores[name][rows], ratings[rows])
            ),
            groups,
        )
    heard = ~np.isnan(np.array(list(scores.values()))).any(0)
    table["n_none_silent"] = int(heard.sum())
    for name, each in scores.items():
        table[f"{name}_none_silent"] = correlation(each[heard], ratings[heard])
    return dict(sorted(table.items(), key=lambda item: item[0]))


def kinds(texts: Sequence[str]) -> dict[str, np.ndarray]:
    """Masks of kinds of sentences: by length in words, with and without negation, quotation marks, a question."""
    words = [read_words(text) for text in texts]
    n_words = np.array([sum(not word.is_mark for word in each) for each in words])
    negated = np.array([any(NEGATED in word.contexts for word in each) for each in words])
    quoted = np.array(['"' in text for text in texts])
    asked = np.array([any(word.form == "?" for word in each) for each in words])
    bounds = ((1, 10), (11, 15), (16, 20), (21, 30), (31, 1000))
    found = {f"words_{low}_to_{high}": (n_words >= low) & (n_words <= high) for low, high in bounds[:-1]}
    found["words_31_and_more"] = n_words >= bounds[-1][0]
    found |= {"negated": negated, "not_negated": ~negated, "quoted": quoted, "not_quoted": ~quoted}
    return found | {"question": asked, "no_question": ~asked}


def by_kind(scores: Mapping[str, np.ndarray], rated: Rated) -> dict[str, dict[str, object]]:
    """For each kind of sentence: r of each instrument, oped's interval, its mean error and mean absolute error."""
    table: dict[str, dict[str, object]] = {}
    for kind, mask in kinds(rated.texts).items():
        ratings, groups = rated.ratings[mask], rated.articles[mask]
        oped = np.nan_to_num(scores["oped"][mask])
        r = interval(lambda rows, s=oped, y=ratings: correlation(s[rows], y[rows]), groups)
        row: dict[str, object] = {"n": int(mask.sum()), "oped": r}
        row |= {name: correlation(scores[name][mask], ratings) for name in ("vader", "textblob")}
        error = oped - ratings / 4
        table[kind] = row | {"bias": float(error.mean()), "mean_absolute_error": float(abs(error).mean())}
    return table


def spread(scores: np.ndarray) -> dict[str, object]:
    """Mean, SD and deciles of scores."""
    heard = scores[~np.isnan(scores)]
    deciles = [float(value) for value in np.percentile(heard, range(10, 100, 10))]
    return {"n": len(heard), "mean": float(heard.mean()), "sd": float(heard.std(ddof=1)), "deciles": deciles}


def calibration(scores: np.ndarray, rated: Rated) -> dict[str, object]:
    """Slope and intercept of rating / 4 on the score."""
    ratings = rated.ratings / 4
    score = np.nan_to_num(scores)
    slope = interval(lambda rows: float(np.polyfit(score[rows], ratings[rows], 1)[0]), rated.articles)
    cuts = np.quantile(score, np.arange(0.1, 1, 0.1))
    tenth = np.searchsorted(cuts, score)
    means = [(float(score[tenth == k].mean()), float(ratings[tenth == k].mean())) for k in range(10)]
    return {
        "slope": slope,
        "intercept": float(np.polyfit(score, ratings, 1)[1]),
        "mean_score_of_tenths": [score for score, _ in means],
        "mean_rating_of_tenths": [rating for _, rating in means],
    }
