"""Frames and tone of op-eds, paragraph by paragraph, with the evidence and the uncertainty of every number.

Data takes one way through the house, and never back:

    files → preprocessing → Articles → Paragraphs → instruments → Run (tables) → statistics → reporting

    model           the types that every room speaks
    errors          what a user can put right, as one family
    library         the resources that ship: lexicons and seeds
    arithmetic      numbers that several rooms need: articles drawn anew, ranks
    preprocessing   files to articles, paragraphs, sentences, words, voices
    lexicon         codebooks and their evidence in texts
    tone            TextBlob, VADER and oped (trained), one file an instrument
    classifier      instruments trained on hand-coded texts, and how well they do
    scoring         articles and instruments in, a run out
    run             the run: its tables in memory and on disk
    statistics      run in, table out: summaries, intervals, leading frames
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
        plot_confusion,
        plot_evaluation,
        plot_frames,
        plot_heatmap,
        plot_learning_curve,
        plot_reliability,
        plot_tone,
        plot_trajectory,
    )
    from framing.reporting.style import figure_style
    from framing.run import Run, load
    from framing.scoring import Options, score
    from framing.scoring.trained import train
    from framing.statistics import (
        Evaluation,
        actor_frames,
        evaluate,
        krippendorff_alpha,
        leading_frames,
        summarize,
        tone_agreement,
        tone_words,
    )

#: Public name → the module that has it; modules load when a name is first used.
_PLACES = {
    "Article": "framing.model",
    "Codebook": "framing.lexicon.codebook",
    "CodebookError": "framing.errors",
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
    "Source": "framing.model",
    "actor_frames": "framing.statistics",
    "evaluate": "framing.statistics",
    "figure_style": "framing.reporting.style",
    "krippendorff_alpha": "framing.statistics",
    "leading_frames": "framing.statistics",
    "load": "framing.run",
    "plot_actors": "framing.reporting.figures",
    "plot_confusion": "framing.reporting.figures",
    "plot_evaluation": "framing.reporting.figures",
    "plot_frames": "framing.reporting.figures",
    "plot_heatmap": "framing.reporting.figures",
    "plot_learning_curve": "framing.reporting.figures",
    "plot_reliability": "framing.reporting.figures",
    "plot_tone": "framing.reporting.figures",
    "plot_trajectory": "framing.reporting.figures",
    "read_articles": "framing.preprocessing.readers",
    "read_codebook": "framing.lexicon.codebook",
    "read_text": "framing.preprocessing.readers",
    "score": "framing.scoring",
    "summarize": "framing.statistics",
    "tone_agreement": "framing.statistics",
    "tone_words": "framing.statistics",
    "train": "framing.scoring.trained",
    "write_report": "framing.reporting",
}

__all__ = [
    "Article",
    "Codebook",
    "CodebookError",
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
    "Source",
    "actor_frames",
    "evaluate",
    "figure_style",
    "krippendorff_alpha",
    "leading_frames",
    "load",
    "plot_actors",
    "plot_confusion",
    "plot_evaluation",
    "plot_frames",
    "plot_heatmap",
    "plot_learning_curve",
    "plot_reliability",
    "plot_tone",
    "plot_trajectory",
    "read_articles",
    "read_codebook",
    "read_text",
    "score",
    "summarize",
    "tone_agreement",
    "tone_words",
    "train",
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
