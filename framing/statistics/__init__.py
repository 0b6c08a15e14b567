"""A run in, a table out: figures with intervals, emphasis, agreement; nothing is read, written or drawn.

summary          summarize: figures of articles and groups
leading          leading_frames: which frame leads each text
emphasis         how much a text stresses a frame, and the verdict
tone_agreement   where tone instruments differ in sign
tone_words       the words behind a tone score
actors           frames and tone of the sentences that name an actor
intervals        the 95 % intervals
largest          which of several gamma variables is the largest
parts            the sums that figures are made of
"""

from __future__ import annotations

from framing.statistics.actors import actor_frames
from framing.statistics.emphasis import Lead, emphasis, leading
from framing.statistics.frames import leading_frames
from framing.statistics.summary import summarize
from framing.statistics.tone_agreement import tone_agreement
from framing.statistics.tone_words import tone_words

__all__ = [
    "Lead",
    "actor_frames",
    "emphasis",
    "leading",
    "leading_frames",
    "summarize",
    "tone_agreement",
    "tone_words",
]
