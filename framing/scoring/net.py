"""Tone net of frames: the measures that it adds, and their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from framing.model import Instrument, Measure
from framing.scoring.passage import Span
from framing.scoring.reading import Placed
from framing.tone.overlap import frame_share


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
    instrument: Instrument, found: Placed, net: Placed | None, frames: Sequence[Span]
) -> dict[str, float]:
    """Values of a reading, with those net of frames beside its tone where there is a masked reading."""
    row = dict(found.values)
    if net is not None:
        for measure in tone_measures(instrument):
            row[f"{measure.column}_net"] = net.values[measure.column]
            row[f"{measure.column}_frame_share"] = frame_share(found.hits, frames)
    return row
