"""Tone net of frames: the measures that it adds, and their values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from framing.model import Instrument, Measure
from framing.scoring.told import Told

if TYPE_CHECKING:
    import numpy.typing as npt

    from framing.scoring.told import Values

    Numbers = npt.NDArray[Any]


def tone_measures(instrument: Instrument) -> list[Measure]:
    """The measures of tone that an instrument gives."""
    return [measure for measure in instrument.measures if measure.kind == "tone"]


def net_measures(measure: Measure, codebook: str) -> tuple[Measure, Measure]:
    """What a measure of tone is with the codebook's words masked, and how much of it they carry."""
    net = replace(
        measure,
        column=f"{measure.column}_net",
        statistic="net",
        meaning=f"{measure.column} with every hit of the codebook '{codebook}' masked: a sensitivity check, not a "
        "correction; NaN if nothing tone-bearing is left",
    )
    share = replace(
        measure,
        column=f"{measure.column}_frame_share",
        statistic="frame_share",
        kind="count",
        low=0.0,
        high=1.0,
        neutral=float("nan"),
        unit="share",
        meaning=f"share of {measure.column}'s absolute contributions that come from words which are hits of the "
        f"codebook '{codebook}' too",
    )
    return net, share


def with_net(
    instrument: Instrument, found: Told, net: Values | None, shares: tuple[Numbers, Numbers] | None
) -> Told:
    """What an instrument says, with its tone net of frames beside it where there is a masked reading."""
    if net is None or shares is None:
        return found
    paragraphs, sentences = dict(found.paragraphs), dict(found.sentences)
    for measure in tone_measures(instrument):
        for values, clean, share in (
            (paragraphs, net[0], shares[0]),
            (sentences, net[1], shares[1]),
        ):
            values[f"{measure.column}_net"] = clean[measure.column]
            values[f"{measure.column}_frame_share"] = share
    return replace(found, paragraphs=paragraphs, sentences=sentences)
