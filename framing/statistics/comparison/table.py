"""Groups of articles compared in every measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from framing.errors import FramingError
from framing.statistics.comparison.choices import DRAWS, PERMUTATIONS, Choices, choose_measures, read_margins
from framing.statistics.comparison.contrasts import leave_out, make_contrasts
from framing.statistics.comparison.estimates import THESE_TEXTS, Draws, estimate
from framing.statistics.comparison.rows import Found, make_table
from framing.statistics.declaration import check_declaration, check_declared
from framing.statistics.grouping import groups_of
from framing.statistics.parts import Parts, make_parts, sum_by
from framing.statistics.summary import article_figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run
    from framing.statistics.declaration import Adjust, Declaration, Repeats, Target

    Floats = NDArray[np.float64]


def compare(  # noqa: PLR0913 # each option is a choice that a reader of the table must see
    run: Run,
    *,
    by: str,
    reference: str | None = None,
    target: Target = "both",
    voice: Voice = "all",
    kind: Kind | None = "body",
    min_words: int = 0,
    measures: Sequence[str] | None = None,
    adjust: Adjust = "holm",
    margin: float | Mapping[str, float] | None = None,
    declared: Declaration | None = None,
    duplicates: Repeats = "once",
    seed: int = 0,
    draws: int = DRAWS,
    permutations: int = PERMUTATIONS,
) -> pd.DataFrame:
    """Compare groups of articles: by how much they differ in each measure, how sure that is, and the verdict.

    A group's figure is the mean of its articles' figures, each article once (see `summarize`). What a difference
    speaks of is its target: *these texts* (the articles are fixed; had their authors written other paragraphs like
    these), or *the population of articles* (other articles like these).

    Parameters
    ----------
    by
        a column of `run.articles`, `article`, `date:month`, `date<2024-11-13` (see `groups_of`); articles without a
        value are left out
    reference
        group that each other one is compared with; None: of two groups the first with the second, of more each with
        the rest of the articles
    target
        `these texts`, `the population of articles`, or `both`
    voice, kind
        whose words, and in which paragraphs (None: all)
    min_words
        articles with fewer words, so read, are left out
    measures
        columns of scores; None: all
    adjust
        what verdicts of the main family go by: `holm`, `bh` (Benjamini-Hochberg) or `none`
    margin
        for an equivalence test the difference below which it is of no interest, in the measure's unit: one for
        some or all of the measures by name, or one number if all that are compared share a unit; None: the declared
        ones
    declared
        what was declared before looking: its measures are the main family where all choices, and margins if any are
        given, are the declared ones
    duplicates
        `once`: texts that repeat another are left out (`find_duplicates`); `all`: every text counts
    seed, draws, permutations
        of the bootstrap, and of the permutation where not every arrangement is tried

    Returns
    -------
    DataFrame
        one row a target, contrast and measure (none for counts of hits in these texts: those are facts):

        - measure (column of scores), voice, target, group, reference
        - n_group, n_reference: units (articles or paragraphs) in which there was something to measure
        - difference: group − reference, in the measure's unit; low, high: 95 % interval, NaN with fewer than five
          units on a side or none that differ
        - effect: Cliff's δ of articles, Hedges' g of paragraphs (effect_name, effect_low, effect_high)
        - p: by permutation of units, two-sided, NaN where a side has fewer than two; p_smallest: the smallest that
          so many units can give; arrangements: how many were tried
        - p_holm: adjusted within family and target, NaN outside the family; p_bh: the same, NaN unless asked for
        - minimal_detectable: true difference found in four samples of five, (t.975 + t.80) SE
        - verdict: `differ`; `cannot be told apart`, which is not "the same"; `too few to test`, where no p of .05 can
          be reached: by the adjusted p in the main family, by p itself elsewhere
        - instrument, category, statistic, kind: the measure's; texts (kind of paragraphs), min_words, unit
        - value_group, value_reference: the groups' figures
        - adjusted: how the p of the verdict was adjusted; family: `main` or `exploratory`
        - margin, p_equivalence (two one-sided tests), equivalent (p_equivalence up to .05); missing without a margin
        - interval: what kind of interval, or why there is none; note: reasons, cautions, what was left out

    Raises
    ------
    FramingError
        if there is no such column, group, measure or choice, or only one group.

    Notes
    -----
    The main family are the rate of each frame and the main tone (the run's first) in all contrasts, or what was
    declared; each target is a question of its own and adjusted for itself. Another voice or kind, chosen here, has a
    family of its own: p is not adjusted for other calls.
    Swapping group and reference turns signs and changes nothing else. docs/comparison.md says what is permuted, why
    that is valid, and what intervals cover.

    Examples
    --------
    A text compared with itself:

    >>> import framing as fr
    >>> from dataclasses import replace
    >>> (article,) = fr.read_articles("seeds/")
    >>> run = fr.score([replace(article, id=name, outlet=name) for name in ("Daily", "Weekly")])
    >>> table = compare(run, by="outlet", target="these texts", duplicates="all")
    >>> table.loc[table["measure"] == "frames_security_rate", ["difference", "p", "verdict"]].values.tolist()
    [[0.0, 1.0, 'cannot be told apart']]
    """
    if declared is not None:
        check_declared(declared)
    choices = Choices(
        by=by,
        reference=reference,
        target=target,
        voice=voice,
        kind=kind,
        min_words=min_words,
        adjust=adjust,
        duplicates=duplicates,
        declared=declared,
        seed=seed,
        draws=draws,
        permutations=permutations,
        margin_kept=_same_margin(margin, declared),
    )
    if declared is not None:
        check_declaration(declared, run)
    parts = make_parts(run, voice=voice, kind=kind)
    counted = [form == "count" for form in parts.forms]
    chosen = choose_measures(run, measures, counted=counted, target=target)
    if margin is None and declared is not None:
        margin = {
            name: declared.margin[name] for k in chosen if (name := parts.columns[k]) in declared.margin
        }
    return _compare(run, parts, chosen, choices, read_margins(run, chosen, margin))


def compare_declared(run: Run, declared: Declaration) -> pd.DataFrame:
    """Compare exactly as declared; measures beside the declared ones are exploratory.

    Raises
    ------
    FramingError
        if the run lacks a declared column, group or measure.
    """
    check_declared(declared)
    return compare(
        run,
        by=declared.by,
        reference=declared.reference,
        target=declared.target,
        voice=declared.voice,
        kind=declared.kind,
        min_words=declared.min_words,
        adjust=declared.adjust,
        declared=declared,
        duplicates=declared.duplicates,
        seed=declared.seed,
    )


def _same_margin(margin: float | Mapping[str, float] | None, declared: Declaration | None) -> bool:
    """Whether margins given beside a declaration are those that it declares."""
    if margin is None or declared is None:
        return True
    given = dict(margin) if isinstance(margin, Mapping) else dict.fromkeys(declared.measures, margin)
    return given == dict(declared.margin)


def _compare(
    run: Run,
    parts: Parts,
    chosen: list[int],
    choices: Choices,
    margins: Floats,
) -> pd.DataFrame:
    groups = groups_of(run, choices.by)
    words = sum_by(parts.article, parts.n_words, len(run.articles))
    left = leave_out(
        run,
        groups,
        words,
        by=choices.by,
        min_words=choices.min_words,
        duplicates=choices.duplicates,
    )
    contrasts = make_contrasts(run, groups, left.kept, by=choices.by, reference=choices.reference)
    if all(each.first.all() or not each.first.any() for each in contrasts):
        raise FramingError(
            f"by '{choices.by}': no two groups have an article left ({'; '.join(left.words(left.nowhere | True))}); "
            "a comparison needs two"
        )
    draws = Draws(choices.draws, choices.permutations, choices.seed)
    listed = []
    for target in choices.targets():
        # counts of hits are facts of these texts; only other articles could have had other counts
        some = [k for k in chosen if target != THESE_TEXTS or parts.forms[k] != "count"]
        if not some:
            continue
        columns = _take(parts, some)
        figures = article_figures(columns, len(run.articles))
        for contrast in contrasts:
            found = estimate(columns, figures, contrast, target, margins=margins[some], draws=draws)
            listed.append(Found(contrast, target, tuple(some), margins[some], found))
    return make_table(run, listed, choices, left)


def _take(parts: Parts, measures: list[int]) -> Parts:
    """The same paragraphs with only these measures."""
    return replace(
        parts,
        columns=tuple(parts.columns[k] for k in measures),
        forms=tuple(parts.forms[k] for k in measures),
        y=parts.y[:, measures],
        x=parts.x[:, measures],
        measured=parts.measured[:, measures],
        hits=parts.hits[:, measures],
    )
