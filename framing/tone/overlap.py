"""How much of a text's tone stands in words that are evidence of a frame too."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from framing.model import Hit

Span = tuple[int, int]


def frame_share(tone_hits: Sequence[Hit], frame_spans: Sequence[Span]) -> float:
    """Share of a text's tone in frame words: Σ|contribution| of overlapping tone hits / Σ|contribution|.

    Parameters
    ----------
    tone_hits
        hits of one tone instrument; those without a place (an intercept) belong to no word and are left out
        of both sums
    frame_spans
        half-open spans of frame hits in the same text, in any order; they may overlap each other

    Returns
    -------
    float
        share in [0, 1]; a higher value means that more of the tone comes with the frame's own vocabulary. NaN
        if there is no tone-bearing hit, or none that moves the score.

    Examples
    --------
    >>> from framing.model import Hit
    >>> attack = Hit(0, 6, "valence", "attack", -2.1, contribution=-0.3)
    >>> calm = Hit(10, 14, "valence", "calm", 1.3, contribution=0.1)
    >>> round(frame_share([attack, calm], [(0, 6)]), 2)
    0.75
    """
    spans = _merged(frame_spans)
    starts = [start for start, _ in spans]
    total: list[float] = []
    shared: list[float] = []
    for hit in tone_hits:
        if hit.start is None or hit.end is None:
            continue
        size = abs(hit.contribution)
        total.append(size)
        last = bisect_left(starts, hit.end) - 1  # the last span that starts before the hit ends
        if last >= 0 and spans[last][1] > hit.start:
            shared.append(size)
    whole = math.fsum(total)
    return math.fsum(shared) / whole if whole > 0 else math.nan


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Disjoint spans of the same characters, in order, so that one look to the left finds any overlap."""
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
