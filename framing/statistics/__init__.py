"""A run in, a table out: figures with intervals, emphasis, agreement; nothing is written or drawn.

summary          summarize: figures of articles and groups
leading          leading_frames: which frame leads each text
emphasis         how much a text stresses a frame, and the verdict
tone_agreement   where tone instruments differ in sign
tone_words       the words behind a tone score
actors           frames and tone of the sentences that name an actor
evaluation       evaluate: instruments against hand-coded texts
matching         coded rows and the texts of a run; consensus: coders put together
sayings          what instruments of frames say of texts, by which rule
frame_validity   precision, recall, F1, AUC of frames; tone_validity: r, ρ, MAE of tone; human: coders' agreement
ledger           where figures are entered, with their intervals
agreement        krippendorff_alpha
seen             which coded texts a trained instrument learned from
diagnostics      scores and codes text by text
floors           figures that an evaluation must reach
intervals        the 95 % intervals
largest          which of several gamma variables is the largest
parts            the sums that figures are made of
"""

from __future__ import annotations

from framing.statistics.actors import actor_frames
from framing.statistics.agreement import krippendorff_alpha
from framing.statistics.diagnostics import diagnose
from framing.statistics.emphasis import Lead, emphasis, leading
from framing.statistics.evaluation import Evaluation, evaluate
from framing.statistics.frames import leading_frames
from framing.statistics.summary import summarize
from framing.statistics.tone_agreement import tone_agreement
from framing.statistics.tone_words import tone_words

__all__ = [
    "Evaluation",
    "Lead",
    "actor_frames",
    "diagnose",
    "emphasis",
    "evaluate",
    "krippendorff_alpha",
    "leading",
    "leading_frames",
    "summarize",
    "tone_agreement",
    "tone_words",
]
