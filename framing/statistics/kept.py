"""The run as a comparison reads it: without the articles that `compare` leaves out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from framing.statistics.comparison.contrasts import LeftOut, leave_out
from framing.statistics.grouping import groups_of
from framing.statistics.parts import article_positions, check_reading, sum_by

if TYPE_CHECKING:
    import pandas as pd

    from framing.model import Kind, Voice
    from framing.run import Run
    from framing.statistics.declaration import Repeats

_TABLES = ("paragraphs", "by_voice", "sentences", "evidence", "actors", "quotations")


def compared_articles(
    run: Run,
    *,
    by: str,
    voice: Voice = "all",
    kind: Kind | None = "body",
    min_words: int = 0,
    duplicates: Repeats = "once",
    repeated: pd.DataFrame | None = None,
) -> Run:
    """Take the articles that `compare` compares: those of a group, long enough, each text once.

    Words that mark a group, or make a difference, then rest on the same articles as the difference. `repeated` is what
    `find_duplicates` found, if it is known.

    Raises
    ------
    FramingError
        if there is no such column, voice or kind.

    Examples
    --------
    >>> import framing as fr
    >>> from dataclasses import replace
    >>> (article,) = fr.read_articles("seeds/")
    >>> run = fr.score([article, replace(article, id="reprint", outlet="Another Paper")])
    >>> compared_articles(run, by="outlet").articles["article"].tolist() == [article.id]
    True
    """
    left = left_out(
        run, by=by, voice=voice, kind=kind, min_words=min_words, duplicates=duplicates, repeated=repeated
    )
    kept = left.kept
    if kept.all():
        return run
    articles = run.articles.loc[kept].reset_index(drop=True)
    tables = {name: getattr(run, name) for name in _TABLES}
    return replace(
        run,
        articles=articles,
        **{
            name: table.loc[table["article"].isin(articles["article"])].reset_index(drop=True)
            for name, table in tables.items()
        },
    )


def left_out(
    run: Run,
    *,
    by: str,
    voice: Voice = "all",
    kind: Kind | None = "body",
    min_words: int = 0,
    duplicates: Repeats = "once",
    repeated: pd.DataFrame | None = None,
) -> LeftOut:
    """Find the articles that `compare` leaves out, each for one reason.

    Raises
    ------
    FramingError
        if there is no such column, voice or kind.
    """
    check_reading(run, voice, kind)
    groups, rows = groups_of(run, by), run.select(kind=kind, voice=voice)
    words = sum_by(article_positions(run, rows["article"]), rows["n_words"].to_numpy(), len(run.articles))
    return leave_out(run, groups, words, by=by, min_words=min_words, duplicates=duplicates, repeated=repeated)
