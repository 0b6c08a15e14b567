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
grouping         articles in groups: a column, one by one, time, before and after a date

comparison       compare: differences of groups with interval, effect, p and verdict (a room)
declaration      what was to be compared, written down before looking
duplicates       texts that are there twice; length: measures that hang on the length of articles
voices           who is given which frame, by whom
regression       covariates, with formula, design, coefficients and clustered errors
keyness          words that mark a group, with key_articles: what hangs on one article
shift            words that make a difference; dispersion: where terms stand; contexts: terms in their contexts
vocabulary       terms and their counts; running_words: the words that a text has
robustness       the specification curve (a room), with specification: what is declared as main and what varies
audit            can a codebook be trusted on these texts (a room)
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from framing.statistics.actors import actor_frames
    from framing.statistics.agreement import krippendorff_alpha
    from framing.statistics.audit import Audit, CodebookComparison, audit, compare_codebooks
    from framing.statistics.coefficients import regression_table
    from framing.statistics.comparison import compare, compare_declared
    from framing.statistics.contexts import contexts
    from framing.statistics.declaration import Declaration, read_declaration
    from framing.statistics.diagnostics import diagnose
    from framing.statistics.dispersion import dispersion
    from framing.statistics.duplicates import find_duplicates
    from framing.statistics.emphasis import Lead, emphasis, leading
    from framing.statistics.evaluation import Evaluation, evaluate
    from framing.statistics.frames import leading_frames
    from framing.statistics.grouping import groups_of
    from framing.statistics.keyness import keyness
    from framing.statistics.length import length_check
    from framing.statistics.regression import regress
    from framing.statistics.robustness import robustness, robustness_summary
    from framing.statistics.shift import shift_total, word_shift
    from framing.statistics.specification import Specification, read_specification
    from framing.statistics.summary import summarize
    from framing.statistics.tone_agreement import tone_agreement
    from framing.statistics.tone_words import tone_words
    from framing.statistics.voices import frame_actor_voice

#: Name → the module here that has it; modules load when a name is first used.
_PLACES = {
    "Audit": "audit",
    "CodebookComparison": "audit",
    "Declaration": "declaration",
    "Evaluation": "evaluation",
    "Lead": "emphasis",
    "Specification": "specification",
    "actor_frames": "actors",
    "audit": "audit",
    "compare": "comparison",
    "compare_codebooks": "audit",
    "compare_declared": "comparison",
    "contexts": "contexts",
    "diagnose": "diagnostics",
    "dispersion": "dispersion",
    "emphasis": "emphasis",
    "evaluate": "evaluation",
    "find_duplicates": "duplicates",
    "frame_actor_voice": "voices",
    "groups_of": "grouping",
    "keyness": "keyness",
    "krippendorff_alpha": "agreement",
    "leading": "emphasis",
    "leading_frames": "frames",
    "length_check": "length",
    "read_declaration": "declaration",
    "read_specification": "specification",
    "regress": "regression",
    "regression_table": "coefficients",
    "robustness": "robustness",
    "robustness_summary": "robustness",
    "shift_total": "shift",
    "summarize": "summary",
    "tone_agreement": "tone_agreement",
    "tone_words": "tone_words",
    "word_shift": "shift",
}

__all__ = [
    "Audit",
    "CodebookComparison",
    "Declaration",
    "Evaluation",
    "Lead",
    "Specification",
    "actor_frames",
    "audit",
    "compare",
    "compare_codebooks",
    "compare_declared",
    "contexts",
    "diagnose",
    "dispersion",
    "emphasis",
    "evaluate",
    "find_duplicates",
    "frame_actor_voice",
    "groups_of",
    "keyness",
    "krippendorff_alpha",
    "leading",
    "leading_frames",
    "length_check",
    "read_declaration",
    "read_specification",
    "regress",
    "regression_table",
    "robustness",
    "robustness_summary",
    "shift_total",
    "summarize",
    "tone_agreement",
    "tone_words",
    "word_shift",
]


class _Room(ModuleType):
    """A package where a name such as `keyness` is the function, though a module is called so too."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (
            name in _PLACES and isinstance(value, ModuleType)
        ):  # Python puts each module that it loads here
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Room


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    value = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
