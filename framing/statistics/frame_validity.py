"""Frames that an instrument finds against frames that people coded: figures of each label, and of all together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.arithmetic.ranking import area_under_curve, average_precision
from framing.arithmetic.ratios import ratio
from framing.statistics.agreement import weighted_alpha
from framing.statistics.sayings import NONE, Said, sayings
from framing.statistics.seen import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from framing.arithmetic.resampling import Drawn
    from framing.run import Run
    from framing.statistics.consensus import Codes
    from framing.statistics.ledger import Ledger
    from framing.statistics.matching import Matches

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Places = NDArray[np.intp]
    #: An instrument by one rule: its name, its labels, what its figures are, and their draws.
    Entered = tuple[str, frozenset[str], list[dict[str, Any]], Drawn]

#: Which texts a figure rests on.
ALL = "all"
#: Figures of all labels together, in the place of the label.
MACRO, MICRO, SINGLE = "(macro)", "(micro)", "(one label each)"
_DECIDED, _RANKED = ("precision", "recall", "f1", "alpha"), ("auc", "average_precision")
#: Figures by which instruments are told apart.
_TOLD_APART = {(MACRO, "f1"), (MICRO, "f1"), (MACRO, "auc"), (MACRO, "average_precision"), (MACRO, "alpha")}


@dataclass(frozen=True, slots=True)
class Found:
    """What figures of frames are made from: coded texts, the run's measures of frames, and all labels."""

    run: Run
    matches: Matches
    codes: Codes
    measures: pd.DataFrame
    labels: Sequence[str]


def enter_frames(
    ledger: Ledger, run: Run, matches: Matches, codes: Codes, measures: pd.DataFrame, labels: Sequence[str]
) -> None:
    """Enter the figures of every frame instrument and rule, and the differences of those that know the same labels.

    If a trained instrument learned from some of the texts, everything is told once more for the others.
    """
    used = np.array([k for k, each in enumerate(codes.labels) if each is not None], dtype=np.intp)
    _enter_rows(ledger, Found(run, matches, codes, measures, labels), used, ALL)
    unseen = ledger.unseen(measures["instrument"].unique().tolist(), used)
    if unseen.any() and not unseen.all():
        _enter_rows(ledger, Found(run, matches, codes, measures, labels), used[unseen], UNSEEN)


def _enter_rows(ledger: Ledger, found: Found, used: Places, rows: str) -> None:
    """Enter the figures of some of the coded texts, `rows` saying which."""
    codes, labels, unit = found.codes, found.labels, found.matches.unit
    given = [codes.labels[k] or frozenset() for k in used]
    one = [next(iter(each), NONE) for each in given] if codes.single else None
    coded = np.array([[label in each for label in labels] for each in given], dtype=bool)
    alike = [label for label, row in zip(labels, coded.T, strict=True) if row.all() or not row.any()]
    which = "" if rows == ALL else f" {rows}"
    if len(alike) == len(labels):
        said = "; ".join(sorted(given[0])) or NONE
        ledger.note(
            f"all {len(used)} texts{which} are coded '{said}'; code texts with and without each label"
        )
        return
    if alike:
        ledger.note(f"no figures of {', '.join(alike)}: every text{which} is coded alike, with it or without")
    if codes.single and unit == "sentence":
        ledger.note(
            "no figures of the frame that leads a sentence: only paragraphs and articles have a verdict"
        )
    texts = found.matches.texts.iloc[codes.place[used]]
    always = one is not None and NONE not in one
    entered: list[Entered] = []
    for saying in sayings(found.run, found.measures, labels, texts, unit, single=codes.single, always=always):
        mine = [labels.index(label) for label in saying.labels]
        knows_all = set(labels) - set(alike) <= set(saying.labels)
        figures = FrameFigures(saying, coded[:, mine], one if knows_all else None)
        if len(figures.usable):
            heads = [{**head, "rows": rows} for head in figures.listed()]
            ledger.confusion += [{**each, "rows": rows} for each in figures.confusion()]
            usable = frozenset(saying.labels[k] for k in figures.usable)
            name = f"{saying.instrument} ({saying.rule})"
            entered.append((name, usable, heads, ledger.enter(heads, figures, used)))
    for first, second in combinations(entered, 2):
        if first[1] == second[1]:
            _enter_difference(ledger, first, second, used)


def _enter_difference(ledger: Ledger, first: Entered, second: Entered, used: Places) -> None:
    one, two = (
        {(head["label"], head["statistic"]): k for k, head in enumerate(heads)}
        for _, _, heads, _ in (first, second)
    )
    shared = [key for key in one if key in two and key in _TOLD_APART]
    head = {"kind": "frame", "rows": first[2][0]["rows"], "measure": first[0], "reference": second[0]}
    head |= {"instruments": (first[2][0]["instrument"], second[2][0]["instrument"])}
    heads = [{**head, "label": label, "statistic": statistic} for label, statistic in shared]
    at = tuple(np.array([place[key] for key in shared], dtype=np.intp) for place in (one, two))
    ledger.enter_difference(heads, (first[3], second[3]), (at[0], at[1]), used)


class FrameFigures:
    """Figures of what one instrument says against what people coded, for any weights of the texts.

    Parameters
    ----------
    saying
        what the instrument says
    coded
        array (texts, labels): what people coded, in the order of the saying's labels
    one
        each text's one coded label or `none`; None where texts have several

    Notes
    -----
    Precision: of the texts said to have a label, the share that has it; recall: of those that have it, the share of
    which it is said; F1 = 2 × both / (said + coded). α is Krippendorff's, nominal, of instrument and people. Macro is
    the mean over labels, each once; micro counts all decisions together. Labels that every text has, or none, are
    left out (`usable`).
    """

    def __init__(self, saying: Said, coded: Bools, one: Sequence[str] | None) -> None:
        n = coded.sum(axis=0)
        self.saying = saying
        self.usable: Places = np.flatnonzero((n > 0) & (n < len(coded)))
        self.coded, self.said = coded[:, self.usable], saying.said[:, self.usable]
        self.scores = None if saying.scores is None else saying.scores[:, self.usable]
        self.names = _DECIDED if self.scores is None else (*_DECIDED, *_RANKED)
        both = one is not None and saying.one is not None
        self.pairs = list(zip(one or (), saying.one or (), strict=True)) if both else []

    def listed(self) -> list[dict[str, Any]]:
        """What each figure is, in the order of `__call__`."""
        saying = self.saying
        head: dict[str, Any] = {
            "kind": "frame",
            "instrument": saying.instrument,
            "rule": saying.rule,
        }
        rows: list[dict[str, Any]] = []
        for k, coded, said in zip(self.usable.tolist(), self.coded.T, self.said.T, strict=True):
            about: dict[str, Any] = {"measure": saying.columns[k], "label": saying.labels[k]}
            about |= {"n_coded": int(coded.sum()), "n_said": int(said.sum())}
            rows += [{**head, **about, "statistic": name} for name in self.names]
        head |= {
            "measure": saying.instrument,
            "n_coded": int(self.coded.sum()),
            "n_said": int(self.said.sum()),
        }
        together: list[tuple[str, tuple[str, ...]]] = [(MACRO, self.names), (MICRO, _DECIDED[:3])]
        together += [(SINGLE, ("accuracy", "alpha"))] if self.pairs else []
        return rows + [
            {**head, "label": label, "statistic": name} for label, names in together for name in names
        ]

    def __call__(self, weights: Floats) -> Floats:
        """The figures in each row of weights (draws, texts) → (draws, figures)."""
        both = self.coded & self.said
        right, said, coded = (weights @ each.astype(np.float64) for each in (both, self.said, self.coded))
        by_label = [ratio(right, said), ratio(right, coded), ratio(2 * right, said + coded)]
        by_label += [self._each(lambda k: _alpha(self.coded[:, k], self.said[:, k], weights))]
        if (scores := self.scores) is not None:
            by_label += [self._each(lambda k: area_under_curve(self.coded[:, k], scores[:, k], weights))]
            by_label += [self._each(lambda k: average_precision(self.coded[:, k], scores[:, k], weights))]
        # a label that is never said has no precision; in the mean it counts 0, else saying less would pay
        means = [
            np.where(said > 0, by_label[0], 0.0).mean(axis=1),
            *(each.mean(axis=1) for each in by_label[1:]),
        ]
        hits, n_said, n_coded = (each.sum(axis=1) for each in (right, said, coded))
        micro = [ratio(hits, n_said), ratio(hits, n_coded), ratio(2 * hits, n_said + n_coded)]
        made = np.stack(by_label, axis=2).reshape(len(weights), -1)
        return np.column_stack([made, *means, *micro, *self._single(weights)])

    def confusion(self) -> list[dict[str, Any]]:
        """How many texts of each coded label were said to be what; nothing where texts have several labels."""
        rows = [*self.saying.labels, NONE]
        columns = [*rows, *sorted({said for _, said in self.pairs} - set(rows))]
        head = {"instrument": self.saying.instrument, "rule": self.saying.rule}
        return [
            {**head, "coded": coded, "said": said, "n": self.pairs.count((coded, said))}
            for coded in rows
            for said in columns
            if self.pairs
        ]

    def _each(self, figure: Callable[[int], Floats]) -> Floats:
        return np.stack([figure(k) for k in range(len(self.usable))], axis=1)

    def _single(self, weights: Floats) -> list[Floats]:
        if not self.pairs:
            return []
        names = dict.fromkeys(name for pair in self.pairs for name in pair)
        number = {name: float(k) for k, name in enumerate(names)}
        table = np.array([[number[name] for name in pair] for pair in self.pairs]).T
        accuracy = weights @ (table[0] == table[1]).astype(np.float64) / weights.sum(axis=1)
        return [accuracy, weighted_alpha(table, weights, nominal=True)]


def _alpha(coded: Bools, said: Bools, weights: Floats) -> Floats:
    return weighted_alpha(np.stack([coded, said]).astype(np.float64), weights, nominal=True)
