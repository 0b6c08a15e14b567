"""Figures for print: each a function that gives the data, one that draws it, and one for notebooks and papers.

    trajectory   frames and tone along one article
    heatmap      paragraphs × frames of one article
    frames       rate of each frame by article or group
    tone         tone by article or group, the instruments side by side
    actors       frames and tone of the sentences that name an actor
    evaluation   an instrument of tone against hand-coded texts
    comparison   differences between groups, with differences: what of `compare` is drawn
    keyness      words that mark a group
    shift        words that make a difference
    dispersion   where terms stand in texts
    trajectories several op-eds along one axis
    timeline     figures by period, with periods: the calendar
    specifications the same question asked in many ways, with choices: what they are called
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
from framing.reporting.figures.comparison import plot_comparison
from framing.reporting.figures.confusion import plot_confusion
from framing.reporting.figures.dispersion import plot_dispersion
from framing.reporting.figures.evaluation import plot_evaluation
from framing.reporting.figures.frames import plot_frames
from framing.reporting.figures.heatmap import plot_heatmap
from framing.reporting.figures.keyness import plot_keyness
from framing.reporting.figures.learning import plot_learning_curve
from framing.reporting.figures.reliability import plot_reliability
from framing.reporting.figures.shift import plot_shift
from framing.reporting.figures.specifications import plot_specifications
from framing.reporting.figures.timeline import plot_time
from framing.reporting.figures.tone import plot_tone
from framing.reporting.figures.trajectories import plot_trajectories
from framing.reporting.figures.trajectory import plot_trajectory

__all__ = [
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
]
