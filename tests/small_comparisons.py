"""Tables of comparisons made by hand, with exactly the columns that the statistics give; no statistic is involved."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

NAN = math.nan
POPULATION, THESE = "the population of articles", "these texts"
#: Names that a careless figure or table would break on.
HOSTILE = (
    "$100 & \\frac{1}{2} of {x}_y^2 % #",
    "السلام عليكم",
    "😀😀",
    "x" * 120,
    "A very long name of an outlet, " * 4,
    "tab\tnew\nline\x00nul",
    "<script>alert(1)</script> | *b* `c`",
    "=cmd()|'/c calc'!A1",
    "和平与发展",
    "é́́ combining",
    "\u202eturned",
)

#: measure, instrument, category, statistic, kind
MEASURES = (
    ("frames_security_rate", "frames", "security", "rate", "frame"),
    ("frames_economic_rate", "frames", "economic", "rate", "frame"),
    ("frames_diplomatic_rate", "frames", "diplomatic", "rate", "frame"),
    ("textblob_polarity", "textblob", "polarity", "mean", "tone"),
    ("vader_compound", "vader", "compound", "mean", "tone"),
)


def compared(measure, group, difference, *, low=NAN, high=NAN, reference="the rest", verdict=None, **more):
    """One row of `compare`; the verdict follows from the interval."""
    known = {row[0]: row[1:] for row in MEASURES}
    instrument, category, statistic, kind = known.get(measure, ("mine", measure, "rate", "frame"))
    if verdict is None:
        verdict = (
            "too few to test"
            if math.isnan(low)
            else "differ"
            if low > 0 or high < 0
            else "cannot be told apart"
        )
    tested = verdict != "too few to test"
    return {
        "measure": measure,
        "voice": "all",
        "target": POPULATION,
        "group": group,
        "reference": reference,
        "n_group": 12,
        "n_reference": 14,
        "difference": difference,
        "low": low,
        "high": high,
        "effect": 0.4 if tested else NAN,
        "p": 0.012 if tested else NAN,
        "p_holm": 0.036 if tested else NAN,
        "minimal_detectable": 0.9 if tested else NAN,
        "verdict": verdict,
        "instrument": instrument,
        "category": category,
        "statistic": statistic,
        "kind": kind,
        "texts": "body",
        "min_words": 0,
        "unit": "articles",
        "value_group": 2.0 + difference,
        "value_reference": 2.0,
        "effect_name": "Cliff's delta",
        "effect_low": 0.1 if tested else NAN,
        "effect_high": 0.7 if tested else NAN,
        "p_smallest": 0.0001,
        "arrangements": 10_000,
        "adjusted": "holm",
        "family": "main",
        "margin": NAN,
        "p_equivalence": NAN,
        "equivalent": None,
        "interval": "Welch's t over 12 and 14 articles"
        if not math.isnan(low)
        else "none: 3 articles on one side, 5 are needed",
        "p_bh": NAN,
        "note": "" if tested else "3 against 3 articles cannot give p < .10",
        **more,
    }


def comparison(groups, measures=MEASURES, *, reference="the rest", seed=1, **more):
    """Groups against one reference: differences fall from the first group to the last, every third has no interval."""
    rng = np.random.default_rng(seed)
    rows = []
    for measure, *_, kind in measures:
        scale = 3.0 if kind == "frame" else 0.15
        for place, group in enumerate(groups):
            difference = scale * (1 - 2 * (place + 0.5) / len(groups)) + scale * 0.2 * rng.normal()
            half = NAN if place % 3 == 2 else scale * (0.2 + 0.3 * rng.random())
            rows.append(
                compared(
                    measure,
                    group,
                    difference,
                    low=difference - half,
                    high=difference + half,
                    reference=reference,
                    **more,
                )
            )
    return pd.DataFrame(rows)


def keyness_table(words, group="Ledger", reference="Courier"):
    """Words with their signed z; the more articles, the surer; every fifth word is turned by one article."""
    rows = []
    for place, (word, z) in enumerate(words):
        size = 0 if math.isnan(z) else int(4 * abs(z))
        n, m = (1, 2 + size) if z < 0 else (3 + size, 2)
        turned = place % 5 == 4
        rows.append(
            {
                "feature": word,
                "statistic": z,
                "p": 0.001,
                "n_target": n,
                "n_reference": m,
                "group": group,
                "reference": reference,
                "articles_target": 3,
                "articles_reference": 2,
                "rate_target": float(n),
                "rate_reference": float(m),
                "effect": z / 3,
                "effect_name": "log-odds ratio",
                "z": z,
                "p_adjusted": 0.04,
                "turned_by": "a1" if turned else None,
                "flags": "in 2 articles" if turned else "",
            }
        )
    return pd.DataFrame(rows).astype({"turned_by": "str", "flags": "str"})


def shift_table(words, *, n_group=1000, n_reference=1500):
    """Words with their counts in both groups, the score being 1: contributions are differences of shares."""
    rows = []
    for word, n, m in words:
        share, other = n / n_group, m / n_reference
        rows.append(
            {
                "term": word,
                "category": "security",
                "n_group": n,
                "n_reference": m,
                "share_group": share,
                "share_reference": other,
                "score_group": 100.0,
                "score_reference": 100.0,
                "contribution": 100 * (share - other),
                "part": "proportion",
            }
        )
    table = pd.DataFrame(rows)
    table = table.sort_values("contribution", key=abs, ascending=False, kind="stable").reset_index(drop=True)
    return table.assign(cumulative=table["contribution"].cumsum())


def positions_table(hits):
    """`{article: {term: [position, …]}}` as the positions of `dispersion`."""
    return pd.DataFrame(
        [
            {
                "article": article,
                "term": term,
                "position": p,
                "paragraph": int(10 * p),
                "start": 3,
                "text": term,
            }
            for article, terms in hits.items()
            for term, places in terms.items()
            for p in places
        ],
        columns=["article", "term", "position", "paragraph", "start", "text"],
    )


def summary_table(periods, measures=MEASURES, *, seed=2, level=0.0):
    """Figures by period as `summarize` gives them; of any four the third is flagged, the fourth has no interval."""
    rng = np.random.default_rng(seed)
    rows = []
    for place, period in enumerate(periods):
        for measure, instrument, category, statistic, kind in measures:
            value = (3 + rng.normal() + level) if kind == "frame" else 0.2 * rng.normal()
            half = NAN if place % 4 == 3 else (0.8 if kind == "frame" else 0.1)
            rows.append(
                {
                    "group": period,
                    "measure": measure,
                    "instrument": instrument,
                    "category": category,
                    "statistic": statistic,
                    "n_articles": 4,
                    "n_paragraphs": 20,
                    "n_words": 2000,
                    "covered": 1.0,
                    "n": 60,
                    "value": value,
                    "low": value - half,
                    "high": value + half,
                    "interval": "none: 4 articles" if math.isnan(half) else "Student t over 6 articles",
                    "flags": "under 5 hits" if place % 4 == 2 else "",
                }
            )
    return pd.DataFrame(rows)


def specification_table(n=None, *, terms=0, seed=3, question="security"):
    """Every combination of a few choices with made-up estimates, the first being the main one."""
    from itertools import product

    rng = np.random.default_rng(seed)
    combinations = list(
        product(
            ["all", "author", "quoted"],
            ["body", "all"],
            ["rate", "share", "presence"],
            [0, 150],
            ["out", "in"],
        )
    )[:n]
    combinations = [(*each, "") for each in combinations]
    combinations += [(*combinations[0][:-1], f"term {place}") for place in range(terms)]
    rows = []
    for place, (voice, texts, normalisation, words, names, without) in enumerate(combinations):
        effect = 0.35 + 0.15 * rng.normal() - 0.4 * (voice == "quoted")
        half = NAN if voice == "quoted" and words else 0.3
        low, high = effect - half, effect + half
        verdict = (
            "too few to test"
            if math.isnan(half)
            else "differ"
            if low > 0 or high < 0
            else "cannot be told apart"
        )
        rows.append(
            {
                "spec": place + 1,
                "main": place == 0,
                "question": question,
                "measure": f"frames_{question}_rate",
                "instrument": "frames",
                "voice": voice,
                "texts": texts,
                "normalisation": normalisation,
                "unit": "article",
                "names": names,
                "min_words": words,
                "without_term": without,
                "group": "Harbour Ledger",
                "reference": "Continental Courier",
                "n_group": 12,
                "n_reference": 14,
                "value_group": 3.0,
                "value_reference": 2.0,
                "estimate": 3 * effect,
                "low": 3 * low,
                "high": 3 * high,
                "effect": effect,
                "effect_low": low,
                "effect_high": high,
                "p": 0.01 if verdict == "differ" else 0.3,
                "p_smallest": 0.0001,
                "minimal_detectable": 0.8,
                "verdict": verdict,
                "sign": int(np.sign(effect)),
                "note": "recorded hits removed, texts not matched anew" if without else "",
            }
        )
    return pd.DataFrame(rows)
