"""Comparing groups of articles: difference, interval, effect, permutation p, verdict.

table            compare: the door
choices          what was asked for, checked
contrasts        who is compared with whom, and who is left out
estimates        everything found of one contrast under one target
units            articles or paragraphs as units; their figures and variances
permutation      the studentised permutation test
uncertainty      intervals, detectable differences, equivalence
effects          Cliff's δ, Hedges' g
verdicts         families, Holm, Benjamini-Hochberg, the three verdicts
rows             from estimates to the table
"""

from __future__ import annotations

from framing.statistics.comparison.table import compare, compare_declared

__all__ = ["compare", "compare_declared"]
