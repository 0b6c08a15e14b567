"""Figures for print: each a function that gives the data, one that draws it, and one for notebooks and papers.

    trajectory   frames and tone along one article
    heatmap      paragraphs × frames of one article
    frames       rate of each frame by article or group
    tone         tone by article or group, the instruments side by side
    actors       frames and tone of the sentences that name an actor
    evaluation   an instrument of tone against hand-coded texts
    reliability  whether a trained model's probabilities mean what they say
    learning     what more coding would bring to a trained model
    confusion    which labels a trained model takes for which
    canvas       the sheet: panels placed in inches
    bins         paragraphs of a long text drawn together
    steps        the axis along a text
    rows         dots with intervals, a row a group
    cells        cells of a matrix
    lettering    text that fits, in the font's own letters
    selection    which article, codebook and measures
    units        paragraphs and sentences with their values

Every ``plot_…`` takes ``ax=`` and returns the Axes that holds its panels; without ``ax`` it makes a pyplot figure, as
seaborn does, so a notebook shows it. Saving is `framing.reporting.files`' business. docs/figures.md tells how to read
each figure.
"""

from __future__ import annotations

from framing.reporting.figures.actors import plot_actors
from framing.reporting.figures.confusion import plot_confusion
from framing.reporting.figures.evaluation import plot_evaluation
from framing.reporting.figures.frames import plot_frames
from framing.reporting.figures.heatmap import plot_heatmap
from framing.reporting.figures.learning import plot_learning_curve
from framing.reporting.figures.reliability import plot_reliability
from framing.reporting.figures.tone import plot_tone
from framing.reporting.figures.trajectory import plot_trajectory

__all__ = [
    "plot_actors",
    "plot_confusion",
    "plot_evaluation",
    "plot_frames",
    "plot_heatmap",
    "plot_learning_curve",
    "plot_reliability",
    "plot_tone",
    "plot_trajectory",
]
