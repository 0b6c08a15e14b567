"""What comparisons are worth: coverage, type I error and power by simulation, for both targets.

    python benchmarks/comparison_validity.py [REPETITIONS]

Articles are clusters of 6 to 18 paragraphs of about 60 words. Hits of a frame are Poisson counts whose rate differs
between articles (gamma) and between paragraphs of one article (gamma, cv 0.6); tone is normal, between articles and
between paragraphs. The second group varies more than the first, and in some settings has the fewer articles, too,
which is the hard case. Every repetition is a new corpus; all repetitions of a setting share their permutations, which
do not depend on the data. Population: the articles are drawn anew in each repetition and the group means are equal.
These texts: the articles' own figures differ, the means of those at hand are equal, and the paragraphs are drawn.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import framing as fr
from framing.run import Run
from framing.statistics.comparison import compare
from framing.statistics.comparison.permutation import permute
from framing.statistics.comparison.uncertainty import bootstrap, welch
from framing.statistics.comparison.units import Units, article_units, paragraph_units

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.intp]
Sizes = tuple[int, int]

ROOT = Path(__file__).parent.parent
PERMUTATIONS, DRAWS, ALPHA, SPLITS = 2_000, 2_000, 0.05, 500
#: Spread between articles of the first and the second group: cv of a rate (mean 1.5 per 100 words), sd of tone.
SPREADS = {"rate": (0.6, 0.9), "tone": (0.1, 0.2)}
RATE, RARE = 1.5, 0.3
#: Spread of tone between paragraphs of one article, in both groups.
TONE_WITHIN = (0.1, 0.2)
LONG, SHORT = (6, 18), (3, 8)
BORROWED = (0.0, 1.0, 2.0, 4.0, 8.0)
SIZES = [
    *((3, 3), (5, 5), (10, 10), (20, 20), (60, 60), (10, 5), (5, 10), (30, 5), (5, 30), (20, 10), (40, 10)),
    *((40, 20), (20, 40)),
]
SIZES_TEXTS = [(1, 1), (1, 3), (3, 3), (5, 5), (10, 5), (20, 20), (40, 20), (1, 30)]
SIZES_SHORT = [(1, 1), (1, 5), (1, 30), (5, 5), (20, 20)]


def article_levels(
    rng: np.random.Generator,
    measure: str,
    sizes: Sizes,
    repetitions: int,
    *,
    spreads: tuple[float, float] | None = None,
    mean: float = RATE,
) -> Floats:
    """True figure of each article (articles, repetitions), of that mean, tone of mean 0."""
    levels = []
    for size, spread in zip(sizes, spreads or SPREADS[measure], strict=True):
        shape = (size, repetitions)
        if measure == "rate":
            levels.append(mean * rng.gamma(1 / spread**2, spread**2, shape))
        else:
            levels.append(rng.normal(0, spread, shape))
    return np.vstack(levels)


def paragraphs_of(
    rng: np.random.Generator, measure: str, levels: Floats, first: Flags, span: tuple[int, int]
) -> tuple[Floats, Floats, Codes]:
    """Sums y and x of each paragraph (paragraphs, repetitions), and the articles of the paragraphs."""
    article = np.repeat(np.arange(len(levels)), rng.integers(*span, len(levels), endpoint=True))
    shape = (len(article), levels.shape[1])
    if measure == "rate":
        words = np.maximum(8, rng.lognormal(math.log(60), 0.5, shape)).round()
        rates = levels[article] * rng.gamma(1 / 0.36, 0.36, shape)
        return 100 * rng.poisson(words / 100 * rates), words, article
    sentences = rng.integers(1, 7, shape).astype(float)
    return (
        sentences * rng.normal(levels[article], np.where(first[article], *TONE_WITHIN)[:, None]),
        sentences,
        article,
    )


def population(
    rng: np.random.Generator,
    measure: str,
    sizes: Sizes,
    repetitions: int,
    *,
    shift: float = 0.0,
    spreads: tuple[float, float] | None = None,
    mean: float = RATE,
) -> Units:
    """Units of the population of articles, true difference `shift`."""
    levels = article_levels(rng, measure, sizes, repetitions, spreads=spreads, mean=mean)
    first = np.arange(len(levels)) < sizes[0]
    y, x, article = paragraphs_of(rng, measure, levels, first, LONG)
    figures = [y[article == i].sum(axis=0) / x[article == i].sum(axis=0) for i in range(len(levels))]
    return article_units(np.vstack(figures) + shift * first[:, None], first)


def these_texts(
    rng: np.random.Generator,
    measure: str,
    sizes: Sizes,
    repetitions: int,
    *,
    shift: float = 0.0,
    span: tuple[int, int] = LONG,
    mean: float = RATE,
) -> Units:
    """Units of these texts, whose true means differ by `shift`."""
    levels = article_levels(rng, measure, sizes, repetitions)
    first = np.arange(len(levels)) < sizes[0]
    for side in (first, ~first):
        if measure == "rate":
            levels[side] *= mean / levels[side].mean(axis=0)
        else:
            levels[side] -= levels[side].mean(axis=0)
    y, x, article = paragraphs_of(rng, measure, levels, first, span)
    counted = np.full(repetitions, measure == "rate")
    return paragraph_units(y + shift * x * first[article][:, None], x, article, first, counted=counted)


def short_texts(
    rng: np.random.Generator, measure: str, sizes: Sizes, repetitions: int, *, shift: float = 0.0
) -> Units:
    """As `these_texts`, of few paragraphs and rare hits."""
    return these_texts(rng, measure, sizes, repetitions, shift=shift, span=SHORT, mean=RARE)


def line(make: Callable[..., Units], measure: str, sizes: Sizes, repetitions: int, seed: int) -> str:
    """One row of the table: coverage, P(p ≤ α), power at the difference that is called detectable."""
    rng = np.random.default_rng(seed)
    null: Units = make(rng, measure, sizes, repetitions)
    found = bootstrap(null, draws=DRAWS, seed=0) if make is population else welch(null)
    known = ~np.isnan(found.low)
    inside = (found.low <= 0) & (found.high >= 0)
    covered = f"{inside[known].mean():.3f}" if known.any() else "  –  "
    p = permute(null, permutations=PERMUTATIONS, seed=seed).p
    error = float(np.sqrt(np.nanmean(found.error**2)))
    other: Units = make(rng, measure, sizes, repetitions, shift=float(np.nanmedian(found.detectable())))
    power = (permute(other, permutations=PERMUTATIONS, seed=seed).p <= ALPHA).mean()
    rejected = "  ".join(f"{(p <= level).mean():.3f}" for level in (0.01, ALPHA, 0.10))
    return (
        f"{measure:7}{sizes[0]:>4}{sizes[1]:>4}   {covered:>8}   {rejected}   {power:>7.2f}   {error:>7.3f}"
    )


def split_seed(rng: random.Random) -> Run:
    """Deal the paragraphs of the seed op-ed to two made-up articles."""
    (article,) = fr.read_articles(ROOT / "seeds")
    body = [part for part in article.text.split("\n") if len(part.split()) > 20]  # no title, no headings
    rng.shuffle(body)
    half = len(body) // 2
    halves = zip(("One", "Two"), (body[:half], body[half:]), strict=True)
    return fr.score([fr.Article(id=name, outlet=name, text="\n".join(part)) for name, part in halves])


def mixed_articles(rng: random.Random, articles: int) -> Run:
    """Score articles that are drawn from the paragraphs of all op-eds, whatever their outlet."""
    folders = (ROOT / "seeds", ROOT / "tests/data/op-eds")
    texts = [each.text for folder in folders for each in fr.read_articles(folder)]
    stock = sorted({part for text in texts for part in text.split("\n") if len(part.split()) > 20})
    made = [rng.choices(stock, k=rng.randint(4, 12)) for _ in range(articles)]
    return fr.score([fr.Article(id=f"a{n:03d}", text="\n".join(part)) for n, part in enumerate(made)])


def any_differ(run: Run, target: str) -> bool:
    """Whether any test of the main family says "differ"."""
    table = compare(run, by="outlet", target=target, duplicates="all", permutations=PERMUTATIONS)  # type: ignore[arg-type]
    return bool(((table["family"] == "main") & (table["verdict"] == "differ")).any())


def splits() -> None:
    """Print how often random splits of the same texts are told apart."""
    rng = random.Random(5)  # noqa: S311 # splits, no secrets
    found = sum(any_differ(split_seed(rng), "these texts") for _ in range(SPLITS))
    print(f"\nparagraphs of the seed op-ed dealt to two: {found / SPLITS:.3f} of {SPLITS} splits differ")
    for articles in (12, 40):
        run = mixed_articles(rng, articles)
        found = 0
        for _ in range(SPLITS):
            outlets = ["One", "Two"] * (articles // 2)
            rng.shuffle(outlets)
            found += any_differ(
                replace(run, articles=run.articles.assign(outlet=outlets)), "the population of articles"
            )
        print(f"{articles} articles of one kind dealt to two: {found / SPLITS:.3f} of {SPLITS} splits differ")


def drawn_quantiles(units: Units, rng: np.random.Generator, degrees: Floats) -> tuple[Floats, Floats]:
    """Ends of expanded percentile and of bootstrap-t intervals (2, repetitions) of the same draws."""
    from scipy.special import ndtr, stdtrit

    distance, expanded, variance = 0.0, 0.0, 0.0
    for sign, side in ((1, units.first), (-1, ~units.first)):
        centred = units.a[side] - units.a[side].mean(axis=0)
        k = len(centred)
        times = rng.multinomial(k, np.full(k, 1 / k), size=DRAWS).astype(np.float64) / k
        mean = times @ centred
        distance = distance + sign * mean
        expanded = expanded + sign * mean * math.sqrt(k / (k - 1))
        variance = variance + (times @ centred**2 - mean**2) / (k - 1)
    level = ndtr(stdtrit(degrees, 0.025))
    ends = [np.quantile(column, [low, 1 - low]) for column, low in zip(expanded.T, level, strict=True)]
    studentised = np.quantile(distance / np.sqrt(variance), [0.975, 0.025], axis=0)
    return np.array(ends).T, -studentised


def which_interval(repetitions: int) -> None:
    """Print what the candidates for the interval over articles cover where spreads differ most."""
    print("\nintervals over articles, rates with cv 0.4 and 1.0 between articles")
    print("  n₁  n₂   mean     Welch t  percentile bootstrap-t farther end     p≤.05")
    for sizes in ((20, 20), (20, 40), (40, 20), (100, 20), (60, 60)):
        for mean in (1.5, 0.3):
            rng = np.random.default_rng(sum(sizes))
            units = population(rng, "rate", sizes, repetitions, spreads=(0.4, 1.0), mean=mean)
            plain, used = welch(units), bootstrap(units, draws=DRAWS, seed=0)
            percentile, studentised = drawn_quantiles(units, rng, plain.degrees)
            pairs = (
                (plain.low, plain.high),
                plain.value + percentile,
                plain.value + studentised * plain.error,
                (used.low, used.high),
            )
            covered = [f"{((low <= 0) & (high >= 0)).mean():.3f}" for low, high in pairs]
            covered.append(f"{(permute(units, permutations=PERMUTATIONS, seed=0).p <= ALPHA).mean():.3f}")
            print(
                f"{sizes[0]:>4}{sizes[1]:>4}{mean:>7}" + "".join(f"{each:>12}" for each in covered),
                flush=True,
            )


def borrowing(repetitions: int) -> None:
    """Print what the spread that rates borrow (units.BORROWED) does to errors of short texts with rare hits."""
    print(
        "\nthese texts, rates of 0.3, 3 to 8 paragraphs: p≤.05 and coverage by paragraphs of spread borrowed"
    )
    print("  n₁  n₂  " + "".join(f"{borrowed:>15.0f}" for borrowed in BORROWED))
    for sizes in ((1, 5), (1, 30), (5, 5)):
        shown = []
        for borrowed in BORROWED:
            made = short_texts(np.random.default_rng(sum(sizes)), "rate", sizes, repetitions)
            tried = replace(made, borrowed=np.full(repetitions, borrowed))
            found = welch(tried)
            known = ~np.isnan(found.low)
            inside = ((found.low <= 0) & (found.high >= 0))[known].mean() if known.any() else math.nan
            p = permute(tried, permutations=PERMUTATIONS, seed=0).p
            shown.append(f"{(p <= ALPHA).mean():.3f} / {inside:.3f}")
        print(f"{sizes[0]:>4}{sizes[1]:>4}  " + "".join(f"{each:>15}" for each in shown), flush=True)


def main() -> None:
    """Print all tables."""
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    head = "measure  n₁  n₂   coverage   P(p≤.01) ≤.05  ≤.10   power*   SE"
    for name, make, settings in (
        ("the population of articles", population, SIZES),
        ("these texts", these_texts, SIZES_TEXTS),
        ("these texts, 3 to 8 paragraphs, 0.3 hits per 100 words", short_texts, SIZES_SHORT),
    ):
        print(f"\n{name}, {repetitions:,} repetitions\n{head}")
        for measure in ("rate", "tone"):
            for sizes in settings:
                print(line(make, measure, sizes, repetitions, seed=sum(sizes)), flush=True)
    print("* at the median minimal detectable difference, where .80 is promised")
    which_interval(repetitions // 2)
    borrowing(repetitions // 2)
    splits()


if __name__ == "__main__":
    main()
