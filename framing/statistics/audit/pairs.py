"""Two codebooks on the same texts: what each covers, where their hits meet, and whether they tell the same story."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from framing.errors import FramingError
from framing.statistics.audit.coverage import coverage
from framing.statistics.audit.hits import overlapping, recorded
from framing.statistics.audit.leads import leading_rule, rank_correlation

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.lexicon.codebook import Codebook
    from framing.model import Kind
    from framing.run import Run
    from framing.statistics.audit.hits import Recorded

    Floats = NDArray[np.float64]

_CATEGORIES = (
    *("category", "other_category", "same_name", "n", "n_other", "n_shared", "n_other_shared"),
    *("share", "other_share", "rank_correlation"),
)
_PATTERNS = ("pattern", "category", "other_category", "n", "n_other")


@dataclass(frozen=True, slots=True, eq=False)
class CodebookComparison:
    """Two codebooks side by side.

    Attributes
    ----------
    one, other
        their names
    coverage
        as `Audit.coverage`, with a column codebook before it
    categories
        one row a category of one and a category of the other: same_name (whether both are called alike), n, n_other:
        hits; n_shared, n_other_shared: those that share a character with a hit of the other; share = n_shared / n and
        other_share = n_other_shared / n_other; rank_correlation: Spearman's ρ of the articles' rates
    patterns
        one row a pattern that both list: pattern, category, other_category; n, n_other: hits of the listed terms
    leading
        one row a pair of verdicts on articles: leading, other_leading, n_articles; empty unless both are of frames
    """

    one: str
    other: str
    coverage: pd.DataFrame
    categories: pd.DataFrame
    patterns: pd.DataFrame
    leading: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, in the order of a report."""
        return {name: getattr(self, name) for name in ("coverage", "categories", "patterns", "leading")}


def compare_codebooks(
    run: Run, one: Codebook | str | Path, other: Codebook | str | Path, *, kind: Kind | None = "body"
) -> CodebookComparison:
    """Compare two codebooks on the texts of a run that was scored with both.

    Parameters
    ----------
    one, other
        as `read_codebook` gives them, or what `read_codebook` takes
    kind
        which paragraphs, None for all; all voices are read

    Raises
    ------
    FramingError
        if both are the same, or the run was not scored with them as they are now, or without evidence.

    Examples
    --------
    >>> import framing as fr
    >>> run = fr.score(fr.read_articles("seeds/"), instruments=["frames", "generic_frames"])
    >>> found = compare_codebooks(run, "frames", "generic_frames")
    >>> found.one, found.other, sorted(found.tables())
    ('frames', 'generic_frames', ['categories', 'coverage', 'leading', 'patterns'])
    """
    first, second = recorded(run, one, kind=kind), recorded(run, other, kind=kind)
    names = first.codebook.name, second.codebook.name
    if names[0] == names[1]:
        raise FramingError(f"codebook '{names[0]}': named twice; name two that the run was scored with")
    return CodebookComparison(
        *names,
        coverage=_coverage(first, second),
        categories=_categories(first, second),
        patterns=_patterns(first, second),
        leading=_leading(first, second),
    )


def _coverage(*both: Recorded) -> pd.DataFrame:
    import pandas as pd

    tables = [coverage(each) for each in both]
    for each, table in zip(both, tables, strict=True):
        table.insert(0, "codebook", each.codebook.name)
    return pd.concat(tables, ignore_index=True)


def _categories(first: Recorded, second: Recorded) -> pd.DataFrame:
    import pandas as pd

    used = first.words > 0
    counts, others = first.counts()[used], second.counts()[used]
    words = first.words[used]
    rows = []
    for at, category in enumerate(first.labels):
        for to, other in enumerate(second.labels):
            n, n_other = int(counts[:, at].sum()), int(others[:, to].sum())
            shared, other_shared = _meeting(first, category, second, other)
            rows.append(
                {
                    "category": category,
                    "other_category": other,
                    "same_name": category.casefold() == other.casefold(),
                    "n": n,
                    "n_other": n_other,
                    "n_shared": shared,
                    "n_other_shared": other_shared,
                    "share": shared / n if n else np.nan,
                    "other_share": other_shared / n_other if n_other else np.nan,
                    "rank_correlation": rank_correlation(counts[:, at] / words, others[:, to] / words),
                }
            )
    return pd.DataFrame(rows, columns=list(_CATEGORIES))


def _meeting(first: Recorded, category: str, second: Recorded, other: str) -> tuple[int, int]:
    """How many hits of each category share a character with a hit of the other's."""
    mine = first.hits.loc[first.hits["category"] == category]
    theirs = second.hits.loc[second.hits["category"] == other]
    spans = (table[name].to_numpy(np.intp) for table in (mine, theirs) for name in ("row", "start", "end"))
    pairs = overlapping(*spans)
    return len(np.unique(pairs[0])), len(np.unique(pairs[1]))


def _patterns(first: Recorded, second: Recorded) -> pd.DataFrame:
    import pandas as pd

    mine, theirs = (_listed(each) for each in (first, second))
    hits, other_hits = (
        Counter(zip(each.hits["category"], each.hits["term"], strict=True)) for each in (first, second)
    )
    rows = [
        (pattern, *key[:1], *other[:1], hits[key], other_hits[other])
        for pattern in mine
        for key in mine[pattern]
        for other in theirs.get(pattern, ())
    ]
    table = pd.DataFrame(rows, columns=list(_PATTERNS))
    order = ["n", "pattern", "category", "other_category"]
    return table.sort_values(order, ascending=[False, True, True, True]).reset_index(drop=True)


def _listed(found: Recorded) -> dict[str, list[tuple[str, str]]]:
    """For each listed pattern, small letters unless it matches as written, its categories and terms."""
    listed: dict[str, list[tuple[str, str]]] = {}
    for entry in found.codebook.entries:
        if entry.variant_of is None:
            pattern = entry.pattern if entry.exact else entry.pattern.lower()
            listed.setdefault(pattern, []).append((entry.label, entry.listed))
    return listed


def _leading(first: Recorded, second: Recorded) -> pd.DataFrame:
    import pandas as pd

    columns = ["leading", "other_leading"]
    rules = leading_rule(first), leading_rule(second)
    used = first.words > 0
    if rules[0] is None or rules[1] is None:
        return pd.DataFrame(columns=[*columns, "n_articles"])
    leads = [
        rule(each.counts()[used], each.words[used])
        for rule, each in zip((rules[0], rules[1]), (first, second), strict=True)
    ]
    table = pd.DataFrame(dict(zip(columns, leads, strict=True)))
    counted = table.groupby(columns, as_index=False).size().rename(columns={"size": "n_articles"})
    return counted.sort_values(["n_articles", *columns], ascending=[False, True, True]).reset_index(drop=True)
