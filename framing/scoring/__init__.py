"""Articles and instruments in, a run out: the only place that knows the order of steps.

options     every choice that changes a number
catalogue   name → instrument
passage     one paragraph made ready: prepared text, sentences, words, quotations
reading     what the instruments say of one article
net         tone net of frames
rows        what was read, as rows of the run's tables
scorer      all of that for one article after the other
manifest    versions, settings and the sha256 of everything read
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from framing.model import Article, Rejected
from framing.run import Run
from framing.scoring.options import Options
from framing.scoring.rows import Rows
from framing.scoring.scorer import Scorer

__all__ = ["Options", "Scorer", "score"]


def score(
    articles: Iterable[Article],
    *,
    options: Options | None = None,
    command: str | None = None,
    progress: Callable[[], object] | None = None,
    **changes: Any,
) -> Run:
    """Score each paragraph and sentence of the articles in three voices, with the evidence.

    Parameters
    ----------
    articles
        what `read_articles` gives (its rejected inputs then stand in the run too), or any articles
    options, **changes
        see `Options`; a keyword such as ``instruments=["frames", "vader"]`` changes one of them
    command
        what the manifest records as the command
    progress
        called after each article

    Returns
    -------
    Run
        one row a paragraph and voice; NaN where a measure could not be taken

    Raises
    ------
    NoArticlesError
        if no article was left to score; its `rejected` says why.
    FramingError
        if an instrument is unknown, or two would write the same column.
    """
    scorer = Scorer(replace(options or Options(), **changes))
    rows, rejected = Rows(), list(getattr(articles, "rejected", ()))
    seen: set[str] = set()
    for article in articles:
        if article.id in seen:
            rejected.append(
                Rejected(article.input or article.id, article.row, f"duplicate id '{article.id}'")
            )
        else:
            seen.add(article.id)
            if reason := scorer.add(article, rows):
                rejected.append(Rejected(article.input or article.id, article.row, reason))
        if progress:
            progress()
    return scorer.run(rows, rejected, inputs=getattr(articles, "inputs", {}), command=command)
