"""Hand-coded texts in, a model and its honest report out.

The report speaks of the procedure: each figure is from texts that the model at hand had not seen. The model that is
kept learned from all texts in the same way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.classifier.card import TRAINED_ON, card
from framing.classifier.folds import groups
from framing.classifier.holdout import hold_out
from framing.classifier.instrument import TrainedInstrument
from framing.classifier.learning import Examples, Learned, learn
from framing.classifier.model import Embedding, Model, Requirement
from framing.classifier.naming import check_labels, model_name
from framing.classifier.validation import make_report
from framing.errors import InputError
from framing.model import Source
from framing.preprocessing.sameness import fingerprint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.classifier.coded import Coded
    from framing.classifier.embeddings import Embedder
    from framing.classifier.features import Table
    from framing.classifier.report import Report
    from framing.model import Instrument

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, ready to read texts, and how well its like does on articles that it has not seen."""

    instrument: TrainedInstrument
    report: Report

    @property
    def model(self) -> Model:
        """The model itself."""
        return self.instrument.model

    @property
    def card(self) -> dict[str, Any]:
        """What a run has to know of the model, as its manifest has it."""
        return card(self.model)

    def save(self, path: str | Path, *, also: Callable[[Path], None] | None = None) -> None:
        """Write the model as one file, and the report into the folder `<path>.report` beside it.

        Parameters
        ----------
        also
            writes more into the report's folder (the command line: its figures and methods)

        Raises
        ------
        OutputError
            if a place holds something else, or cannot be written.
        """
        from framing.classifier.storage import save_model
        from framing.output import check_target

        path = Path(path)
        beside = path.with_name(f"{path.name}.report")
        check_target(beside)
        save_model(self.model, path)
        self.report.save(beside, also=also)


def train_model(
    coded: Coded,
    *,
    instruments: Sequence[Instrument],
    embedder: Embedder | None = None,
    name: str = "coded",
    folds: int = 5,
    seed: int = 0,
    licence: str = "",
    attachments: Mapping[str, bytes] | None = None,
) -> Trained:
    """Train and validate a model of each label.

    Parameters
    ----------
    coded
        as `read_coded` gives it
    instruments
        instruments whose readings are features; those that count frames are the lexicons to beat, too
    embedder
        sentence embeddings as further features
    name
        name of the model as an instrument
    folds, seed
        number of folds of the validation, and seed of folds and draws
    licence
        licence of the coded texts, which the model file names
    attachments
        files of the codebooks among the instruments that do not ship with framing

    Raises
    ------
    InputError
        if there are fewer articles than folds, or labels that would be one column.
    """
    check_labels(coded.labels)
    examples, hits = _examples(coded, instruments, embedder)
    _check_folds(examples, folds)
    texts = [unit.text for unit in coded.units]
    held = hold_out(examples, texts, hits, folds=folds, seed=seed)
    report = make_report(coded, examples, held, seed=seed)
    learned = learn(examples, seed=seed)
    model = Model(
        name=model_name(name),
        labels=coded.labels,
        thresholds=tuple(float(each) for each in learned.thresholds),
        exclusive=coded.exclusive,
        # single precision is what the file holds: the model in memory says what the model on disk will
        weights=_single(learned.weights),
        intercepts=tuple(float(each) for each in learned.intercepts),
        factors=_single(learned.weighting.factors_),
        terms=examples.table.terms,
        stretches=examples.table.stretches,
        readings=examples.table.readings,
        stretch_weight=learned.settings.stretch_weight,
        reading_weight=learned.settings.reading_weight,
        source=_source(coded, name, licence),
        requirements=tuple(
            Requirement(each.name, each.source.version, each.source.sha256) for each in instruments
        ),
        embedding=None if embedder is None else Embedding(embedder.name, embedder.probe),
        attachments=dict(attachments or {}),
        facts=_facts(coded, learned, report, folds=folds, seed=seed),
    )
    model = replace(model, source=replace(model.source, sha256=_digest(model)))
    return Trained(TrainedInstrument(model, instruments, embedder), report)


def _examples(
    coded: Coded, instruments: Sequence[Instrument], embedder: Embedder | None
) -> tuple[Examples, dict[str, Floats]]:
    from framing.classifier.features import make_table

    table = make_table([unit.text for unit in coded.units], instruments, embedder)
    said = np.array([[label in unit.labels for label in coded.labels] for unit in coded.units])
    names = tuple(unit.labels for unit in coded.units)
    return Examples(table, said, names, groups(coded.units), coded.exclusive), _lexicon_hits(
        table, instruments
    )


def _lexicon_hits(table: Table, instruments: Sequence[Instrument]) -> dict[str, Floats]:
    """By codebook the hits of each of its labels, from the readings that are features already."""
    first = len(table.terms) + len(table.stretches)
    place = {column: first + index for index, column in enumerate(table.readings)}
    found = {}
    for each in instruments:
        columns = [
            place[measure.column]
            for measure in each.measures
            if measure.kind == "frame" and measure.statistic == "n"
        ]
        if columns:
            found[each.name] = np.rint(np.expm1(table.counts[:, columns].toarray()))
    return found


def _check_folds(examples: Examples, folds: int) -> None:
    n = len(set(examples.group.tolist()))
    if folds < 2:  # noqa: PLR2004 - one fold leaves nothing to learn from
        raise InputError(f"{folds} folds: validation needs at least 2, usually 5")
    if n < folds:
        raise InputError(
            f"{n} articles (those that share a text count as one) for {folds} folds; code texts of more articles, "
            "or ask for fewer folds"
        )


def _single(values: Floats) -> Floats:
    return values.astype(np.float32).astype(np.float64)


def _source(coded: Coded, name: str, licence: str) -> Source:
    return Source(
        title=f"Frames as coded in {coded.origin}",
        version=content_hash(coded)[:12],
        citation=f"Model '{model_name(name)}', trained with framing {version('framing')} on {len(coded.units)} coded "
        f"texts ({coded.origin}).",
        licence=licence or "that of the coded texts",
        url="",
        language="en",
        sha256="",
    )


def content_hash(coded: Coded) -> str:
    """sha256 of the units, whatever the order of the rows they came from."""
    units = [[unit.text, unit.article, list(unit.labels)] for unit in coded.units]
    return hashlib.sha256(json.dumps(units, ensure_ascii=True).encode()).hexdigest()


def _facts(coded: Coded, learned: Learned, report: Report, *, folds: int, seed: int) -> dict[str, Any]:
    packages = ("framing", "numpy", "scikit-learn", "scipy")
    return {
        "settings": {
            "C": learned.settings.C,
            "reading_weight": learned.settings.reading_weight,
            "stretch_weight": learned.settings.stretch_weight,
            "folds": folds,
            "seed": seed,
        },
        "versions": {name: version(name) for name in packages},
        "validation": report.figures(),
        TRAINED_ON: sorted({fingerprint(unit.text) for unit in coded.units}),
    }


def _digest(model: Model) -> str:
    """sha256 of what a model computes with."""
    made = hashlib.sha256()
    plain = [model.labels, model.thresholds, model.exclusive, model.intercepts, model.terms, model.stretches]
    more = [model.readings, model.stretch_weight, model.reading_weight]
    made.update(json.dumps([*plain, *more], ensure_ascii=True).encode())
    for array in (model.weights, model.factors):
        made.update(array.astype("<f4").tobytes())
    return made.hexdigest()
