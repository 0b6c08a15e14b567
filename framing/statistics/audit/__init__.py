"""Can a codebook's terms be trusted on these texts? Everything is read from the run's recorded hits.

report        audit: all tables of one codebook
pairs         compare_codebooks: two codebooks side by side
hits          what a codebook hit, as it was recorded
coverage      how much of the texts is hit, and with which terms
leads         which frame leads, by the recorded hits
influence     what hangs on single terms
overlap       hits that categories share, and hits that carry tone
inflections   forms of listed words that the list misses
contexts      a sheet of random contexts to judge
precision     how often a term is right where people have said so
"""

from __future__ import annotations

from framing.statistics.audit.pairs import CodebookComparison, compare_codebooks
from framing.statistics.audit.report import Audit, audit

__all__ = ["Audit", "CodebookComparison", "audit", "compare_codebooks"]
