"""How much a text stresses a frame, measured against what that frame's word list usually hits.

Lists differ in size, so raw counts crown the biggest list: on neutral texts of 600 words in every second
case. Here a frame's hits are compared with those expected, E = n_words × base rate. The emphasis r (1 = as
usual, 2 = twice as often) has the posterior

    r ~ Gamma(shape 2 + n/φ, rate 2 + E/φ),        prior Gamma(2, 2) of mean 1,

the conjugate posterior of a Poisson count of mean r E (Gelman et al., Bayesian Data Analysis, 3rd ed. 2013,
§ 2.6), with counts and expectation divided by the dispersion φ ≥ 1 because words of a frame come in
clusters (quasi-Poisson: variance φ E). Without a baseline the hits are compared with one another: shares
under a Dirichlet prior of ½ each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from framing.errors import FramingError
from framing.statistics.largest import probability_largest
from framing.statistics.parts import sum_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

#: Shape and rate of the prior: as strong as two hits where two were expected.
PRIOR = 2.0
#: Prior of each share where there is no baseline (Jeffreys).
PRIOR_SHARE = 0.5
#: Probability of being the largest that makes a frame the leading one.
LEADS = 0.8
#: The two verdicts that are no frame.
MIXED, NONE = "mixed", "none"
_TAILS = (0.025, 0.975)


class Baseline(Protocol):
    """What a frame's list hits in reference texts: `n` hits in `n_words` words, and their dispersion."""

    @property
    def n(self) -> int:
        """Hits in the reference texts."""
        ...

    @property
    def n_words(self) -> int:
        """Words of the reference texts."""
        ...

    @property
    def dispersion(self) -> float:
        """How many times more the counts vary than Poisson's; 1 or more."""
        ...


@dataclass(frozen=True, slots=True)
class Lead:
    """The leading frame of one text, `mixed` or `none`, and each label's probability to be the largest."""

    verdict: str
    posterior: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Stress:
    """Emphasis of frames in texts; every field an array (texts, frames), NaN for texts without words."""

    expected: Floats
    emphasis: Floats
    low: Floats
    high: Floats
    posterior: Floats


def emphasis(n: int, n_words: int, baseline: Baseline) -> tuple[float, float, float]:
    """Emphasis of one frame in one text: mean of the posterior and its equal-tailed 95 % interval.

    1 means as often as usual, 2 twice as often; all three are NaN for a text without words.

    Raises
    ------
    FramingError
        if a count is negative, or the baseline has no words or a dispersion below 1.

    Examples
    --------
    Ten hits in 500 words where the list usually hits once in a hundred words, and φ = 2: E = 5, so
    r ~ Gamma(2 + 5, 2 + 2.5), of mean 7/4.5.

    >>> from types import SimpleNamespace
    >>> usual = SimpleNamespace(n=100, n_words=10_000, dispersion=2.0)
    >>> [round(value, 3) for value in emphasis(10, 500, usual)]
    [1.556, 0.625, 2.902]
    """
    base, dispersion = _rates([baseline])
    stress = against_baseline(_counts([[n]]), _counts([n_words]), base, dispersion)
    return float(stress.emphasis[0, 0]), float(stress.low[0, 0]), float(stress.high[0, 0])


def leading(counts: Mapping[str, int], n_words: int, baselines: Mapping[str, Baseline] | None = None) -> Lead:
    """Find the leading frame of one text: the label that is largest with a probability of 0.8 or more.

    `counts` gives each label's hits outside names; `baselines` a baseline for each of these labels, or None
    to compare the hits with one another. `none` means no hit, `mixed` hits without a clear leader.

    Raises
    ------
    FramingError
        if a count is negative, a baseline is missing or is not usable.

    Examples
    --------
    >>> lead = leading({"security": 9, "economic": 1}, 400)
    >>> lead.verdict, round(lead.posterior["security"], 3)
    ('security', 0.996)
    """
    labels = list(counts)
    table, words = _counts([list(counts.values())]), _counts([n_words])
    if baselines is None:
        stress = against_one_another(table, words)
    elif missing := [label for label in labels if label not in baselines]:
        raise FramingError(f"no baseline for {', '.join(missing)}; there is one for {', '.join(baselines)}")
    else:
        stress = against_baseline(table, words, *_rates([baselines[label] for label in labels]))
    posterior = dict(zip(labels, stress.posterior[0].tolist(), strict=True))
    return Lead(verdicts(table, stress.posterior, labels)[0], posterior)


def against_baseline(counts: Floats, n_words: Floats, base: Floats, dispersion: Floats) -> Stress:
    """Emphasis of frames in texts.

    Parameters
    ----------
    counts
        hits (texts, frames)
    n_words
        words of each text
    base, dispersion
        hits a word that are usual for each frame, and how many times more they vary than Poisson counts
    """
    from scipy.special import gammaincinv

    expected = n_words[:, None] * base
    shape, rate = PRIOR + counts / dispersion, PRIOR + expected / dispersion
    low, high = (gammaincinv(shape, tail) / rate for tail in _TAILS)
    return _blank(Stress(expected, shape / rate, low, high, probability_largest(shape, rate)), n_words)


def against_one_another(counts: Floats, n_words: Floats) -> Stress:
    """Emphasis where nothing says what is usual: shares of the hits, 1 = an equal share for every frame.

    A share has the posterior Beta(½ + n, ½ (K − 1) + N − n); the Dirichlet's largest share is the largest of
    independent gammas of shape ½ + n and equal rates.
    """
    from scipy.special import betaincinv

    frames = counts.shape[1]
    total = counts.sum(axis=1, keepdims=True)
    shape = PRIOR_SHARE + counts
    rest = total + PRIOR_SHARE * frames - shape
    equal = np.broadcast_to(total / frames, counts.shape).copy()
    posterior = probability_largest(shape, np.ones(shape.shape))
    if frames == 1:
        one = np.ones(counts.shape)
        return _blank(Stress(equal, one, one.copy(), one.copy(), posterior), n_words)
    low, high = (frames * betaincinv(shape, rest, tail) for tail in _TAILS)
    return _blank(Stress(equal, frames * shape / (shape + rest), low, high, posterior), n_words)


def verdicts(counts: Floats, posterior: Floats, labels: Sequence[str]) -> list[str]:
    """One verdict a text: the label that leads, `mixed` or `none`.

    A frame without a hit never leads: its posterior is the prior, which can beat frames that are hit less
    than usual, but nothing in the text speaks for it.
    """
    if not labels:
        return [NONE] * len(counts)
    best = np.nan_to_num(posterior).argmax(axis=1)
    rows = np.arange(len(counts))
    leads = (posterior[rows, best] >= LEADS) & (counts[rows, best] > 0)
    found = counts.sum(axis=1) > 0
    return [
        (labels[winner] if clear else MIXED) if any_hit else NONE
        for winner, clear, any_hit in zip(best.tolist(), leads.tolist(), found.tolist(), strict=True)
    ]


def own_baseline(counts: Floats, n_words: Floats, article: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Take each frame's base rate and dispersion from a run's own sentences.

    Parameters
    ----------
    counts, n_words, article
        hits (sentences, frames), and for each sentence its words and its article (0, 1, …)

    Notes
    -----
    The dispersion says how hits come in clumps inside a text: Pearson's Σ (n − E)²/E over its degrees of freedom
    (McCullagh & Nelder, Generalized Linear Models, 2nd ed. 1989, § 4.5), E being a sentence's words times the
    rate of its own article; at least 1. That articles differ in their rates is no noise but what emphasis
    measures. The shipped baselines are made in the same way.
    """
    size = int(article.max()) + 1 if len(article) else 0
    total, words = sum_by(article, counts, size), sum_by(article, n_words, size)
    base = total.sum(axis=0) / max(words.sum(), 1.0)
    expected = n_words[:, None] * (total / np.maximum(words, 1.0)[:, None])[article]
    used = expected > 0
    squares = np.divide((counts - expected) ** 2, expected, out=np.zeros(counts.shape), where=used)
    degrees = np.maximum(sum_by(article, used.astype(np.float64), size) - 1, 0).sum(axis=0)
    return base, np.maximum(1.0, squares.sum(axis=0) / np.maximum(degrees, 1.0))


def _blank(stress: Stress, n_words: Floats) -> Stress:
    """NaN instead of the bare prior where there are no words: nothing was measured."""
    empty = n_words <= 0
    for values in (stress.emphasis, stress.low, stress.high, stress.posterior):
        values[empty] = np.nan
    return stress


def _rates(baselines: Sequence[Baseline]) -> tuple[Floats, Floats]:
    for each in baselines:
        if each.n < 0 or each.n_words <= 0 or not each.dispersion >= 1:
            raise FramingError(
                f"baseline of {each.n} hits in {each.n_words} words, dispersion {each.dispersion}; "
                "needed are n >= 0, n_words > 0 and a dispersion of 1 or more"
            )
    base = np.array([each.n / each.n_words for each in baselines])
    return base, np.array([float(each.dispersion) for each in baselines])


def _counts(values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if not np.all(array >= 0):
        raise FramingError(f"counts and words are 0 or more, found {np.min(array):g}")
    return array
