"""What the 95 % intervals of regress (CR2, HC3) and of length_check cover, by simulation.

    python benchmarks/regression_validity.py [REPETITIONS]

Regression: articles of two outlets with effects of their own, of unequal variance, and slopes of their own along 4 to
16 paragraphs; neither outlet nor position matters. HC3 takes means of articles, CR2 their paragraphs. Length: hits are
overdispersed Poisson counts in articles of about 665 words (lognormal, σ = .5), whose rate does or does not grow with
length.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy.special import stdtrit
from scipy.stats import spearmanr

from framing.statistics.clustered import cluster_errors
from framing.statistics.length import correlate_ranks


def covers_nothing(rng: np.random.Generator, one: int, other: int) -> np.ndarray:
    """Whether the intervals of outlet and position hold 0 in one simulated regression, weighted as regress does."""
    articles = one + other
    paragraphs = rng.integers(4, 17, articles)
    article, outlet = np.repeat(np.arange(articles), paragraphs), np.arange(articles) >= one
    position = np.concatenate([np.linspace(0, 1, size) for size in paragraphs])
    root = np.repeat(1 / paragraphs, paragraphs) ** 0.5
    own = rng.normal(0, 0.1 * (1 + outlet))[article] + rng.normal(0, 0.2, articles)[article] * position
    y = (own + rng.normal(0, 0.2, len(article))) * root
    x = np.column_stack([np.ones(len(article)), outlet[article], position]) * root[:, None]
    estimate = np.linalg.lstsq(x, y, rcond=None)[0]
    found = cluster_errors(x, y - x @ estimate, article)
    held = (np.abs(estimate) <= stdtrit(found.df, 0.975) * found.se)[1:]
    return np.append(held, _hc3_holds(np.bincount(article, y * root), outlet))


def _hc3_holds(means: np.ndarray, outlet: np.ndarray) -> bool:
    """Whether the interval of the difference between outlets, of figures of articles, holds 0."""
    groups = means[~outlet], means[outlet]
    # of a group's mean HC3 makes Σ(e/(1 − 1/n))²/n²
    variance = sum(((each - each.mean()) ** 2).sum() / (len(each) - 1) ** 2 for each in groups)
    half = stdtrit(len(means) - 2, 0.975) * np.sqrt(variance)
    return bool(abs(groups[0].mean() - groups[1].mean()) <= half)


def draw(rng: np.random.Generator, articles: int, rate: float, slope: float) -> tuple[np.ndarray, np.ndarray]:
    """Words and rates of articles; `rate` is the usual one per 100 words, `slope` its growth with log length."""
    log = rng.normal(6.5, 0.5, articles)
    words = np.exp(log)
    mean = rate * words / 100 * np.exp(slope * (log - 6.5) + rng.normal(0, 0.6, articles))
    return words, 100 * rng.poisson(mean) / words


def main() -> None:
    """Print coverage."""
    rng = np.random.default_rng(1)
    repetitions = int(sys.argv[1]) if sys.argv[1:] else 1_000
    for one, other in ((3, 3), (5, 5), (3, 15), (10, 10), (20, 20)):
        held = np.mean([covers_nothing(rng, one, other) for _ in range(repetitions)], axis=0)
        print(
            f"CR2, {one} + {other} articles: outlet {held[0]:.3f}, position {held[1]:.3f}; HC3: outlet {held[2]:.3f}"
        )
    for rate in (0.05, 0.5, 3.0):
        for slope in (0.0, 0.8):
            words, rates = draw(rng, 200_000, rate, slope)
            rho = spearmanr(words, rates).statistic
            print(f"length, ρ = {rho:.2f}, {np.mean(rates == 0):.0%} without a hit:", end="")
            for articles in (6, 10, 20, 60):
                found = [correlate_ranks(*draw(rng, articles, rate, slope)[::-1]) for _ in range(repetitions)]
                known = [each for each in found if not np.isnan(each.low)]
                print(f"  n = {articles}: {np.mean([e.low <= rho <= e.high for e in known]):.3f}", end="")
            print()


if __name__ == "__main__":
    main()
