"""A model's validation for a paper: figures, the sentences under them, methods.md and references.bib."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from framing.output import write_csv
from framing.reporting.bibliography import LEARNING, own_entry, software, write_bibliography
from framing.reporting.captions import citation_key
from framing.reporting.figures.confusion import confusion_data
from framing.reporting.figures.learning import learning_data
from framing.reporting.figures.reliability import reliability_data
from framing.reporting.files import render
from framing.reporting.models import model_sentences
from framing.reporting.papers import HESTERBERG

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from framing.classifier.report import Report


def write_training_into(report: Report, card: Mapping[str, Any], folder: Path) -> None:
    """Write figures/, methods.md and references.bib into the folder of a validation report.

    Parameters
    ----------
    report
        of the training
    card
        what `Trained.card` says of the model
    """
    drawn = {"reliability": reliability_data(report), "learning": learning_data(report)}
    confusion = confusion_data(report)
    if len(confusion):
        drawn["confusion"] = confusion
    (folder / "figures").mkdir()
    for name, data in drawn.items():
        for suffix, content in render(name, data, None).items():
            (folder / "figures" / f"{name}.{suffix}").write_bytes(content)
        write_csv(data, folder / "figures" / f"{name}.csv")
    key = citation_key(card["name"])
    captions = [f"**{name}.** {_caption(name, data, card)}" for name, data in drawn.items()]
    lines = ["# Validation of a trained instrument", *model_sentences(card, key=key), _SOFTWARE, *captions]
    (folder / "methods.md").write_text("\n\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    own = own_entry(key, {**card, "instrument": card["name"]})
    write_bibliography([own, *LEARNING, HESTERBERG, software(version("framing"))], folder / "references.bib")


_SOFTWARE = f"Software: framing {version('framing')} [@framing]."


def _caption(name: str, data: pd.DataFrame, card: Mapping[str, Any]) -> str:
    facts, folds = card["validation"]["facts"], card["settings"]["folds"]
    rests = f"{facts['texts']:,} texts of {facts['articles']:,} articles, held out in {folds} folds"
    intervals = "95 % intervals of a bootstrap of whole articles"
    if name == "reliability":
        some = int(data["label"].nunique()) - int(data.loc[data["drawn"], "label"].nunique())
        left = f" {some} rarer labels stand in the CSV alone." if some else ""
        return (
            f"Share of texts coded with a label, against the probability that `{card['name']}` gave it, in ten bins; "
            f"{rests}. Lines: {intervals}, none where a bin is in too few draws; hollow: fewer than ten texts. On "
            f"the dashed line probabilities are right. Below: texts in each bin.{left}"
        )
    if name == "learning":
        return (
            f"Macro F1 of `{card['name']}` by the number of texts that it learned from (mean of the folds, whole "
            f"articles); {rests}. Band: {intervals}. At the right the systems that it has to beat, in the same folds."
        )
    return (
        f"Texts by the label that coders gave (rows) and that `{card['name']}` said (columns); {rests}. Shade: share "
        "of the row."
    )
