"""The honest report: every figure of what was said of held-out texts (`holdout`), and how sure it is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.classifier import figures
from framing.classifier.figures import BINS, Draws, Figure
from framing.classifier.holdout import MODEL, HeldOut
from framing.classifier.learning import Examples, probability
from framing.classifier.report import Report

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.classifier.coded import Coded

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Codes = NDArray[np.intp]

#: Labels of fewer texts than this are noted.
_FEW_TEXTS = 10
#: Wrong decisions that are shown.
ERRORS = 20


def make_report(coded: Coded, examples: Examples, held: HeldOut, *, seed: int) -> Report:
    """All figures of what was held out."""
    draws = Draws(examples.group, seed=seed)
    said = held.decisions[MODEL]
    return Report(
        labels=_labels(coded, examples, held, draws),
        overall=_overall(examples, held, draws),
        calibration=_calibration(coded, examples, held, draws),
        reliability=_reliability(coded, examples, held, draws),
        confusion=_confusion(coded, examples, said),
        learning=_curve(examples, held, draws),
        errors=_errors(coded, examples, held),
        folds=_folds(coded, examples, held),
        facts=_facts(coded, examples, draws),
        notes=coded.notes + _thin(coded, examples),
    )


def _row(found: Figure, /, **keys: Any) -> dict[str, Any]:
    return {**keys, "value": found.value, "low": found.low, "high": found.high}


def _frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows))


def _labels(coded: Coded, examples: Examples, held: HeldOut, draws: Draws) -> pd.DataFrame:
    rows = []
    for label, name in enumerate(coded.labels):
        target = examples.said[:, label]
        found = _label_figures(target, held.decisions[MODEL][:, label], held.log_odds[:, label], draws)
        n, share = int(target.sum()), float(target.mean())
        rows += [_row(figure, label=name, n=n, share=share, figure=key) for key, figure in found.items()]
    return _frame(rows)


def _label_figures(target: Bools, said: Bools, scores: Floats, draws: Draws) -> dict[str, Figure]:
    sums = figures.outcomes(target[:, None], said[:, None])
    makers = {"precision": figures.precision, "recall": figures.recall, "F1": figures.f1}
    ranks = draws.of_weights(lambda weights: np.column_stack(figures.rank_figures(target, scores, weights)))
    return {
        **{key: draws.interval(draws.of_sums(sums, make)[..., 0]) for key, make in makers.items()},
        "AUC": draws.interval(ranks[:, 0]),
        "average precision": draws.interval(ranks[:, 1]),
    }


def _overall(examples: Examples, held: HeldOut, draws: Draws) -> pd.DataFrame:
    """Every system's macro and micro F1, and by how much the model is above it, of the same draws."""
    rows = []
    for key, make in (("macro F1", figures.macro_f1), ("micro F1", figures.micro_f1)):
        drawn = {
            name: draws.of_sums(figures.outcomes(examples.said, decided), make)
            for name, decided in held.decisions.items()
        }
        for name, found in drawn.items():
            ahead = draws.interval(drawn[MODEL] - found)
            if name == MODEL:
                ahead = Figure(math.nan, math.nan, math.nan)
            rows.append(
                _row(draws.interval(found), system=name, figure=key)
                | {"model_ahead": ahead.value, "ahead_low": ahead.low, "ahead_high": ahead.high}
            )
    return _frame(rows)


def _calibration(coded: Coded, examples: Examples, held: HeldOut, draws: Draws) -> pd.DataFrame:
    rows = []
    probabilities, target = probability(held.log_odds), examples.said.astype(np.float64)
    for name, columns in _each_label(coded):
        sums = figures.bin_columns(target[:, columns], probabilities[:, columns])
        usual = figures.bin_columns(
            target[:, columns], np.broadcast_to(target.mean(axis=0), target.shape)[:, columns]
        )
        for key, figure in (
            ("Brier score", draws.interval(draws.of_sums(sums, figures.brier))),
            (
                "Brier score of the label's share",
                Figure(float(figures.brier(usual.sum(axis=0))), math.nan, math.nan),
            ),
            ("expected calibration error", draws.interval(draws.of_sums(sums, figures.calibration_error))),
        ):
            rows.append(_row(figure, label=name, n=int(sums[:, 1].sum()), figure=key))
    return _frame(rows)


def _each_label(coded: Coded) -> list[tuple[str, list[int]]]:
    """Each label with its column, and all of them together."""
    alone = [(name, [label]) for label, name in enumerate(coded.labels)]
    return [("(all)", list(range(len(coded.labels)))), *alone]


def _reliability(coded: Coded, examples: Examples, held: HeldOut, draws: Draws) -> pd.DataFrame:
    rows = []
    probabilities, target = probability(held.log_odds), examples.said.astype(np.float64)
    for name, columns in _each_label(coded):
        sums = figures.bin_columns(target[:, columns], probabilities[:, columns])[:, 2:]
        n, said, _ = np.split(sums.sum(axis=0), 3)
        shares = draws.of_sums(sums, figures.shares_of_bins)
        for number in np.flatnonzero(n).tolist():
            found = draws.interval(shares[:, number])
            place = {"from": number / BINS, "to": (number + 1) / BINS, "n": int(n[number])}
            about = {"mean_probability": said[number] / n[number], "share_coded": found.value}
            rows.append({"label": name, **place, **about, "low": found.low, "high": found.high})
    return _frame(rows)


def _confusion(coded: Coded, examples: Examples, said: Bools) -> pd.DataFrame:
    """How often each coded label was said to be which; where texts have several labels, each label for itself."""
    rows = []
    if examples.exclusive:
        pairs = [
            (first, second, int((examples.said[:, i] & said[:, j]).sum()))
            for i, first in enumerate(coded.labels)
            for j, second in enumerate(coded.labels)
        ]
        return _frame([{"coded": first, "said": second, "n": n} for first, second, n in pairs])
    for label, name in enumerate(coded.labels):
        for truth, is_coded in ((name, True), (f"not {name}", False)):
            for answer, is_said in ((name, True), (f"not {name}", False)):
                n = int(((examples.said[:, label] == is_coded) & (said[:, label] == is_said)).sum())
                rows.append({"coded": truth, "said": answer, "n": n})
    return _frame(rows)


def _curve(examples: Examples, held: HeldOut, draws: Draws) -> pd.DataFrame:
    rows = []
    for share, (decided, texts) in held.curve.items():
        found = draws.of_sums(figures.outcomes(examples.said, decided), figures.macro_f1)
        rows.append(_row(draws.interval(found), share=share, texts=texts, figure="macro F1"))
    return _frame(rows)


def _errors(coded: Coded, examples: Examples, held: HeldOut) -> pd.DataFrame:
    """The decisions that were wrong and farthest from their threshold, to be read: codes err too."""
    chance = probability(held.log_odds)
    wrong = held.decisions[MODEL] != examples.said
    surprise = np.where(wrong, np.abs(chance - examples.said), -1.0)
    worst = sorted(np.argwhere(wrong).tolist(), key=lambda place: (-surprise[place[0], place[1]], *place))
    rows = []
    seen: set[int] = set()
    for row, label in worst:
        if examples.exclusive and row in seen:
            continue  # one wrong text of two labels is one error
        seen.add(row)
        unit = coded.units[row]
        said = [name for name, yes in zip(coded.labels, held.decisions[MODEL][row], strict=True) if yes]
        rows.append(
            {
                "article": "" if unit.article.startswith("text ") else unit.article,
                "label": coded.labels[label],
                "probability": float(chance[row, label]),
                "coded": "; ".join(unit.labels) or "none",
                "said": "; ".join(said) or "none",
                "text": unit.text,
            }
        )
    columns = ["article", "label", "probability", "coded", "said", "text"]
    return _frame(rows[:ERRORS]) if rows else _frame([dict.fromkeys(columns)]).iloc[:0]


def _folds(coded: Coded, examples: Examples, held: HeldOut) -> pd.DataFrame:
    rows = []
    for number, model in enumerate(held.learned):
        out = held.fold == number
        rows.append(
            {
                "fold": number + 1,
                "texts": int(out.sum()),
                "articles": len(set(examples.group[out].tolist())),
                "C": model.settings.C,
                "reading_weight": model.settings.reading_weight,
            }
            | {f"threshold {name}": float(model.thresholds[label]) for label, name in enumerate(coded.labels)}
        )
    return _frame(rows)


def _facts(coded: Coded, examples: Examples, draws: Draws) -> dict[str, Any]:
    several = [unit.agreed for unit in coded.units if unit.agreed is not None]
    return {
        "origin": coded.origin,
        "rows": coded.n_rows,
        "texts": len(coded.units),
        "articles": len({unit.article for unit in coded.units}),
        "held out together": draws.groups,
        "labels": list(coded.labels),
        "one label a text": examples.exclusive,
        "texts of several coders": len(several) + coded.ties,
        "of them coded alike": sum(several),
    }


def _thin(coded: Coded, examples: Examples) -> tuple[str, ...]:
    few = [name for name, n in zip(coded.labels, examples.said.sum(axis=0), strict=True) if n < _FEW_TEXTS]
    if not few:
        return ()
    return (f"fewer than {_FEW_TEXTS} texts have {', '.join(few)}: figures of so few say little",)
