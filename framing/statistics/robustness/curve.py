"""Every specification's contrast in one table, the declared one marked."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from framing.statistics.comparison.estimates import Draws
from framing.statistics.parts import check_run
from framing.statistics.robustness.contrasts import Sides, contrast_all
from framing.statistics.robustness.figures import Figures
from framing.statistics.robustness.grid import Choices, Question, questions
from framing.statistics.specification import Specification

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.run import Run

    Floats = NDArray[np.float64]

_REMOVED = "recorded hits removed, texts not matched anew"
_NOT_REMOVED = "no term was removed: the run has no recorded hit of this question"
_CHOSEN = tuple(each.name for each in fields(Choices))


def robustness(
    run: Run,
    specification: Specification | None = None,
    *,
    by: str,
    group: str | None = None,
    reference: str | None = None,
    seed: int = 0,
    permutations: int = 10_000,
    draws: int = 2_000,
) -> pd.DataFrame:
    """Hold two groups against one another under every specification, the declared one first and marked.

    The questions are the rate of each frame and the tone, as `compare` has them. For each, all combinations of the
    choices are tried (voice, texts, normalisation, unit, names, instrument, minimum length), and for frames the
    main specification with each term's recorded hits removed. Articles are the units; estimate, interval, effect and
    p are made as `compare` makes them for the population of articles. The main specification is the one that was
    declared, never the best of many, and no p is corrected: all rows answer one question. A combination that gives
    every article the figure of an earlier one (other voices where nothing is quoted) is a copy and left out, and so
    is one that gives none a figure.

    Parameters
    ----------
    specification
        as `read_specification` gives it; None: what `compare` does by itself
    by
        a column of `run.articles`, or what else `compare` takes
    group, reference
        names of groups. None: of two groups the first against the second; of more, each against the rest of the
        articles, or against the reference.
    seed, permutations, draws
        of the test and of the interval, as in `compare`

    Returns
    -------
    DataFrame
        one row a question, contrast and specification:

        - spec: number within the question, the main one is 1; main: whether it is the declared one
        - question: a category of the codebook, or `tone`; measure: the column of scores that is read
        - instrument, voice, texts, normalisation, unit, names, min_words: the choices (tone: `mean`, and `does not
          apply` for names); without_term: the term that is removed, empty for none
        - group, reference; n_group, n_reference: articles with a figure; value_group, value_reference: their means
        - estimate: group minus reference, in the specification's own unit; low, high: its 95 % interval
        - effect, effect_low, effect_high: Cliff's δ, which all specifications have on one scale
        - p, p_smallest: of the permutation test, and the smallest it could be; minimal_detectable
        - verdict: `differ` (p ≤ .05), `cannot be told apart`, `too few to test`
        - sign: of the estimate, 0 where there is none
        - note: what else is to be known of the row

    Raises
    ------
    FramingError
        if the run lacks what the specification, `by`, `group` or `reference` name, if there is one group only, or if
        the run's evidence is not what was counted.

    Notes
    -----
    Specification curve: Simonsohn, Simmons & Nelson, Nature Human Behaviour 4, 2020,
    doi:10.1038/s41562-020-0912-z. A removed term's hits are subtracted as they were recorded and texts are not
    matched anew, so a shorter term within a removed phrase stays uncounted.

    Examples
    --------
    >>> import framing as fr
    >>> from dataclasses import replace
    >>> (article,) = fr.read_articles("seeds/")
    >>> run = fr.score([replace(article, id=str(n), outlet="ab"[n % 2]) for n in range(4)])
    >>> table = robustness(run, Specification(categories=("security",), duplicates="all"), by="outlet")
    >>> main = table.iloc[0]
    >>> bool(main["main"]), float(main["estimate"]), main["verdict"]
    (True, 0.0, 'too few to test')
    """
    import pandas as pd

    check_run(run)
    wanted = specification or Specification()
    figures = Figures(run)
    sides = Sides(run, figures, by=by, group=group, reference=reference, duplicates=wanted.duplicates)
    drawn = Draws(bootstrap=draws, permutations=permutations, seed=seed)
    tables = []
    for question in questions(run, wanted):
        listed, values = _specifications(question, figures, wanted)
        tables += [_table(listed, found, wanted) for found in contrast_all(values, listed, sides, drawn)]
    return pd.concat(tables, ignore_index=True)


def _specifications(
    question: Question, figures: Figures, wanted: Specification
) -> tuple[list[Choices], Floats]:
    """The question's specifications, the main one first, and their figures (articles, specifications).

    One that gives every article the figure that an earlier one gives it is a copy and left out: another voice where
    nothing is quoted, titles where there are none.
    """
    listed, columns, seen = [], [], set()
    for choices in (question.main, *question.others):
        values = figures.values(choices)
        read = np.where(figures.words(choices.voice, choices.texts) >= choices.min_words, values, np.nan)
        known = read.tobytes()
        if choices is question.main or (known not in seen and not np.isnan(read).all()):
            seen.add(known)
            listed.append(choices)
            columns.append(values)
    if wanted.vary.terms == "each" and not question.main.is_tone and len(figures.run.evidence):
        for term, values in figures.without_each_term(question.main).items():
            listed.append(replace(question.main, without_term=term))
            columns.append(values)
    return listed, np.stack(columns, axis=1)


def _table(listed: list[Choices], found: pd.DataFrame, wanted: Specification) -> pd.DataFrame:
    """Choices and findings side by side."""
    import pandas as pd

    notes = [_REMOVED if each.without_term else "" for each in listed]
    if wanted.vary.terms == "each" and not any(notes) and not listed[0].is_tone:
        notes[0] = _NOT_REMOVED
    choices = pd.DataFrame({name: [getattr(each, name) for each in listed] for name in _CHOSEN})
    choices.insert(0, "spec", range(1, len(listed) + 1))
    choices.insert(1, "main", choices["spec"] == 1)
    return choices.join(found).assign(note=notes)
