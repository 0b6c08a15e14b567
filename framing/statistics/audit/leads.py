"""Which frame leads each article by a codebook's recorded hits, and how alike two orders of articles are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from framing.statistics.emphasis import against_baseline, against_one_another, own_baseline, verdicts
from framing.statistics.frames import OWN_FROM
from framing.statistics.parts import Tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.statistics.audit.hits import Recorded

    Floats = NDArray[np.float64]
    Verdicts = Callable[[Floats, Floats], list[str]]


def leading_rule(found: Recorded) -> Verdicts | None:
    """Make the rule of `leading_frames` for this codebook: verdicts from counts and words; None for actors."""
    run, book = found.run, found.codebook.name
    kinds = run.measures.loc[run.measures["instrument"] == book, "kind"]
    if not (kinds == "frame").any():
        return None
    labels = list(found.labels)
    shipped = run.manifest.get("codebooks", {}).get(book, {}).get("baseline", {})
    if all(label in shipped for label in labels):
        base = np.array([shipped[label]["n"] / shipped[label]["n_words"] for label in labels])
        dispersion = np.array([float(shipped[label]["dispersion"]) for label in labels])
    elif (found.words > 0).sum() >= OWN_FROM:
        base, dispersion = _own(found)
    else:
        return lambda n, words: verdicts(n, against_one_another(n, words).posterior, labels)
    return lambda n, words: verdicts(n, against_baseline(n, words, base, dispersion).posterior, labels)


def _own(found: Recorded) -> tuple[Floats, Floats]:
    """Base rates and dispersions of the run's own articles, as `leading_frames` takes them: body, voice `all`."""
    tables = Tables(found.run, "all", "body")
    measures = found.run.measures
    mine = (measures["instrument"] == found.codebook.name) & (measures["statistic"] == "n")
    columns = measures.loc[mine].set_index("category")["column"]
    counts = tables.sentences[[columns[label] for label in found.labels]].to_numpy(np.float64)
    words = tables.sentences["n_words"].to_numpy(np.float64)
    return own_baseline(counts, words, tables.article[tables.place])


def rank_correlation(one: Floats, two: Floats) -> float:
    """Spearman's ρ, ties sharing their rank; NaN for fewer than three articles or where nothing differs."""
    from scipy.stats import rankdata

    a, b = rankdata(one), rankdata(two)
    a, b = a - a.mean(), b - b.mean()
    size = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / size) if size > 0 and len(a) > 2 else np.nan  # noqa: PLR2004 # two have no order to lose
