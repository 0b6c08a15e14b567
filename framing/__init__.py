"""Frames and tone of op-eds, paragraph by paragraph, with the evidence and the uncertainty of every number.

Data takes one way through the house, and never back:

    files → preprocessing → Articles → Paragraphs → instruments → Run (tables) → statistics → reporting

    model           the types that every room speaks
    errors          what a user can put right, as one family
    html            pieces of HTML for notebooks; progress: how far a long work is
    library         the resources that ship: lexicons and seeds
    arithmetic      numbers that several rooms need: articles drawn anew, ranks
    preprocessing   files to articles, paragraphs, sentences, words, voices
    lexicon         codebooks and their evidence in texts
    tone            TextBlob, VADER and oped (trained), one file an instrument
    classifier      instruments trained on hand-coded texts, and how well they do
    scoring         articles and instruments in, a run out
    run             the run: its tables in memory and on disk
    verification    a run made again from its manifest, and what differs
    statistics      run in, table out: summaries, intervals, comparisons, words, robustness, audits
    corpus          large corpora: batches through worker processes or a cluster into a run on disk
    reporting       figures, tables and the page
    cli             the command line

An import only ever points down this list's layers; nothing heavy loads before it is used.

Examples
--------
>>> import framing as fr
>>> run = fr.score(fr.read_articles("seeds/"))
>>> len(run.scores)
11
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from framing.errors import (
        CodebookError,
        FramingError,
        InputError,
        LimitError,
        NoArticlesError,
        OutputError,
        RunError,
    )
    from framing.lexicon.codebook import Codebook, read_codebook
    from framing.model import Article, Hit, Instrument, Measure, Paragraph, Reading, Source
    from framing.preprocessing.readers import read_articles, read_text
    from framing.reporting import write_report
    from framing.reporting.figures import (
        plot_actors,
        plot_comparison,
        plot_confusion,
        plot_dispersion,
        plot_evaluation,
        plot_frames,
        plot_heatmap,
        plot_keyness,
        plot_learning_curve,
        plot_reliability,
        plot_shift,
        plot_specifications,
        plot_time,
        plot_tone,
        plot_trajectories,
        plot_trajectory,
    )
    from framing.reporting.notebook import Shown, show
    from framing.reporting.style import figure_style
    from framing.run import Run, load
    from framing.scoring import Options, score
    from framing.scoring.trained import train
    from framing.statistics import (
        Audit,
        Declaration,
        Evaluation,
        Specification,
        actor_frames,
        compare,
        compare_codebooks,
        compare_declared,
        evaluate,
        find_duplicates,
        frame_actor_voice,
        krippendorff_alpha,
        leading_frames,
        length_check,
        read_declaration,
        read_specification,
        regress,
        regression_table,
        robustness_summary,
        summarize,
        word_shift,
    )
    from framing.statistics.audit import audit
    from framing.statistics.contexts import contexts
    from framing.statistics.dispersion import dispersion
    from framing.statistics.keyness import keyness
    from framing.statistics.robustness import robustness
    from framing.statistics.tone_agreement import tone_agreement
    from framing.statistics.tone_words import tone_words
    from framing.verification import Verification, verify

#: Public name → the module that has it; modules load when a name is first used.
_PLACES = {
    "Article": "framing.model",
    "Audit": "framing.statistics",
    "Codebook": "framing.lexicon.codebook",
    "CodebookError": "framing.errors",
    "Declaration": "framing.statistics",
    "Evaluation": "framing.statistics",
    "FramingError": "framing.errors",
    "Hit": "framing.model",
    "InputError": "framing.errors",
    "Instrument": "framing.model",
    "LimitError": "framing.errors",
    "Measure": "framing.model",
    "NoArticlesError": "framing.errors",
    "Options": "framing.scoring",
    "OutputError": "framing.errors",
    "Paragraph": "framing.model",
    "Reading": "framing.model",
    "Run": "framing.run",
    "RunError": "framing.errors",
    "Shown": "framing.reporting.notebook",
    "Source": "framing.model",
    "Specification": "framing.statistics",
    "Verification": "framing.verification",
    "actor_frames": "framing.statistics",
    "audit": "framing.statistics",
    "compare": "framing.statistics",
    "compare_codebooks": "framing.statistics",
    "compare_declared": "framing.statistics",
    "contexts": "framing.statistics",
    "dispersion": "framing.statistics",
    "evaluate": "framing.statistics",
    "figure_style": "framing.reporting.style",
    "find_duplicates": "framing.statistics",
    "frame_actor_voice": "framing.statistics",
    "keyness": "framing.statistics",
    "krippendorff_alpha": "framing.statistics",
    "leading_frames": "framing.statistics",
    "length_check": "framing.statistics",
    "load": "framing.run",
    "plot_actors": "framing.reporting.figures",
    "plot_comparison": "framing.reporting.figures",
    "plot_confusion": "framing.reporting.figures",
    "plot_dispersion": "framing.reporting.figures",
    "plot_evaluation": "framing.reporting.figures",
    "plot_frames": "framing.reporting.figures",
    "plot_heatmap": "framing.reporting.figures",
    "plot_keyness": "framing.reporting.figures",
    "plot_learning_curve": "framing.reporting.figures",
    "plot_reliability": "framing.reporting.figures",
    "plot_shift": "framing.reporting.figures",
    "plot_specifications": "framing.reporting.figures",
    "plot_time": "framing.reporting.figures",
    "plot_tone": "framing.reporting.figures",
    "plot_trajectories": "framing.reporting.figures",
    "plot_trajectory": "framing.reporting.figures",
    "read_articles": "framing.preprocessing.readers",
    "read_codebook": "framing.lexicon.codebook",
    "read_declaration": "framing.statistics",
    "read_specification": "framing.statistics",
    "read_text": "framing.preprocessing.readers",
    "regress": "framing.statistics",
    "regression_table": "framing.statistics",
    "robustness": "framing.statistics",
    "robustness_summary": "framing.statistics",
    "score": "framing.scoring",
    "show": "framing.reporting.notebook",
    "summarize": "framing.statistics",
    "tone_agreement": "framing.statistics",
    "tone_words": "framing.statistics",
    "train": "framing.scoring.trained",
    "verify": "framing.verification",
    "word_shift": "framing.statistics",
    "write_report": "framing.reporting",
}

__all__ = [
    "Article",
    "Audit",
    "Codebook",
    "CodebookError",
    "Declaration",
    "Evaluation",
    "FramingError",
    "Hit",
    "InputError",
    "Instrument",
    "LimitError",
    "Measure",
    "NoArticlesError",
    "Options",
    "OutputError",
    "Paragraph",
    "Reading",
    "Run",
    "RunError",
    "Shown",
    "Source",
    "Specification",
    "Verification",
    "actor_frames",
    "audit",
    "compare",
    "compare_codebooks",
    "compare_declared",
    "contexts",
    "dispersion",
    "evaluate",
    "figure_style",
    "find_duplicates",
    "frame_actor_voice",
    "keyness",
    "krippendorff_alpha",
    "leading_frames",
    "length_check",
    "load",
    "plot_actors",
    "plot_comparison",
    "plot_confusion",
    "plot_dispersion",
    "plot_evaluation",
    "plot_frames",
    "plot_heatmap",
    "plot_keyness",
    "plot_learning_curve",
    "plot_reliability",
    "plot_shift",
    "plot_specifications",
    "plot_time",
    "plot_tone",
    "plot_trajectories",
    "plot_trajectory",
    "read_articles",
    "read_codebook",
    "read_declaration",
    "read_specification",
    "read_text",
    "regress",
    "regression_table",
    "robustness",
    "robustness_summary",
    "score",
    "show",
    "summarize",
    "tone_agreement",
    "tone_words",
    "train",
    "verify",
    "word_shift",
    "write_report",
]


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module 'framing' has no attribute '{name}'")
    value = getattr(import_module(_PLACES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
