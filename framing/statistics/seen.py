"""Which coded texts a trained instrument learned from: its figures on those say nothing of new texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.errors import InputError
from framing.preprocessing.sameness import fingerprint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from framing.run import Run

    Bools = NDArray[np.bool_]

#: Which texts a figure rests on: those that no trained instrument beside it learned from.
UNSEEN = "unseen in training"


def seen_texts(run: Run, texts: Sequence[Collection[str]]) -> dict[str, Bools | None]:
    """For each trained instrument of a run which texts it learned from; None where nothing says so.

    Parameters
    ----------
    texts
        of each coded text its words, as the run has them and as the coders' rows do
    """
    found: dict[str, Bools | None] = {}
    marks: list[frozenset[str]] | None = None
    for name, known in _learned_from(run).items():
        if known is None:
            found[name] = None
            continue
        marks = marks or [_fingerprints(each) for each in texts]
        found[name] = np.array([not known.isdisjoint(each) for each in marks], dtype=np.bool_)
    return found


def _learned_from(run: Run) -> dict[str, frozenset[str] | None]:
    """Fingerprints of each trained instrument; a probability without any is a model's of before there were some."""
    models = run.manifest.get("models", {})
    measures = run.measures.loc[run.measures["statistic"] == "p", "instrument"]
    names = dict.fromkeys([*models, *map(str, measures)])
    listed = {name: models.get(name, {}).get("trained_on") for name in names}
    return {name: None if marks is None else frozenset(marks.split()) for name, marks in listed.items()}


def _fingerprints(texts: Collection[str]) -> frozenset[str]:
    made = set()
    for text in texts:
        try:
            made.add(fingerprint(text))
        except InputError:  # no reader takes it, so no model has learned from it
            continue
    return frozenset(made)


def warnings_of(seen: Mapping[str, Bools | None], evaluated: Collection[str]) -> Iterator[str]:
    """One sentence for each evaluated instrument whose figures are, or may be, of texts that it learned from."""
    for name, texts in seen.items():
        if name not in evaluated:
            continue
        if texts is None:
            yield (
                f"whether {name} was trained on these texts cannot be known, since it does not name those that it "
                "learned from; train it again with this framing, or evaluate it on texts that are new to it"
            )
        elif texts.all():
            yield (
                f"{name} was trained on all {len(texts):,} coded texts: its figures say nothing of new texts; evaluate "
                "it on texts that it has not seen, or read the report of framing train"
            )
        elif n := int(texts.sum()):
            yield (
                f"{name} was trained on {n:,} of the {len(texts):,} coded texts: its figures of all texts are too "
                f"good; those of the others stand apart, with the rows '{UNSEEN}'"
            )
