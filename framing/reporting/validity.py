"""How far a run's instruments say what people say, in a paper's words: figures of an evaluation against coded texts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from framing.arithmetic.resampling import DRAWS, FEWEST
from framing.reporting.papers import HANLEY, HAYES, HESTERBERG, Reference
from framing.reporting.words import called, counted, listed, plain
from framing.statistics.tone_validity import ALL

if TYPE_CHECKING:
    import pandas as pd

    from framing.statistics.evaluation import Evaluation

Row = Mapping[Any, Any]
_SUMS = {"(macro)": "all labels (macro)"}
_SHOWN = 12


def validation_sentences(evaluation: Evaluation) -> Iterator[str]:
    """What was coded, and how the instruments do, a paragraph each, with citation keys in Pandoc's form."""
    facts, figures = evaluation.facts, evaluation.figures
    sha256 = f" (sha256 {facts['sha256'][:_SHOWN]}…)" if facts["sha256"] else ""
    texts = counted(len(evaluation.texts), facts["unit"])
    left = facts["n_rows"] - facts["n_matched"]
    yield (
        f"The instruments were held against {counted(facts['n_rows'], 'coded row')} by people{sha256}, which cover "
        f"{texts} of this run; {counted(left, 'row')} matched no text of it. Intervals are 95 % intervals of a "
        f"bootstrap of whole articles ({DRAWS:,} draws [@hesterberg2015]); fewer than {FEWEST} articles give none."
    )
    if evaluation.warnings:
        yield f"Trained on these texts: {'; '.join(map(plain, evaluation.warnings))}."
    frames = figures.loc[(figures["kind"] == "frame") & (figures["rows"] == "all")]
    for (instrument, rule), rows in frames.groupby(["instrument", "rule"], sort=False):
        told = _frames(rows)
        if told:
            yield f"*{plain(str(instrument))}*, a label being said by the rule {plain(str(rule))}: {'; '.join(told)}."
    tones = figures.loc[(figures["kind"] == "tone") & (figures["rows"] == ALL)]
    for measure, rows in tones.groupby("measure", sort=False):
        told = [
            f"{name} = {_figure(row)}"
            for name, statistic in (("r", "r"), ("ρ", "rho"), ("mean absolute error", "mae"))
            if (row := _of(rows, statistic)) is not None
        ]
        yield f"`{measure}` against the coded tone, silent scores counting as neutral: {listed(told)}."
    yield from _coders(figures.loc[(figures["kind"] == "coders") & (figures["statistic"] == "alpha")])
    if evaluation.notes:
        yield f"Of these figures: {'; '.join(map(plain, evaluation.notes))}."


def validation_references(evaluation: Evaluation) -> list[Reference]:
    """List what `validation_sentences` cites."""
    said = "\n".join(validation_sentences(evaluation))
    return [entry for entry in (HESTERBERG, HANLEY, HAYES) if f"@{entry.key}" in said]


def _frames(rows: pd.DataFrame) -> list[str]:
    """F1 and AUC of each label and of all, those that could be told."""
    told = []
    for label, mine in rows.groupby("label", sort=False):
        parts = [
            f"{name} {_figure(row)}"
            for name, statistic in (("F1", "f1"), ("AUC [@hanley1982]", "auc"))
            if (row := _of(mine, statistic)) is not None
        ]
        if parts and (str(label) in _SUMS or not str(label).startswith("(")):
            told.append(f"{plain(_SUMS.get(str(label), called(str(label))))} {', '.join(parts)}")
    first, *rest = told or [""]
    return list(filter(None, [first, *(each.replace(" [@hanley1982]", "") for each in rest)]))


def _coders(rows: pd.DataFrame) -> Iterator[str]:
    told = [
        f"{plain(called(row['label'])) if row['label'] else 'tone'} {_figure(row)}"
        for row in rows.to_dict("records")
        if not math.isnan(row["value"])
    ]
    if told:
        yield f"Krippendorff's α of the coders with one another [@hayes2007]: {'; '.join(told)}."


def _of(rows: pd.DataFrame, statistic: str) -> Row | None:
    found = rows.loc[(rows["statistic"] == statistic) & rows["value"].notna()].to_dict("records")
    return found[0] if found else None


def _figure(row: Row) -> str:
    """A figure with its interval and sign, n being the texts that were coded."""
    value = f"{row['value']:.2f}".replace("-", "−")
    if math.isnan(row["low"]):
        return value
    return f"{value} [{row['low']:.2f}, {row['high']:.2f}]".replace("-", "−")
