"""A validation report: its tables, the text that is printed, and the files beside a model."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.output import replacing, write_csv, write_json

if TYPE_CHECKING:
    import pandas as pd

_TABLES = (
    "labels",
    "overall",
    "calibration",
    "reliability",
    "confusion",
    "learning",
    "errors",
    "folds",
)
_SHOWN_TEXT = 20
#: Letters of a line that shows an error.
_LINE = 110
_SHOWN_ERRORS = 5


@dataclass(frozen=True, slots=True)
class Report:
    """How well a model does on articles that it has not seen; every interval is 95 %, drawn by article.

    Attributes
    ----------
    labels
        one row a label and figure: label, n (texts that have it), share, figure (precision, recall, F1, AUC, average
        precision), value, low, high
    overall
        one row a system and figure: system (model, majority, lexicon …, TF-IDF + linear SVM), figure (macro F1, micro
        F1), value, low, high, model_ahead (the model's figure minus the system's), ahead_low, ahead_high
    calibration
        one row a label, `(all)` too, and figure (Brier score, that of the label's share, expected calibration error)
    reliability
        one row a label and bin of probability: from, to, n, mean_probability, share_coded, low, high (of that share)
    confusion
        coded, said, n
    learning
        share of the articles learned from, texts (mean number), macro F1
    errors
        the 20 wrong decisions that the model was surest of
    folds
        what was held out and chosen in each fold
    facts, notes
        what the figures rest on, and what a reader must know of the data
    """

    labels: pd.DataFrame
    overall: pd.DataFrame
    calibration: pd.DataFrame
    reliability: pd.DataFrame
    confusion: pd.DataFrame
    learning: pd.DataFrame
    errors: pd.DataFrame
    folds: pd.DataFrame
    facts: Mapping[str, Any]
    notes: tuple[str, ...]

    def text(self, *, errors: int = _SHOWN_ERRORS) -> str:
        """The report as text for a screen of 80 columns; `errors` is how many wrong decisions are shown."""
        return "\n".join(self._lines(errors)) + "\n"

    def figures(self) -> dict[str, Any]:
        """The figures as plain JSON values: what a model file carries."""
        tables = {name: _records(getattr(self, name)) for name in ("overall", "labels", "calibration")}
        return {"facts": dict(self.facts), "notes": list(self.notes), **tables}

    def save(self, folder: str | Path, *, also: Callable[[Path], None] | None = None) -> None:
        """Write validation.md, tables/NAME.csv and manifest.json; an earlier report is replaced.

        Parameters
        ----------
        also
            writes more into the same folder, which appears whole or not at all

        Raises
        ------
        OutputError
            if the folder holds other files, or cannot be written.
        """
        with replacing(Path(folder)) as fresh:
            self.write(fresh)
            if also is not None:
                also(fresh)

    def write(self, folder: Path) -> None:
        """Write the report's files into an empty folder."""
        from importlib.metadata import version

        (folder / "tables").mkdir()
        for name in _TABLES:
            write_csv(getattr(self, name), folder / "tables" / f"{name}.csv")
        text = self.text(errors=len(self.errors))
        (folder / "validation.md").write_text(f"```\n{text}```\n", encoding="utf-8")
        write_json({"framing": version("framing"), **self.figures()}, folder / "manifest.json")

    def _lines(self, errors: int) -> Iterator[str]:
        facts = self.facts
        yield (
            f"{facts['texts']:,} coded texts of {facts['articles']:,} articles, {len(facts['labels'])} labels "
            f"({'one' if facts['one label a text'] else 'any number'} a text)"
        )
        if facts["texts of several coders"]:
            alike = facts["of them coded alike"]
            yield f"{facts['texts of several coders']:,} by several coders, {alike:,} of them coded alike"
        yield from (f"note: {note}" for note in self.notes)
        yield f"\nArticles held out in {len(self.folds)} folds, all choices made inside them; [95 % interval]\n"
        yield from self._label_lines()
        yield from self._system_lines()
        yield from self._calibration_lines()
        yield "\nLearning curve (macro F1 by texts learned from):"
        for row in self.learning.to_dict("records"):
            yield f"  {row['texts']:>8,.0f}  {_interval(row)}"
        if errors and len(self.errors):
            yield "\nSurest errors, to be read (the code may be wrong too):"
            for row in self.errors.head(errors).to_dict("records"):
                sure = f"{row['label']} {_number(row['probability'])}"
                what = f"  said {row['said']}, coded {row['coded']} ({sure}): "
                text = str(row["text"])
                room = max(_LINE - len(what), _SHOWN_TEXT)
                yield what + (text if len(text) <= room else f"{text[: room - 1]}…")

    def _label_lines(self) -> Iterator[str]:
        width = max(len(str(name)) for name in [*self.facts["labels"], "label"])
        yield f"{'label':<{width}} {'n':>5}  precision  recall  F1 {'':<14} AUC  avg. precision"
        for name, rows in self.labels.groupby("label", sort=False):
            by = {row["figure"]: row for row in rows.to_dict("records")}
            yield (
                f"{name:<{width}} {by['F1']['n']:>5,}  {_number(by['precision']['value']):<9}  "
                f"{_number(by['recall']['value']):<6}  {_interval(by['F1']):<17} "
                f"{_number(by['AUC']['value'])}  {_number(by['average precision']['value'])}"
            )

    def _system_lines(self) -> Iterator[str]:
        width = max(len(str(name)) for name in self.overall["system"])
        for figure, rows in self.overall.groupby("figure", sort=False):
            yield f"\n{figure:<{width}} {'':<17}  model ahead by"
            for row in rows.to_dict("records"):
                ahead = {"value": row["model_ahead"], "low": row["ahead_low"], "high": row["ahead_high"]}
                shown = "" if math.isnan(ahead["value"]) else "  " + _interval(ahead, signed=True)
                yield f"{row['system']:<{width}} {_interval(row):<17}{shown}"

    def _calibration_lines(self) -> Iterator[str]:
        rows = self.calibration.loc[self.calibration["label"] == "(all)"].set_index("figure").to_dict("index")
        brier, usual = rows["Brier score"], rows["Brier score of the label's share"]
        error = rows["expected calibration error"]
        yield (
            f"\nCalibration: expected error {_interval(error, digits=3)}; Brier score {_interval(brier, digits=3)}, "
            f"the labels' shares alone {_number(usual['value'], digits=3)}"
        )


def _interval(row: Mapping[Any, Any], *, signed: bool = False, digits: int = 2) -> str:
    value = _number(row["value"], signed=signed, digits=digits)
    if math.isnan(row["low"]):
        return value
    low, high = (_number(row[end], signed=signed, digits=digits) for end in ("low", "high"))
    return f"{value} [{low}, {high}]"


def _number(value: float, *, signed: bool = False, digits: int = 2) -> str:
    """Figures between −1 and 1 without their zero, as journals print them."""
    if math.isnan(value):
        return "–"
    text = f"{abs(value):.{digits}f}"
    text = text.removeprefix("0") if float(text) < 1 else text
    if float(text) == 0:
        return text
    return f"{'−' if value < 0 else '+' if signed else ''}{text}"


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON values: NaN is null."""
    return [
        {
            str(key): None if isinstance(value, float) and math.isnan(value) else value
            for key, value in row.items()
        }
        for row in frame.to_dict("records")
    ]
