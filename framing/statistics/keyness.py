"""Which words mark one group of articles off from another: keyness, with what it hangs on.

Running words are no independent draws: one article that says "corridor" thirty times makes it a key word of its whole
group. So each term stands with the number of articles behind it, with the article whose leaving out would turn it, and
with a second p that takes articles as units (Lijffijt et al., Digital Scholarship in the Humanities 31, 2016,
pp. 374–397, doi:10.1093/llc/fqu064). The formulas are in `association`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from framing.arithmetic.resampling import FEWEST
from framing.errors import FramingError
from framing.statistics.association import Correction, chi_squared, log_likelihood, log_odds, log_ratio
from framing.statistics.grouping import find_group, groups_of
from framing.statistics.key_articles import LEVEL, Adjust, Sides, adjusted, turning_articles, two_sided, welch
from framing.statistics.numbers import check_whole, is_number
from framing.statistics.running_words import read_words
from framing.statistics.vocabulary import Counts, Terms, count_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run
    from framing.statistics.parts import Groups

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]

Measure = Literal["log_odds", "log_likelihood", "chi_squared"]

#: What a group is held against by default, and how the table calls it.
REST, THE_REST = "rest", "the rest"
#: A term rarer than this in both texts together is left out; all words count in the totals.
MIN_N = 5
#: Words that the prior is worth, spread over the terms as all articles use them. Small beside the texts, so that
#: only rare terms are drawn to 0.
PRIOR = 500.0
_EFFECTS = {
    "log_odds": "shrunk log-odds ratio",
    "log_likelihood": "log2 ratio of rates",
    "chi_squared": "log2 ratio of rates",
}


def keyness(  # noqa: PLR0913 # one argument a choice that changes a number
    run: Run,
    *,
    by: str,
    group: str | None = None,
    reference: str = REST,
    measure: Measure = "log_odds",
    voice: Voice = "all",
    kind: Kind | None = "body",
    min_n: int = MIN_N,
    prior: float = PRIOR,
    correction: Correction | None = None,
    terms: Terms = "words",
    adjust: Adjust = "bh",
) -> pd.DataFrame:
    """Find the terms that one group uses more, or less, than another or than all the rest.

    Parameters
    ----------
    by
        a column of `run.articles`, or time (see `grouping`)
    group
        the group to describe; None for each group in turn
    reference
        what it is held against: `rest` for all other articles, or another group
    measure
        `log_odds`: log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008), which draws
        rare terms to 0; `log_likelihood`: G² (Dunning 1993); `chi_squared`: Pearson's χ²
    voice, kind
        whose words, in which paragraphs (None: every kind)
    min_n
        terms rarer than this in both together are left out
    prior
        of `log_odds`: how many words it is worth, spread over the terms as all articles of the run use them
    correction
        of the other two: `yates`, `williams` or `none`; None takes Yates' for χ², none for G²
    terms
        `words`, or `pairs` of words that follow one another
    adjust
        p over all terms of one group: `bh` (Benjamini & Hochberg 1995, false discovery rate) or `holm`

    Returns
    -------
    DataFrame
        one row a group and term, groups in their order, the most positive statistic first:

        - feature; statistic: z, G² or χ², positive where the group uses the term more; p, two-sided
        - n_target, n_reference: how often it is used; group, reference: whose
        - articles_target, articles_reference: in how many articles; rate_target, rate_reference: per 100 words
        - effect, effect_name: the shrunk log-odds ratio δ, or the binary logarithm of the ratio of the rates
        - z: δ over its standard error, or the signed root of G² or χ²
        - p_adjusted; p_articles: Welch's t test of the rates in single articles, NaN where one side has fewer
          than five or nothing varies; p_articles_adjusted
        - turned_by: the article without which the sign of a term of p_adjusted < .05, or that verdict, is another,
          missing if there is none; of several the one that moves the statistic most. Only articles that have the
          term are tried; the prior and the bar that p must pass stay
        - flags: `turned by one article`, `in one article` (of the side that uses it more), `articles do not
          confirm` (p_adjusted < .05 and p_articles ≥ .05), `fewer than five articles`; or empty

    Raises
    ------
    FramingError
        if there is no such column, group, measure or other choice, the group is its own reference, one side has no
        words, or the run has no texts.

    Examples
    --------
    >>> import framing as fr
    >>> texts = {"A": "The port is a trap. A trap, and a trap.", "B": "The port is a bridge. A bridge to the north."}
    >>> run = fr.score([fr.Article(name, text, outlet=name) for name, text in texts.items()])
    >>> found = keyness(run, by="outlet", group="A", measure="log_likelihood", min_n=2)
    >>> found[["feature", "n_target", "n_reference", "flags"]].values.tolist()[0]
    ['trap', 3, 0, 'in one article; fewer than five articles']
    """
    _check(measure, adjust, correction, min_n, prior)
    groups = groups_of(run, by)
    counts = count_terms(read_words(run, voice=voice, kind=kind), len(run.articles), terms=terms)
    spread = np.bincount(counts.term, weights=counts.n, minlength=len(counts.terms))
    test = _Test(measure, correction, prior * spread / max(spread.sum(), 1.0), prior)
    names = [group] if group is not None else [name for name in groups.names if name != reference]
    if not names:
        raise FramingError(f"reference '{reference}': the only group; there is nothing to hold against it")
    tables = []
    for name in names:
        sides = _sides(counts, groups, name, reference, required=group is not None)
        if sides is not None:
            tables.append(_compare(run, counts, sides, test, min_n, adjust))
    return _joined(tables)


@dataclass(frozen=True, slots=True)
class _Test:
    """A measure of keyness with its choices: counts in, statistic and effect out."""

    measure: Measure
    correction: Correction | None
    prior: Floats
    prior_total: float

    def statistic(
        self, term: Codes, target: Floats, reference: Floats, first: Floats | float, second: Floats | float
    ) -> Floats:
        """Signed statistic of terms with their counts and the two totals."""
        if self.measure == "log_odds":
            effect, error = self._odds(term, target, reference, first, second)
            return effect / error
        formula = log_likelihood if self.measure == "log_likelihood" else chi_squared
        usual: Correction = "none" if self.measure == "log_likelihood" else "yates"
        return formula(target, reference, first, second, correction=self.correction or usual)

    def effect(self, term: Codes, target: Floats, reference: Floats, first: float, second: float) -> Floats:
        """Size of the difference, whatever the length of the texts."""
        if self.measure == "log_odds":
            return self._odds(term, target, reference, first, second)[0]
        return log_ratio(target, reference, first, second)

    def _odds(
        self, term: Codes, target: Floats, reference: Floats, first: Floats | float, second: Floats | float
    ) -> tuple[Floats, Floats]:
        prior = self.prior[term]
        return log_odds(target, reference, first, second, prior=prior, prior_total=self.prior_total)

    def z(self, statistic: Floats) -> Floats:
        """What the statistic is as a standard normal deviate."""
        if self.measure == "log_odds":
            return statistic
        return np.asarray(np.sign(statistic) * np.sqrt(np.abs(statistic)))


def _check(measure: str, adjust: str, correction: str | None, min_n: int, prior: float) -> None:
    for name, value, choices in (
        ("measure", measure, get_args(Measure)),
        ("adjust", adjust, get_args(Adjust)),
        ("correction", correction, (None, *get_args(Correction))),
    ):
        if value not in choices:
            raise FramingError(f"{name} '{value}': unknown; there are {', '.join(filter(None, choices))}")
    check_whole("min_n", min_n, least=1)
    if not (is_number(prior) and prior > 0):
        raise FramingError(f"prior {prior!r:.60}: not a number of words; write a number above 0")


def split(groups: Groups, group: str, reference: str) -> tuple[Flags, Flags]:
    """Masks over the run's articles: those of a group, and those of its reference (`rest`: all others).

    Raises
    ------
    FramingError
        if there is no such group, or the group is its own reference.

    Examples
    --------
    >>> from framing.statistics.parts import Groups
    >>> target, other = split(Groups(("Courier", "Ledger"), np.array([0, 1, 1])), "Ledger", "rest")
    >>> target.tolist(), other.tolist()
    ([False, True, True], [True, False, False])
    """
    target = groups.codes == find_group(groups, group, option="group")
    if reference == REST:
        return target, ~target
    if group == reference:
        raise FramingError(f"group '{group}': is its own reference; name another one, or '{REST}'")
    return target, groups.codes == find_group(groups, reference, option="reference")


def _sides(counts: Counts, groups: Groups, group: str, reference: str, *, required: bool) -> Sides | None:
    """The two sets of articles; None for a group without words, or an error if it was asked for."""
    has_words = counts.totals > 0
    target, other = (mask & has_words for mask in split(groups, group, reference))
    for name, mask in ((reference, other), (group, target)):
        if not mask.any():
            if name == group and not required:
                return None
            raise FramingError(f"'{name}': no words in this voice and kind of paragraph; nothing to compare")
    return Sides(group, THE_REST if reference == REST else reference, target, other)


def _compare(run: Run, counts: Counts, sides: Sides, test: _Test, min_n: int, adjust: Adjust) -> pd.DataFrame:
    import pandas as pd

    size = len(counts.terms)
    in_target, in_other = sides.target[counts.article], sides.other[counts.article]
    n = [
        np.bincount(counts.term[some], weights=counts.n[some], minlength=size).astype(np.float64)
        for some in (in_target, in_other)
    ]
    articles = [np.bincount(counts.term[some], minlength=size) for some in (in_target, in_other)]
    first, second = counts.totals[sides.target].sum(), counts.totals[sides.other].sum()
    kept = np.flatnonzero(n[0] + n[1] >= min_n)
    numbers = kept, n[0][kept], n[1][kept], first, second
    statistic = test.statistic(*numbers)
    p = two_sided(test.z(statistic))
    p_adjusted = adjusted(p, adjust=adjust)
    p_articles = welch(counts, sides)[kept]
    turning = turning_articles(counts, sides, test, kept, (n[0], n[1]), p_adjusted)
    ids = run.articles["article"].astype(str).to_list()
    table = pd.DataFrame(
        {
            "feature": pd.Series([counts.terms[term] for term in kept], dtype="str"),
            "statistic": statistic,
            "p": p,
            "n_target": n[0][kept].astype(np.int64),
            "n_reference": n[1][kept].astype(np.int64),
            "group": pd.Series([sides.group] * len(kept), dtype="str"),
            "reference": pd.Series([sides.reference] * len(kept), dtype="str"),
            "articles_target": articles[0][kept].astype(np.int64),
            "articles_reference": articles[1][kept].astype(np.int64),
            "rate_target": 100 * n[0][kept] / first,
            "rate_reference": 100 * n[1][kept] / second,
            "effect": test.effect(*numbers),
            "effect_name": pd.Series([_EFFECTS[test.measure]] * len(kept), dtype="str"),
            "z": test.z(statistic),
            "p_adjusted": p_adjusted,
            "p_articles": p_articles,
            "p_articles_adjusted": adjusted(p_articles, adjust=adjust),
            "turned_by": pd.Series([ids[at] if at >= 0 else None for at in turning], dtype="str"),
        }
    )
    few = min(sides.target.sum(), sides.other.sum()) < FEWEST
    table["flags"] = pd.Series(_flags(table, few=bool(few)), dtype="str")
    return table.sort_values(["statistic", "feature"], ascending=[False, True], ignore_index=True)


def _flags(table: pd.DataFrame, *, few: bool) -> list[str]:
    more = np.where(table["statistic"] > 0, table["articles_target"], table["articles_reference"])
    unsure = (table["p_adjusted"] < LEVEL) & (table["p_articles"] >= LEVEL)
    said = {
        "turned by one article": table["turned_by"].notna().to_numpy(),
        "in one article": more == 1,
        "articles do not confirm": unsure.to_numpy(),
        "fewer than five articles": np.full(len(table), few),
    }
    rows = zip(*said.values(), strict=True)
    return ["; ".join(name for name, true in zip(said, row, strict=True) if true) for row in rows]


def _joined(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    if not tables:
        raise FramingError("run: no words in this voice and kind of paragraph; nothing to compare")
    return pd.concat(tables, ignore_index=True)
