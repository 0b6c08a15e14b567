"""Large corpora: articles in batches through worker processes or a cluster into a run on disk; memory stays bounded.

job       paths in, run on disk out: the order of steps, and how an interrupted job goes on
work      what every worker does with a batch, wherever it runs
pool      worker processes on this machine
cluster   the same on a Dask cluster
remote    a run written to a URL
parts     a batch's tables as files, whole or not at all
merging   parts → the run's files
working   the working folder beside a run that is being made
"""

from __future__ import annotations

from framing.corpus.job import Job, Outcome, score_corpus

__all__ = ["Job", "Outcome", "score_corpus"]
