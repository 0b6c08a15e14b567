"""A trained model in a paper's words: what it learned from, how it decides, how well it does on texts it had not seen.

Written from what a run's manifest knows of the model, which is what the model's own source.toml says.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from framing.reporting import words
from framing.reporting.style import signed
from framing.reporting.words import plain

Record = Mapping[str, Any]
_SHOWN = 12
_ALL = "(all)"
_CALIBRATION = ("expected calibration error", "Brier score", "Brier score of the label's share")


def model_sentences(card: Record, *, key: str) -> Iterator[str]:
    """Say how a model was made and validated, a paragraph each, with citation keys in Pandoc's form.

    Parameters
    ----------
    card
        what `framing.classifier.card` says of the model
    key
        its own key in the bibliography
    """
    yield _data(card, key)
    yield _learning(card)
    yield _validation(card["validation"], card["settings"])


def _data(card: Record, key: str) -> str:
    facts, labels = card["validation"]["facts"], card["validation"]["labels"]
    several = facts["texts of several coders"]
    coders = (
        f", {several:,} of them coded by several coders ({facts['of them coded alike']:,} alike)"
        if several
        else ""
    )
    counted = [f"{plain(row['label'])} ({row['n']:,})" for row in labels if row["figure"] == "F1"]
    number = "one label a text" if card["exclusive"] else "any number of labels a text"
    embedding = f", vectors of the embedding {plain(card['embedding'])}" if card["embedding"] else ""
    features = [f"{plain(each['name'])} {plain(each['version'])}" for each in card["features"]]
    readings = f", readings of {words.listed(features)}" if features else ""
    notes = card["validation"].get("notes", [])
    return (
        f"`{card['name']}`, version {plain(card['version'])} (sha256 {card['sha256'][:_SHOWN]}…) [@{key}], was "
        f"trained on {facts['texts']:,} hand-coded texts of {facts['articles']:,} articles "
        f"({plain(facts['origin'])}; licence: {plain(card['licence'])}){coders}: {', '.join(counted)}; {number}. It "
        f"learned from words, pairs of neighbouring words and stretches of three to five letters (TF-IDF)"
        f"{readings}{embedding}." + (f" Of the data: {plain('; '.join(notes))}." if notes else "")
    )


def _learning(card: Record) -> str:
    settings, versions = card["settings"], card["versions"]
    thresholds = [
        f"{plain(label)} {threshold:.2f}"
        for label, threshold in zip(card["labels"], card["thresholds"], strict=True)
    ]
    rule = (
        "a text has the label that lies farthest above its threshold in log-odds"
        if card["exclusive"]
        else "a text has each label that reaches its threshold"
    )
    return (
        f"Each label has a logistic regression (scikit-learn {plain(versions.get('scikit-learn', ''))} "
        f"[@pedregosa2011]; L2 penalty, C = {settings['C']:g}, classes weighted inversely to their size), its "
        "probabilities calibrated by Platt's method [@platt1999]. Penalty and weight of the readings were chosen by "
        f"average precision; the threshold is half the highest F1 that any reaches [@lipton2014] "
        f"({', '.join(thresholds)}); both on inner folds. By that, {rule}."
    )


def _validation(validation: Record, settings: Record) -> str:
    overall, labels = validation["overall"], validation["labels"]
    own = {row["figure"]: row for row in overall if row["system"] == "model"}
    others = [
        f"{plain(row['system'])} {_figure(row)}{_ahead(row)}"
        for row in overall
        if row["system"] != "model" and row["figure"] == "macro F1"
    ]
    each = [
        f"{plain(name)} {_figure(_of(labels, name, 'F1'))}, {_figure(_of(labels, name, 'AUC'))}"
        for name in dict.fromkeys(row["label"] for row in labels)
    ]
    error, brier, usual = (_of(validation["calibration"], _ALL, name) for name in _CALIBRATION)
    return (
        f"Validation: articles were held out in {settings['folds']} folds (seed {settings['seed']}), texts that "
        "repeat one another together, and everything that was chosen was chosen anew inside each fold. On texts that "
        f"it had not seen the model has a macro F1 of {_figure(own['macro F1'])} and a micro F1 of "
        f"{_figure(own['micro F1'])}; in the same folds macro F1 is {'; '.join(others)}. By label, F1 and AUC: "
        f"{'; '.join(each)}. The expected calibration error is {_figure(error, 3)}, the Brier score "
        f"{_figure(brier, 3)} (of the labels' shares alone {_figure(usual, 3)}). Intervals are "
        "95 %, of a bootstrap of whole articles [@hesterberg2015]. The figures are of the procedure; the model "
        "itself learned from all texts."
    )


def _of(rows: Sequence[Record], label: str, figure: str) -> Record:
    return next(row for row in rows if row["label"] == label and row["figure"] == figure)


def _figure(row: Record, digits: int = 2) -> str:
    value, low, high = (row.get(name) for name in ("value", "low", "high"))
    if value is None or math.isnan(value):
        return "–"
    ends = "" if low is None or high is None else f" [{low:.{digits}f}, {high:.{digits}f}]"
    return f"{value:.{digits}f}{ends}"


def _ahead(row: Record) -> str:
    """By how much the model is ahead of a system."""
    ahead, low, high = (row.get(name) for name in ("model_ahead", "ahead_low", "ahead_high"))
    if ahead is None or math.isnan(ahead):
        return ""
    ends = "" if low is None or high is None else f" [{signed(low)}, {signed(high)}]"
    return f" (the model {signed(ahead)}{ends})"
