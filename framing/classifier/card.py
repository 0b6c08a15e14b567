"""What a run has to know of a model that measured it: what it learned from, how well, and how it decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.classifier.model import Model

#: Among a model's facts: fingerprints of the texts that it learned from. Models of before there were any lack it.
TRAINED_ON = "trained_on"


def card(model: Model) -> dict[str, Any]:
    """A model's facts as plain JSON values, for a run's manifest.

    Returns
    -------
    dict
        name, title, version, citation, licence, sha256, labels, thresholds, exclusive, features (instruments with their
        versions), embedding (its name or None), settings, versions, validation (facts, notes, overall, labels,
        calibration), trained_on (fingerprints of its texts in one string, or None if they are not known)
    """
    texts = model.facts.get(TRAINED_ON)
    return {
        "name": model.name,
        "title": model.source.title,
        "version": model.source.version,
        "citation": model.source.citation,
        "licence": model.source.licence,
        "sha256": model.source.sha256,
        "labels": list(model.labels),
        "thresholds": list(model.thresholds),
        "exclusive": model.exclusive,
        "features": [{"name": each.name, "version": each.version} for each in model.requirements],
        "embedding": None if model.embedding is None else model.embedding.name,
        **{key: model.facts.get(key, {}) for key in ("settings", "versions", "validation")},
        TRAINED_ON: None if texts is None else " ".join(texts),
    }
