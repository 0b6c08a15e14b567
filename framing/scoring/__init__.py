"""Articles and instruments in, a run out: the only place that knows the order of steps.

options     every choice that changes a number
catalogue   name → instrument
batch       articles made ready: prepared text, sentences, words, quotations
versions    the text as it stands, masked, without some words
excerpts    the chunks of quotations and other stretches
strings     what is read, made when it is asked for
stretches   which strings make up each paragraph and sentence in each voice
reading     what the instruments say of a batch
joining     what is said of paragraphs, joined from what is said of sentences
net         tone net of frames
tables      what was read, as columns of the run's tables
scorer      all of that for one batch after the other
listed      the patterns of the codebooks that were read with
manifest    versions, settings and the sha256 of everything read
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import replace
from typing import Any, Literal

from framing.errors import FramingError
from framing.model import Article
from framing.progress import in_notebook
from framing.progress import progress as bar
from framing.run import Run
from framing.scoring.options import Options
from framing.scoring.scorer import Scored, Scorer, joined_scores, rejection

__all__ = ["BATCH", "Options", "Scorer", "batches", "score"]

#: Letters of the articles that are scored together; what is said of them does not depend on it.
BATCH = 2_000_000


def score(
    articles: Iterable[Article],
    *,
    options: Options | None = None,
    command: str | None = None,
    progress: Callable[[], object] | Literal["off"] | None = None,
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
        called after each article; None draws a bar in a notebook, "off" none

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
    read = [list(getattr(articles, name, ())) for name in ("rejected", "notes")]
    parts = [Scored([], *read)]
    seen: set[str] = set()
    with _following(articles, progress) as step:
        for batch in batches(articles):
            fresh: list[Article] = []
            repeated: list[Article] = []
            for article in batch:
                (repeated if article.id in seen else fresh).append(article)
                seen.add(article.id)
            if repeated:
                parts.append(
                    Scored([], [rejection(each, f"duplicate id '{each.id}'") for each in repeated], [])
                )
            if fresh:
                parts.append(scorer.score(fresh))
            for _ in batch:
                step()
    return scorer.run(
        joined_scores(parts),
        inputs=getattr(articles, "inputs", {}),
        reading=getattr(articles, "reading", None),
        command=command,
    )


def batches(articles: Iterable[Article], most: int = BATCH) -> Iterator[list[Article]]:
    """The articles in groups that are scored together, each ending where it has `most` letters: memory is bounded."""
    batch: list[Article] = []
    letters = 0
    for article in articles:
        if not isinstance(article, Article):
            raise FramingError(
                f"articles: {article!r:.60} is no Article; read texts first: framing.read_text(text) or "
                "framing.read_articles(path)"
            )
        batch.append(article)
        letters += len(article.text)
        if letters >= most:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


@contextlib.contextmanager
def _following(
    articles: Iterable[Article], progress: Callable[[], object] | Literal["off"] | None
) -> Iterator[Callable[[], object]]:
    """What is called after each article: what was given, a notebook's bar, or nothing."""
    if callable(progress):
        yield progress
    elif progress is None and in_notebook() and isinstance(articles, Sized):
        with bar(len(articles), "scoring") as step:
            yield step
    else:
        yield lambda: None
