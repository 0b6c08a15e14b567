"""Which frame leads each article, title, paragraph or group, and how much each frame is stressed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.errors import FramingError
from framing.statistics.emphasis import (
    Stress,
    against_baseline,
    against_one_another,
    own_baseline,
    verdicts,
)
from framing.statistics.grouping import groups_of
from framing.statistics.parts import Tables, article_positions, check_reading, sum_by
from framing.statistics.summary import join_flags

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Voice
    from framing.run import Run

    Floats = NDArray[np.float64]

_COLUMNS = (
    *("instrument", "category", "n", "n_words", "rate", "expected", "emphasis", "low", "high", "posterior"),
    *("verdict", "baseline", "effective_words", "flags"),
)
#: A run of so many articles can say itself what is usual.
OWN_FROM = 30


@dataclass(frozen=True, slots=True)
class _Units:
    """Texts whose frames are weighed.

    `keys` are the columns that name them; `n_words` their words; `effective` the words that their rates are
    worth; `n` and `rates` arrays (units, frames) of hits and of hits per 100 words.
    """

    keys: pd.DataFrame
    n_words: Floats
    effective: Floats
    n: Floats
    rates: Floats


def leading_frames(
    run: Run, by: str = "article", *, instrument: str | None = None, voice: Voice = "all"
) -> pd.DataFrame:
    """Say for each text which frame leads, with every frame's emphasis and its uncertainty.

    Parameters
    ----------
    by
        `article` (its body), `paragraph` (of every kind), `title` (titles, their body's verdict beside), or
        any other column of `run.articles` (bodies of the group's articles)
    instrument
        name of one codebook of frames; None for all in the run
    voice
        whose words

    Returns
    -------
    DataFrame
        one row a text and frame, none if the run has no codebook of frames:

        - group (the article's id, or the group's name); with `paragraph` also paragraph and kind
        - instrument, category
        - n: hits outside names; n_words; rate: hits per 100 words (of a group: mean of its articles' rates)
        - expected: hits that the baseline expects in so many words
        - emphasis: mean of the posterior of r, 1 = as usual; low, high: its 95 % interval
        - posterior: probability that this frame's r is the largest
        - verdict: the text's leading frame (posterior of 0.8 or more), `mixed`, or `none` (no hit)
        - baseline: what usual means: `shipped: …`, `this run's … articles`, or `raw`
        - effective_words: what the emphasis is reckoned from, see Notes
        - flags: `under 150 words`, `under 5 hits` (articles and groups)
        - body_verdict: only with `title`

    Raises
    ------
    FramingError
        if there is no such column, codebook or voice.

    Notes
    -----
    r ~ Gamma(2 + n/φ, 2 + E/φ), see `emphasis`. A group of k articles counts each article once: its rate is the
    mean of the articles' rates, which is worth as much as k²/Σ(1/words) words of one text (the variance of a
    mean of rates that each vary with φ/words), so n and E are reckoned for that many words. A codebook without
    baseline is compared with the run's own articles if they are 30 or more, else its frames with one another
    (`raw`; then 1 is an equal share of the hits).
    """
    import pandas as pd

    check_reading(run, voice, None)
    names = _codebooks(run, instrument)
    if not names:
        return pd.DataFrame(columns=["group", *_COLUMNS])
    table = pd.concat([_weigh(run, by, name, voice) for name in names], ignore_index=True)
    if by != "title":
        return table
    bodies = pd.concat([_weigh(run, "article", name, voice) for name in names], ignore_index=True)
    keys = ["group", "instrument"]
    verdict = bodies.drop_duplicates(keys).set_index(keys)["verdict"]
    return table.join(verdict.rename("body_verdict"), on=keys)


def _codebooks(run: Run, instrument: str | None) -> list[str]:
    frames = run.measures.loc[(run.measures["kind"] == "frame") & (run.measures["statistic"] == "n")]
    names = [str(name) for name in frames["instrument"].unique()]
    if instrument is None:
        return names
    if instrument not in names:
        raise FramingError(
            f"instrument '{instrument}': not a codebook of frames in this run; there are "
            f"{', '.join(names) or 'none'}"
        )
    return [instrument]


def _weigh(run: Run, by: str, instrument: str, voice: Voice) -> pd.DataFrame:
    import pandas as pd

    mine = (run.measures["instrument"] == instrument) & (run.measures["statistic"] == "n")
    frames = run.measures.loc[mine & (run.measures["kind"] == "frame"), ["column", "category"]]
    columns, labels = frames["column"].tolist(), frames["category"].tolist()
    units = _units(run, by, columns, voice)
    stress, baseline = _stress(run, instrument, columns, labels, units)
    leads = verdicts(units.n, stress.posterior, labels)
    size, times = units.n.shape
    table = units.keys.loc[units.keys.index.repeat(times)].reset_index(drop=True)
    flags = [
        "" if by in ("paragraph", "title") else join_flags(words, hits, 1.0)
        for words, row in zip(units.n_words.tolist(), units.n.tolist(), strict=True)
        for hits in row
    ]
    return table.assign(
        instrument=pd.Series([instrument] * (size * times), dtype="str"),
        category=pd.Series(labels * size, dtype="str"),
        n=units.n.ravel().astype(np.int64),
        n_words=np.repeat(units.n_words, times).astype(np.int64),
        rate=units.rates.ravel(),
        expected=stress.expected.ravel(),
        emphasis=stress.emphasis.ravel(),
        low=stress.low.ravel(),
        high=stress.high.ravel(),
        posterior=stress.posterior.ravel(),
        verdict=pd.Series(np.repeat(np.array(leads, dtype=object), times), dtype="str"),
        baseline=pd.Series([baseline] * (size * times), dtype="str"),
        effective_words=np.repeat(units.effective, times),
        flags=pd.Series(flags, dtype="str"),
    )


def _stress(
    run: Run, instrument: str, columns: list[str], labels: list[str], units: _Units
) -> tuple[Stress, str]:
    """Emphasis in each text, and the words that say what it is measured against."""
    worth = np.nan_to_num(units.rates) / 100 * units.effective[:, None]
    usual = _usual(run, instrument, columns, labels)
    if usual is None:
        stress, baseline = against_one_another(worth, units.effective), "raw"
        expected = units.n.sum(axis=1, keepdims=True) / max(len(labels), 1) + np.zeros(units.n.shape)
    else:
        base, dispersion, baseline = usual
        stress = against_baseline(worth, units.effective, base, dispersion)
        expected = units.n_words[:, None] * base
    return Stress(expected, stress.emphasis, stress.low, stress.high, stress.posterior), baseline


def _usual(
    run: Run, instrument: str, columns: list[str], labels: list[str]
) -> tuple[Floats, Floats, str] | None:
    """Find base rates, dispersions and where they come from; None where nothing says what is usual."""
    shipped: dict[str, dict[str, Any]] = (
        run.manifest.get("codebooks", {}).get(instrument, {}).get("baseline", {})
    )
    if labels and all(label in shipped for label in labels):
        rows = [shipped[label] for label in labels]
        sources = "; ".join(dict.fromkeys(str(row["source"]) for row in rows))
        base = np.array([row["n"] / row["n_words"] for row in rows], dtype=np.float64)
        return base, np.array([row["dispersion"] for row in rows], dtype=np.float64), f"shipped: {sources}"
    tables = Tables(run, "all", "body")
    used = len(np.unique(tables.article[tables.n_words > 0]))
    if used < OWN_FROM:
        return None
    counts = tables.sentences[columns].to_numpy(np.float64)
    words = tables.sentences["n_words"].to_numpy(np.float64)
    base, dispersion = own_baseline(counts, words, tables.article[tables.place])
    return base, dispersion, f"this run's {used:,} articles"


def _units(run: Run, by: str, columns: list[str], voice: Voice) -> _Units:
    import pandas as pd

    kind = {"paragraph": None, "title": "title"}.get(by, "body")
    rows = run.select(kind=kind, voice=voice)
    counts, words = rows[columns].to_numpy(np.float64), rows["n_words"].to_numpy(np.float64)
    if by in ("paragraph", "title"):
        keys = rows[["article", "paragraph"]].rename(columns={"article": "group"})
        if by == "title":
            return _single(keys[["group"]], counts, words)
        kinds = run.paragraphs[["article", "paragraph", "kind"]].rename(columns={"article": "group"})
        return _single(keys.merge(kinds, on=["group", "paragraph"], how="left"), counts, words)
    place, size = article_positions(run, rows["article"]), len(run.articles)
    n, n_words = sum_by(place, counts, size), sum_by(place, words, size)
    groups = groups_of(run, by)
    names = pd.DataFrame({"group": pd.Series(groups.names, dtype="str")})
    return _single(names, n, n_words) if by == "article" else _grouped(names, groups.codes, n, n_words)


def _single(keys: pd.DataFrame, n: Floats, n_words: Floats) -> _Units:
    return _Units(keys, n_words, n_words, n, _per_hundred(n, n_words))


def _grouped(names: pd.DataFrame, codes: NDArray[np.intp], n: Floats, n_words: Floats) -> _Units:
    """Make groups that count each article once, see `leading_frames`."""
    size, used = len(names), n_words > 0
    articles = sum_by(codes, used.astype(np.float64), size)
    with np.errstate(invalid="ignore", divide="ignore"):
        inverse = sum_by(codes, np.where(used, 1 / n_words, 0.0), size)
        effective = np.where(articles > 0, articles**2 / inverse, 0.0)
        rates = sum_by(codes, np.nan_to_num(_per_hundred(n, n_words)), size) / articles[:, None]
    return _Units(names, sum_by(codes, n_words, size), effective, sum_by(codes, n, size), rates)


def _per_hundred(n: Floats, n_words: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(n_words[:, None] > 0, 100 * n / n_words[:, None], np.nan)
