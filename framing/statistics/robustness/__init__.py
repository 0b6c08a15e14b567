"""The declared way of measuring held against every other that makes sense: the specification curve.

curve       robustness: each specification's contrast, the main one marked
summary     robustness_summary: how many keep sign and verdict, and what turns it
grid        which specifications there are
figures     each article's figure under any of them
contrasts   two groups of articles under many specifications at once

Simonsohn, Simmons & Nelson, Nature Human Behaviour 4, 2020, doi:10.1038/s41562-020-0912-z.
"""

from __future__ import annotations

from framing.statistics.robustness.curve import robustness
from framing.statistics.robustness.summary import robustness_summary

__all__ = ["robustness", "robustness_summary"]
